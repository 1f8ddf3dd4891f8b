/** A store's mirror with what the ledger knows of it: stock as it was seen, terms, and what is on order. */
import type { StoreId } from '../shared/action.ts';
import type { StockDay } from '../shared/agent.ts';
import type { ShopifyId } from '../shared/gid.ts';
import type { StockPlanner } from '../shared/stock.ts';
import type { Day, EpochMs } from '../shared/time.ts';
import type { Ledger } from './ledger/ledger.ts';
import { type Mirror, openMirror } from './mirror/mirror.ts';

/** Without a planner stock is not judged. Throws RoyalError as openMirror does. */
export function openStoreMirror(
  file: string,
  options: {
    storeId: StoreId;
    dataKey: Buffer;
    ledger: Ledger;
    planner: StockPlanner | null;
    now: () => EpochMs;
  },
): Mirror {
  const { storeId, dataKey, ledger, planner, now } = options;
  const mirror: Mirror = openMirror(file, {
    storeId,
    dataKey,
    now,
    stockDays: (from, to) => stockDays(ledger, storeId, mirror, from, to),
    judge: planner
      ? {
          planner,
          terms: (variant) => ledger.supplyTerms.termsOf(storeId, variant),
          onOrder: () => ledger.purchaseOrders.incoming(storeId),
        }
      : undefined,
  });
  return mirror;
}

/** Snapshots are of inventory items; agents think in variants. */
function stockDays(ledger: Ledger, storeId: StoreId, mirror: Mirror, from: Day, to: Day): StockDay[] {
  const variants = new Map<ShopifyId, ShopifyId>();
  for (const row of mirror.stockNow())
    if (row.variantId !== null) variants.set(row.inventoryItemId, row.variantId);
  return ledger.stock.days(storeId, from, to).flatMap((row) => {
    const variantId = variants.get(row.inventoryItemId);
    return variantId === undefined ? [] : [{ variantId, day: row.day, available: row.lowest }];
  });
}
