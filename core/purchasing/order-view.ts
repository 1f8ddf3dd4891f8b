/** A purchase order as it is shown: money with its currency, places by name, landed costs, and what to look out for. */
import type {
  MatchedVariantView,
  PurchaseOrderEntry,
  PurchaseOrderView,
} from '../../shared/contract/purchasing-schemas.ts';
import { counted, grouped } from '../../shared/counted.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import { formatMoney } from '../../shared/money.ts';
import type { StockPlanner } from '../../shared/stock.ts';
import { dayOf, type EpochMs, formatDay } from '../../shared/time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isOver } from '../ledger/purchase-order-receipts.ts';
import { openUnits, orderNumber, type PurchaseOrderSummary } from '../ledger/purchase-order-rows.ts';
import type { PurchaseOrderAllocation, PurchaseOrderRow } from '../ledger/types.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { convert, landedCosts } from './landed-cost.ts';

/** Lines named in a warning; of the others there is a number. */
const NAMED = 3;

/** What purchasing works with. */
export interface PurchasingBase {
  ledger: Ledger;
  /** The stores that are open. */
  stores(): StoreRuntime[];
  /** Of the agent that looks after stock; null where there is none. */
  planner: StockPlanner | null;
  clock(): EpochMs;
}

export function money(minor: Minor | null, currency: Currency): { minor: Minor; currency: Currency } | null {
  return minor === null ? null : { minor, currency };
}

export function entryView(row: PurchaseOrderSummary, today: string): PurchaseOrderEntry {
  const { number, goods, charges, ...rest } = row;
  return {
    ...rest,
    number: orderNumber(number),
    total: money(goods === null ? null : goods + charges, row.currency),
    late:
      row.expectedOn !== null &&
      row.expectedOn < today &&
      (row.state === 'sent' || row.state === 'partly_received'),
  };
}

/** Today where most of the order goes; an order spans zones, and a day more or less is none of its business. */
export function todayOf(base: PurchasingBase): string {
  const zone = base.stores()[0]?.info.zone ?? 'UTC';
  return formatDay(dayOf(base.clock(), zone));
}

export function orderView(base: PurchasingBase, order: PurchaseOrderRow): PurchaseOrderView {
  const { ledger } = base;
  const open = new Map(base.stores().map((store) => [store.info.id, store]));
  const names = new Map(
    order.storeIds.flatMap(
      (storeId) =>
        open
          .get(storeId)
          ?.mirror.supply.locations()
          .map((one): [string, string] => [`${storeId} ${one.locationId}`, one.name]) ?? [],
    ),
  );
  const charges = order.freight + order.duty + order.other;
  // What never came bears none of the charges, once no more comes.
  const unitsOf = order.state === 'received' || order.state === 'closed' ? unitsCome : unitsOrdered;
  const costed = order.lines.map(({ unitCost, allocations, ...line }) => ({
    unitCost,
    quantity: unitsOf(line),
    allocations: allocations.map((part) => ({ quantity: unitsOf(part) })),
  }));
  const landed = landedCosts(costed, charges, order.spread);
  const rates = ratesOf(order, open);
  const rateOf = new Map(rates.map((rate) => [rate.storeId, rate]));
  const { number, createdBy, goods, freight, duty, other, sentBy, ...rest } = order;
  const receipts = ledger.purchaseOrders.receipts(order.id);
  return {
    ...rest,
    number: orderNumber(number),
    rates,
    goods: money(goods, order.currency),
    freight: money(freight, order.currency),
    duty: money(duty, order.currency),
    other: money(other, order.currency),
    total: money(goods === null ? null : goods + charges, order.currency),
    createdBy: createdBy.id,
    lines: order.lines.map((line, index) => {
      const cost = landed[index] ?? null;
      return {
        id: line.id,
        title: line.title,
        sku: line.sku,
        barcode: line.barcode,
        supplierSku: line.supplierSku,
        quantity: line.quantity,
        received: line.received,
        damaged: line.damaged,
        short: line.short,
        open: isOver(order) ? 0 : line.allocations.reduce((sum, one) => sum + openUnits(one), 0),
        unitCost: money(line.unitCost, order.currency),
        goods: money(line.unitCost === null ? null : line.unitCost * line.quantity, order.currency),
        landed: money(cost?.landed ?? null, order.currency),
        landedUnitCost: money(cost?.landedUnitCost ?? null, order.currency),
        allocations: line.allocations.map(({ lineId: _, told: __, ...part }, at) => {
          const rate = rateOf.get(part.storeId);
          const share = cost?.allocations[at];
          const units = unitsOf(part);
          const converted =
            rate?.rate && share !== undefined && units > 0
              ? convert(share, order.currency, rate.currency, rate.rate)
              : null;
          return {
            ...part,
            locationName: names.get(`${part.storeId} ${part.locationId}`) ?? null,
            landedUnitCost: converted === null ? null : money(Math.round(converted / units), rate!.currency),
          };
        }),
      };
    }),
    receipts: receipts.map(({ purchaseOrderId: _, by, ...row }) => ({ ...row, by: by.id })),
    pending: ledger.purchaseOrders.pending(order),
    warnings: warningsOf(base, order),
  };
}

