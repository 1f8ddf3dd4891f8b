import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../shared/agent.ts';
import { RoyalError } from '../../shared/errors.ts';
import { changesBetween, implausibleChanges } from './edits.ts';
import { settle } from './testing/fake-clock.ts';
import { createHarness, type Harness, OWNER } from './testing/harness.ts';

const LINE = { variantId: 11, inventoryItemId: 21, title: 'Mug', sku: 'MUG', quantity: 10, unitCost: 400 };
const ORDER = { supplier: 'ACME', lines: [LINE] };
const PLAIN = { confirm: false, reason: null };

const withQuantity = (quantity: number) => ({ ...ORDER, lines: [{ ...LINE, quantity }] });

function propose(harness: Harness, input: unknown = ORDER, type = 'purchase_order.create'): number {
  return harness.life.orchestrator.propose({ type, storeId: 'gbp', input }, OWNER).action.id;
}

function refusal(work: () => unknown): RoyalError {
  try {
    work();
  } catch (error) {
    if (error instanceof RoyalError) return error;
    throw error;
  }
  throw new Error('It should have been refused.');
}

describe('what an edit changed', () => {
  it('is told by field, a line by its product', () => {
    const cup = { ...LINE, variantId: 12, title: 'Cup' };
    expect(changesBetween({ ...ORDER, lines: [LINE, cup] }, { ...withQuantity(12), note: 'Soon' })).toEqual([
      { field: 'lines.11.quantity', of: 'Mug', was: 10, is: 12 },
      { field: 'lines.12', of: 'Cup', was: cup, is: null },
      { field: 'note', of: null, was: null, is: 'Soon' },
    ]);
    expect(changesBetween(ORDER, { lines: [{ ...LINE }], supplier: 'ACME' })).toEqual([]);
  });

  it.each([
    [10, 100, true],
    [10, 99, false],
    [100, 10, true],
    [100, 11, false],
    [10, 0, true],
    [0, 10, true],
    [-6, 6, true],
  ])('from %i to %i asks again: %s', (was, is, asks) => {
    expect(implausibleChanges({ price: was }, { price: is }).length > 0).toBe(asks);
  });

  it('asks again exactly from ten times and down to a tenth', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(amount, amount, (was, is) => {
        const far = is >= was * 10 || is * 10 <= was;
        expect(
          implausibleChanges(
            { lines: [{ variantId: 1, unitCost: was }] },
            { lines: [{ variantId: 1, unitCost: is }] },
          ).length > 0,
        ).toBe(far);
      }),
    );
  });

  it('looks at the sum where many small lines were added', () => {
    const lines = Array.from({ length: 12 }, (_, n) => ({ ...LINE, variantId: 100 + n }));
    expect(implausibleChanges(ORDER, { ...ORDER, lines: [LINE, ...lines] })).toEqual([
      { field: 'quantity', of: null, was: 10, is: 130 },
    ]);
  });
});

