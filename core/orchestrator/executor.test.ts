import { describe, expect, it } from 'vitest';
import type { ActionState } from '../../shared/action.ts';
import { dayOf, formatDay } from '../../shared/time.ts';
import type { PriceChange } from '../actions/price-change.ts';
import type { PurchaseOrderCreate } from '../actions/purchase-order-create.ts';
import type { ActionRow } from '../ledger/types.ts';
import { settle } from './testing/fake-clock.ts';
import { createHarness, type Harness, OWNER } from './testing/harness.ts';

const HOUR = 3_600_000;
const PRICE: PriceChange = { variantId: 11, price: 900 };
const ORDER: PurchaseOrderCreate = {
  supplier: 'ACME',
  lines: [
    { variantId: 11, inventoryItemId: 21, title: 'Mug', sku: 'MUG', quantity: 10, unitCost: 400 },
    { variantId: 12, inventoryItemId: 22, title: 'Cup', sku: null, quantity: 4, unitCost: null },
  ],
};

function propose(harness: Harness, type: string, input: unknown): ActionRow {
  return harness.life.orchestrator.propose({ type, storeId: 'gbp', input }, OWNER).action;
}

async function carryOut(harness: Harness, type: string, input: unknown): Promise<ActionRow> {
  const { orchestrator } = harness.life;
  const { id } = propose(harness, type, input);
  orchestrator.approve(id, OWNER);
  return orchestrator.whenDone(id);
}

const stateOf = (harness: Harness, id: number): ActionState => harness.life.ledger.actions.require(id).state;

async function openOrder(harness: Harness): Promise<{ orderId: number; lines: number[]; actionId: number }> {
  const action = await carryOut(harness, 'purchase_order.create', ORDER);
  const order = harness.life.ledger.purchaseOrders.ofAction(action.id)!;
  return { orderId: order.id, lines: order.lines.map((line) => line.id), actionId: action.id };
}

const receiveInput = (orderId: number, lines: number[]): unknown => ({
  purchaseOrderId: orderId,
  lines: [
    { lineId: lines[0], locationId: 31, quantity: 6 },
    { lineId: lines[0], locationId: 32, quantity: 4 },
    { lineId: lines[1], locationId: 31, quantity: 4 },
  ],
});

