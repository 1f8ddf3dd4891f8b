/** Never more than sells before it expires. */
import { cumulative } from './stock-policy.ts';

/**
 * Units of an order that sell before they expire, whole packs, at most `quantity`. What is there and on its way is sold
 * first; goods arrive after `leadTimeDays` with `shelfLifeDays` left.
 */
export function sellableBeforeExpiry(
  quantity: number,
  packSize: number,
  position: number,
  need: readonly number[],
  { leadTimeDays, shelfLifeDays }: { leadTimeDays: number; shelfLifeDays: number },
): number {
  const soldUntilArrival = cumulative(need, leadTimeDays);
  // Sales before the arrival that there was no stock for are lost: they take nothing of the order.
  const leftAtArrival = Math.max(0, position - soldUntilArrival);
  const sold = cumulative(need, leadTimeDays + shelfLifeDays) - soldUntilArrival;
  const pack = Math.max(1, Math.round(packSize));
  const most = Math.floor(Math.max(0, sold - leftAtArrival) / pack + 1e-9) * pack;
  return Math.min(quantity, most);
}