type Units = Pick<PurchaseOrderAllocation, 'quantity' | 'received' | 'damaged'>;

function unitsOrdered({ quantity }: Units): number {
  return quantity;
}

function unitsCome({ received, damaged }: Units): number {
  return received + damaged;
}

function ratesOf(
  order: PurchaseOrderRow,
  open: ReadonlyMap<string, StoreRuntime>,
): PurchaseOrderView['rates'] {
  return order.storeIds.map((storeId) => {
    const currency = open.get(storeId)?.info.currency ?? '';
    if (currency === order.currency) return { storeId, currency, rate: '1', on: null, source: 'same' };
    const entered = order.rates.find((rate) => rate.storeId === storeId);
    return entered
      ? { storeId, currency, rate: entered.rate, on: entered.on, source: 'entered' }
      : { storeId, currency, rate: null, on: null, source: null };
  });
}

function warningsOf(base: PurchasingBase, order: PurchaseOrderRow): string[] {
  const { ledger } = base;
  const warnings: string[] = [];
  if (order.state === 'cancelled' || order.state === 'closed') return warnings;
  const unknown = order.lines.filter((line) => line.unitCost === null).length;
  if (unknown > 0)
    warnings.push(
      `The cost of ${unknown} of ${order.lines.length} lines is not known: the order has no total.`,
    );
  const terms = order.storeIds.flatMap((storeId) => ledger.suppliers.get(storeId, order.supplier) ?? []);
  const few = belowLeast(base, order);
  if (few.length > 0)
    warnings.push(
      `Less than ${order.supplier} sends of a product: ${few.slice(0, NAMED).join('; ')}${few.length > NAMED ? `; and ${counted(few.length - NAMED, 'line')} more` : ''}.`,
    );
  const own = terms.filter((one) => one.currency === order.currency);
  const minimum = Math.max(0, ...own.map((one) => one.minimumOrder ?? 0));
  if (order.goods !== null && order.goods < minimum)
    warnings.push(
      `${order.supplier} takes no order below ${formatMoney(minimum, order.currency)}; this one is ${formatMoney(order.goods, order.currency)}.`,
    );
  const free = own.find((one) => one.freeFreightFrom !== undefined)?.freeFreightFrom;
  if (free !== undefined && order.goods !== null && order.goods < free && order.state === 'draft')
    warnings.push(`Freight is free from ${formatMoney(free, order.currency)} on.`);
  return warnings;
}

/** Lines with fewer units over all their places than the supplier sends of such a product, in words. */
function belowLeast({ ledger, stores }: PurchasingBase, { supplier, lines }: PurchaseOrderRow): string[] {
  const parts = Map.groupBy(
    lines.flatMap(({ allocations }) => allocations),
    ({ storeId }) => storeId,
  );
  const least = new Map<string, number>();
  for (const { info, mirror } of stores()) {
    const ids = (parts.get(info.id) ?? []).map(({ variantId }) => variantId);
    for (const variant of mirror.supply.variants(ids)) {
      const present = ledger.supplyTerms.termsOf(info.id, variant);
      const { minimumUnits } =
        present.supplier === supplier
          ? present
          : (ledger.supplyOffers.termsOf(info.id, variant.variantId, supplier) ??
            ledger.suppliers.terms(info.id, supplier));
      least.set(`${info.id} ${variant.variantId}`, minimumUnits);
    }
  }
  return lines.flatMap(({ title, quantity, allocations }) => {
    const wanted = Math.max(
      0,
      ...allocations.map(({ storeId, variantId }) => least.get(`${storeId} ${variantId}`) ?? 0),
    );
    return quantity < wanted ? [`${title} (${grouped(quantity)}, at least ${grouped(wanted)})`] : [];
  });
}

/** What codes are, in the given stores. Shared by matching and scanning. */
export function matchCodes(
  base: PurchasingBase,
  stores: readonly StoreRuntime[],
  codes: readonly string[],
): Map<string, MatchedVariantView[]> {
  const found = new Map<string, MatchedVariantView[]>(codes.map((code) => [code, []]));
  for (const { info, mirror } of stores) {
    const rows = mirror.supply.variantsByCode(codes);
    const places = Map.groupBy(
      mirror.supply.stockedAt(rows.map((row) => row.inventoryItemId)),
      (place) => place.inventoryItemId,
    );
    for (const { code, by, vendor, unitCost: _, ...row } of rows)
      found.get(code)?.push({
        storeId: info.id,
        ...row,
        by,
        supplier: base.ledger.supplyTerms.get(info.id, row.variantId)?.supplier ?? (vendor || null),
        locations: (places.get(row.inventoryItemId) ?? []).map(({ locationId, name, available }) => ({
          locationId,
          name,
          available,
        })),
      });
  }
  return found;
}
