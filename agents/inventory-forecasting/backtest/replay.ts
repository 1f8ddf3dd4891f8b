/**
 * A stretch of the past again: each week's forecasts from what was known that week, then product by product the advice that
 * follows from them, against what the store did or a fixed rule. Pure; two tasks of the pool.
 */

import type { DemandSpread, TestedStretch } from '../../../shared/stock.ts';
import type { SupplierTerms } from '../../../shared/supplier-terms.ts';
import type { Day } from '../../../shared/time.ts';
import { forecast } from '../../demand/forecast.ts';
import type { DemandPool, DemandSeries } from '../../demand/types.ts';
import { demandSpreads } from '../demand-spread.ts';
import { adviseStock, toPacks } from '../stock-policy.ts';
import { drawsOf } from './chance.ts';
import { type Outcome, orderOf, runShelf, tunedRule } from './shelf.ts';

export interface ReplayItem {
  /** Before and in the days replayed; null where demand could not show. */
  series: DemandSeries;
  terms: SupplierTerms;
  restockRate: number;
  /** What a unit lost and a unit a day on the shelf cost, minor units; null where its cost is unknown. */
  costs: { lost: number; unitDay: number } | null;
  /** Lowest units seen on each day replayed, by snapshots; null where the shelf was not watched. */
  watched: number[] | null;
}

/** The weeks that are replayed. */
export interface ReplayedWeeks {
  /** First day replayed; every series reaches back before it and to the end of the replay. */
  from: Day;
  weeks: number;
}

export interface WeeksInput extends ReplayedWeeks {
  series: DemandSeries[];
  /** Days ahead: `horizonOf`. */
  horizon: number;
  /** Of what was known before `from`. */
  pool: DemandPool;
}

/** A product's forecast as it was made in a week: units a day ahead. */
export interface WeekForecast {
  mean: number[];
  low: number[];
  high: number[];
  tests: TestedStretch[];
}

/** All products of the store that are replayed: what they tell of each other is part of their advice. */
export interface ReplayInput extends ReplayedWeeks {
  items: ReplayItem[];
  /** By item, by week. */
  forecasts: WeekForecast[][];
}

export interface ReplayRow {
  key: string;
  baselineKind: 'watched' | 'rule';
  /** Units wanted over the replay, and those of them on days nobody could see demand on. */
  wanted: number;
  estimated: number;
  baseline: Outcome;
  followed: Outcome;
}

const LEVELS = [0.1, 0.9];
/** The rule is tuned on so many days before the replay. */
const TUNED_ON = 182;
/** Days on either side that tell what would have been wanted on a day without stock. */
const AROUND = 28;

/** As far as the slowest of the orders needs. */
export function horizonOf(items: readonly ReplayItem[]): number {
  const longest = Math.max(...items.map(({ terms }) => terms.leadTimeDays + 2 * reviewOf(terms)));
  return Math.min(730, Math.max(42, Math.ceil(longest) + 1));
}

/** By series, by week. */
export function forecastWeeks({ series, horizon, from, weeks, pool }: WeeksInput): WeekForecast[][] {
  const byWeek = Array.from({ length: weeks }, (_, week) =>
    forecast({ series: series.map((one) => knownIn(one, from, week)), horizon, quantiles: LEVELS, pool }),
  );
  return series.map((_, index) =>
    byWeek.map((made) => {
      const { mean, quantiles, folds } = made.series[index]!;
      return { mean, low: quantiles['0.1']!, high: quantiles['0.9']!, tests: folds };
    }),
  );
}

export function replay({ items, forecasts, from, weeks }: ReplayInput): ReplayRow[] {
  const spreads = Array.from({ length: weeks }, (_, week) =>
    demandSpreads(
      items.map(({ series }, index) => ({
        y: knownIn(series, from, week).y,
        tests: forecasts[index]![week]!.tests,
      })),
    ),
  );
  return items.map((item, index) => {
    const weekly = forecasts[index]!.map((made, week) => ({ ...made, spread: spreads[week]![index]! }));
    return replayItem(item, from, weeks * 7, weekly);
  });
}

function knownIn(series: DemandSeries, from: Day, week: number): DemandSeries {
  return { ...series, y: series.y.slice(0, from + 7 * week - series.start) };
}

type WeekOutlook = WeekForecast & { spread: DemandSpread };

/** The replay looks once a week at most, as the proposals are. */
function reviewOf({ reviewDays }: SupplierTerms): number {
  return 7 * Math.max(1, Math.round(reviewDays / 7));
}

