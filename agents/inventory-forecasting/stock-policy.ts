/**
 * When and how much to order: periodic review, up to what is enough over P = L + R days with the service level's
 * chance. Units wanted over P are negative binomial with variance φ·need + d²·σL²: slow and lumpy sellers are not normal.
 * Sources: Silver, Pyke & Thomas 2017, ch. 6, 7 and 9; Syntetos & Boylan 2006. Chosen on real demand (docs/benchmarks.md).
 */

import type { DailyOutlook, StockAdvice, StockPosition } from '../../shared/stock.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import type { Day } from '../../shared/time.ts';
import { average, cumulative, needByDay } from './daily-need.ts';
import { type Spreading, unitsEnough } from './negative-binomial.ts';
import { sellableBeforeExpiry } from './shelf-life.ts';

const CENTRAL_80 = 2 * 1.2815515655446004;
const QUARTILE = 0.6744897501960817;
/** Share of a review's units from which on an order is worth its line: a fifth fewer orders at hardly more stock. */
const WORTH_AN_ORDER = 0.5;
/** What a line of an order takes; the rest is for the next review, which knows what is on its way. */
export const MOST_UNITS = 1_000_000;
/** Beyond ten years nobody plans. */
export const FOREVER_DAYS = 3650;

export function adviseStock(
  position: StockPosition,
  outlook: DailyOutlook,
  terms: SupplierTerms,
  today: Day,
): StockAdvice {
  const need = needByDay(outlook);
  const { leadTimeDays: lead, reviewDays: review } = terms;
  const protection = lead + review;
  const wanted = unitsWanted(outlook, terms, protection);
  const perDay = protection > 0 ? wanted.mean / protection : (need[0] ?? 0);
  const orderUpTo = Math.max(wanted.mean, unitsEnough(wanted, Math.max(0.5, terms.serviceLevel)));
  const safetyStock = orderUpTo - wanted.mean;
  const reorderPoint = orderUpTo - WORTH_AN_ORDER * perDay * review;
  const total = position.available + position.incoming;
  const sellable = sellableBeforeExpiry(total, need, terms);
  const idle = outlook.dead === true && position.available > 0;
  const wantedPacks = total < reorderPoint && !idle ? toPacks(orderUpTo - total, terms) : 0;
  const beforeSafety = daysToSell(need, total - safetyStock);
  const quantity = Math.min(wantedPacks, sellable ?? wantedPacks);
  // Until the order after the next: the reserve bridges one review, so that nothing would be lost by then of most.
  const horizon = protection + review;
  const lost = Math.max(0, cumulative(need, horizon) - Math.max(cumulative(need, lead), total));
  /** What is not ordered saves nothing. */
  const saved = (units: number): number => Math.min(units, quantity);
  const empty = untilEmpty(position, need, lead, today);
  const swing = QUARTILE * Math.sqrt(demandVariance(outlook, need, protection));
  return {
    perDay,
    daysOfCover: daysToSell(need, position.available),
    daysOfPosition: empty.days,
    outBeforeArrival: empty.beforeArrival,
    leadTimeDemand: cumulative(need, lead),
    safetyStock,
    reorderPoint,
    orderUpTo,
    quantity,
    ...(sellable === null ? {} : { sellable }),
    orderBy: today + Math.max(0, Math.floor((beforeSafety ?? FOREVER_DAYS) - lead)),
    lostUnits: { low: saved(Math.max(0, lost - swing)), mid: saved(lost), high: saved(lost + swing) },
  };
}

/** Units wanted over so many days, the lead time's spread included: d²·σL² on the variance. */
export function unitsWanted(outlook: DailyOutlook, terms: SupplierTerms, days: number): Spreading {
  const need = needByDay(outlook);
  const mean = cumulative(need, days);
  const late = days > 0 ? (mean / days) * terms.leadTimeSdDays : 0;
  return { mean, variance: demandVariance(outlook, need, days) + late ** 2 };
}

/** Of the need over so many days, the lead time's spread left out. */
export function demandVariance(outlook: DailyOutlook, need: readonly number[], days: number): number {
  const { spread } = outlook;
  return spread ? spread.dispersion * cumulative(need, days) : cumulative(varianceByDay(outlook, need), days);
}

/** What is on its way counts from when it is due; the rest of it comes as an order of today would. */
function untilEmpty(
  { available, incoming, due = [] }: StockPosition,
  need: readonly number[],
  leadTimeDays: number,
  today: Day,
): { days: number | null; beforeArrival: boolean } {
  let [there, toCome] = [available + Math.min(0, incoming), incoming];
  const arrivals = due
    .map(({ on, units }) => ({ inDays: on - today, units }))
    .sort((a, b) => a.inDays - b.inDays || b.units - a.units);
  for (const { inDays, units } of [...arrivals, { inDays: leadTimeDays, units: incoming }]) {
    const arriving = Math.min(units, toCome);
    if (arriving <= 0) continue;
    const days = daysToSell(need, there);
    if (days !== null && days < inDays) return { days, beforeArrival: true };
    there += arriving;
    toCome -= arriving;
  }
  return { days: daysToSell(need, there), beforeArrival: false };
}

/** Days until so many units are needed; 0 where there are none, null where it takes longer than ten years. */
function daysToSell(need: readonly number[], units: number): number | null {
  if (units <= 0) return 0;
  let left = units;
  for (let day = 0; day < need.length; day += 1) {
    if (need[day]! >= left) return day + left / need[day]!;
    left -= need[day]!;
  }
  const perDay = average(need);
  const days = perDay > 0 ? need.length + left / perDay : Number.POSITIVE_INFINITY;
  return days <= FOREVER_DAYS ? days : null;
}

/**
 * A day's σ is read from its central 80% as of a normal distribution, and is never
 * less than a Poisson's: quantiles of a slow seller are all zero, its demand is still uncertain.
 */
function varianceByDay({ low, high }: DailyOutlook, need: readonly number[]): number[] {
  return need.map((units, day) => Math.max(((high[day]! - low[day]!) / CENTRAL_80) ** 2, units));
}

/** Whole packs that hold the units, no fewer than the supplier takes and no more than an order does. */
export function toPacks(units: number, terms: Pick<SupplierTerms, 'packSize' | 'minimumUnits'>): number {
  if (!(units > 0)) return 0;
  const pack = Math.max(1, Math.round(terms.packSize));
  const packs = Math.ceil(Math.max(units, terms.minimumUnits) / pack - 1e-9);
  return Math.max(0, Math.min(packs, Math.floor(MOST_UNITS / pack))) * pack;
}
