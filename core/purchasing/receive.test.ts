import { describe, expect, it } from 'vitest';
import { createHarness, type Harness, OWNER } from '../orchestrator/testing/harness.ts';
import { receiveOrder } from './receive.ts';

type Arrived = { allocationId: number; locationId?: number; accepted: number };

type Part = { variantId: number; item: number; locationId: number };

/** Five units of each part, all on one line or each on its own. */
function orderOf(harness: Harness, parts: Part[], apart = false) {
  const { purchaseOrders } = harness.life.ledger;
  const allocations = parts.map(({ variantId, item, locationId }) => {
    return { storeId: 'gbp', variantId, inventoryItemId: item, locationId, quantity: 5 };
  });
  const line = { title: 'Mug', sku: 'MUG', unitCost: 400 };
  const { id } = purchaseOrders.create(
    {
      supplier: 'ACME',
      currency: 'GBP',
      lines: apart ? allocations.map((one) => ({ ...line, allocations: [one] })) : [{ ...line, allocations }],
    },
    OWNER,
  );
  const allOf = () => purchaseOrders.require(id).lines.flatMap((one) => one.allocations);
  return {
    id,
    parts: allOf().map((part) => part.id),
    receive: async (lines: Arrived[], expected = 'verified') => {
      const { orchestrator, ledger } = harness.life;
      const base = { ledger, orchestrator, stores: () => [], planner: null, clock: harness.clock.now };
      const given = lines.map((line) => ({ damaged: 0, short: 0, ...line }));
      const options = { id, lines: given, confirmOver: false, wait: true };
      const { actions } = await receiveOrder(base, options, OWNER, undefined);
      expect(new Set(actions.map(({ state }) => state))).toEqual(new Set([expected]));
      return actions[0]!.id;
    },
    undo: async (actionId: number) => {
      const { orchestrator } = harness.life;
      const undoing = await orchestrator.undo(actionId, OWNER);
      expect((await orchestrator.whenDone(undoing.id)).state).toBe('verified');
    },
    received: () => allOf().map((part) => part.received),
  };
}

describe('receiving', () => {
  it('books each variant of one code as itself', async () => {
    const harness = createHarness();
    const { levels } = harness.shop;
    const [mug, twin] = [levels.get('21:31')!, levels.get('22:31')!];
    const order = orderOf(harness, [
      { variantId: 11, item: 21, locationId: 31 },
      { variantId: 12, item: 22, locationId: 31 },
    ]);
    await order.receive([{ allocationId: order.parts[1]!, accepted: 2 }]);
    expect(order.received()).toEqual([0, 2]);
    expect([levels.get('21:31'), levels.get('22:31')]).toEqual([mug, twin + 2]);
    await order.receive(order.parts.map((allocationId) => ({ allocationId, accepted: 3 })));
    expect(order.received()).toEqual([3, 5]);
    expect([levels.get('21:31'), levels.get('22:31')]).toEqual([mug + 3, twin + 5]);
  });

  it('books what was put elsewhere to the part that it came for, and takes it back from there', async () => {
    const harness = createHarness();
    const order = orderOf(harness, [
      { variantId: 11, item: 21, locationId: 31 },
      { variantId: 11, item: 21, locationId: 32 },
    ]);
    const [first, second] = order.parts as [number, number];
    await order.receive([{ allocationId: first, locationId: 32, accepted: 5 }]);
    expect(order.received()).toEqual([5, 0]);
    const last = await order.receive([{ allocationId: second, accepted: 5 }]);
    await order.undo(last);
    expect(order.received()).toEqual([5, 0]);
  });

  it('takes a delivery of more lines than the shop takes at once', async () => {
    const harness = createHarness();
    const parts = Array.from({ length: 600 }, (_, at) => {
      harness.shop.levels.set(`${1000 + at}:31`, 0);
      return { variantId: 5000 + at, item: 1000 + at, locationId: 31 };
    });
    const order = orderOf(harness, parts, true);
    await order.receive(order.parts.map((allocationId) => ({ allocationId, accepted: 5 })));
    expect(order.received()).toEqual(parts.map(() => 5));
    expect(harness.shop.effectiveWrites).toHaveLength(3);
    expect(harness.life.ledger.purchaseOrders.require(order.id).state).toBe('received');
  });

  it('keeps the order as it is until the shop has answered: what came is booked', async () => {
    const harness = createHarness();
    const { ledger, orchestrator } = harness.life;
    const order = orderOf(harness, [{ variantId: 11, item: 21, locationId: 31 }]);
    const { version } = ledger.purchaseOrders.require(order.id);
    harness.shop.faults = ['answer_lost'];
    const receipt = await order.receive([{ allocationId: order.parts[0]!, accepted: 5 }], 'unknown');
    const underWay = /A receipt of PO-0001 is under way/;
    expect(() => ledger.purchaseOrders.edit(order.id, version, { lines: [] }, OWNER)).toThrow(underWay);
    const cancel = { type: 'purchase_order.cancel', input: { purchaseOrderId: order.id } };
    const { action } = orchestrator.propose({ ...cancel, storeId: 'gbp' }, OWNER);
    orchestrator.approve(action.id, OWNER);
    expect(await orchestrator.whenDone(action.id)).toMatchObject({
      state: 'failed',
      outcome: { text: expect.stringMatching(underWay) },
    });
    await harness.clock.advance(60_000);
    expect(ledger.actions.require(receipt).state).toBe('verified');
    expect(order.received()).toEqual([5]);
  });

  it('of a draft, taken back, leaves its lines as they were booked', async () => {
    const harness = createHarness();
    const { purchaseOrders } = harness.life.ledger;
    const order = orderOf(harness, [{ variantId: 11, item: 21, locationId: 31 }]);
    await order.undo(await order.receive([{ allocationId: order.parts[0]!, accepted: 5 }]));
    const { state, version } = purchaseOrders.require(order.id);
    expect(state).toBe('draft');
    expect(() => purchaseOrders.edit(order.id, version, { lines: [] }, OWNER)).toThrow(
      /PO-0001 has receipts that were taken back/,
    );
    expect(purchaseOrders.edit(order.id, version, { supplier: 'Other' }, OWNER).supplier).toBe('Other');
  });
});
