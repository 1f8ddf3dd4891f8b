/** What the shop answers to a change of quantities: the proof that it was booked, while levels move on with every sale. */
import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import { levelKey } from './stock-levels.ts';
import type { UserError } from './user-errors.ts';

export interface AdjustAnswer {
  inventoryAdjustmentGroup: {
    id: string;
    changes: {
      name: string;
      delta: number;
      quantityAfterChange: number | null;
      item: { id: string };
      location: { id: string };
    }[];
  } | null;
  userErrors: UserError[];
}

/** Those of the changes that the answer does not show. */
export function unbooked<T extends { inventoryItemId: ShopifyId; locationId: ShopifyId; delta: number }>(
  answer: unknown,
  name: string,
  changes: readonly T[],
): T[] {
  const group = (answer as AdjustAnswer | null)?.inventoryAdjustmentGroup;
  const booked = new Map(
    (group?.changes ?? [])
      .filter((change) => change.name === name)
      .map((change) => [levelKey(fromGid(change.item.id), fromGid(change.location.id)), change.delta]),
  );
  return changes.filter(
    (change) => booked.get(levelKey(change.inventoryItemId, change.locationId)) !== change.delta,
  );
}
