/**
 * What to order of one supplier over all stores: what the agents' open proposals ask for, and what else the stock
 * table says is to be ordered. Nothing is kept.
 */
import type { PurchaseOrderSuggestionView } from '../../shared/contract/purchasing-schemas.ts';
import { counted, grouped } from '../../shared/counted.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import { dayOf, formatDay } from '../../shared/time.ts';
import type { PurchaseOrderCreate } from '../actions/purchase-order-create.ts';
import type { StockQuestion, StockRow } from '../mirror/stock-table.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { knownCost } from './draft.ts';
import { money, type PurchasingBase } from './order-view.ts';

type SuggestedLine = PurchaseOrderSuggestionView['lines'][number];
type Wish = Omit<SuggestedLine['allocations'][number], 'storeId' | 'locationId'>;

/** Rows of the stock table read at once. */
const PAGE = 2_000;
const TO_ORDER: StockQuestion = { states: ['out', 'order_now'], sort: 'days_left', descending: false };
const MOST_LINES = 1_000;

export function suggestOrder(
  base: PurchasingBase,
  stores: readonly StoreRuntime[],
  supplier: string,
): PurchaseOrderSuggestionView {
  const currency = currencyOf(base, stores, supplier);
  const notes: string[] = [];
  const lines = new Map<string, SuggestedLine>();
  let longest = 0;
  for (const store of stores) {
    const storeId = store.info.id;
    const wishes = new Map<ShopifyId, Wish>();
    for (const wish of proposed(base, store, supplier)) wishes.set(wish.variantId, wish);
    for (const wish of toOrder(base, store, supplier))
      if (!wishes.has(wish.variantId)) wishes.set(wish.variantId, wish);
    if (wishes.size === 0) {
      notes.push(
        store.mirror.outlookAt() === null
          ? `${storeId}: the inventory agent has not looked at this store yet.`
          : `${storeId}: nothing is proposed, and nothing is to be ordered now.`,
      );
      continue;
    }
    longest = Math.max(longest, base.ledger.suppliers.terms(storeId, supplier).leadTimeDays);
    const variants = store.mirror.supply.variants([...wishes.keys()]);
    const places = Map.groupBy(
      store.mirror.supply.stockedAt(variants.map((one) => one.inventoryItemId)),
      (place) => place.inventoryItemId,
    );
    for (const variant of variants) {
      const terms = base.ledger.supplyTerms.termsOf(storeId, variant);
      const cost = knownCost(terms, variant, currency, store.info.currency);
      // The same goods in several stores are one line for the supplier.
      const key = variant.sku ?? variant.barcode ?? `${storeId} ${variant.variantId}`;
      const line = lines.get(key) ?? {
        title: variant.title,
        sku: variant.sku,
        barcode: variant.barcode,
        supplierSku: terms.supplierSku,
        unitCost: null,
        allocations: [],
      };
      line.barcode ??= variant.barcode;
      line.supplierSku ??= terms.supplierSku;
      line.unitCost ??= money(cost, currency);
      line.allocations.push({
        storeId,
        locationId: places.get(variant.inventoryItemId)?.[0]?.locationId ?? null,
        ...wishes.get(variant.variantId)!,
      });
      lines.set(key, line);
    }
  }
  if (lines.size > MOST_LINES)
    notes.push(`Only the first ${MOST_LINES} of ${lines.size} lines fit one order.`);
  const unknown = [...lines.values()].filter((line) => line.unitCost === null).length;
  if (unknown > 0) notes.push(`The cost of ${unknown} lines in ${currency} is not known.`);
  const zone = stores[0]?.info.zone ?? 'UTC';
  return {
    supplier,
    currency,
    expectedOn: lines.size === 0 ? null : formatDay(dayOf(base.clock(), zone) + Math.ceil(longest)),
    lines: [...lines.values()].slice(0, MOST_LINES),
    notes,
  };
}

/** As set in the first store that says; else what that store is kept in. */
export function currencyOf(
  { ledger }: PurchasingBase,
  stores: readonly StoreRuntime[],
  supplier: string,
): Currency {
  for (const { info } of stores) {
    const set = ledger.suppliers.get(info.id, supplier)?.currency;
    if (set) return set;
  }
  const known = stores.find(({ info }) => ledger.suppliers.get(info.id, supplier) !== null);
  return (known ?? stores[0])?.info.currency ?? 'USD';
}

function* proposed(
  { ledger }: PurchasingBase,
  { info: { id: storeId }, mirror }: StoreRuntime,
  supplier: string,
): Generator<Wish> {
  const [action] = ledger.actions.list({
    storeId,
    key: `purchase_order:${storeId}:${supplier}`,
    states: ['proposed', 'snoozed'],
    limit: 1,
  });
  if (action?.type !== 'purchase_order.create') return;
  const input = action.input as PurchaseOrderCreate;
  const variants = mirror.supply.variants(input.lines.map(({ variantId }) => variantId));
  const vendors = new Map(variants.map(({ variantId, vendor }) => [variantId, vendor]));
  for (const { variantId, quantity } of input.lines) {
    const vendor = vendors.get(variantId);
    // Another supplier was chosen since: that one is asked for it.
    if (
      vendor === undefined ||
      ledger.supplyTerms.termsOf(storeId, { variantId, vendor }).supplier !== supplier
    )
      continue;
    const reason = action.evidence.find((one) => one.data?.variantId === variantId);
    yield {
      variantId,
      quantity,
      from: 'proposal',
      why: reason?.text ?? action.title,
      actionId: action.id,
    };
  }
}

/** What the inventory agent says is to be ordered, as the stock table shows it: soonest gone first. */
function* toOrder(
  { ledger }: PurchasingBase,
  { info, mirror }: StoreRuntime,
  supplier: string,
): Generator<Wish> {
  for (const { variantId, vendor, available, quantity, daysLeft, leadTimeDays } of rowsToOrder(mirror)) {
    if (quantity <= 0 || ledger.supplyTerms.termsOf(info.id, { variantId, vendor }).supplier !== supplier)
      continue;
    const last = daysLeft?.days == null ? '' : ` last ${counted(Math.floor(daysLeft.days), 'day')}`;
    const way = leadTimeDays === null ? '' : `; it takes ${counted(leadTimeDays, 'day')} to come`;
    yield {
      variantId,
      quantity,
      from: 'cover',
      why: `${grouped(available)} in stock${last}${way}.`,
      actionId: null,
    };
  }
}

function* rowsToOrder(mirror: StoreRuntime['mirror']): Generator<StockRow> {
  for (let offset = 0; ; offset += PAGE) {
    const { rows } = mirror.stockPage(TO_ORDER, PAGE, offset);
    yield* rows;
    if (rows.length < PAGE) return;
  }
}
