/** How long each supplier's deliveries took, read from purchase orders when it is asked for and kept until the ledger changes. */
import type { StoreId } from '../../shared/action.ts';
import { type ObservedLeadTime, observedLeadTime } from '../../shared/lead-time.ts';
import type { LedgerBase } from './base.ts';
import type { PurchaseOrderReceipts } from './purchase-order-receipts.ts';

export interface Deliveries {
  /** null where none can be believed. */
  of(storeId: StoreId, supplier: string): ObservedLeadTime | null;
  /** Suppliers of which there is something to learn. */
  suppliers(storeId: StoreId): string[];
}

export function createDeliveries(
  base: LedgerBase,
  orders: Pick<PurchaseOrderReceipts, 'leadTimes'>,
): Deliveries {
  // Terms are asked for variant by variant, tens of thousands in a row, and nothing is written meanwhile.
  const changes = base.db.prepare<[], number>('SELECT total_changes()').pluck();
  const kept = new Map<StoreId, Map<string, ObservedLeadTime>>();
  let asOf = -1;
  const known = (storeId: StoreId): Map<string, ObservedLeadTime> => {
    const now = changes.get()!;
    if (now !== asOf) kept.clear();
    asOf = now;
    const found = kept.get(storeId);
    if (found) return found;
    const observed = new Map<string, ObservedLeadTime>();
    for (const [supplier, took] of Map.groupBy(orders.leadTimes(storeId), (one) => one.supplier)) {
      const seen = observedLeadTime(took.map(({ days }) => days));
      if (seen) observed.set(supplier, seen);
    }
    kept.set(storeId, observed);
    return observed;
  };
  return {
    of: (storeId, supplier) => known(storeId).get(supplier) ?? null,
    suppliers: (storeId) => [...known(storeId).keys()].sort(),
  };
}
