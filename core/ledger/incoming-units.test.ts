import { describe, expect, it } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

/** What the shop and its mirror hold of one variant, beside a ledger that orders ten of it. */
function world() {
  let now = 1_000;
  const ledger = openTestLedger({ now: () => now });
  const { id: actionId } = ledger.actions.propose(
    { type: 'price.change', storeId: 'gbp', input: {}, title: 'x', evidence: [], key: 'x' },
    { actor: OWNER },
  );
  const shop = { available: 5, incoming: 0 };
  let mirror = { ...shop };
  let seenAt: number | null = null;
  const tick = () => {
    now += 10;
  };
  const made = ledger.purchaseOrders.create(
    {
      supplier: 'ACME',
      currency: 'GBP',
      lines: [
        {
          title: 'Mug',
          sku: null,
          unitCost: 1,
          allocations: [{ storeId: 'gbp', variantId: 11, inventoryItemId: 21, locationId: 31, quantity: 10 }],
        },
      ],
    },
    OWNER,
  );
  const { id } = made;
  const lineId = made.lines[0]!.id;
  return {
    ledger,
    id,
    send() {
      tick();
      ledger.purchaseOrders.send(id, null, {}, OWNER);
    },
    tell() {
      tick();
      for (const { allocation, delta } of ledger.purchaseOrders.untold(
        ledger.purchaseOrders.require(id),
        'gbp',
      )) {
        shop.incoming += delta;
        ledger.purchaseOrders.told(actionId!, [{ allocationId: allocation.id, delta }]);
      }
    },
    receive(accepted: number, damaged = 0) {
      tick();
      shop.available += accepted;
      ledger.purchaseOrders.receive(
        id,
        'gbp',
        actionId!,
        [{ lineId, locationId: 31, accepted, damaged, short: 0 }],
        OWNER,
      );
    },
    close() {
      tick();
      ledger.purchaseOrders.close(id, ledger.purchaseOrders.require(id).version, OWNER);
    },
    sync() {
      tick();
      mirror = { ...shop };
      seenAt = now;
      tick();
    },
    /** As the agent adds it up. */
    position: () =>
      mirror.available + mirror.incoming + (ledger.purchaseOrders.incoming('gbp', seenAt ?? 0).get(11) ?? 0),
  };
}

describe('units on their way', () => {
  it('are counted once, in whichever order receipts, telling and syncs come', () => {
    const orders = [
      ['send', 'tell', 'sync', 'receive', 'sync', 'tell', 'sync'],
      ['send', 'sync', 'tell', 'receive', 'tell', 'sync'],
      ['send', 'receive', 'sync', 'tell', 'sync'],
      ['send', 'tell', 'sync', 'receive', 'tell', 'sync'],
      ['receive', 'sync', 'tell', 'sync'],
    ] as const;
    for (const steps of orders) {
      const one = world();
      one.sync();
      expect(one.position()).toBe(15);
      for (const step of steps) {
        if (step === 'receive') one.receive(10);
        else one[step]();
        expect(one.position(), `${steps.join(' ')}: after ${step}`).toBe(15);
      }
    }
  });

  it('no more where they are damaged, or the order is closed', () => {
    const one = world();
    one.sync();
    one.send();
    one.tell();
    one.sync();
    one.receive(4, 2);
    expect(one.position()).toBe(5 + 8);
    one.close();
    expect(one.position()).toBe(5 + 4);
    one.tell();
    one.sync();
    expect(one.position()).toBe(5 + 4);
    expect(one.ledger.purchaseOrders.withUntold()).toEqual([]);
  });
});