describe('price.change', () => {
  it('is read, sent, read back and verified, with its intent on record', async () => {
    const harness = createHarness();
    const done = await carryOut(harness, 'price.change', PRICE);
    expect(done).toMatchObject({
      state: 'verified',
      title: 'Mug: price £9.00',
      outcome: { text: 'The price is £9.00.' },
    });
    expect(harness.shop.effectiveWrites).toEqual(['price 11 9.00']);
    const [attempt] = harness.life.ledger.attempts.list(done.id);
    expect(attempt).toMatchObject({ state: 'answered', sends: 1, request: { before: 1000, after: 900 } });
    const kinds = harness.life.ledger.audit.list().map((row) => row.kind);
    expect(kinds).toEqual(['action.verified', 'action.executing', 'action.approved', 'action.proposed']);
    expect(harness.life.ledger.audit.verify().state).toBe('ok');
  });

  it('sends nothing where the price is no longer the one it was proposed on', async () => {
    const harness = createHarness();
    harness.shop.prices.set(11, '12.00');
    const done = await carryOut(harness, 'price.change', { ...PRICE, from: 1000 });
    expect(done.state).toBe('failed');
    expect(done.outcome?.text).toMatch(/The price is £12.00 by now, not £10.00/);
    expect(harness.shop.arrived).toBe(0);
    expect(harness.life.ledger.attempts.list(done.id)).toEqual([]);
  });

  it('a lost answer is settled by reading, not by sending again', async () => {
    const harness = createHarness();
    harness.shop.faults = ['answer_lost'];
    const done = await carryOut(harness, 'price.change', PRICE);
    expect(done.state).toBe('verified');
    expect(harness.shop.arrived).toBe(1);
  });

  it('a lost request is sent again with the same intent', async () => {
    const harness = createHarness();
    harness.shop.faults = ['request_lost'];
    const done = await carryOut(harness, 'price.change', PRICE);
    expect(done.state).toBe('verified');
    expect(harness.life.ledger.attempts.list(done.id)).toMatchObject([{ number: 1, sends: 2 }]);
    expect(harness.shop.effectiveWrites).toHaveLength(1);
  });

  it('another writer after a lost answer: nothing more is sent, and it is said', async () => {
    const harness = createHarness();
    harness.shop.faults = ['request_lost'];
    harness.shop.afterRead = () => harness.shop.prices.set(11, '7.77');
    const done = await carryOut(harness, 'price.change', PRICE);
    expect(done.state).toBe('failed');
    expect(done.outcome?.text).toMatch(/£7.77: someone else set it. Nothing more was sent/);
    expect(harness.shop.effectiveWrites).toEqual([]);
  });

  it('what can not be settled now is unknown, and is settled once the shop is back', async () => {
    const harness = createHarness();
    harness.shop.faults = ['answer_lost'];
    harness.shop.beforeMutation = () => {
      harness.shop.down = true;
    };
    const { id } = await carryOut(harness, 'price.change', PRICE);
    expect(stateOf(harness, id)).toBe('unknown');
    await harness.clock.advance(60_000);
    expect(stateOf(harness, id)).toBe('unknown');
    harness.shop.down = false;
    await harness.clock.advance(300_000);
    expect(stateOf(harness, id)).toBe('verified');
    expect(harness.shop.effectiveWrites).toHaveLength(1);
  });

  it('waits while the shop is away before anything was sent, and gives up after a day', async () => {
    const harness = createHarness();
    harness.shop.down = true;
    const first = await carryOut(harness, 'price.change', PRICE);
    expect(first).toMatchObject({
      state: 'executing',
      outcome: { text: expect.stringMatching(/Waits for the shop/) },
    });
    harness.shop.down = false;
    await harness.clock.advance(10_000);
    expect(stateOf(harness, first.id)).toBe('verified');
    harness.shop.down = true;
    const second = await carryOut(harness, 'price.change', { ...PRICE, price: 800 });
    await harness.clock.advance(25 * HOUR);
    expect(stateOf(harness, second.id)).toBe('failed');
  });

  it('is undone only while the price is the one we wrote', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const done = await carryOut(harness, 'price.change', PRICE);
    harness.shop.prices.set(11, '8.50');
    await expect(orchestrator.undo(done.id, OWNER)).rejects.toThrow(/£8.50 by now, not the £9.00/);
    harness.shop.prices.set(11, '9.00');
    const undoing = await orchestrator.undo(done.id, OWNER);
    const undone = await orchestrator.whenDone(undoing.id);
    expect(undone).toMatchObject({ state: 'verified', undoes: done.id });
    expect(ledger.actions.require(done.id)).toMatchObject({ state: 'undone', undoneBy: undoing.id });
    expect(harness.shop.prices.get(11)).toBe('10.00');
    await expect(orchestrator.undo(undoing.id, OWNER)).rejects.toThrow(/took back an earlier action/);
    await expect(orchestrator.undo(done.id, OWNER)).rejects.toThrow(/is undone/);
  });

  it('an undo meets a change made between asking and writing', async () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const done = await carryOut(harness, 'price.change', PRICE);
    harness.shop.afterRead = () => {
      harness.shop.prices.set(11, '8.50');
      harness.shop.afterRead = null;
    };
    const undoing = await orchestrator.undo(done.id, OWNER);
    expect((await orchestrator.whenDone(undoing.id)).state).toBe('failed');
    expect(stateOf(harness, done.id)).toBe('verified');
    expect(harness.shop.prices.get(11)).toBe('8.50');
  });

  it('a definite refusal fails; a person may retry under a new intent', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    harness.shop.faults = ['shop_refused'];
    const failed = await carryOut(harness, 'price.change', PRICE);
    expect(failed.state).toBe('failed');
    orchestrator.retry(failed.id, OWNER);
    expect((await orchestrator.whenDone(failed.id)).state).toBe('verified');
    expect(ledger.attempts.list(failed.id).map((attempt) => attempt.state)).toEqual(['refused', 'answered']);
    expect(() => orchestrator.retry(failed.id, OWNER)).toThrow(/can't be tried again/);
  });

  it('throttling is met with new intents, three at most', async () => {
    const harness = createHarness();
    harness.shop.faults = ['throttled', 'throttled'];
    const { id } = await carryOut(harness, 'price.change', PRICE);
    await harness.clock.advance(60_000);
    expect(stateOf(harness, id)).toBe('verified');
    harness.shop.faults = ['throttled', 'throttled', 'throttled', 'throttled'];
    const second = await carryOut(harness, 'price.change', { ...PRICE, price: 800 });
    await harness.clock.advance(600_000);
    expect(stateOf(harness, second.id)).toBe('failed');
    expect(harness.life.ledger.attempts.list(second.id)).toHaveLength(3);
  });

  it('a scope that was not granted is asked for, and nothing is read or sent', async () => {
    const harness = createHarness();
    harness.shop.granted.delete('write_products');
    const done = await carryOut(harness, 'price.change', PRICE);
    expect(done.outcome?.text).toMatch(/lacks write_products.*Grant write_products/);
    expect(harness.life.ledger.attempts.list(done.id)).toEqual([]);
    harness.shop.granted.add('write_products');
    harness.life.orchestrator.retry(done.id, OWNER);
    expect((await harness.life.orchestrator.whenDone(done.id)).state).toBe('verified');
  });
});

