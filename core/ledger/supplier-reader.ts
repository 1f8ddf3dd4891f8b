/** What agents see of a store's suppliers. */
import type { StoreId } from '../../shared/action.ts';
import type { SupplierReader } from '../../shared/agent.ts';
import { remembered } from '../../shared/remembered.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Ledger } from './ledger.ts';

/** `seenAt`: when the store's mirror was last synced. */
export function supplierReader(
  ledger: Pick<Ledger, 'suppliers' | 'supplyTerms' | 'supplyOffers' | 'purchaseOrders' | 'budgets'>,
  storeId: StoreId,
  seenAt: () => EpochMs | null,
): SupplierReader {
  const { suppliers, supplyTerms, supplyOffers, purchaseOrders, budgets } = ledger;
  return {
    terms: (vendor) => suppliers.terms(storeId, vendor),
    variantTerms: () => {
      const set = new Map([...supplyTerms.list(storeId)].map((row) => [row.variantId, row]));
      // A store has many variants of few vendors, and most of them have no terms of their own.
      const ofVendor = remembered((vendor: string) => supplyTerms.combined(storeId, null, vendor));
      return ({ variantId, vendor }) => {
        const own = set.get(variantId);
        return own ? supplyTerms.combined(storeId, own, vendor) : ofVendor(vendor);
      };
    },
    offers: (currency) => supplyOffers.ofStore(storeId, currency),
    incoming: () => purchaseOrders.incoming(storeId, seenAt()),
    unitsToCome: () => purchaseOrders.toCome(storeId),
    budget: (month) => budgets.of(storeId, month),
  };
}
