/** What goes wrong only when two things happen at once, or when somebody means it to. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PurchaseOrderCreate } from '../actions/purchase-order-create.ts';
import type { ActionRow } from '../ledger/types.ts';
import { settle } from './testing/fake-clock.ts';
import { createHarness, type Harness, OWNER } from './testing/harness.ts';

const HOUR = 3_600_000;
const ORDER: PurchaseOrderCreate = {
  supplier: 'ACME',
  lines: [{ variantId: 11, inventoryItemId: 21, title: 'Mug', sku: 'MUG', quantity: 12, unitCost: 400 }],
};

async function carryOut(harness: Harness, type: string, input: unknown): Promise<ActionRow> {
  const { orchestrator } = harness.life;
  const { id } = orchestrator.propose({ type, storeId: 'gbp', input }, OWNER).action;
  orchestrator.approve(id, OWNER);
  return orchestrator.whenDone(id);
}

/** An open purchase order of 12 units, and a way to receive 6 of them. */
async function openOrder(harness: Harness): Promise<{ input: { purchaseOrderId: number; lines: object[] } }> {
  const action = await carryOut(harness, 'purchase_order.create', ORDER);
  const order = harness.life.ledger.purchaseOrders.ofAction(action.id)!;
  return {
    input: {
      purchaseOrderId: order.id,
      lines: [{ lineId: order.lines[0]!.id, locationId: 31, quantity: 6 }],
    },
  };
}

const level = (harness: Harness): number => harness.shop.levels.get('21:31')!;

describe('undo, twice', () => {
  it('asked for at the same moment by two people takes back once', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const { input } = await openOrder(harness);
    const first = await carryOut(harness, 'purchase_order.receive', input);
    await carryOut(harness, 'purchase_order.receive', input);
    expect(level(harness)).toBe(17);
    // The second asker's look at the shop takes until the first one's undo is over.
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { request } = harness.shop;
    let reads = 0;
    harness.shop.request = async (document, variables, options) => {
      const mine = ++reads;
      const answer = await request(document, variables, options);
      if (mine === 2) await held;
      return answer as never;
    };
    const one = orchestrator.undo(first.id, OWNER);
    const two = orchestrator.undo(first.id, OWNER).then(
      () => 'undone twice',
      (error: Error) => error.message,
    );
    await orchestrator.whenDone((await one).id);
    expect(ledger.actions.require(first.id).state).toBe('undone');
    release();
    expect(await two).toMatch(/is undone/);
    await settle();
    expect(level(harness)).toBe(11);
  });

  it('a failed undo tried again after another one went well takes nothing back', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const { input } = await openOrder(harness);
    const first = await carryOut(harness, 'purchase_order.receive', input);
    await carryOut(harness, 'purchase_order.receive', input);
    harness.shop.faults = ['shop_refused'];
    const refused = await orchestrator.undo(first.id, OWNER);
    expect((await orchestrator.whenDone(refused.id)).state).toBe('failed');
    const undone = await orchestrator.undo(first.id, OWNER);
    expect((await orchestrator.whenDone(undone.id)).state).toBe('verified');
    expect(() => orchestrator.retry(refused.id, OWNER)).toThrow(/is undone/);
    await settle();
    expect(level(harness)).toBe(11);
    expect(ledger.actions.require(first.id)).toMatchObject({ state: 'undone', undoneBy: undone.id });
  });
});

describe('a clock that hides the age of a key', () => {
  it('set back after the key ran out: a person is asked, and nothing is sent again', async () => {
    const harness = createHarness();
    const { input } = await openOrder(harness);
    harness.life.orchestrator.start();
    harness.shop.faults = ['answer_lost', ...Array<'request_lost'>(8).fill('request_lost')];
    const { id } = await carryOut(harness, 'purchase_order.receive', input);
    expect(level(harness)).toBe(11);
    // Off for thirty hours with the answer unknown; the clock is then set to an hour after the send.
    harness.life.orchestrator.stop(OWNER, 'leaving');
    harness.clock.set(harness.clock.now() + 30 * HOUR);
    await harness.clock.advance(60_000);
    harness.clock.set(harness.clock.now() - 29 * HOUR);
    harness.shop.faults = [];
    const { orchestrator, ledger } = harness.reopen();
    // Whatever became of the shop's key, it is not asked: a sale made room for the old level.
    harness.shop.now = () => harness.clock.now() + 29 * HOUR;
    harness.shop.levels.set('21:31', 5);
    orchestrator.start();
    orchestrator.resume(OWNER);
    await harness.clock.advance(300_000);
    expect(ledger.actions.require(id)).toMatchObject({ state: 'unknown', needsPerson: true });
    expect(level(harness)).toBe(5);
  });
});

describe('an older copy of the ledger, put back by hand', () => {
  it('does nothing again: the stop is pulled, and what was let through then waits for a person', async () => {
    const harness = createHarness();
    const { input } = await openOrder(harness);
    const { orchestrator } = harness.life;
    const { id } = orchestrator.propose(
      { type: 'purchase_order.receive', storeId: 'gbp', input },
      OWNER,
    ).action;
    orchestrator.stop(OWNER, 'Wait');
    orchestrator.approve(id, OWNER);
    const copy = join(harness.folder, 'copy.db');
    harness.life.ledger.backup(copy);
    orchestrator.resume(OWNER);
    expect((await orchestrator.whenDone(id)).state).toBe('verified');
    expect(level(harness)).toBe(11);
    harness.clock.set(harness.clock.now() + 48 * HOUR);
    const putBack = (): void => {
      for (const name of ['ledger.db-wal', 'ledger.db-shm'])
        rmSync(join(harness.folder, name), { force: true });
      copyFileSync(copy, join(harness.folder, 'ledger.db'));
    };
    const again = harness.reopen(putBack);
    again.orchestrator.start();
    expect(again.orchestrator.status().stop?.reason).toMatch(/older copy/);
    again.orchestrator.resume(OWNER);
    await harness.clock.advance(300_000);
    expect(again.ledger.actions.require(id)).toMatchObject({ state: 'unknown', needsPerson: true });
    expect(level(harness)).toBe(11);
    // Said once: the next start of the same file does not pull it again.
    harness.reopen().orchestrator.start();
    expect(harness.life.orchestrator.status().stop).toBeNull();
    harness.reopen(putBack).orchestrator.start();
    expect(harness.life.orchestrator.status().stop).not.toBeNull();
    expect(harness.life.ledger.audit.verify().state).toBe('broken');
  });
});