describe('purchase orders', () => {
  it('expects the goods a lead time after the order was approved, however long it waited', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const { id } = propose(harness, 'purchase_order.create', { ...ORDER, leadTimeDays: 13.5 });
    await harness.clock.advance(3 * 24 * HOUR);
    orchestrator.approve(id, OWNER);
    await orchestrator.whenDone(id);
    expect(ledger.purchaseOrders.ofAction(id)!.expectedOn).toBe(
      formatDay(dayOf(harness.clock.now(), 'Europe/London') + 14),
    );
  });

  it('are made in the ledger with their attempt, and cancelled while nothing was received', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const { orderId, actionId } = await openOrder(harness);
    expect(ledger.purchaseOrders.require(orderId)).toMatchObject({
      state: 'draft',
      goods: null,
      currency: 'GBP',
    });
    expect(ledger.attempts.list(actionId)).toMatchObject([{ state: 'answered', sends: 0 }]);
    const undoing = await orchestrator.undo(actionId, OWNER);
    expect((await orchestrator.whenDone(undoing.id)).state).toBe('verified');
    expect(ledger.purchaseOrders.require(orderId).state).toBe('cancelled');
    expect(stateOf(harness, actionId)).toBe('undone');
    expect(harness.shop.arrived).toBe(0);
  });

  it('are received at several locations in one adjustment, and taken back by its negative', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const { orderId, lines, actionId } = await openOrder(harness);
    const received = await carryOut(harness, 'purchase_order.receive', receiveInput(orderId, lines));
    expect(received.state).toBe('verified');
    expect(harness.shop.levels).toEqual(
      new Map([
        ['21:31', 11],
        ['21:32', 4],
        ['22:31', 12],
      ]),
    );
    expect(harness.shop.effectiveWrites).toEqual(['adjust 21:31 6, 21:32 4, 22:31 4']);
    expect(ledger.purchaseOrders.require(orderId).state).toBe('received');
    await expect(orchestrator.undo(actionId, OWNER)).rejects.toThrow(/were received/);

    const again = await carryOut(harness, 'purchase_order.receive', receiveInput(orderId, lines));
    expect(again.state).toBe('failed');
    expect(again.outcome?.text).toMatch(/confirm that more came/);

    harness.shop.levels.set('21:32', 3);
    await expect(orchestrator.undo(received.id, OWNER)).rejects.toThrow(/not all are still available/);
    harness.shop.levels.set('21:32', 4);
    const undoing = await orchestrator.undo(received.id, OWNER);
    expect((await orchestrator.whenDone(undoing.id)).state).toBe('verified');
    expect(harness.shop.levels.get('21:31')).toBe(5);
    expect(ledger.purchaseOrders.require(orderId).state).toBe('draft');
  });

  it('a sale between reading and writing is met by compare-and-set and a new intent', async () => {
    const harness = createHarness();
    const { orderId, lines } = await openOrder(harness);
    let sold = false;
    harness.shop.beforeMutation = () => {
      if (!sold) harness.shop.levels.set('21:31', 4);
      sold = true;
    };
    const { id } = await carryOut(harness, 'purchase_order.receive', receiveInput(orderId, lines));
    await harness.clock.advance(60_000);
    expect(stateOf(harness, id)).toBe('verified');
    expect(harness.shop.levels.get('21:31')).toBe(10);
    expect(harness.shop.effectiveWrites).toHaveLength(1);
    expect(harness.life.ledger.attempts.list(id).map((attempt) => attempt.state)).toEqual([
      'refused',
      'answered',
    ]);
  });

  it.each(['answer_lost', 'request_lost'] as const)(
    '%s: the same request goes again under the same key',
    async (fault) => {
      const harness = createHarness();
      const { orderId, lines } = await openOrder(harness);
      harness.shop.faults = [fault];
      const { id } = await carryOut(harness, 'purchase_order.receive', receiveInput(orderId, lines));
      expect(stateOf(harness, id)).toBe('unknown');
      await harness.clock.advance(60_000);
      expect(stateOf(harness, id)).toBe('verified');
      expect(harness.shop.effectiveWrites).toHaveLength(1);
      expect(harness.life.ledger.attempts.list(id)).toMatchObject([{ number: 1, sends: 2 }]);
    },
  );

  it('a resend that is turned away at the door settles nothing', async () => {
    const harness = createHarness();
    const { orderId, lines } = await openOrder(harness);
    harness.shop.faults = ['answer_lost', 'shop_refused', 'throttled'];
    const { id } = await carryOut(harness, 'purchase_order.receive', receiveInput(orderId, lines));
    await harness.clock.advance(300_000);
    expect(stateOf(harness, id)).toBe('verified');
    expect(harness.shop.effectiveWrites).toHaveLength(1);
    expect(harness.life.ledger.attempts.list(id)).toMatchObject([{ number: 1, sends: 4 }]);
  });

  it.each([
    ['24 hours later', (time: number) => time + 24 * HOUR],
    ['with the clock set back', (time: number) => time - 2 * HOUR],
  ])('%s a key proves nothing: a person is asked, and their word is kept', async (_what, moved) => {
    const harness = createHarness();
    const { orderId, lines } = await openOrder(harness);
    harness.shop.faults = ['answer_lost'];
    const { id } = await carryOut(harness, 'purchase_order.receive', receiveInput(orderId, lines));
    expect(stateOf(harness, id)).toBe('unknown');
    harness.clock.set(moved(harness.clock.now()));
    const { orchestrator, ledger } = harness.reopen();
    orchestrator.start();
    await settle();
    expect(ledger.actions.require(id)).toMatchObject({ state: 'unknown', needsPerson: true });
    expect(orchestrator.status().actions).toMatchObject({ unknown: 1, needPerson: 1 });
    expect(harness.shop.arrived).toBe(1);
    orchestrator.settle(id, OWNER, 'done');
    expect(ledger.actions.require(id)).toMatchObject({ state: 'verified' });
    expect(ledger.purchaseOrders.require(orderId).state).toBe('received');
    expect(() => orchestrator.settle(id, OWNER, 'done')).toThrow(/can't be settled/);
  });
});

