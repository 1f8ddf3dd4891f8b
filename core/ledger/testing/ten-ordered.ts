/** Ten mugs ordered for one store, and a shop that has five: what becomes of them, step by step. */
import type { StoreId } from '../../../shared/action.ts';
import type { Ledger } from '../ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

export function tenOrdered(ledger: Ledger, storeId: StoreId) {
  const { purchaseOrders } = ledger;
  const shop = { available: 5, incoming: 0 };
  const { id: actionId } = ledger.actions.propose(
    { type: 'price.change', storeId, input: {}, title: 'x', evidence: [], key: 'x' },
    { actor: OWNER },
  );
  const allocation = { storeId, variantId: 11, inventoryItemId: 21, locationId: 31, quantity: 10 };
  const { id, lines } = purchaseOrders.create(
    {
      supplier: 'ACME',
      currency: 'GBP',
      lines: [{ title: 'Mug', sku: null, unitCost: 1, allocations: [allocation] }],
    },
    OWNER,
  );
  const lineId = lines[0]!.id;
  return {
    shop,
    send() {
      purchaseOrders.send(id, null, {}, OWNER);
    },
    /** The shop shows what is incoming. */
    tell() {
      for (const { allocation: of, delta } of purchaseOrders.untold(purchaseOrders.require(id), storeId)) {
        shop.incoming += delta;
        purchaseOrders.told(actionId!, [{ allocationId: of.id, delta }]);
      }
    },
    receive(accepted: number, damaged = 0) {
      shop.available += accepted;
      const units = { lineId, locationId: 31, accepted, damaged, short: 0 };
      purchaseOrders.receive(id, storeId, actionId!, [units], OWNER);
    },
    close() {
      purchaseOrders.close(id, purchaseOrders.require(id).version, OWNER);
    },
  };
}
