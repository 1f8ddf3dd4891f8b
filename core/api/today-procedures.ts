/** today.*: the cards of the first screen. */
import type { TodayCards } from '../../shared/contract/today-schemas.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import { type Day, dayOf, type EpochMs, formatDay } from '../../shared/time.ts';
import type { Mirror } from '../mirror/mirror.ts';
import { FEWEST_USUAL } from '../mirror/sales-queries.ts';
import type { HourSum } from '../mirror/usual-day.ts';
import { isConnected, type StoreRuntime } from '../store-runtime.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { whyNothingUrgent } from './stock-procedures.ts';

const SETTLE_MS = 20;
/** Whole days of the margin card, and how many windows a week apart its spark has. */
const MARGIN_DAYS = 28;
const MARGIN_WINDOWS = 5;
/** A count of about a week ago: the agent may not have looked on the very day. */
const WEEK_AGO = { nearest: 7, farthest: 10 };
const SPARK_DAYS = 14;

type Direction = 'up' | 'down' | 'same';

const NOT_SYNCED = 'This store has not been synced yet.';

export function todayProcedures(os: Implementer, { stores, clock }: CoreParts) {
  return {
    today: {
      show: os.today.show.handler(({ input }): TodayCards => {
        const store = stores.get(input.storeId);
        const { info, mirror } = store;
        const { currency, zone } = info;
        const now = clock();
        const today = dayOf(now, zone);
        const known = mirror.reader().syncedAt();
        const { days, hours, pendingDays } = mirror.todayByHour(now);
        const money = (minor: Minor) => ({ minor, currency });
        const asMoney = (value: number | null) => (value === null ? null : money(value));
        const unheard = whyUnheard(store, known);
        const sales = comparison(hours, days, unheard, (hour) => [hour.netSales, hour.usualNetSales]);
        const orders = comparison(hours, days, unheard, (hour) => [hour.orders, hour.usualOrders]);
        return {
          storeId: info.id,
          currency,
          zone,
          asOf: known,
          date: formatDay(today),
          until: now,
          pendingDays,
          netSales: { ...sales, value: asMoney(sales.value), usual: asMoney(sales.usual) },
          orders,
          margin: marginCard(mirror, today, currency, known !== null),
          runningOut: runningOutCard(mirror, today, currency),
        };
      }),
    },
  };
}

function comparison(
  hours: readonly HourSum[],
  days: number,
  /** Why nothing is known of today. */
  unheard: string | null,
  pick: (hour: HourSum) => [number, number | null],
) {
  const enough = days >= FEWEST_USUAL;
  const spark = hours.map((hour) => {
    const [value, usual] = pick(hour);
    return { hour: hour.hour, value, usual: enough ? usual : null };
  });
  const last = spark.at(-1);
  const value = unheard === null && last ? last.value : null;
  const usual = unheard === null && last ? last.usual : null;
  return {
    value,
    usual,
    days,
    change: value === null || usual === null || usual <= 0 ? null : value / usual - 1,
    direction: value === null || usual === null ? null : directionOf(value, usual),
    reason: unheard ?? whyNotCompared(days, usual),
    spark: unheard === null ? spark : [],
  };
}

function whyUnheard(store: StoreRuntime, syncedAt: EpochMs | null): string | null {
  // Files end somewhere: a day that they don't reach must not look like one without sales.
  if (!isConnected(store)) return 'From files, which don’t tell of today. Connect the shop for that.';
  return syncedAt === null ? NOT_SYNCED : null;
}

function whyNotCompared(days: number, usual: number | null): string | null {
  if (days < FEWEST_USUAL)
    return days === 0
      ? 'No earlier day of this weekday is known yet.'
      : `Only ${days} earlier ${days === 1 ? 'day' : 'days'} of this weekday ${days === 1 ? 'is' : 'are'} known; three are needed to say what is usual.`;
  return usual !== null && usual <= 0 ? 'Usually nothing is sold by this time.' : null;
}

function directionOf(value: number, before: number): Direction {
  if (value === before) return 'same';
  return value > before ? 'up' : 'down';
}

function marginCard(mirror: Mirror, today: Day, currency: Currency, synced: boolean): TodayCards['margin'] {
  const windows = Array.from({ length: MARGIN_WINDOWS }, (_, index) => {
    const to = today - 1 - 7 * (MARGIN_WINDOWS - 1 - index);
    const found = mirror.margin(to - MARGIN_DAYS + 1, to);
    const rate = found.knownNetSales > 0 ? found.margin / found.knownNetSales : null;
    return { to, found, rate };
  });
  const { found, rate, to } = windows.at(-1)!;
  const rateBefore = windows[0]!.rate;
  // Whole tenths of a point, so that arrow and shown figures agree.
  const tenths = (share: number): number => Math.round(share * 1000);
  const changePoints = rate === null || rateBefore === null ? null : (tenths(rate) - tenths(rateBefore)) / 10;
  return {
    from: formatDay(to - MARGIN_DAYS + 1),
    to: formatDay(to),
    value: rate === null ? null : { minor: found.margin, currency },
    rate,
    knownShare: found.knownShare,
    rateBefore,
    changePoints,
    direction: changePoints === null ? null : directionOf(changePoints, 0),
    reason: whyNoMargin(synced, found.netSales, rate, rateBefore),
    spark: windows.map((window) => ({ date: formatDay(window.to), rate: window.rate })),
  };
}

function whyNoMargin(
  synced: boolean,
  netSales: Minor,
  rate: number | null,
  rateBefore: number | null,
): string | null {
  if (netSales <= 0) return synced ? 'Nothing was sold in these 28 days.' : NOT_SYNCED;
  if (rate === null)
    return 'No cost is known of what was sold. Set “Cost per item” in Shopify, or fill it in with the suppliers.';
  return rateBefore === null ? 'The 28 days before have no sales whose cost is known.' : null;
}

function runningOutCard(mirror: Mirror, today: Day, currency: Currency): TodayCards['runningOut'] {
  mirror.settleStock(SETTLE_MS);
  const asOf = mirror.outlookAt();
  const risk = mirror.atRisk();
  const money = (minor: Minor) => ({ minor, currency });
  const counts = asOf === null ? [] : mirror.lateCounts(SPARK_DAYS);
  const before = counts.find(
    ({ day }) => today - day >= WEEK_AGO.nearest && today - day <= WEEK_AGO.farthest,
  );
  const earlier = counts
    // From the day compared with on, so that the line goes where the arrow points.
    .filter(({ day }) => day < today && day >= (before?.day ?? day))
    .reverse()
    .map(({ day, count }) => ({ date: formatDay(day), count }));
  const change = before ? risk.late - before.count : null;
  return {
    count: asOf === null ? null : risk.late,
    of: risk.judged,
    atRisk:
      asOf === null || risk.costed === 0
        ? null
        : { low: money(risk.low), mid: money(risk.mid), high: money(risk.high) },
    uncosted: risk.uncosted,
    weekAgo: before ? { date: formatDay(before.day), count: before.count } : null,
    change,
    direction: change === null ? null : directionOf(change, 0),
    reason:
      asOf === null
        ? whyNothingUrgent(mirror)
        : before
          ? null
          : 'The inventory agent did not look at this store a week ago, so there is nothing to compare with.',
    asOf,
    spark: asOf === null ? [] : [...earlier, { date: formatDay(today), count: risk.late }],
  };
}