describe('order.tag', () => {
  it('adds what is missing, and its undo removes only that', async () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const done = await carryOut(harness, 'order.tag', { orderId: 41, tags: ['VIP', 'late'] });
    expect(done.state).toBe('verified');
    expect(harness.shop.effectiveWrites).toEqual(['tag 41 late']);
    const undoing = await orchestrator.undo(done.id, OWNER);
    await orchestrator.whenDone(undoing.id);
    expect(harness.shop.tags.get(41)).toEqual(['vip']);
    expect(stateOf(harness, done.id)).toBe('undone');
    const nothing = await carryOut(harness, 'order.tag', { orderId: 41, tags: ['vip'] });
    expect(nothing.outcome?.text).toMatch(/has all of these tags already/);
  });
});

describe('the emergency stop', () => {
  it('holds what is approved, over a restart, until it is lifted', async () => {
    const harness = createHarness();
    const first = propose(harness, 'price.change', PRICE);
    const second = propose(harness, 'order.tag', { orderId: 41, tags: ['late'] });
    harness.life.orchestrator.stop(OWNER, 'Something is wrong');
    harness.life.orchestrator.approve(first.id, OWNER);
    harness.life.orchestrator.approve(second.id, OWNER);
    expect((await harness.life.orchestrator.whenDone(first.id)).state).toBe('approved');
    harness.reopen().orchestrator.start();
    await harness.clock.advance(HOUR);
    expect(harness.shop.arrived).toBe(0);
    expect(harness.life.orchestrator.status().stop?.reason).toBe('Something is wrong');
    harness.life.orchestrator.resume(OWNER);
    await harness.clock.advance(1_000);
    expect(stateOf(harness, first.id)).toBe('verified');
    expect(stateOf(harness, second.id)).toBe('verified');
    const kinds = harness.life.ledger.audit.list().map((row) => row.kind);
    expect(kinds.filter((kind) => kind.startsWith('stop.'))).toEqual(['stop.lifted', 'stop.pulled']);
  });

  it('pulled between reading and sending: nothing leaves, and it is prepared anew', async () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const next = propose(harness, 'order.tag', { orderId: 41, tags: ['late'] });
    const { id } = propose(harness, 'price.change', PRICE);
    harness.shop.afterRead = () => {
      orchestrator.stop(OWNER, 'Now');
      harness.shop.afterRead = null;
    };
    orchestrator.approve(id, OWNER);
    orchestrator.approve(next.id, OWNER);
    await orchestrator.whenDone(id);
    expect(harness.shop.arrived).toBe(0);
    expect(['approved', 'executing']).toContain(stateOf(harness, id));
    orchestrator.resume(OWNER);
    await harness.clock.advance(1_000);
    expect([stateOf(harness, id), stateOf(harness, next.id)]).toEqual(['verified', 'verified']);
    expect(harness.shop.effectiveWrites).toHaveLength(2);
  });

  it('can be lifted by an owner only', () => {
    const { life } = createHarness();
    life.appDb.people.set({ name: 'bob', role: 'helper', approvalLimit: null }, OWNER);
    life.orchestrator.stop({ kind: 'person', id: 'bob' }, 'Help');
    expect(() => life.orchestrator.resume({ kind: 'person', id: 'bob' })).toThrow(/Only an owner/);
    life.appDb.people.set({ name: 'ada', role: 'owner', approvalLimit: null }, OWNER);
    life.orchestrator.resume(OWNER);
    expect(life.orchestrator.status().stop).toBeNull();
  });
});

