import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RoyalError } from '../../shared/errors.ts';
import { openUnits } from './purchase-order-rows.ts';
import { tenOrdered } from './testing/ten-ordered.ts';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

/** What the shop and its mirror hold of one variant, beside a ledger that orders ten of it; each step takes a while. */
function world() {
  let now = 1_000;
  const ledger = openTestLedger({ now: () => now });
  const { shop, ...order } = tenOrdered(ledger, 'gbp');
  let mirror = { ...shop };
  let seenAt: number | null = null;
  const tick = () => {
    now += 10;
  };
  return {
    ledger,
    send() {
      tick();
      order.send();
    },
    tell() {
      tick();
      order.tell();
    },
    receive(accepted: number, damaged = 0) {
      tick();
      order.receive(accepted, damaged);
    },
    close() {
      tick();
      order.close();
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

describe('whatever becomes of an order', () => {
  type Step =
    | { does: 'send' | 'tell' | 'sync' | 'close' | 'cancel' | 'takeBack' }
    | { does: 'receive'; part: number; accepted: number; damaged: number; short: number };
  const step = fc.oneof(
    fc.constantFrom<Step>(
      ...(['send', 'tell', 'sync', 'close', 'cancel', 'takeBack'] as const).map((does) => ({ does })),
    ),
    fc.record({
      does: fc.constant('receive' as const),
      part: fc.integer({ min: 0, max: 1 }),
      accepted: fc.nat(8),
      damaged: fc.nat(2),
      short: fc.nat(2),
    }),
  );

  it('its units neither vanish nor double, and the shop is told what is to come', () => {
    let now = 1_000;
    const ledger = openTestLedger({ now: () => now });
    const { purchaseOrders } = ledger;
    const { id: actionId } = ledger.actions.propose(
      { type: 'price.change', storeId: 'gbp', input: {}, title: 'x', evidence: [], key: 'x' },
      { actor: OWNER },
    );
    let variantId = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), fc.integer({ min: 1, max: 9 }), (steps, ordered) => {
        variantId += 1;
        const shop = { available: -2, incoming: 0 };
        let mirror = { ...shop };
        let seenAt = now;
        const places = [31, 32].map((locationId) => {
          return { storeId: 'gbp', variantId, inventoryItemId: variantId, locationId, quantity: ordered };
        });
        const lines = [{ title: 'Mug', sku: null, unitCost: 1, allocations: places }];
        const { id } = purchaseOrders.create({ supplier: 'ACME', currency: 'GBP', lines }, OWNER);
        const order = () => purchaseOrders.require(id);
        const parts = () => order().lines[0]!.allocations;
        const booked: { part: number; accepted: number; damaged: number; short: number }[] = [];
        const book = ({ part, ...units }: (typeof booked)[number]): void => {
          const { id: allocationId, lineId, locationId } = parts()[part]!;
          const received = { lineId, allocationId, locationId: locationId!, ...units };
          purchaseOrders.receive(id, 'gbp', actionId!, [received], OWNER, true);
          shop.available += units.accepted;
        };
        const tell = (): void => {
          for (const { allocation, delta } of purchaseOrders.untold(order(), 'gbp')) {
            shop.incoming += delta;
            purchaseOrders.told(actionId!, [{ allocationId: allocation.id, delta }]);
          }
        };
        const does: Record<Step['does'], (one: Step) => void> = {
          send: () => purchaseOrders.send(id, null, {}, OWNER),
          close: () => purchaseOrders.close(id, order().version, OWNER),
          cancel: () => purchaseOrders.cancel(id, null, OWNER),
          tell,
          sync: () => {
            mirror = { ...shop };
            seenAt = now;
          },
          receive: (one) => {
            if (one.does !== 'receive') return;
            const { does: _, ...units } = one;
            book(units);
            booked.push(units);
          },
          takeBack: () => {
            const last = booked.pop();
            if (!last) return;
            const { part, accepted, damaged, short } = last;
            book({ part, accepted: 0 - accepted, damaged: 0 - damaged, short: 0 - short });
          },
        };
        for (const one of steps) {
          now += 10;
          try {
            does[one.does](one);
          } catch (error) {
            if (!(error instanceof RoyalError) || error.code !== 'invalid_state') throw error;
          }
          const { state } = order();
          const over = state === 'received' || state === 'closed' || state === 'cancelled';
          const open = parts().reduce((sum, part) => sum + (over ? 0 : openUnits(part)), 0);
          const known = purchaseOrders.incoming('gbp', seenAt).get(variantId) ?? 0;
          expect(mirror.available + mirror.incoming + known).toBe(shop.available + open);
          const received = parts().reduce((sum, part) => sum + part.received, 0);
          expect(received).toBe(booked.reduce((sum, units) => sum + units.accepted, 0));
          expect(received).toBe(purchaseOrders.receipts(id).reduce((sum, row) => sum + row.accepted, 0));
          expect(shop.available).toBe(-2 + received);
        }
        tell();
        const { state } = order();
        const expected = state === 'sent' || state === 'partly_received';
        expect(shop.incoming).toBe(parts().reduce((sum, part) => sum + (expected ? openUnits(part) : 0), 0));
      }),
      { numRuns: 150 },
    );
  });
});
