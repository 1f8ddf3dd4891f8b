/** suppliers.*, supplyTerms.*, supplyOffers.*: whom goods come from, on what terms, and what nobody has said yet. */
import { RoyalError } from '../../shared/errors.ts';
import { noteCosts } from '../purchasing/filled-in-costs.ts';
import { matchPaste } from '../purchasing/match-paste.ts';
import { offersView } from '../purchasing/offers-view.ts';
import { setSupplier } from '../purchasing/set-supplier.ts';
import {
  budgetView,
  leadTimesView,
  supplierNames,
  supplierView,
  supplyPage,
  termView,
} from '../purchasing/supply-view.ts';
import { variantOf } from '../variant-of.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { purchasingBase } from './purchasing-procedures.ts';

export function supplyProcedures(os: Implementer, parts: CoreParts) {
  const { ledger, person, stores } = parts;
  const base = purchasingBase(parts);
  return {
    suppliers: {
      list: os.suppliers.list.handler(({ input }) =>
        stores
          .some(input.storeId)
          .flatMap((store) => supplierNames(base, store).map((name) => supplierView(base, store, name))),
      ),
      set: os.suppliers.set.handler(({ input: { storeId, supplier, by, ...change } }) => {
        const store = stores.get(storeId);
        setSupplier(ledger, store, supplier, change, person(by));
        return supplierView(base, store, supplier);
      }),
      leadTimes: os.suppliers.leadTimes.handler(({ input }) =>
        stores.some(input.storeId).flatMap((store) => leadTimesView(base, store, input.supplier)),
      ),
      budget: os.suppliers.budget.handler(({ input }) => budgetView(base, stores.get(input.storeId))),
      setBudget: os.suppliers.setBudget.handler(({ input: { storeId, monthly, by } }) => {
        const store = stores.get(storeId);
        ledger.budgets.set(storeId, monthly, person(by));
        return budgetView(base, store);
      }),
    },
    supplyTerms: {
      list: os.supplyTerms.list.handler(({ input: { storeId, ...query } }) =>
        supplyPage(base, stores.get(storeId), query),
      ),
      set: os.supplyTerms.set.handler(({ input: { storeId, rows, by } }) => {
        const store = stores.get(storeId);
        const ids = rows.map((row) => row.variantId);
        const variants = store.mirror.supply.variants(ids);
        const known = new Set(variants.map((one) => one.variantId));
        const stranger = ids.find((id) => !known.has(id));
        if (stranger !== undefined)
          throw new RoyalError({
            code: 'not_found',
            message: `${storeId} has no variant ${stranger}; nothing was saved.`,
            next: 'Sync the store, or leave that row out.',
          });
        ledger.supplyTerms.set(storeId, rows, person(by));
        noteCosts(ledger, store.mirror, ids);
        store.mirror.markVariants(ids);
        const sales = store.mirror.supply.salesOf(ids);
        return variants.map((one) => termView(base, store, one, sales.get(one.variantId) ?? 0));
      }),
      paste: os.supplyTerms.paste.handler(({ input }) =>
        matchPaste(base, stores.get(input.storeId), input.text),
      ),
    },
    supplyOffers: {
      list: os.supplyOffers.list.handler(({ input: { storeId, variantId } }) =>
        offersView(base, stores.get(storeId), variantId),
      ),
      set: os.supplyOffers.set.handler(({ input: { storeId, by, ...offer } }) => {
        const store = stores.get(storeId);
        const { vendor } = variantOf(store, offer.variantId);
        ledger.transaction(() => {
          ledger.supplyOffers.set(storeId, vendor, offer, person(by));
          if (!supplierNames(base, store).includes(offer.supplier))
            ledger.suppliers.set(storeId, offer.supplier, {}, person(by));
        });
        return offersView(base, store, offer.variantId);
      }),
      remove: os.supplyOffers.remove.handler(({ input: { storeId, variantId, supplier, by } }) => {
        const store = stores.get(storeId);
        ledger.supplyOffers.remove(storeId, variantId, supplier, person(by));
        return offersView(base, store, variantId);
      }),
      choose: os.supplyOffers.choose.handler(({ input: { storeId, variantId, supplier, by } }) => {
        const store = stores.get(storeId);
        const variant = variantOf(store, variantId);
        ledger.supplyOffers.choose(storeId, store.info.currency, variant, supplier, person(by));
        noteCosts(ledger, store.mirror, [variantId]);
        store.mirror.markVariants([variantId]);
        return offersView(base, store, variantId);
      }),
    },
  };
}
