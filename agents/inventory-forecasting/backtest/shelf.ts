/** One product's shelf, day by day: what came, what was wanted, what was there, whoever decides what to order. */
import type { SupplierTerms } from '../../../shared/supplier-terms.ts';

/** What a shelf did over the days replayed. */
export interface Outcome {
  lost: number;
  daysOut: number;
  /** Units at the end of each day, added up. */
  unitDays: number;
}

export interface ShelfDays {
  /** Units wanted, by day. */
  demand: readonly number[];
  /** Units at the beginning of the first day. */
  stock: number;
  /** Units that were ordered before the first day, by the day that they come. */
  coming: ReadonlyMap<number, number>;
  /** Share of the units sold that comes back to stock. */
  restockRate: number;
  /** Days that an order placed on a day takes. */
  leadTime(day: number): number;
  /** Units to order on the morning of a day; 0 on days without a review. */
  order(day: number, position: { available: number; incoming: number }): number;
}

export function runShelf(days: ShelfDays): Outcome {
  const arrivals = new Map(days.coming);
  let incoming = [...arrivals.values()].reduce((sum, units) => sum + units, 0);
  let available = days.stock;
  let returned = 0;
  const outcome: Outcome = { lost: 0, daysOut: 0, unitDays: 0 };
  days.demand.forEach((wanted, day) => {
    const arrived = arrivals.get(day) ?? 0;
    incoming -= arrived;
    available += arrived;
    const ordered = days.order(day, { available, incoming });
    if (ordered > 0) {
      const at = day + Math.max(1, days.leadTime(day));
      arrivals.set(at, (arrivals.get(at) ?? 0) + ordered);
      incoming += ordered;
    }
    const sold = Math.min(available, wanted);
    available -= sold;
    outcome.lost += wanted - sold;
    if (available <= 0) outcome.daysOut += 1;
    outcome.unitDays += available;
    // Whole units go back on the shelf over night.
    returned += sold * days.restockRate;
    const back = Math.floor(returned);
    returned -= back;
    available += back;
  });
  return outcome;
}

/** A rule that never changes: below `reorderAt` order up to `upTo`. */
export interface FixedRule {
  reorderAt: number;
  upTo: number;
}

/** Reorder points tried: multiples of what usually sells until an order of the next review comes, and a few units. */
const MULTIPLES = Array.from({ length: 17 }, (_, index) => index / 4);
const FEW_UNITS = [0, 1, 2, 3, 4, 6, 8];

/**
 * The rule that an owner would have set by the past: the reorder point with which it would have cost least, by what a
 * unit lost and a unit a day on the shelf cost. Where that is not known, the lowest that gave the service level on it,
 * the highest where none did. An order covers one review or one pack.
 */
export function tunedRule(
  past: readonly number[],
  terms: SupplierTerms,
  review: number,
  shelf: Pick<ShelfDays, 'restockRate' | 'leadTime'>,
  { toPacks, costs }: { toPacks: (units: number) => number; costs: { lost: number; unitDay: number } | null },
): FixedRule {
  const wanted = past.reduce((sum, units) => sum + units, 0);
  const perDay = wanted / Math.max(1, past.length);
  const lot = Math.max(1, toPacks(perDay * review));
  const usual = perDay * (terms.leadTimeDays + review);
  const tried = [...new Set([...FEW_UNITS, ...MULTIPLES.map((multiple) => Math.ceil(multiple * usual))])]
    .sort((a, b) => a - b)
    .map((reorderAt) => {
      const rule = { reorderAt, upTo: reorderAt + lot };
      const order: ShelfDays['order'] = (day, position) => orderOf(rule, day, review, position, toPacks);
      return { rule, ...runShelf({ ...shelf, demand: past, stock: rule.upTo, coming: new Map(), order }) };
    });
  if (costs) {
    const costOf = ({ lost, unitDays }: Outcome): number => lost * costs.lost + unitDays * costs.unitDay;
    return tried.reduce((best, one) => (costOf(one) < costOf(best) ? one : best)).rule;
  }
  const enough = tried.find(({ lost }) => wanted === 0 || 1 - lost / wanted >= terms.serviceLevel);
  return (enough ?? tried.at(-1)!).rule;
}

export function orderOf(
  { reorderAt, upTo }: FixedRule,
  day: number,
  review: number,
  { available, incoming }: { available: number; incoming: number },
  toPacks: (units: number) => number,
): number {
  const total = available + incoming;
  return day % review === 0 && total <= reorderAt ? toPacks(upTo - total) : 0;
}
