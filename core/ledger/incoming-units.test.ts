import { describe, expect, it } from 'vitest';
import { tenOrdered } from './testing/ten-ordered.ts';
import { openTestLedger } from './testing/test-ledger.ts';

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
