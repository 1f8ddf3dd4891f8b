/** One product's shelf, day by day: goods come in the morning, orders go out on review days, what is not there is lost. */

/** Days between two looks at the shelf. */
export const REVIEW_DAYS = 7;

export interface Walk {
  /** Real units by day. */
  demand: readonly number[];
  /** Review days are `from`, `from` + 7, …; days from `countFrom` to before `to` count. */
  from: number;
  countFrom: number;
  to: number;
  /** Days from each review's order to the shelf, one a review and one more. */
  leads: readonly number[];
  /** Units on the shelf at the beginning. */
  begin: number;
}

/** Units to order on a review day: it knows the shelf, what is on its way, and demand before that day. */
export type OrderRule = (
  day: number,
  shelf: { available: number; incoming: number },
  review: number,
) => number;

export interface Outcome {
  wanted: number;
  served: number;
  /** Units on the shelf at the end of a day, on average. */
  stock: number;
  /** Days on which somebody went without. */
  daysShort: number;
  orders: number;
}

export function walkShelf({ demand, from, countFrom, to, leads, begin }: Walk, rule: OrderRule): Outcome {
  const outcome: Outcome = { wanted: 0, served: 0, stock: 0, daysShort: 0, orders: 0 };
  const due = new Map<number, number>();
  let available = begin;
  let incoming = 0;
  for (let day = from; day < to; day += 1) {
    const came = due.get(day) ?? 0;
    available += came;
    incoming -= came;
    const counts = day >= countFrom;
    if ((day - from) % REVIEW_DAYS === 0) {
      const review = (day - from) / REVIEW_DAYS;
      const units = Math.max(0, Math.round(rule(day, { available, incoming }, review)));
      if (units > 0) {
        const arrival = day + leads[review]!;
        due.set(arrival, (due.get(arrival) ?? 0) + units);
        incoming += units;
        if (counts) outcome.orders += 1;
      }
    }
    const wanted = demand[day]!;
    const served = Math.min(wanted, available);
    available -= served;
    if (!counts) continue;
    outcome.wanted += wanted;
    outcome.served += served;
    outcome.stock += available / (to - countFrom);
    if (served < wanted) outcome.daysShort += 1;
  }
  return outcome;
}

/** Whole days around a mean, normal and cut at one day (Box & Muller 1958). */
export function drawLeads(count: number, mean: number, sd: number, random: () => number): number[] {
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(1, Math.round(mean + sd * normal));
  });
}
