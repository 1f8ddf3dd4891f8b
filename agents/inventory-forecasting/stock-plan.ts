/** What the stock policy's advice means: a state to sort by, a range of days, chances and money of other terms. */
import type { SupplierTerms } from '../../shared/agent.ts';
import type {
  DailyOutlook,
  JudgedState,
  StockAdvice,
  StockJudgement,
  StockPlan,
  StockPlanner,
  StockPosition,
} from '../../shared/stock.ts';
import type { Day } from '../../shared/time.ts';
import { OVERSTOCK_DAYS } from './findings.ts';
import {
  adviseStock,
  average,
  cumulative,
  FOREVER_DAYS,
  needByDay,
  toPacks,
  varianceByDay,
} from './stock-policy.ts';

/** z of the 10% and 90% quantiles. */
const TENTH = 1.2815515655446004;

export const stockPlanner: StockPlanner = { judge: judgeStock, plan: planStock };

export function judgeStock(
  position: StockPosition,
  outlook: DailyOutlook & { dead: boolean },
  terms: SupplierTerms,
  today: Day,
): StockJudgement {
  const advice = adviseStock(position, outlook, terms, today);
  return {
    advice,
    state: stateOf(position, advice, outlook.dead),
    daysOfCoverRange: {
      low: daysAt(position.available, outlook, TENTH),
      high: daysAt(position.available, outlook, -TENTH),
    },
    late: advice.perDay > 0 && (advice.daysOfPosition ?? FOREVER_DAYS) < terms.leadTimeDays,
  };
}

function stateOf(position: StockPosition, advice: StockAdvice, dead: boolean): JudgedState {
  if (position.available <= 0) return 'out';
  if (dead) return 'dead';
  if (advice.quantity > 0) return 'order_now';
  // By the next review so much more will be needed.
  if (position.available + position.incoming < advice.orderUpTo) return 'soon';
  return (advice.daysOfCover ?? FOREVER_DAYS) > OVERSTOCK_DAYS ? 'overstock' : 'fine';
}

/** Days until so many units are needed if demand runs z standard deviations above its mean; null beyond ten years. */
function daysAt(units: number, outlook: DailyOutlook, z: number): number | null {
  if (units <= 0) return 0;
  const need = needByDay(outlook);
  const variance = varianceByDay(outlook, need);
  const needed = (days: number): number => cumulative(need, days) + z * Math.sqrt(cumulative(variance, days));
  if (needed(FOREVER_DAYS) < units) return null;
  // With z below zero the curve dips before it rises: the last crossing is meant, which bisection from afar finds.
  let [before, after] = [0, FOREVER_DAYS];
  while (after - before > 0.01) {
    const middle = (before + after) / 2;
    if (needed(middle) < units) before = middle;
    else after = middle;
  }
  return after;
}

export function planStock(
  position: StockPosition,
  outlook: DailyOutlook,
  terms: SupplierTerms,
  today: Day,
): StockPlan {
  const advice = adviseStock(position, outlook, terms, today);
  const need = needByDay(outlook);
  const variance = varianceByDay(outlook, need);
  const { leadTimeDays: lead, reviewDays: review, leadTimeSdDays } = terms;
  const lateVariance = (advice.perDay * leadTimeSdDays) ** 2;
  const total = position.available + position.incoming;
  const protection = lead + review;
  const perReview = advice.perDay * review;
  // An order covers one review, or more where pack or minimum is larger.
  const lot = Math.max(perReview, perReview > 0 ? toPacks(perReview, terms) : 0);
  return {
    advice,
    riskBeforeDelivery: exceeds(
      total,
      cumulative(need, lead),
      Math.sqrt(cumulative(variance, lead) + lateVariance),
    ),
    riskPerCycle: exceeds(
      advice.reorderPoint,
      cumulative(need, protection),
      Math.sqrt(cumulative(variance, protection) + lateVariance),
    ),
    averageStock: average(need) > 0 ? advice.safetyStock + lot / 2 : Math.max(0, total),
  };
}

/** Chance that a normal demand of this mean and deviation is more than the units. */
function exceeds(units: number, mean: number, deviation: number): number {
  if (mean <= 0) return 0;
  if (deviation <= 0) return mean > units ? 1 : 0;
  return 1 - normalBelow((units - mean) / deviation);
}

/** Φ(z), absolute error below 7.5e-8 (Abramowitz & Stegun 26.2.17). */
export function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const tail =
    density *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}
