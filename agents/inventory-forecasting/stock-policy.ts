/**
 * When and how much to order: periodic review with an order-up-to level.
 * Sources: Silver, Pyke & Thomas 2017, ch. 6 and 7; safety stock z·sqrt(P·σd² + d²·σL²) over P = L + R days.
 */
import type { SupplierTerms } from '../../shared/agent.ts';
import type { DailyOutlook, StockAdvice, StockPosition } from '../../shared/stock.ts';
import type { Day } from '../../shared/time.ts';

const CENTRAL_80 = 2 * 1.2815515655446004;
const QUARTILE = 0.6744897501960817;
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
  const protectionDemand = cumulative(need, protection);
  const perDay = protection > 0 ? protectionDemand / protection : (need[0] ?? 0);
  const z = normalQuantile(terms.serviceLevel);
  const leadTimeVariance = (perDay * terms.leadTimeSdDays) ** 2;
  const demandVariance = cumulative(varianceByDay(outlook, need), protection);
  const deviation = Math.sqrt(demandVariance + leadTimeVariance);
  const safetyStock = Math.max(0, z * deviation);
  const reorderPoint = protectionDemand + safetyStock;
  const orderUpTo = cumulative(need, protection + review) + safetyStock;
  const total = position.available + position.incoming;
  const quantity = total < reorderPoint ? toPacks(orderUpTo - total, terms) : 0;
  const beforeSafety = daysToSell(need, total - safetyStock);
  const horizon = protection + review;
  const lost = Math.max(0, cumulative(need, horizon) - Math.max(cumulative(need, lead), total));
  const swing = QUARTILE * Math.sqrt(demandVariance);
  return {
    perDay,
    daysOfCover: daysToSell(need, position.available),
    daysOfPosition: daysToSell(need, total),
    leadTimeDemand: cumulative(need, lead),
    safetyStock,
    reorderPoint,
    orderUpTo,
    quantity,
    orderBy: today + Math.max(0, Math.floor((beforeSafety ?? FOREVER_DAYS) - lead)),
    lostUnits: {
      low: Math.max(0, lost - swing),
      mid: lost,
      high: lost + swing,
    },
  };
}

export function needByDay({ mean, restockRate }: DailyOutlook): number[] {
  return mean.map((units) => units * (1 - restockRate));
}

/** Units over a number of days, the last one in part; beyond the forecast at its average. */
export function cumulative(need: readonly number[], days: number): number {
  const whole = Math.min(Math.floor(days), need.length);
  let sum = 0;
  for (let day = 0; day < whole; day += 1) sum += need[day]!;
  return sum + (days - whole) * (whole < need.length ? need[whole]! : average(need));
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
export function varianceByDay({ low, high }: DailyOutlook, need: readonly number[]): number[] {
  return need.map((units, day) => Math.max(((high[day]! - low[day]!) / CENTRAL_80) ** 2, units));
}

export function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

/** Whole packs that hold the units, no fewer than the supplier takes. */
export function toPacks(units: number, terms: Pick<SupplierTerms, 'packSize' | 'minimumUnits'>): number {
  if (!(units > 0)) return 0;
  const pack = Math.max(1, Math.round(terms.packSize));
  return Math.ceil(Math.max(units, terms.minimumUnits) / pack - 1e-9) * pack;
}

/**
 * z of a service level, clamped to 0.5 … 0.9999. Acklam's rational approximation, relative error below 1.2e-9.
 */
export function normalQuantile(level: number): number {
  const p = Math.min(0.9999, Math.max(0.5, level));
  const ratio = (x: number, top: readonly number[], bottom: readonly number[]): number =>
    top.reduce((sum, c) => sum * x + c, 0) / bottom.reduce((sum, c) => sum * x + c, 0);
  if (p > 0.97575) {
    const q = Math.sqrt(-2 * Math.log(1 - p));
    return -ratio(q, TAIL_TOP, TAIL_BOTTOM);
  }
  const q = p - 0.5;
  return q * ratio(q * q, CENTRE_TOP, CENTRE_BOTTOM);
}

const CENTRE_TOP = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const CENTRE_BOTTOM = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
];
const TAIL_TOP = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BOTTOM = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
