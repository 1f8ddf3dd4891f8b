/** When units of the program's purchase orders are due. */
import type { UnitsToCome } from './agent.ts';
import type { ShopifyId } from './gid.ts';
import type { DueUnits } from './stock.ts';
import { type Day, dayOf } from './time.ts';

/** The day that the supplier named, else a lead time after it was ordered. */
export function dueOn(
  { expectedOn, orderedAt }: Pick<UnitsToCome, 'expectedOn' | 'orderedAt'>,
  leadTimeDays: number,
  zone: string,
): Day {
  return expectedOn ?? dayOf(orderedAt, zone) + Math.ceil(leadTimeDays);
}

/**
 * By variant, those that are sure to come. Not of drafts, which no supplier knows of, and not of orders past their date:
 * nobody knows when they come.
 */
export function dueUnits(
  toCome: readonly UnitsToCome[],
  leadTimeDays: (supplier: string) => number,
  { today, zone }: { today: Day; zone: string },
): Map<ShopifyId, DueUnits[]> {
  const due = new Map<ShopifyId, DueUnits[]>();
  for (const one of toCome) {
    const on = dueOn(one, leadTimeDays(one.supplier), zone);
    if (one.state === 'draft' || on < today) continue;
    due.set(one.variantId, [...(due.get(one.variantId) ?? []), { on, units: one.units }]);
  }
  return due;
}
