/** Suppliers and supply terms as they are shown: each value, and where it comes from. */
import type {
  LeadTimesView,
  PurchasingBudgetView,
  SupplierView,
  SupplyTermView,
  TermSource,
} from '../../shared/contract/supply-schemas.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import { dayOf, startOfMonth } from '../../shared/time.ts';
import { orderNumber } from '../ledger/purchase-order-rows.ts';
import type { SupplyKnowledge, SupplyVariant } from '../mirror/supply-queries.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { money, type PurchasingBase } from './order-view.ts';

const OPTIONAL = ['email', 'currency', 'minimumOrder', 'freeFreightFrom', 'notes'] as const;
/** Shown with the mean that they make. */
const ORDERS_SHOWN = 20;

export function supplierView(
  { ledger }: PurchasingBase,
  store: StoreRuntime,
  supplier: string,
): SupplierView {
  const { id, currency: own } = store.info;
  const terms = ledger.suppliers.terms(id, supplier);
  const set = ledger.suppliers.get(id, supplier);
  const currency = set?.currency ?? own;
  return {
    storeId: id,
    ...terms,
    email: set?.email ?? null,
    currency,
    minimumOrder: money(set?.minimumOrder ?? null, currency),
    freeFreightFrom: money(set?.freeFreightFrom ?? null, currency),
    notes: set?.notes ?? null,
    defaults: [...terms.defaults, ...OPTIONAL.filter((field) => set?.[field] === undefined)],
  };
}

/** The vendors of the products, and those that something was set for. */
export function supplierNames({ ledger }: PurchasingBase, { info, mirror }: StoreRuntime): string[] {
  const names = new Set(mirror.supply.vendors());
  for (const row of ledger.suppliers.list(info.id)) names.add(row.supplier);
  return [...names].sort();
}

export function budgetView({ ledger, clock }: PurchasingBase, { info }: StoreRuntime): PurchasingBudgetView {
  const { id: storeId, currency, zone } = info;
  const budget = ledger.budgets.of(storeId, { since: startOfMonth(clock(), zone), currency });
  return {
    storeId,
    currency,
    monthly: money(budget?.monthly ?? null, currency),
    ordered: money(budget?.ordered ?? null, currency),
    left: money(budget?.left ?? null, currency),
    unknownOrders: budget?.unknownOrders ?? 0,
  };
}

export function leadTimesView(
  { ledger }: PurchasingBase,
  { info }: StoreRuntime,
  supplier: string | undefined,
): LeadTimesView[] {
  const seen = Map.groupBy(ledger.purchaseOrders.leadTimes(info.id, supplier), (one) => one.supplier);
  const names = supplier === undefined ? [...seen.keys()].sort() : [supplier];
  return names.map((name) => {
    const orders = seen.get(name) ?? [];
    const set = ledger.suppliers.get(info.id, name);
    const days = orders.map((one) => one.days);
    const mean = days.length === 0 ? null : days.reduce((a, b) => a + b, 0) / days.length;
    const spread =
      mean === null || days.length < 2
        ? null
        : Math.sqrt(days.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (days.length - 1));
    return {
      storeId: info.id,
      supplier: name,
      set: { meanDays: set?.leadTimeDays ?? null, sdDays: set?.leadTimeSdDays ?? null },
      observed: {
        n: days.length,
        meanDays: mean,
        sdDays: spread,
        orders: orders.slice(0, ORDERS_SHOWN).map(({ purchaseOrderId, number, days: took }) => ({
          purchaseOrderId,
          number: orderNumber(number),
          days: took,
        })),
      },
    };
  });
}

function knowledgeOf({ ledger }: PurchasingBase, storeId: string): SupplyKnowledge {
  const learned = ledger.deliveries.suppliers(storeId);
  return {
    revision: JSON.stringify([
      ledger.suppliers.revision(storeId),
      ledger.supplyTerms.revision(storeId),
      learned,
    ]),
    learned,
    terms: () => ledger.supplyTerms.list(storeId),
    suppliers: () => ledger.suppliers.list(storeId),
  };
}

