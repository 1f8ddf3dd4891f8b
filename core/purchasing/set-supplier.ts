/** Sets terms of a supplier; paid in another currency, what it asks stays as it is written. */
import type { Actor } from '../../shared/action.ts';
import { type Minor, sameDecimal } from '../../shared/money.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SupplierChange } from '../ledger/suppliers.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { noteCosts, noteSupplier } from './filled-in-costs.ts';

export function setSupplier(
  ledger: Ledger,
  { info, mirror }: Pick<StoreRuntime, 'info' | 'mirror'>,
  supplier: string,
  change: SupplierChange,
  actor: Actor,
): void {
  const { suppliers, supplyTerms, supplyOffers } = ledger;
  const set = suppliers.get(info.id, supplier);
  const before = set?.currency ?? info.currency;
  const after = change.currency === undefined ? before : (change.currency ?? info.currency);
  const written = (minor: Minor): Minor => sameDecimal(minor, before, after);
  const kept = (minor: Minor | undefined): Minor | undefined =>
    minor === undefined ? minor : written(minor);
  const costs =
    before === after
      ? []
      : [...supplyTerms.costs(info.id)].filter((one) => one.supplier === supplier || one.supplier === null);
  const vendors = new Map(
    mirror.supply.variants(costs.map(({ variantId }) => variantId)).map((one) => [one.variantId, one.vendor]),
  );
  const own = costs.filter(({ variantId, supplier: from }) => (from ?? vendors.get(variantId)) === supplier);
  ledger.transaction(() => {
    suppliers.set(
      info.id,
      supplier,
      {
        ...change,
        minimumOrder: change.minimumOrder === undefined ? kept(set?.minimumOrder) : change.minimumOrder,
        freeFreightFrom:
          change.freeFreightFrom === undefined ? kept(set?.freeFreightFrom) : change.freeFreightFrom,
      },
      actor,
    );
    if (own.length > 0)
      supplyTerms.set(
        info.id,
        own.map(({ variantId, cost }) => ({ variantId, unitCost: written(cost) })),
        actor,
      );
    if (before !== after) supplyOffers.rewriteCosts(info.id, supplier, written);
  });
  noteSupplier(ledger, mirror, supplier);
  noteCosts(
    ledger,
    mirror,
    own.map(({ variantId }) => variantId),
  );
}
