/** Who orders how much: the program's policy, rules of thumb, and two that know more than anyone can. */
import type { SpreadSource } from '../../agents/inventory-forecasting/demand-spread.ts';
import { demandSpreads } from '../../agents/inventory-forecasting/demand-spread.ts';
import { adviseStock } from '../../agents/inventory-forecasting/stock-policy.ts';
import type { DailyOutlook } from '../../shared/stock.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import type { KnownThen } from './forecasts.ts';
import { type OrderRule, type Outcome, REVIEW_DAYS, type Walk, walkShelf } from './shelf.ts';

/** What the agent would have known on a review day, by product. */
export function outlooksAt(
  day: number,
  known: readonly KnownThen[],
  units: readonly (readonly number[])[],
): DailyOutlook[] {
  const sources = known.map(
    ({ folds }, index): SpreadSource => ({ y: units[index]!.slice(0, day), tests: folds }),
  );
  const spreads = demandSpreads(sources);
  return known.map(({ mean, low, high }, index) => ({
    mean,
    low,
    high,
    restockRate: 0,
    spread: spreads[index]!,
  }));
}

export function ourRule(outlooks: readonly DailyOutlook[], terms: SupplierTerms): OrderRule {
  return (day, shelf, review) => adviseStock(shelf, outlooks[review]!, terms, day).quantity;
}

/** Up to a number of units that never changes. */
export function fixedRule(units: number): OrderRule {
  return (_, { available, incoming }) => Math.ceil(units) - available - incoming;
}

/** Up to so many days of what was sold a day lately. */
export function coverRule(demand: readonly number[], days: number, window: number): OrderRule {
  return (day, { available, incoming }) =>
    Math.ceil(days * meanOf(demand.slice(Math.max(0, day - window), day)) - 1e-9) - available - incoming;
}

/** Up to S where there is less than s. */
function levelsRule(s: number, S: number): OrderRule {
  return (_, { available, incoming }) => (available + incoming < s ? S - available - incoming : 0);
}

/** Knows every sale and every arrival: enough until the next order's goods are here, not one more. */
export function perfectRule({ demand, leads }: Walk): OrderRule {
  return (day, { available, incoming }, review) => {
    const next = day + REVIEW_DAYS + (leads[review + 1] ?? leads[review]!);
    const until = Math.max(next, day + leads[review]!);
    let needed = 0;
    for (let at = day; at < until; at += 1) needed += demand[at] ?? 0;
    return needed - available - incoming;
  };
}

/** Multiples of the demand over lead time and review that levels are tried at. */
const LEVELS = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7, 10];
const REORDER_SHARES = [0.25, 0.5, 0.75, 1];

/** What each (s, S) would have done on this walk; the best of them for a price of a lost sale is hindsight. */
export function levelOutcomes(walk: Walk, base: number): { S: number; s: number; outcome: Outcome }[] {
  const tried = new Map<string, { S: number; s: number; outcome: Outcome }>();
  for (const level of LEVELS)
    for (const share of REORDER_SHARES) {
      const S = Math.ceil(level * base);
      const s = Math.ceil(share * S);
      if (!tried.has(`${s} ${S}`))
        tried.set(`${s} ${S}`, { s, S, outcome: walkShelf(walk, levelsRule(s, S)) });
    }
  return [...tried.values()];
}

/** The least of stock and lost sales a day, a lost unit costing as much as holding one for so many days. */
export function cheapest<Tried extends { outcome: Outcome }>(
  tried: readonly Tried[],
  daysHeld: number,
  days: number,
): Tried {
  const cost = ({ outcome }: Tried): number =>
    outcome.stock + (daysHeld * (outcome.wanted - outcome.served)) / days;
  return tried.reduce((best, one) => (cost(one) < cost(best) ? one : best));
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
