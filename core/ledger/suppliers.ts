/** Suppliers of a store, as a person set them; what nobody set is learned from deliveries, or a default and named as one. */
import type { Actor, StoreId } from '../../shared/action.ts';
import { learnedLeadTime, learnedSpread, type ObservedLeadTime } from '../../shared/lead-time.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import type { LedgerBase } from './base.ts';
import type { Deliveries } from './deliveries.ts';
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

const LEARNABLE = ['leadTimeDays', 'leadTimeSdDays'] as const;

type SupplierField = keyof SupplierTermsSet;
/** Absent: stays. null: taken back, the default stands again. */
export type SupplierChange = { [Field in SupplierField]?: SupplierTermsSet[Field] | null };

export interface Suppliers {
  /** Writes an audit row with the names of the fields, and the values that are no personal data. */
  set(storeId: StoreId, supplier: string, change: SupplierChange, actor: Actor): SupplierRow;
  get(storeId: StoreId, supplier: string): SupplierRow | null;
  list(storeId?: StoreId): SupplierRow[];
  terms(storeId: StoreId, supplier: string): SupplierTerms;
  /** Grows with every change of a store's suppliers in this life of the program. */
  revision(storeId: StoreId): number;
}

const COLUMNS: Record<SupplierField, string> = {
  leadTimeDays: 'lead_time_days',
  leadTimeSdDays: 'lead_time_sd_days',
  reviewDays: 'review_days',
  packSize: 'pack_size',
  minimumUnits: 'minimum_units',
  serviceLevel: 'service_level',
  shelfLifeDays: 'shelf_life_days',
  currency: 'currency',
  email: 'email',
  minimumOrder: 'minimum_order',
  freeFreightFrom: 'free_freight_from',
  notes: 'notes',
};
const FIELDS = Object.keys(COLUMNS) as SupplierField[];
const PRIVATE: readonly SupplierField[] = ['email', 'notes'];

type SupplierRecord = { store: string; supplier: string; updated_at: number } & Record<string, unknown>;

export function createSuppliers(base: LedgerBase, deliveries: Deliveries): Suppliers {
  const { db } = base;
  const revisions = new Map<StoreId, number>();
  const one = db.prepare<[string, string], SupplierRecord>(
    'SELECT * FROM suppliers WHERE store = ? AND supplier = ?',
  );
  const all = db.prepare<[string | null], SupplierRecord>(
    'SELECT * FROM suppliers WHERE store = coalesce(?, store) ORDER BY store, supplier',
  );
  const touch = db.prepare(
    `INSERT INTO suppliers (store, supplier, updated_at) VALUES (@store, @supplier, @at)
     ON CONFLICT (store, supplier) DO UPDATE SET updated_at = excluded.updated_at`,
  );
  const setters = new Map(
    FIELDS.map((field) => [
      field,
      db.prepare(`UPDATE suppliers SET ${COLUMNS[field]} = ? WHERE store = ? AND supplier = ?`),
    ]),
  );
  const get = (storeId: StoreId, supplier: string): SupplierRow | null => {
    const record = one.get(storeId, supplier);
    return record ? toSupplier(record) : null;
  };

  return {
    get,
    terms(storeId, supplier) {
      const set = get(storeId, supplier);
      const result: SupplierTerms = { supplier, ...SUPPLIER_DEFAULTS, defaults: [], learned: [] };
      for (const field of Object.keys(SUPPLIER_DEFAULTS) as (keyof typeof SUPPLIER_DEFAULTS)[]) {
        const value = set?.[field];
        if (value === undefined) result.defaults.push(field);
        else result[field] = value;
      }
      if (set?.shelfLifeDays !== undefined) result.shelfLifeDays = set.shelfLifeDays;
      const observed = deliveries.of(storeId, supplier);
      return observed ? withLearned(result, observed) : result;
    },
    set(storeId, supplier, change, actor) {
      return base.transaction(() => {
        touch.run({ store: storeId, supplier, at: base.now() });
        const given = FIELDS.filter((field) => change[field] !== undefined);
        for (const field of given) setters.get(field)!.run(change[field], storeId, supplier);
        base.audit({
          actor,
          kind: 'supplier.changed',
          storeId,
          subject: `supplier:${supplier}`,
          data: Object.fromEntries(
            given.map((field) => [field, PRIVATE.includes(field) ? 'changed' : change[field]]),
          ),
        });
        base.event(storeId, 'supplier.changed', { supplier });
        revisions.set(storeId, (revisions.get(storeId) ?? 0) + 1);
        return get(storeId, supplier)!;
      });
    },
    list: (storeId) => all.all(storeId ?? null).map(toSupplier),
    revision: (storeId) => revisions.get(storeId) ?? 0,
  };
}

/** What deliveries taught stands where nobody set anything, to the tenth of a day: nobody knows it better. */
function withLearned(terms: SupplierTerms, observed: ObservedLeadTime): SupplierTerms {
  const { leadTimeDays, leadTimeSdDays, defaults } = terms;
  const told = !defaults.includes('leadTimeDays');
  const learnt = told
    ? { meanDays: leadTimeDays, sdDays: learnedSpread(observed, leadTimeSdDays) }
    : learnedLeadTime(observed, { meanDays: leadTimeDays, sdDays: leadTimeSdDays });
  const values = { leadTimeDays: tenths(learnt.meanDays), leadTimeSdDays: tenths(learnt.sdDays) };
  const result: SupplierTerms = { ...terms, deliveries: observed };
  for (const field of LEARNABLE) {
    if (!defaults.includes(field)) continue;
    result[field] = values[field];
    result.learned = [...result.learned, field];
    result.defaults = result.defaults.filter((name) => name !== field);
  }
  return result;
}

function tenths(days: number): number {
  return Math.round(days * 10) / 10;
}

function toSupplier(record: SupplierRecord): SupplierRow {
  const set = Object.fromEntries(
    FIELDS.map((field) => [field, record[COLUMNS[field]] ?? undefined]),
  ) as SupplierTermsSet;
  return { storeId: record.store, supplier: record.supplier, ...set, updatedAt: record.updated_at };
}
