/** What the agent knows of one variant that may be reordered. */
import type { Effect } from '../../shared/action.ts';
import type { StoreInfo, VariantFact } from '../../shared/agent.ts';
import { type Minor, mulDiv } from '../../shared/money.ts';
import type { DailyOutlook, StockAdvice } from '../../shared/stock.ts';
import type { SalesClass, VariantTerms } from '../../shared/supplier-terms.ts';
import type { VariantDemand } from './demand-series.ts';
import type { SpreadOutlook } from './outlook.ts';

export interface Assessment {
  /** As it is expected to be by now, where the stock that is known is old. */
  variant: VariantFact;
  /** Units taken off what was available then; 0 where it is not old. */
  soldSince: number;
  demand: VariantDemand;
  dead: boolean;
  outlook: SpreadOutlook;
  advice: StockAdvice;
  terms: VariantTerms;
  incoming: number;
  /** Net sales by unit that did not come back to stock: lately, else when it last sold, else of its price. */
  netPerUnit: Minor;
  salesClass: SalesClass;
}

/** What the policy reckons with. */
export function dailyOutlook({
  outlook: { fan, spread },
  demand,
  dead,
}: Pick<Assessment, 'outlook' | 'demand' | 'dead'>): DailyOutlook {
  return { mean: fan.mean, low: fan.q10, high: fan.q90, spread, restockRate: demand.restockRate, dead };
}

/** Of a unit, in the currency that the supplier is paid in; the shop's own cost only where both are in one currency. */
export function costOf(variant: VariantFact, terms: VariantTerms, store: StoreInfo): Minor | null {
  const foreign = (terms.currency ?? store.currency) !== store.currency;
  return terms.unitCost ?? (foreign ? null : variant.unitCost);
}

/** Margin of the units that would otherwise go unsold; null where the cost is not known. Minor units. */
export function lineMargin({
  variant,
  netPerUnit,
  advice,
}: Assessment): Pick<Effect, 'low' | 'mid' | 'high'> | null {
  const { unitCost } = variant;
  if (unitCost === null) return null;
  const margin = Math.max(0, netPerUnit - unitCost);
  const of = (units: number): Minor => mulDiv(margin, Math.round(units * 1000), 1000);
  return { low: of(advice.lostUnits.low), mid: of(advice.lostUnits.mid), high: of(advice.lostUnits.high) };
}
