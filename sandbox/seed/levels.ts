/** Stock levels of an item over a shop's locations. */
import { type InventoryLevel, idOf, type Location } from '../model.ts';

export interface Stock {
  available: number;
  committed: number;
  incoming: number;
}

/** Every location but the first keeps a fifth of what is there; promises and deliveries are the first one's. */
export function levelsOf(
  itemGid: string,
  locations: readonly Location[],
  stock: Stock,
  at: string,
): InventoryLevel[] {
  const elsewhere = stock.available > 4 ? Math.floor(stock.available / 5) : 0;
  return locations.map((location, index) => {
    const available = index === 0 ? stock.available - elsewhere * (locations.length - 1) : elsewhere;
    const committed = index === 0 ? stock.committed : 0;
    return {
      id: `gid://shopify/InventoryLevel/${idOf(location.id)}?inventory_item_id=${idOf(itemGid)}`,
      location: { id: location.id },
      isActive: true,
      updatedAt: at,
      quantities: {
        available,
        on_hand: available + committed,
        committed,
        incoming: index === 0 ? stock.incoming : 0,
      },
    };
  });
}
