/** On which days a store was closed, by the days on which people bought. */
import type { Day } from '../../shared/time.ts';

/**
 * Days without an order between the first and the last day with one, where at least half of the days of the four
 * weeks around had some: a quiet shop's empty days are not closed days.
 */
export function closedDays(daysWithOrders: readonly Day[], from: Day, to: Day): Day[] {
  const open = new Set(daysWithOrders);
  const first = daysWithOrders[0];
  const last = daysWithOrders.at(-1);
  const closed: Day[] = [];
  if (first === undefined || last === undefined) return closed;
  for (let day = Math.max(from, first); day <= Math.min(to, last); day++) {
    if (open.has(day)) continue;
    let around = 0;
    for (let other = day - 14; other <= day + 14; other++) if (open.has(other)) around++;
    if (around >= 14) closed.push(day);
  }
  return closed;
}
