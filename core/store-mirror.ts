/** A store's mirror with what the ledger knows of it: stock as it was seen, terms, and what is on order. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoreId } from '../shared/action.ts';
import { dueUnits } from '../shared/arrivals.ts';
import type { ShopifyId } from '../shared/gid.ts';
import type { DueUnits, StockPlanner } from '../shared/stock.ts';
import type { Day, EpochMs } from '../shared/time.ts';
import type { Ledger } from './ledger/ledger.ts';
import { type Mirror, openMirror } from './mirror/mirror.ts';
import { cancelled } from './resilience/policy.ts';

/** Some have a shelf in dozens of places. */
const ITEMS_AT_ONCE = 400;

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
  const mirror = openMirror(file, {
    storeId,
    dataKey,
    now,
    stockDays: (from, to, whole) => ledger.stock.lowest(storeId, from, to, whole),
    judge: planner
      ? {
          planner,
          terms: (variant) => ledger.supplyTerms.termsOf(storeId, variant),
          due: (today) => dueAt(ledger, storeId, { today, zone: mirror.shop()?.zone ?? 'UTC' }),
          onOrder: () => ledger.purchaseOrders.incoming(storeId, mirror.reader().syncedAt()),
        }
      : undefined,
  });
  return mirror;
}

/** By variant, units of the program's purchase orders that are sure to come, by the time their suppliers take. */
export function dueAt(
  { purchaseOrders, suppliers }: Pick<Ledger, 'purchaseOrders' | 'suppliers'>,
  storeId: StoreId,
  day: { today: Day; zone: string },
): Map<ShopifyId, DueUnits[]> {
  const leadTime = (supplier: string): number => suppliers.terms(storeId, supplier).leadTimeDays;
  return dueUnits(purchaseOrders.toCome(storeId), leadTime, day);
}

/** Takes down what is in stock on a day, a part at a time: others of the thread come in between. */
export async function observeStock(
  ledger: Ledger,
  mirror: Mirror,
  day: Day,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let after: ShopifyId | null = null; ; await nextTurn()) {
    if (signal?.aborted) throw cancelled();
    const levels = mirror.stockNow({ after, limit: ITEMS_AT_ONCE });
    if (levels.length === 0) return;
    ledger.stock.observe(mirror.storeId, day, levels);
    after = levels.at(-1)!.inventoryItemId;
  }
}
