/** Actions whose rows are changed in ledger.db, past the program: nothing of that is carried out. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { settle } from './testing/fake-clock.ts';
import { createHarness, type Harness, OWNER } from './testing/harness.ts';

function change(harness: Harness, sql: string): void {
  const raw = new Database(join(harness.folder, 'ledger.db'));
  raw.exec(sql);
  raw.close();
}

function propose(harness: Harness, price: number): number {
  const wish = { type: 'price.change', storeId: 'gbp', input: { variantId: 11, price } };
  return harness.life.orchestrator.propose(wish, OWNER).action.id;
}

const REPRICED = `UPDATE actions SET input = replace(input, '900', '1')`;

describe('an action changed outside the program', () => {
  it('after it was approved: fails with what happened, and nothing is sent', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const id = propose(harness, 900);
    orchestrator.stop(OWNER, 'Wait');
    orchestrator.approve(id, OWNER);
    change(harness, REPRICED);
    orchestrator.resume(OWNER);
    await settle();
    expect(ledger.actions.require(id)).toMatchObject({
      state: 'failed',
      outcome: { text: expect.stringMatching(/^Action 1 was changed outside the program: its input/) },
    });
    expect(harness.shop.arrived).toBe(0);
    expect(ledger.attempts.list(id)).toEqual([]);
    expect(harness.logged).toContain('An action was changed outside the program.');
    expect(() => orchestrator.retry(id, OWNER)).toThrow(/changed outside/);
    expect((await orchestrator.whenDone(id)).state).toBe('failed');
    // The same wish made anew goes through.
    const anew = propose(harness, 900);
    orchestrator.approve(anew, OWNER);
    expect((await orchestrator.whenDone(anew)).state).toBe('verified');
  });

  it('by setting it approved: is refused at the next start', async () => {
    const harness = createHarness();
    const id = propose(harness, 900);
    change(harness, `UPDATE actions SET state = 'approved'`);
    harness.reopen().orchestrator.start();
    await settle();
    expect(harness.life.ledger.actions.require(id)).toMatchObject({
      state: 'failed',
      outcome: { text: expect.stringMatching(/it is approved here, and proposed by row 1/) },
    });
    expect(harness.shop.arrived).toBe(0);
  });

  it('before a person approves it: can only be rejected', () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const id = propose(harness, 900);
    change(harness, REPRICED);
    expect(() => orchestrator.approve(id, OWNER)).toThrow(/changed outside/);
    expect(orchestrator.reject(id, OWNER, 'Not mine').state).toBe('rejected');
  });

  it('after it was sent: a person must look, and it can not be booked', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const id = propose(harness, 900);
    harness.shop.faults = ['answer_lost'];
    harness.shop.beforeMutation = () => {
      harness.shop.down = true;
    };
    orchestrator.approve(id, OWNER);
    expect((await orchestrator.whenDone(id)).state).toBe('unknown');
    change(harness, REPRICED);
    harness.shop.down = false;
    await harness.clock.advance(300_000);
    expect(ledger.actions.require(id)).toMatchObject({
      state: 'unknown',
      needsPerson: true,
      outcome: { text: expect.stringMatching(/^It was sent as approved, but: Action 1 was changed outside/) },
    });
    expect(() => orchestrator.settle(id, OWNER, 'done')).toThrow(/changed outside/);
    expect(orchestrator.settle(id, OWNER, 'not_done').state).toBe('failed');
  });

  it('after it was verified: is not undone by what stands there now', async () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const id = propose(harness, 900);
    orchestrator.approve(id, OWNER);
    expect((await orchestrator.whenDone(id)).state).toBe('verified');
    change(harness, REPRICED);
    await expect(orchestrator.undo(id, OWNER)).rejects.toThrow(/changed outside/);
  });

  it('to no JSON at all: fails alone, and the next one is carried out', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const id = propose(harness, 900);
    orchestrator.stop(OWNER, 'Wait');
    orchestrator.approve(id, OWNER);
    const tag = { type: 'order.tag', storeId: 'gbp', input: { orderId: 41, tags: ['late'] } };
    const other = orchestrator.propose(tag, OWNER).action.id;
    orchestrator.approve(other, OWNER);
    change(harness, `UPDATE actions SET input = '{' WHERE id = ${id}`);
    orchestrator.resume(OWNER);
    await settle();
    expect(ledger.actions.require(id).state).toBe('failed');
    expect(ledger.actions.require(other).state).toBe('verified');
  });
});
