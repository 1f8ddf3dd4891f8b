/** Reads what is available of given items, at every location, straight from the shop. */
import { RoyalError } from '../../shared/errors.ts';
import { fromGid, type ShopifyId, toGid } from '../../shared/gid.ts';
import type { ShopClient } from '../connectors/shop-client.ts';
import { INVENTORY_BY_IDS } from '../connectors/shopify/documents.ts';

interface LevelsAnswer {
  nodes: ({
    id?: string;
    inventoryLevels?: {
      nodes: { location: { id: string }; quantities: { name: string; quantity: number }[] }[];
      pageInfo: { hasNextPage: boolean };
    };
  } | null)[];
}

/** A query of 100 levels an item costs some 300 points; a query may cost 1,000. */
const ITEMS_PER_QUERY = 3;

export function levelKey(inventoryItemId: ShopifyId, locationId: ShopifyId): string {
  return `${inventoryItemId}:${locationId}`;
}

/** Available units by levelKey. Throws not_found where the shop has an item no more. */
export async function availableAt(
  client: ShopClient,
  inventoryItemIds: readonly ShopifyId[],
): Promise<Map<string, number>> {
  const ids = [...new Set(inventoryItemIds)];
  const found = new Map<string, number>();
  for (let start = 0; start < ids.length; start += ITEMS_PER_QUERY) {
    const part = ids.slice(start, start + ITEMS_PER_QUERY);
    const { nodes } = await client.request<LevelsAnswer>(INVENTORY_BY_IDS, {
      ids: part.map((id) => toGid('InventoryItem', id)),
    });
    for (const [index, id] of part.entries()) {
      const levels = nodes[index]?.inventoryLevels?.nodes;
      if (!levels)
        throw new RoyalError({
          code: 'not_found',
          message: `The shop has no inventory item ${id} any more.`,
          next: 'Run `royal sync` and look at the product in the shop.',
          details: { inventoryItemId: id },
        });
      for (const level of levels) {
        const available = level.quantities.find((quantity) => quantity.name === 'available');
        if (available) found.set(levelKey(id, fromGid(level.location.id)), available.quantity);
      }
    }
  }
  return found;
}
