/** What the stock policy's advice means: a state to sort by, a range of days, chances and money of other terms. */

import type {
  DailyOutlook,
  JudgedState,
  StockAdvice,
  StockJudgement,
  StockPlan,
  StockPlanner,
  StockPosition,
} from '../../shared/stock.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import type { Day } from '../../shared/time.ts';
import { average, cumulative, needByDay } from './daily-need.ts';
import { chanceOfMore } from './negative-binomial.ts';
import { serviceTerms } from './service-levels.ts';
import { sellableBeforeExpiry } from './shelf-life.ts';
import { adviseStock, demandVariance, FOREVER_DAYS, toPacks, unitsWanted } from './stock-policy.ts';
import { rankOffers } from './supplier-choice.ts';
import { isOverstock } from './way-out.ts';

/** z of the 10% and 90% quantiles. */
const TENTH = 1.2815515655446004;

export const stockPlanner: StockPlanner = {
  judge: judgeStock,
  plan: planStock,
  rankOffers,
  serviceTerms,
};

export function judgeStock(
  position: StockPosition,
  outlook: DailyOutlook,
  terms: SupplierTerms,
  today: Day,
): StockJudgement {
  const advice = adviseStock(position, outlook, terms, today);
  return {
    advice,
    state: stateOf(position, advice, terms, outlook.dead ?? false),
    daysOfCoverRange: {
      low: daysAt(position.available, outlook, TENTH),
      high: daysAt(position.available, outlook, -TENTH),
    },
    late: advice.perDay > 0 && (advice.daysOfPosition ?? FOREVER_DAYS) < terms.leadTimeDays,
  };
}

function stateOf(
  position: StockPosition,
  advice: StockAdvice,
  terms: SupplierTerms,
  dead: boolean,
): JudgedState {
  if (position.available <= 0) return 'out';
  if (dead) return 'dead';
  if (advice.quantity > 0) return 'order_now';
  if (advice.outBeforeArrival) return 'out_first';
  const { available, incoming } = position;
  if (available + incoming - advice.perDay * terms.reviewDays < advice.reorderPoint) return 'soon';
  return isOverstock(advice, terms) ? 'overstock' : 'fine';
}

/** Days until so many units are needed if demand runs z standard deviations above its mean; null beyond ten years. */
function daysAt(units: number, outlook: DailyOutlook, z: number): number | null {
  if (units <= 0) return 0;
  const need = needByDay(outlook);
  const needed = (days: number): number =>
    cumulative(need, days) + z * Math.sqrt(demandVariance(outlook, need, days));
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
  const { leadTimeDays: lead, reviewDays: review } = terms;
  const need = needByDay(outlook);
  // Of goods that spoil no order fills the shelf further, whatever lies there today.
  const most = sellableBeforeExpiry(0, need, terms) ?? Number.POSITIVE_INFINITY;
  const total = position.available + position.incoming;
  const dueBefore = (position.due ?? []).reduce(
    (sum, { on, units }) => sum + (on < today + lead ? units : 0),
    0,
  );
  const perReview = advice.perDay * review;
  // An order covers one review, or more where pack or minimum is larger.
  const packs = Math.max(perReview, perReview > 0 ? toPacks(perReview, terms) : 0);
  const lot = Math.min(packs, most);
  const reached = Math.min(advice.orderUpTo, advice.leadTimeDemand + most);
  return {
    advice,
    riskBeforeDelivery: chanceOfMore(
      unitsWanted(outlook, terms, lead),
      position.available + Math.min(position.incoming, dueBefore),
    ),
    riskPerCycle: chanceOfMore(unitsWanted(outlook, terms, lead + review), reached),
    averageStock: average(need) > 0 ? advice.safetyStock + lot / 2 : Math.max(0, total),
  };
}