describe('editing a proposal', () => {
  it('keeps the original beside it, and what is carried out is the edit', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const id = propose(harness);
    const { action, changes } = orchestrator.edit(id, OWNER, { input: withQuantity(12), ...PLAIN });
    expect(changes).toEqual([{ field: 'lines.11.quantity', of: 'Mug', was: 10, is: 12 }]);
    expect(action).toMatchObject({
      state: 'proposed',
      title: 'Order 12 units from ACME',
      edited: { by: OWNER, original: ORDER },
    });
    expect(ledger.actions.contradiction(id)).toBeNull();
    orchestrator.approve(id, OWNER);
    expect((await orchestrator.whenDone(id)).state).toBe('verified');
    expect(ledger.purchaseOrders.ofAction(id)!.lines[0]!.quantity).toBe(12);
    expect(ledger.audit.verify().state).toBe('ok');
    const edited = ledger.audit.list().find((row) => row.kind === 'action.edited');
    expect(edited?.data).toMatchObject({ was: ORDER, input: withQuantity(12) });
  });

  it('asks again where it looks like a slip, measured by what was proposed and not by the last edit', () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const id = propose(harness);
    orchestrator.edit(id, OWNER, { input: withQuantity(90), ...PLAIN });
    const again = refusal(() => orchestrator.edit(id, OWNER, { input: withQuantity(800), ...PLAIN }));
    expect(again).toMatchObject({
      code: 'implausible',
      details: { field: 'lines.11.quantity', was: 10, is: 800 },
    });
    expect(ledger.actions.require(id).input).toEqual(withQuantity(90));
    const { action } = orchestrator.edit(id, OWNER, {
      input: withQuantity(800),
      confirm: true,
      reason: 'Fair',
    });
    expect(action.edited?.original).toEqual(ORDER);
    expect(ledger.audit.list({ limit: 1 })[0]!.data).toMatchObject({
      confirmed: ['lines.11.quantity'],
      reason: 'Fair',
    });
  });

  it('asks again beyond the largest change that the policy allows', () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    ledger.policies.set(
      {
        storeId: null,
        subject: { kind: 'person', id: 'ada' },
        actionType: 'price.change',
        mode: 'act',
        limits: { largestChange: 0.2 },
      },
      OWNER,
    );
    const id = propose(harness, { variantId: 11, price: 950 }, 'price.change');
    const edit = (price: number) =>
      orchestrator.edit(id, OWNER, { input: { variantId: 11, price }, ...PLAIN });
    expect(edit(801).action.input).toMatchObject({ price: 801 });
    expect(refusal(() => edit(799))).toMatchObject({ code: 'implausible', details: { field: 'change' } });
  });

  it('refuses what its type does not take, what is another wish, and what is decided', () => {
    const harness = createHarness();
    const { orchestrator } = harness.life;
    const id = propose(harness);
    const edit = (input: unknown) => () => orchestrator.edit(id, OWNER, { input, ...PLAIN });
    expect(refusal(edit({ ...ORDER, lines: [] })).code).toBe('invalid_input');
    expect(refusal(edit({ ...ORDER, supplier: 'Bolt' })).message).toMatch(/something else/);
    orchestrator.reject(id, OWNER, 'no');
    expect(refusal(edit(withQuantity(12))).code).toBe('invalid_state');
  });

  it('is not undone by the agent that proposes the same again', async () => {
    const agent: Agent = {
      id: 'stock',
      title: 'Stock',
      proposes: ['purchase_order.create'],
      schedule: { everyHours: 24 },
      run: async () => ({
        summary: 'done',
        findings: [],
        proposals: [
          {
            type: 'purchase_order.create',
            storeId: 'gbp',
            key: 'purchase_order:gbp:ACME',
            title: 'Order',
            input: ORDER,
            evidence: [],
          },
        ],
      }),
    };
    const harness = createHarness({ agents: [agent], scheduled: false });
    const { orchestrator, ledger } = harness.life;
    await orchestrator.runAgent('stock', 'gbp');
    orchestrator.edit(1, OWNER, { input: withQuantity(12), ...PLAIN });
    await orchestrator.runAgent('stock', 'gbp');
    await settle();
    expect(ledger.actions.list()).toMatchObject([{ id: 1, state: 'proposed', input: withQuantity(12) }]);
    const dropped = ledger.events.since(0).events.find((event) => event.kind === 'proposal.dropped');
    expect(dropped?.data.because).toMatch(/A person changed action 1/);
  });

  it('shows where the table was changed past the program, before and after', async () => {
    const harness = createHarness();
    const id = propose(harness);
    harness.life.orchestrator.edit(id, OWNER, { input: withQuantity(12), ...PLAIN });
    harness.reopen(() => tamper(harness.folder, id));
    expect(harness.life.ledger.audit.verify()).toMatchObject({ state: 'broken', break: 'action_changed' });
    expect(() => harness.life.orchestrator.approve(id, OWNER)).toThrow(/changed outside the program/);
  });
});

function tamper(folder: string, id: number): void {
  const db = new SqliteDatabase(join(folder, 'ledger.db'));
  db.prepare('UPDATE actions SET input = ? WHERE id = ?').run(JSON.stringify(withQuantity(13)), id);
  db.close();
}
