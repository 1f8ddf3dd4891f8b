/** Of goods that spoil, no order has more than sells while they keep. */
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import { cumulative } from './daily-need.ts';

/**
 * The most units of an order that sell while they keep: whole packs, and none where the supplier takes no order as
 * small. null where goods don't spoil. What is there and on its way (`position`) is sold first; goods arrive after
 * `leadTimeDays` with `shelfLifeDays` left.
 */
export function sellableBeforeExpiry(
  position: number,
  need: readonly number[],
  {
    leadTimeDays,
    shelfLifeDays,
    packSize,
    minimumUnits,
  }: Pick<SupplierTerms, 'leadTimeDays' | 'shelfLifeDays' | 'packSize' | 'minimumUnits'>,
): number | null {
  if (shelfLifeDays === undefined) return null;
  const soldUntilArrival = cumulative(need, leadTimeDays);
  // Sales before the arrival that there was no stock for are lost: they take nothing of the order. What is owed does.
  const leftAtArrival = Math.max(0, position - soldUntilArrival);
  const owed = Math.max(0, -position);
  const sold = owed + cumulative(need, leadTimeDays + shelfLifeDays) - soldUntilArrival;
  const pack = Math.max(1, Math.round(packSize));
  const most = Math.floor(Math.max(0, sold - leftAtArrival) / pack + 1e-9) * pack;
  return most < minimumUnits ? 0 : most;
}
