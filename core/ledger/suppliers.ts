/** Suppliers' terms per vendor, as a person set them; what nobody set is a default and named as one. */
import type { Actor, StoreId } from '../../shared/action.ts';
import type { SupplierReader, SupplierTerms } from '../../shared/agent.ts';
import type { LedgerBase } from './base.ts';
import type { PurchaseOrders } from './purchase-orders.ts';
import type { SupplierRow, SupplierTermsSet } from './types.ts';

/** Cautious values for a vendor of which nothing is known: two weeks from order to shelf, ordered weekly. */
const SUPPLIER_DEFAULTS = {
  leadTimeDays: 14,
  leadTimeSdDays: 4,
  reviewDays: 7,
  packSize: 1,
  minimumUnits: 0,
  serviceLevel: 0.95,
} as const;

export interface Suppliers {
  /** Sets the given fields and leaves the others; writes an audit row. */
  set(storeId: StoreId, supplier: string, terms: SupplierTermsSet, actor: Actor): SupplierRow;
  get(storeId: StoreId, supplier: string): SupplierRow | null;
  list(storeId?: StoreId): SupplierRow[];
  terms(storeId: StoreId, supplier: string): SupplierTerms;
  reader(storeId: StoreId): SupplierReader;
}

interface SupplierRecord {
  store: string;
  supplier: string;
  lead_time_days: number | null;
  lead_time_sd_days: number | null;
  review_days: number | null;
  pack_size: number | null;
  minimum_units: number | null;
  service_level: number | null;
  currency: string | null;
  updated_at: number;
}

export function createSuppliers(base: LedgerBase, purchaseOrders: PurchaseOrders): Suppliers {
  const { db } = base;
  const one = db.prepare<[string, string], SupplierRecord>(
    'SELECT * FROM suppliers WHERE store = ? AND supplier = ?',
  );
  const all = db.prepare<[string | null], SupplierRecord>(
    'SELECT * FROM suppliers WHERE store = coalesce(?, store) ORDER BY store, supplier',
  );
  const upsert = db.prepare(
    `INSERT INTO suppliers (store, supplier, lead_time_days, lead_time_sd_days, review_days, pack_size,
       minimum_units, service_level, currency, updated_at)
     VALUES (@store, @supplier, @leadTimeDays, @leadTimeSdDays, @reviewDays, @packSize, @minimumUnits,
       @serviceLevel, @currency, @at)
     ON CONFLICT (store, supplier) DO UPDATE SET
       lead_time_days = coalesce(excluded.lead_time_days, lead_time_days),
       lead_time_sd_days = coalesce(excluded.lead_time_sd_days, lead_time_sd_days),
       review_days = coalesce(excluded.review_days, review_days),
       pack_size = coalesce(excluded.pack_size, pack_size),
       minimum_units = coalesce(excluded.minimum_units, minimum_units),
       service_level = coalesce(excluded.service_level, service_level),
       currency = coalesce(excluded.currency, currency),
       updated_at = excluded.updated_at`,
  );
  const get = (storeId: StoreId, supplier: string): SupplierRow | null => {
    const record = one.get(storeId, supplier);
    return record ? toSupplier(record) : null;
  };
  const terms = (storeId: StoreId, supplier: string): SupplierTerms => {
    const set = get(storeId, supplier);
    const result: SupplierTerms = { supplier, ...SUPPLIER_DEFAULTS, defaults: [] };
    for (const field of Object.keys(SUPPLIER_DEFAULTS) as (keyof typeof SUPPLIER_DEFAULTS)[]) {
      const value = set?.[field];
      if (value === undefined) result.defaults.push(field);
      else result[field] = value;
    }
    return result;
  };

  return {
    get,
    terms,
    set(storeId, supplier, set, actor) {
      return base.transaction(() => {
        upsert.run({
          store: storeId,
          supplier,
          leadTimeDays: set.leadTimeDays ?? null,
          leadTimeSdDays: set.leadTimeSdDays ?? null,
          reviewDays: set.reviewDays ?? null,
          packSize: set.packSize ?? null,
          minimumUnits: set.minimumUnits ?? null,
          serviceLevel: set.serviceLevel ?? null,
          currency: set.currency ?? null,
          at: base.now(),
        });
        base.audit({
          actor,
          kind: 'supplier.changed',
          storeId,
          subject: `supplier:${supplier}`,
          data: { ...set },
        });
        base.event(storeId, 'supplier.changed', { supplier });
        return get(storeId, supplier)!;
      });
    },
    list: (storeId) => all.all(storeId ?? null).map(toSupplier),
    reader: (storeId) => ({
      terms: (vendor) => terms(storeId, vendor),
      incoming: () => purchaseOrders.incoming(storeId),
    }),
  };
}

function toSupplier(record: SupplierRecord): SupplierRow {
  return {
    storeId: record.store,
    supplier: record.supplier,
    leadTimeDays: record.lead_time_days ?? undefined,
    leadTimeSdDays: record.lead_time_sd_days ?? undefined,
    reviewDays: record.review_days ?? undefined,
    packSize: record.pack_size ?? undefined,
    minimumUnits: record.minimum_units ?? undefined,
    serviceLevel: record.service_level ?? undefined,
    currency: record.currency ?? undefined,
    updatedAt: record.updated_at,
  };
}
