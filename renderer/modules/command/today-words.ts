/** The cards of today in words: what a figure is compared with, and which way of it is good. Pure. */
import type { TodayCards } from '../../../shared/contract/today-schemas.ts';
import type { Comparison } from '../../ui/stat.tsx';
import type { Words } from '../../ui/words.ts';

export interface Figure {
  value: string;
  comparison: Comparison | null;
  /** Why there is no figure or nothing to compare it with. */
  note: string | null;
  spark: (number | null)[];
}

type Direction = 'up' | 'down' | 'same' | null;
/** More than this much more is told in times: nobody reads 23,881%. */
const MOST_SHARE = 9;
const WAYS = { up: 'up', down: 'down', same: 'level' } as const;

export function salesFigure({ netSales, date, until, zone }: TodayCards, words: Words): Figure {
  const { value, spark } = netSales;
  return {
    value: value ? words.moneyRound(value.minor, value.currency) : 'not known',
    ...againstUsual(netSales, `than a usual ${words.weekday(date)} by ${words.time(until, zone)}`, words),
    spark: spark.map((point) => point.value),
  };
}

export function ordersFigure({ orders, date, until, zone }: TodayCards, words: Words): Figure {
  return {
    value: orders.value === null ? 'not known' : words.plural(orders.value, 'order'),
    ...againstUsual(orders, `than a usual ${words.weekday(date)} by ${words.time(until, zone)}`, words),
    spark: orders.spark.map((point) => point.value),
  };
}

function againstUsual(
  { change, direction, reason }: { change: number | null; direction: Direction; reason: string | null },
  than: string,
  words: Words,
): Pick<Figure, 'comparison' | 'note'> {
  if (change === null || direction === null) return { comparison: null, note: reason };
  const comparison: Comparison =
    direction === 'same'
      ? { way: 'level', tone: 'quiet', text: 'as much', than: than.replace('than', 'as on') }
      : {
          way: direction,
          tone: direction === 'up' ? 'good' : 'risk',
          ...changeInWords(change, direction, than, words),
        };
  return { comparison, note: reason };
}

function changeInWords(
  change: number,
  direction: 'up' | 'down',
  than: string,
  words: Words,
): Pick<Comparison, 'text' | 'than'> {
  if (change > MOST_SHARE)
    return {
      text: `${words.count(Math.round(change + 1))} times as much`,
      than: than.replace('than', 'as on'),
    };
  // Below zero no share of a usual day is missing.
  if (change < -1) return { text: 'less', than };
  const size = words.percent(Math.abs(Math.round(change * 100)) / 100);
  return { text: `${size} ${direction === 'up' ? 'more' : 'less'}`, than };
}

export function marginFigure({ margin }: TodayCards, words: Words): Figure {
  const { rate, knownShare, changePoints, direction, reason, spark } = margin;
  const known = knownShare === null ? undefined : `cost known for ${words.percent(knownShare)} of sales`;
  const points = changePoints === null ? null : words.count(Math.round(Math.abs(changePoints) * 10) / 10);
  return {
    value: rate === null ? 'not known' : words.percent(rate),
    comparison:
      rate !== null && direction !== null && points !== null
        ? {
            way: WAYS[direction],
            tone: direction === 'same' ? 'quiet' : direction === 'up' ? 'good' : 'risk',
            text:
              direction === 'same' ? 'unchanged' : `${points} points ${direction === 'up' ? 'more' : 'less'}`,
            than: known,
          }
        : null,
    note: reason ?? (rate !== null && direction === null ? (known ?? null) : null),
    spark: spark.map((point) => point.rate),
  };
}

export function runningOutFigure({ runningOut }: TodayCards, words: Words): Figure {
  const { count, atRisk, change, direction, reason, spark, uncosted, weekAgo } = runningOut;
  const risk =
    atRisk && atRisk.high.minor > 0
      ? `${words.moneyShort(atRisk.low.minor, atRisk.low.currency)} to ${words.moneyShort(atRisk.high.minor, atRisk.high.currency)} at risk if nothing is ordered`
      : null;
  const unknown = uncosted > 0 ? `${words.plural(uncosted, 'item')} without a cost not counted` : null;
  const aside = [risk, unknown].filter(Boolean).join(', ');
  const moved =
    change !== null && weekAgo !== null && direction !== null
      ? direction === 'same'
        ? 'as many as a week ago'
        : `${words.count(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than a week ago`
      : null;
  return {
    value: count === null ? 'not known' : words.plural(count, 'item'),
    comparison:
      count !== null && moved
        ? {
            way: WAYS[direction ?? 'same'],
            // More that runs out is not good, however it is drawn.
            tone: direction === 'up' ? 'risk' : direction === 'down' ? 'good' : 'quiet',
            text: moved,
            than: aside || undefined,
          }
        : null,
    note: count !== null && !moved && aside ? aside : reason,
    spark: spark.map((point) => point.count),
  };
}