function replayItem(item: ReplayItem, from: Day, days: number, weekly: readonly WeekOutlook[]): ReplayRow {
  const { series, terms: set, restockRate, watched } = item;
  const review = reviewOf(set);
  // Neither the stock of the replay nor the rule that it is compared with spoils.
  const terms = { ...set, reviewDays: review, shelfLifeDays: undefined };
  const packs = (units: number): number => toPacks(units, terms);
  const first = from - series.start;
  const filled = withEstimates(series);
  const demand = filled.slice(first, first + days);
  const estimated = demand.reduce((sum, units, day) => sum + (series.y[first + day] === null ? units : 0), 0);
  const shelf = { restockRate, leadTime: leadTimes(series.key, terms) };

  const past = filled.slice(Math.max(0, first - TUNED_ON), first);
  const rule = tunedRule(past, terms, review, shelf, { toPacks: packs, costs: item.costs });
  const stock = watched ? Math.max(0, watched[0]! + demandSeen(series, first)) : rule.upTo;
  const coming = watched ? orderedBefore(watched, item, first) : new Map<number, number>();
  const follow = runShelf({
    ...shelf,
    demand,
    stock,
    coming,
    order(day, position) {
      if (day % review !== 0) return 0;
      const { mean, low, high, spread } = weekly[day / 7]!;
      const outlook = { mean, low, high, restockRate, spread };
      return adviseStock(position, outlook, terms, from + day).quantity;
    },
  });
  const baseline = watched
    ? asWatched(watched, series, first, demand)
    : runShelf({
        ...shelf,
        demand,
        stock,
        coming,
        order: (day, position) => orderOf(rule, day, review, position, packs),
      });
  return {
    key: series.key,
    baselineKind: watched ? 'watched' : 'rule',
    wanted: demand.reduce((sum, units) => sum + units, 0),
    estimated,
    baseline,
    followed: follow,
  };
}

/** Both sides wait equally long for what they order on a day. */
function leadTimes(key: string, { leadTimeDays, leadTimeSdDays }: SupplierTerms): (day: number) => number {
  return (day) => {
    const draw = drawsOf(Number(key) + day * 7919);
    draw();
    // Twelve uniform draws less six have the mean and deviation of a standard normal one.
    const z = Array.from({ length: 12 }, draw).reduce((sum, one) => sum + one, -6);
    return Math.max(1, Math.round(leadTimeDays + leadTimeSdDays * z));
  };
}

/** Days on which nobody could see demand take that of a day nearby on which it showed, drawn the same each time. */
export function withEstimates({ key, y }: DemandSeries): number[] {
  const draw = drawsOf(Number(key));
  return y.map((units, index) => {
    if (units !== null) return units;
    const near = y
      .slice(Math.max(0, index - AROUND), index + AROUND + 1)
      .filter((one): one is number => one !== null);
    const choice = near.length > 0 ? near : y.filter((one): one is number => one !== null);
    return choice[Math.floor(draw() * choice.length)] ?? 0;
  });
}

function demandSeen({ y }: DemandSeries, index: number): number {
  return y[index] ?? 0;
}

/**
 * Deliveries that stock rose by before an order of the first day could come: they were on their way then. What comes back
 * of units sold is none: `runShelf` puts it back itself, over night. Where less came back by then, or stock fell by more
 * than sold (a bulk purchase, a count), the next rise makes up for it: the replay has as much come in as the store had.
 */
function orderedBefore(
  watched: readonly number[],
  { series, terms, restockRate }: ReplayItem,
  first: number,
): Map<number, number> {
  const coming = new Map<number, number>();
  let returned = 0;
  let surplus = 0;
  for (let day = 1; day < Math.min(watched.length, Math.round(terms.leadTimeDays)); day += 1) {
    returned += demandSeen(series, first + day - 1) * restockRate;
    const back = Math.floor(returned);
    returned -= back;
    surplus += watched[day]! - watched[day - 1]! + demandSeen(series, first + day) - back;
    if (surplus <= 0) continue;
    coming.set(day, surplus);
    surplus = 0;
  }
  return coming;
}

function asWatched(
  watched: readonly number[],
  { y }: DemandSeries,
  first: number,
  demand: readonly number[],
): Outcome {
  const outcome: Outcome = { lost: 0, daysOut: 0, unitDays: 0 };
  watched.forEach((available, day) => {
    if (y[first + day] === null && available <= 0) outcome.lost += demand[day]!;
    if (available <= 0) outcome.daysOut += 1;
    outcome.unitDays += Math.max(0, available);
  });
  return outcome;
}
