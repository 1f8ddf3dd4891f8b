/** Lines as a person gave them, checked against the stores and filled in from the catalogue and the supply terms. */
import type { PurchaseOrderLineInput } from '../../shared/contract/purchasing-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import type { PurchaseOrderLineInput as LedgerLine } from '../ledger/purchase-orders.ts';
import type { PurchaseOrderRow } from '../ledger/types.ts';
import type { StockedAt, SupplyVariant } from '../mirror/supply-queries.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { variantOf } from '../variant-of.ts';
import type { PurchasingBase } from './order-view.ts';

/** Throws invalid_input and not_found, naming the line. */
export function draftLines(
  base: PurchasingBase,
  storeOf: (storeId: string) => StoreRuntime,
  { supplier, currency }: { supplier: string; currency: Currency },
  lines: readonly PurchaseOrderLineInput[],
): LedgerLine[] {
  const catalogue = catalogueOf(storeOf, lines);
  return lines.map((line, index) => {
    const seen = new Set<string>();
    const allocations = line.allocations.map((part) => {
      const variant = catalogue.variant(part.storeId, part.variantId);
      if (!variant)
        throw new RoyalError({
          code: 'not_found',
          message: `Line ${index + 1}: ${part.storeId} has no variant ${part.variantId}.`,
          next: 'Match it anew by its SKU or barcode.',
        });
      const locationId = part.locationId ?? null;
      if (locationId !== null && !catalogue.stocks(part.storeId, variant.inventoryItemId, locationId))
        throw new RoyalError({
          code: 'invalid_input',
          message: `Line ${index + 1}: ${variant.title} is not stocked at location ${locationId} of ${part.storeId}.`,
          next: 'Choose a location that stocks it, or stock it there in the shop first.',
        });
      const key = `${part.storeId} ${part.variantId} ${locationId}`;
      if (seen.has(key))
        throw new RoyalError({
          code: 'invalid_input',
          message: `Line ${index + 1} names one place twice.`,
          next: 'Put its units together.',
        });
      seen.add(key);
      return { ...part, locationId, inventoryItemId: variant.inventoryItemId };
    });
    const first = line.allocations[0]!;
    const variant = catalogue.variant(first.storeId, first.variantId)!;
    const store = storeOf(first.storeId);
    const asked = askedBy(base, store, variant, supplier, currency);
    return {
      title: line.title ?? variant.title,
      sku: line.sku === undefined ? variant.sku : line.sku,
      barcode: line.barcode === undefined ? variant.barcode : line.barcode,
      supplierSku: line.supplierSku === undefined ? asked.supplierSku : line.supplierSku,
      unitCost: line.unitCost === undefined ? asked.unitCost : line.unitCost,
      allocations,
    };
  });
}

/**
 * What the supplier calls the variant and asks for it, in the order's currency; null where that is not known, as of one
 * that does not supply it yet.
 */
function askedBy(
  { ledger }: PurchasingBase,
  store: StoreRuntime,
  variant: SupplyVariant,
  supplier: string,
  currency: Currency,
): { supplierSku: string | null; unitCost: number | null } {
  const { id, currency: own } = store.info;
  const present = ledger.supplyTerms.termsOf(id, variant);
  const sold = variantOf(store, variant.variantId);
  const offer =
    present.supplier === supplier
      ? undefined
      : ledger.supplyOffers.of(id, own, sold).find(({ terms }) => terms.supplier === supplier);
  if (offer)
    return {
      supplierSku: offer.terms.supplierSku,
      unitCost: (offer.terms.currency ?? own) === currency ? offer.unitCost : null,
    };
  // Where nobody sends it yet, what is known is known of whoever will.
  if (present.supplier === supplier || present.supplier.trim() === '')
    return { supplierSku: present.supplierSku, unitCost: knownCost(present, variant, currency, own) };
  // The shop's own cost is its vendor's.
  return {
    supplierSku: null,
    unitCost: variant.vendor === supplier && currency === own ? sold.shopCost : null,
  };
}

/** The supplier's price where it is in the order's currency, else the shop's cost where that is; never converted. */
export function knownCost(
  terms: { unitCost: number | null; currency: Currency | null },
  variant: Pick<SupplyVariant, 'unitCost'>,
  currency: Currency,
  storeCurrency: Currency,
): number | null {
  if (terms.unitCost !== null && (terms.currency ?? storeCurrency) === currency) return terms.unitCost;
  return storeCurrency === currency ? variant.unitCost : null;
}

function catalogueOf(storeOf: (storeId: string) => StoreRuntime, lines: readonly PurchaseOrderLineInput[]) {
  const wanted = Map.groupBy(
    lines.flatMap((line) => line.allocations),
    (part) => part.storeId,
  );
  const variants = new Map<string, SupplyVariant>();
  const places = new Set<string>();
  for (const [storeId, parts] of wanted) {
    const { supply } = storeOf(storeId).mirror;
    const found = supply.variants(parts.map((part) => part.variantId));
    for (const one of found) variants.set(`${storeId} ${one.variantId}`, one);
    for (const place of supply.stockedAt(found.map((one) => one.inventoryItemId)))
      places.add(`${storeId} ${place.inventoryItemId} ${place.locationId}`);
  }
  return {
    variant: (storeId: string, id: ShopifyId) => variants.get(`${storeId} ${id}`),
    stocks: (storeId: string, item: ShopifyId, location: ShopifyId) =>
      places.has(`${storeId} ${item} ${location}`),
  };
}

/**
 * A place for each allocation that has none: where most of the item lies. Throws invalid_state where no location
 * stocks it.
 */
export function placesFor(
  order: PurchaseOrderRow,
  storeOf: (storeId: string) => StoreRuntime,
): Map<number, ShopifyId> {
  const chosen = new Map<number, ShopifyId>();
  const open = order.lines.flatMap((line) =>
    line.allocations.filter((part) => part.locationId === null).map((part) => ({ line, part })),
  );
  for (const [storeId, of] of Map.groupBy(open, ({ part }) => part.storeId)) {
    const places = Map.groupBy(
      storeOf(storeId).mirror.supply.stockedAt(of.map(({ part }) => part.inventoryItemId)),
      (place: StockedAt) => place.inventoryItemId,
    );
    for (const { line, part } of of) {
      const taken = new Set(
        line.allocations
          .filter((one) => one.storeId === storeId && one.variantId === part.variantId)
          .map((one) => one.locationId ?? chosen.get(one.id)),
      );
      const place = places.get(part.inventoryItemId)?.find((one) => !taken.has(one.locationId));
      if (!place)
        throw new RoyalError({
          code: 'invalid_state',
          message: `${line.title} is stocked at no location of ${storeId} that could take it.`,
          next: 'Stock it at a location in the shop, sync, and send the order again.',
        });
      chosen.set(part.id, place.locationId);
    }
  }
  return chosen;
}