export function supplyPage(
  base: PurchasingBase,
  store: StoreRuntime,
  query: { filter: 'gaps' | 'all'; search?: string; supplier?: string; limit: number; offset: number },
) {
  const { info, mirror } = store;
  const page = mirror.supply.supplyPage(knowledgeOf(base, info.id), {
    ...query,
    today: dayOf(base.clock(), info.zone),
  });
  return {
    rows: page.rows.map((row) => termView(base, store, row, row.sales)),
    total: page.total,
    gaps: { variants: page.gaps.variants, sales: { minor: page.gaps.sales, currency: info.currency } },
  };
}

export function termView(
  { ledger, planner }: PurchasingBase,
  { info, mirror }: StoreRuntime,
  variant: SupplyVariant,
  sales: Minor,
): SupplyTermView {
  const set = ledger.supplyTerms.get(info.id, variant.variantId);
  const told = ledger.supplyTerms.termsOf(info.id, variant);
  const standing = mirror.salesStanding(variant.variantId);
  const own = (told.currency ?? info.currency) === info.currency ? told.unitCost : null;
  const unitCost = own ?? variant.unitCost;
  const terms = standing && planner ? planner.serviceTerms(told, { ...standing, unitCost }) : told;
  const supplier = set?.supplier ?? (variant.vendor || null);
  const sourceOf = (
    field: 'leadTimeDays' | 'packSize' | 'minimumUnits' | 'shelfLifeDays' | 'serviceLevel',
  ): TermSource => {
    if (terms.own.includes(field)) return 'set';
    if (terms.learned.includes(field)) return 'learned';
    return terms.defaults.includes(field) ? 'default' : 'supplier';
  };
  const row: Omit<SupplyTermView, 'gaps'> = {
    storeId: info.id,
    variantId: variant.variantId,
    inventoryItemId: variant.inventoryItemId,
    title: variant.title,
    sku: variant.sku,
    barcode: variant.barcode,
    vendor: variant.vendor,
    supplier: { value: supplier, source: set?.supplier ? 'set' : supplier ? 'vendor' : 'missing' },
    supplierSku: { value: terms.supplierSku, source: terms.supplierSku ? 'set' : 'missing' },
    leadTimeDays: { value: terms.leadTimeDays, source: sourceOf('leadTimeDays') },
    deliveries: terms.deliveries?.deliveries ?? 0,
    packSize: { value: terms.packSize, source: sourceOf('packSize') },
    minimumUnits: { value: terms.minimumUnits, source: sourceOf('minimumUnits') },
    shelfLifeDays: {
      value: terms.shelfLifeDays ?? null,
      source: terms.shelfLifeDays === undefined ? 'missing' : sourceOf('shelfLifeDays'),
    },
    serviceLevel: {
      value: terms.serviceLevel,
      source: terms.salesClass ? 'sales' : sourceOf('serviceLevel'),
    },
    salesClass: terms.salesClass ?? null,
    unitCost: costOf(terms, variant.unitCost, info.currency),
    sales: { minor: sales, currency: info.currency },
  };
  const open: readonly TermSource[] = ['default', 'missing'];
  return {
    ...row,
    gaps: (['supplier', 'leadTimeDays', 'packSize', 'unitCost'] as const).filter((field) =>
      open.includes(row[field].source),
    ),
  };
}

function costOf(
  terms: { unitCost: Minor | null; currency: Currency | null },
  shopCost: Minor | null,
  own: Currency,
): SupplyTermView['unitCost'] {
  if (terms.unitCost !== null) return { value: money(terms.unitCost, terms.currency ?? own), source: 'set' };
  if (shopCost !== null) return { value: money(shopCost, own), source: 'shop' };
  return { value: null, source: 'missing' };
}