describe('the queue', () => {
  it('is serial per store', async () => {
    const harness = createHarness();
    let inside = 0;
    let most = 0;
    harness.shop.beforeMutation = () => {
      inside += 1;
      most = Math.max(most, inside);
      inside -= 1;
    };
    const ids = ['a', 'b', 'c', 'd'].map(
      (tag) => propose(harness, 'order.tag', { orderId: 41, tags: [tag] }).id,
    );
    const order: number[] = [];
    harness.life.ledger.subscribe((event) => {
      if (event.kind === 'action.executing' || event.kind === 'action.verified')
        order.push(event.data.actionId as number);
    });
    for (const id of ids) harness.life.orchestrator.approve(id, OWNER);
    await harness.life.orchestrator.whenDone(ids[3]!);
    expect(order).toEqual(ids.flatMap((id) => [id, id]));
    expect(most).toBe(1);
  });

  it('a drain finishes the action at hand and leaves the rest for the next start', async () => {
    const harness = createHarness();
    const first = propose(harness, 'price.change', PRICE);
    const second = propose(harness, 'order.tag', { orderId: 41, tags: ['late'] });
    let draining: Promise<void> | null = null;
    harness.shop.beforeMutation = () => {
      draining ??= harness.life.orchestrator.drain();
    };
    harness.life.orchestrator.approve(first.id, OWNER);
    harness.life.orchestrator.approve(second.id, OWNER);
    await harness.life.orchestrator.whenDone(first.id);
    await draining;
    expect([stateOf(harness, first.id), stateOf(harness, second.id)]).toEqual(['verified', 'approved']);
    harness.reopen().orchestrator.start();
    await harness.clock.advance(1_000);
    expect(stateOf(harness, second.id)).toBe('verified');
  });
});
