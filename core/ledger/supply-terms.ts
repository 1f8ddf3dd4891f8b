/** Terms of single variants that differ from their supplier's. */
import type { Actor, StoreId } from '../../shared/action.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import type { VariantTerms } from '../../shared/supplier-terms.ts';
import type { LedgerBase } from './base.ts';
import type { Suppliers } from './suppliers.ts';

/** null: not set for this variant. */
export interface SupplyTermsRow {
  variantId: ShopifyId;
  supplier: string | null;
  supplierSku: string | null;
  leadTimeDays: number | null;
  packSize: number | null;
  minimumUnits: number | null;
  shelfLifeDays: number | null;
  /** Minor units of the supplier's currency. */
  unitCost: Minor | null;
}

/** Absent: stays. null: taken back. */
type SupplyTermsChange = Partial<SupplyTermsRow> & Pick<SupplyTermsRow, 'variantId'>;

export interface SupplyTerms {
  set(storeId: StoreId, changes: readonly SupplyTermsChange[], actor: Actor): void;
  get(storeId: StoreId, variantId: ShopifyId): SupplyTermsRow | null;
  list(storeId: StoreId): IterableIterator<SupplyTermsRow>;
  /** Those with a cost of their own; minor units of the supplier's currency. */
  costs(storeId: StoreId): IterableIterator<{ variantId: ShopifyId; supplier: string | null; cost: Minor }>;
  /** Grows with every change in this life of the program. */
  revision(storeId: StoreId): number;
  /** Those that come from it though their product's vendor may be another. */
  from(storeId: StoreId, supplier: string): ShopifyId[];
  /** What its supplier does, with what `set` has otherwise in its place. */
  combined(storeId: StoreId, set: SupplyTermsRow | null, vendor: string): VariantTerms;
  /** The same with what is set for the variant. */
  termsOf(storeId: StoreId, variant: { variantId: ShopifyId; vendor: string }): VariantTerms;
}

const COLUMNS = `variant AS variantId, supplier, supplier_sku AS supplierSku, lead_time_days AS leadTimeDays,
  pack_size AS packSize, minimum_units AS minimumUnits, shelf_life_days AS shelfLifeDays, unit_cost AS unitCost`;
/** Terms of its supplier's that a variant may have otherwise. */
const OWN_TERMS = ['leadTimeDays', 'packSize', 'minimumUnits', 'shelfLifeDays'] as const;
/** Enough for one paste; each of its variants is named in the audit row. */
const NAMED_IN_AUDIT = 100;

export function createSupplyTerms(base: LedgerBase, suppliers: Suppliers): SupplyTerms {
  const { db } = base;
  const revisions = new Map<StoreId, number>();
  const one = db.prepare<[string, number], SupplyTermsRow>(
    `SELECT ${COLUMNS} FROM supply_terms WHERE store = ? AND variant = ?`,
  );
  const all = db.prepare<[string], SupplyTermsRow>(`SELECT ${COLUMNS} FROM supply_terms WHERE store = ?`);
  const costs = db.prepare<[string], { variantId: ShopifyId; supplier: string | null; cost: Minor }>(
    `SELECT variant AS variantId, supplier, unit_cost AS cost FROM supply_terms
     WHERE store = ? AND unit_cost IS NOT NULL`,
  );
  const from = db
    .prepare<[string, string], ShopifyId>('SELECT variant FROM supply_terms WHERE store = ? AND supplier = ?')
    .pluck();
  const upsert = db.prepare(
    `REPLACE INTO supply_terms (store, variant, supplier, supplier_sku, lead_time_days, pack_size, minimum_units,
       shelf_life_days, unit_cost, updated_at)
     VALUES (@store, @variantId, @supplier, @supplierSku, @leadTimeDays, @packSize, @minimumUnits, @shelfLifeDays,
       @unitCost, @at)`,
  );
  const get = (storeId: StoreId, variantId: ShopifyId): SupplyTermsRow | null =>
    one.get(storeId, variantId) ?? null;

  const combined: SupplyTerms['combined'] = (storeId, set, vendor) => {
    const supplier = set?.supplier ?? vendor;
    const terms = suppliers.terms(storeId, supplier);
    const known = suppliers.get(storeId, supplier);
    const own = OWN_TERMS.filter((field) => set?.[field] != null);
    const result: VariantTerms = {
      ...terms,
      defaults: terms.defaults.filter((field) => !own.some((name) => name === field)),
      learned: terms.learned.filter((field) => !own.some((name) => name === field)),
      supplierSku: set?.supplierSku ?? null,
      unitCost: set?.unitCost ?? null,
      currency: known?.currency ?? null,
      ...(known?.minimumOrder === undefined ? {} : { minimumOrder: known.minimumOrder }),
      ...(known?.freeFreightFrom === undefined ? {} : { freeFreightFrom: known.freeFreightFrom }),
      own: [...own],
    };
    for (const field of own) result[field] = set![field]!;
    return result;
  };

  return {
    get,
    combined,
    set(storeId, changes, actor) {
      base.transaction(() => {
        for (const change of changes) {
          const before = get(storeId, change.variantId);
          const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
          upsert.run({
            supplier: null,
            supplierSku: null,
            leadTimeDays: null,
            packSize: null,
            minimumUnits: null,
            shelfLifeDays: null,
            unitCost: null,
            ...before,
            ...given,
            store: storeId,
            at: base.now(),
          });
        }
        base.audit({
          actor,
          kind: 'supply_terms.changed',
          storeId,
          subject: changes.length === 1 ? `variant:${changes[0]!.variantId}` : null,
          data: { variants: changes.length, rows: changes.slice(0, NAMED_IN_AUDIT) },
        });
        base.event(storeId, 'supply_terms.changed', { variants: changes.length });
        revisions.set(storeId, (revisions.get(storeId) ?? 0) + 1);
      });
    },
    list: (storeId) => all.iterate(storeId),
    costs: (storeId) => costs.iterate(storeId),
    from: (storeId, supplier) => from.all(storeId, supplier),
    revision: (storeId) => revisions.get(storeId) ?? 0,
    termsOf: (storeId, { variantId, vendor }) => combined(storeId, get(storeId, variantId), vendor),
  };
}
