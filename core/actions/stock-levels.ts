/** Reads what is available of given items, at every location, straight from the shop. */
import { RoyalError } from '../../shared/errors.ts';
import { fromGid, type ShopifyId, toGid } from '../../shared/gid.ts';
import type { ShopClient } from '../connectors/shop-client.ts';
import { INVENTORY_BY_IDS } from '../connectors/shopify/documents.ts';

interface Levels {
  nodes: { location: { id: string }; quantities: { name: string; quantity: number }[] }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

interface LevelsAnswer {
  nodes: ({ id?: string; inventoryLevels?: Levels } | null)[];
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
  const { units, gone } = await levelsOf(client, 'available', inventoryItemIds);
  const [id] = gone;
  if (id !== undefined)
    throw new RoyalError({
      code: 'not_found',
      message: `The shop has no inventory item ${id} any more.`,
      next: 'Run `royal sync` and look at the product in the shop.',
      details: { inventoryItemId: id },
    });
  return units;
}

/** Units of one of the shop's quantities by levelKey, and the items that the shop has no more. */
export async function levelsOf(
  client: ShopClient,
  name: 'available' | 'on_hand' | 'incoming',
  inventoryItemIds: readonly ShopifyId[],
): Promise<{ units: Map<string, number>; gone: Set<ShopifyId> }> {
  const ids = [...new Set(inventoryItemIds)];
  const units = new Map<string, number>();
  const gone = new Set<ShopifyId>();
  const read = async (part: readonly ShopifyId[], after?: string): Promise<(Levels | undefined)[]> => {
    const { nodes } = await client.request<LevelsAnswer>(INVENTORY_BY_IDS, {
      ids: part.map((id) => toGid('InventoryItem', id)),
      ...(after === undefined ? {} : { after }),
    });
    return part.map((_, index) => nodes[index]?.inventoryLevels);
  };
  for (let start = 0; start < ids.length; start += ITEMS_PER_QUERY) {
    const part = ids.slice(start, start + ITEMS_PER_QUERY);
    const first = await read(part);
    for (const [index, id] of part.entries()) {
      let levels = first[index];
      if (!levels) gone.add(id);
      while (levels) {
        for (const level of levels.nodes) {
          const found = level.quantities.find((quantity) => quantity.name === name);
          if (found) units.set(levelKey(id, fromGid(level.location.id)), found.quantity);
        }
        const { hasNextPage, endCursor } = levels.pageInfo;
        [levels] = hasNextPage && endCursor ? await read([id], endCursor) : [];
      }
    }
  }
  return { units, gone };
}
