/** On which days a store was closed, by the orders of the days around. */
import { type Day, weekdayOf } from '../../shared/time.ts';

/** On each side of a run of days without an order, whole weeks that tell how many there would have been. */
const DAYS_AROUND = 28;
/** A longer run than the days that judge it is a season without trade, or a store that was left alone. */
const LONGEST = 2 * DAYS_AROUND;
/** A year has less than 365 runs of empty days: chance alone makes one so unlikely once in three years at most. */
const IMPLAUSIBLE = 0.001;

/** Orders of the days known on one side of a run. */
interface Side {
  /** Mean orders by weekday, Monday first; 0 of one that was not seen. */
  usual: number[];
  /** Pearson's statistic of the days about those means, and its degrees of freedom. */
  deviance: number;
  freedom: number;
}

/**
 * Days between `from` and `to` (both included) of runs of up to eight weeks without an order that chance does not
 * explain: a quiet store's empty days are none. `orders` holds the days with orders, ascending, and their number.
 *
 * λ, the orders that a run would have had, is the sum of its weekdays' means on the side, four weeks before or after,
 * where it is lower: sales that have just begun, or peter out, close no store. Without any by chance it is with
 * φ^(−λ / (φ − 1)), that of a negative binomial of variance φ·mean; exp(−λ) where φ is 1, a Poisson's. φ, by which orders
 * vary more than a Poisson's, is Pearson's statistic of the days around over its degrees of freedom (McCullagh & Nelder
 * 1989, 4.5): orders that come in bursts leave more days empty. A weekday that never has orders adds nothing to λ: it
 * isn't closed but in the midst of a closure.
 */
export function closedDays(orders: ReadonlyMap<Day, number>, from: Day, to: Day): Day[] {
  const days = [...orders.keys()];
  const known = { from: days[0] ?? 0, to: days.at(-1) ?? 0 };
  const closed: Day[] = [];
  for (let index = 1; index < days.length; index += 1) {
    let first = days[index - 1]! + 1;
    let last = days[index]! - 1;
    const length = last - first + 1;
    if (length < 1 || length > LONGEST || last < from || first > to) continue;
    const before = sideOf(orders, Math.max(known.from, first - DAYS_AROUND), first - 1);
    const after = sideOf(orders, last + 1, Math.min(known.to, last + DAYS_AROUND));
    if (chanceOfNone(first, last, [before, after]) >= IMPLAUSIBLE) continue;
    const trades = (day: Day): boolean => usualOn(before, day) + usualOn(after, day) > 0;
    while (!trades(first)) first += 1;
    while (!trades(last)) last -= 1;
    for (let day = Math.max(from, first); day <= Math.min(to, last); day += 1) closed.push(day);
  }
  return closed;
}

function chanceOfNone(first: Day, last: Day, sides: readonly Side[]): number {
  const expected = Math.min(
    ...sides.map((side) => {
      let sum = 0;
      for (let day = first; day <= last; day += 1) sum += usualOn(side, day);
      return sum;
    }),
  );
  const freedom = sides.reduce((sum, side) => sum + side.freedom, 0);
  const deviance = sides.reduce((sum, side) => sum + side.deviance, 0);
  const dispersion = freedom > 0 ? deviance / freedom : 1;
  return Math.exp(-expected * (dispersion > 1 ? Math.log(dispersion) / (dispersion - 1) : 1));
}

function sideOf(orders: ReadonlyMap<Day, number>, from: Day, to: Day): Side {
  const seen = Array.from({ length: 7 }, (): number[] => []);
  for (let day = from; day <= to; day += 1) seen[weekdayOf(day) - 1]!.push(orders.get(day) ?? 0);
  const side: Side = { usual: [], deviance: 0, freedom: 0 };
  for (const counts of seen) {
    const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
    side.usual.push(mean);
    if (mean === 0) continue;
    side.deviance += counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / mean;
    side.freedom += counts.length - 1;
  }
  return side;
}

function usualOn({ usual }: Side, day: Day): number {
  return usual[weekdayOf(day) - 1]!;
}
