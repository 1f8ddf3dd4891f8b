/** Hands the costs that people filled in from the ledger on to the mirror, which reckons with them. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Mirror } from '../mirror/types.ts';

/**
 * All of them, when a mirror is opened: it may be new, or older than the ledger, or the program ended between the two.
 */
export function copyCosts(ledger: Ledger, mirror: Mirror): void {
  const currencies = ledger.suppliers
    .list(mirror.storeId)
    .flatMap(({ supplier, currency }) => (currency === undefined ? [] : [{ supplier, currency }]));
  mirror.copyOwnCosts(ledger.supplyTerms.costs(mirror.storeId), currencies);
}

/** Once the terms of some variants were changed. */
export function noteCosts(ledger: Ledger, mirror: Mirror, variantIds: readonly ShopifyId[]): void {
  mirror.setOwnCosts(
    variantIds.map((variantId) => {
      const terms = ledger.supplyTerms.get(mirror.storeId, variantId);
      return { variantId, supplier: terms?.supplier ?? null, cost: terms?.unitCost ?? null };
    }),
  );
}

/** Once a supplier was changed: a cost in other money than the store's is none of the store's figures. */
export function noteSupplier(ledger: Ledger, mirror: Mirror, supplier: string): void {
  mirror.setCostCurrency(supplier, ledger.suppliers.get(mirror.storeId, supplier)?.currency ?? null);
}