describe('a person’s word on what a backup held', () => {
  it('books what was done in the shop, and makes nothing of what only the ledger could know', async () => {
    const harness = createHarness();
    const { input } = await openOrder(harness);
    const { orchestrator, ledger } = harness.life;
    const propose = (type: string, wish: unknown): number =>
      orchestrator.propose({ type, storeId: 'gbp', input: wish }, OWNER).action.id;
    const receive = propose('purchase_order.receive', input);
    const order = propose('purchase_order.create', { ...ORDER, supplier: 'Other' });
    orchestrator.stop(OWNER, 'Wait');
    orchestrator.approve(receive, OWNER);
    orchestrator.approve(order, OWNER);
    ledger.acceptRestore(OWNER, {});
    orchestrator.resume(OWNER);
    await settle();
    orchestrator.settle(receive, OWNER, 'done');
    const received = ledger.purchaseOrders.require(input.purchaseOrderId);
    expect(received.lines[0]!.received).toBe(6);
    expect(() => orchestrator.settle(order, OWNER, 'done')).toThrow(/call it not done, then retry/);
    orchestrator.settle(order, OWNER, 'not_done');
    orchestrator.retry(order, OWNER);
    expect((await orchestrator.whenDone(order)).state).toBe('verified');
    expect(ledger.purchaseOrders.page({ limit: 10 }).total).toBe(2);
    expect(harness.shop.arrived).toBe(0);
  });
});

describe('a store that can not be opened', () => {
  it('leaves what was sent unknown, and what it was is settled once the store is back', async () => {
    const harness = createHarness();
    const { input } = await openOrder(harness);
    harness.shop.faults = ['answer_lost'];
    const { id } = await carryOut(harness, 'purchase_order.receive', input);
    harness.storeOpens = false;
    const { orchestrator, ledger } = harness.reopen();
    orchestrator.start();
    await harness.clock.advance(60_000);
    expect(ledger.actions.require(id)).toMatchObject({ state: 'unknown', needsPerson: false });
    harness.storeOpens = true;
    await harness.clock.advance(600_000);
    expect(ledger.actions.require(id).state).toBe('verified');
    expect(level(harness)).toBe(11);
  });
});

describe('a machine that falls asleep', () => {
  it('while a delta waits to go again does not send it once its key is gone: it would be done twice', async () => {
    const harness = createHarness();
    const { ledger } = harness.life;
    const { input } = await openOrder(harness);
    harness.shop.faults = ['answer_lost'];
    const { id } = await carryOut(harness, 'purchase_order.receive', input);
    const awake = Promise.withResolvers<void>();
    harness.shop.atTheDoor = () => {
      harness.shop.atTheDoor = null;
      return awake.promise;
    };
    await harness.clock.advance(60_000);
    harness.clock.set(harness.clock.now() + 7 * 24 * HOUR);
    awake.resolve();
    await harness.clock.advance(HOUR);
    expect(level(harness)).toBe(11);
    expect(harness.shop.arrived).toBe(1);
    expect(ledger.actions.require(id)).toMatchObject({
      state: 'unknown',
      needsPerson: true,
      outcome: { text: expect.stringContaining('Look in the shop whether it was done.') },
    });
  });
});

describe('the emergency stop', () => {
  it('holds back what already waits at the door of the shop', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const { action } = orchestrator.propose(
      { type: 'price.change', storeId: 'gbp', input: { variantId: 11, price: 900 } },
      OWNER,
    );
    // As where the client waits for points or a new token before it sends.
    harness.shop.atTheDoor = async () => {
      harness.shop.atTheDoor = null;
      await settle();
      orchestrator.stop(OWNER, 'Now');
      await settle();
    };
    orchestrator.approve(action.id, OWNER);
    await orchestrator.whenDone(action.id);
    expect(harness.shop.arrived).toBe(0);
    expect(ledger.actions.require(action.id).state).toBe('executing');
    harness.reopen().orchestrator.start();
    await harness.clock.advance(300_000);
    expect(harness.shop.arrived).toBe(0);
    harness.life.orchestrator.resume(OWNER);
    await harness.clock.advance(1_000);
    expect(harness.life.ledger.actions.require(action.id).state).toBe('verified');
    expect(harness.shop.effectiveWrites).toEqual(['price 11 9.00']);
  });

  it('holds back a delta that waits to go again, and it keeps its key', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const { input } = await openOrder(harness);
    harness.shop.faults = ['answer_lost'];
    const { id } = await carryOut(harness, 'purchase_order.receive', input);
    harness.shop.atTheDoor = async () => {
      harness.shop.atTheDoor = null;
      orchestrator.stop(OWNER, 'Now');
    };
    await harness.clock.advance(60_000);
    expect(harness.shop.arrived).toBe(1);
    orchestrator.resume(OWNER);
    await harness.clock.advance(60_000);
    expect(ledger.actions.require(id).state).toBe('verified');
    expect(ledger.attempts.list(id)).toHaveLength(1);
    expect(level(harness)).toBe(11);
  });
});
