/** What a unit brought, day by day: on which days it was sold for less than usual, and since when for what it is now. */
import type { Day } from '../../shared/time.ts';

/** So much less than usual is a promotion; so much more or less for good is another price. */
const NOTABLE = 0.1;
/** Days on either side that tell what is usual. */
const AROUND_DAYS = 56;
/** Fewer selling days around, or on one side, tell of nothing usual: a promotion that runs is known once it is over. */
const FEWEST_DAYS = 5;
const FEWEST_ON_A_SIDE = 2;

export interface PricesPaid {
  /** Ascending. */
  promotionDays: Day[];
  /** First day of the price that it sells for now; null where it never sold for another. */
  priceSince: Day | null;
}

/** `perUnit`: what a unit brought, by day with a sale. */
export function pricesPaid(perUnit: ReadonlyMap<Day, number>): PricesPaid {
  const days = [...perUnit].sort(([a], [b]) => a - b);
  const promotionDays = days.flatMap(([day, price], index) => {
    const around: number[] = [];
    for (let at = index - 1; at >= 0 && days[at]![0] >= day - AROUND_DAYS; at -= 1) around.push(days[at]![1]);
    const before = around.length;
    for (let at = index + 1; at < days.length && days[at]![0] <= day + AROUND_DAYS; at += 1)
      around.push(days[at]![1]);
    const sides = [around.slice(0, before), around.slice(before)];
    // A price that went down and stayed there is no promotion: both what came before and what came after must be more.
    if (around.length < FEWEST_DAYS || sides.some(({ length }) => length < FEWEST_ON_A_SIDE)) return [];
    return price < (1 - NOTABLE) * Math.min(...sides.map(median)) ? [day] : [];
  });
  const promoted = new Set(promotionDays);
  const plain = days.filter(([day]) => !promoted.has(day));
  const now = median(plain.slice(-FEWEST_DAYS).map(([, price]) => price));
  let since = plain.length;
  while (since > 0 && Math.abs(plain[since - 1]![1] - now) <= NOTABLE * now) since -= 1;
  return { promotionDays, priceSince: since === 0 ? null : (plain[since]?.[0] ?? null) };
}

/** The middle of its last days with a sale; null without any. */
export function lastPaid(perUnit: ReadonlyMap<Day, number>): number | null {
  const last = [...perUnit].sort(([a], [b]) => a - b).slice(-FEWEST_DAYS);
  return last.length === 0 ? null : median(last.map(([, price]) => price));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
