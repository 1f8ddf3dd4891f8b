/** What agents see of a store's suppliers. */
import type { StoreId } from '../../shared/action.ts';
import type { SupplierReader } from '../../shared/agent.ts';
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
      return ({ variantId, vendor }) => supplyTerms.combined(storeId, set.get(variantId) ?? null, vendor);
    },
    offers: (currency) => supplyOffers.ofStore(storeId, currency),
    incoming: () => purchaseOrders.incoming(storeId, seenAt()),
    budget: (month) => budgets.of(storeId, month),
  };
}
