import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../shared/action.ts';
import type { Agent } from '../../shared/agent.ts';
import type { RuleScope } from '../ledger/types.ts';
import { createHarness, type Harness, NOON, OWNER } from './testing/harness.ts';

const DAY = 86_400_000;
const TYPE = 'purchase_order.create';

/** Orders ten mugs and four cups from ACME, each line with what it is worth. */
function order(lines = [11, 12]): Proposal {
  const all = {
    11: { variantId: 11, inventoryItemId: 21, title: 'Mug', sku: null, quantity: 10, unitCost: 400 },
    12: { variantId: 12, inventoryItemId: 22, title: 'Cup', sku: null, quantity: 4, unitCost: null },
  };
  return {
    type: TYPE,
    storeId: 'gbp',
    key: 'purchase_order:gbp:ACME',
    title: 'Order 14 units of 2 products from ACME',
    input: { supplier: 'ACME', lines: lines.map((id) => all[id as 11 | 12]) },
    evidence: lines.map((variantId) => ({
      kind: 'reorder_line',
      text: 'Few are left.',
      data: {
        variantId,
        marginKept: variantId === 11 ? { low: 1, mid: 20, high: 30 } : { low: 1, mid: 2, high: 3 },
      },
    })),
    effect: { low: 2, mid: 22, high: 33, currency: 'GBP', days: 28, of: 'margin' },
  };
}

function agentOf(proposals: () => Proposal[]): Agent {
  return {
    id: 'stock',
    title: 'Stock',
    proposes: [TYPE],
    schedule: { everyHours: 24 },
    run: async () => ({ summary: 'done', findings: [], proposals: proposals() }),
  };
}

function shopkeeper(proposals: () => Proposal[] = () => [order()]) {
  const harness = createHarness({ agents: [agentOf(proposals)], scheduled: false });
  const run = () => harness.life.orchestrator.runAgent('stock', 'gbp');
  const add = (scope: RuleScope, more: { until?: number } = {}) =>
    harness.life.orchestrator.addRule(
      { scope, condition: null, until: more.until ?? null, reason: 'They closed.' },
      OWNER,
    );
  return { harness, run, add };
}

const waiting = ({ life }: Harness) => life.ledger.actions.list({ states: ['proposed'] });

describe('a rejection with a rule', () => {
  it('keeps such proposals of agents back, counts and lists them, and is gone at once when removed', async () => {
    const { harness, run } = shopkeeper();
    const { orchestrator, ledger } = harness.life;
    await run();
    orchestrator.reject(1, OWNER, 'We buy from Bolt now', { rule: { of: 'supplier' } });
    const [rule] = ledger.rules.list();
    expect(rule).toMatchObject({
      scope: { storeId: 'gbp', actionType: TYPE, supplier: 'ACME' },
      reason: 'We buy from Bolt now',
      by: OWNER,
      fromAction: 1,
      kept: 0,
    });
    await run();
    await run();
    expect(waiting(harness)).toEqual([]);
    expect(ledger.rules.require(rule!.id)).toMatchObject({ kept: 1, times: 2, lastKeptAt: NOON });
    expect(ledger.rules.kept({ ruleId: rule!.id, limit: 9, offset: 0 })).toMatchObject({
      total: 1,
      rows: [{ title: 'Order 14 units of 2 products from ACME', variantId: null, times: 2 }],
    });
    orchestrator.removeRule(rule!.id, OWNER);
    await run();
    expect(waiting(harness)).toHaveLength(1);
    expect(ledger.audit.verify().state).toBe('ok');
    const kinds = ledger.audit.list().map((row) => row.kind);
    expect(kinds).toEqual(expect.arrayContaining(['rule.added', 'rule.retired', 'action.rejected']));
  });

  it('is an owner’s word: a helper rejects without one', async () => {
    const { harness, run } = shopkeeper();
    const { appDb, ledger, orchestrator } = harness.life;
    appDb.people.set({ name: 'ada', role: 'owner', approvalLimit: null }, OWNER);
    appDb.people.set({ name: 'eve', role: 'helper', approvalLimit: null }, OWNER);
    await run();
    const eve = { kind: 'person', id: 'eve' } as const;
    expect(() => orchestrator.reject(1, eve, 'no', { rule: { of: 'type' } })).toThrow(/Only an owner/);
    expect(ledger.rules.list()).toEqual([]);
    expect(orchestrator.reject(1, eve, 'no').state).toBe('rejected');
  });

  it('does not guess which product is meant', async () => {
    const { harness, run } = shopkeeper();
    const { orchestrator, ledger } = harness.life;
    await run();
    expect(() => orchestrator.reject(1, OWNER, 'no', { rule: { of: 'variant' } })).toThrow(
      /that one product/,
    );
    expect(ledger.actions.require(1).state).toBe('proposed');
    orchestrator.reject(1, OWNER, 'no', { rule: { of: 'variant', variantId: 12 } });
    expect(ledger.rules.list()).toMatchObject([{ scope: { variantId: 12 } }]);
  });
});

describe('a rule', () => {
  it('on a product takes its line off an order, with its part of the effect, and says so', async () => {
    const { harness, run, add } = shopkeeper();
    const { rule } = add({ variantId: 12 });
    await run();
    const [made] = waiting(harness);
    expect(made).toMatchObject({
      title: 'Order 10 units from ACME',
      input: { lines: [{ variantId: 11 }] },
      effect: { low: 1, mid: 20, high: 30 },
    });
    expect(made!.evidence.map((one) => one.kind)).toEqual(['reorder_line', 'rule_applied']);
    expect(made!.evidence[1]!.text).toBe(`Cup was left out by rule ${rule.id} of ada: They closed.`);
    expect(harness.life.ledger.rules.kept({ limit: 9, offset: 0 }).rows).toMatchObject([
      { variantId: 12, title: 'Cup' },
    ]);
  });

  it('names the proposals that wait already, and leaves them to a person', async () => {
    const { harness, run, add } = shopkeeper();
    await run();
    expect(add({ supplier: 'ACME' }).waiting).toEqual([1]);
    expect(add({ supplier: 'Bolt' }).waiting).toEqual([]);
    expect(waiting(harness)).toHaveLength(1);
  });

  it('does not bind a person', () => {
    const { harness, add } = shopkeeper();
    add({ supplier: 'ACME' });
    expect(harness.life.orchestrator.propose(order(), OWNER).outcome).toBe('proposed');
  });

  it('ends by itself at its time, also over a restart', async () => {
    const { harness, run, add } = shopkeeper();
    add({ supplier: 'ACME' }, { until: NOON + DAY });
    await run();
    harness.reopen();
    await run();
    expect(waiting(harness)).toEqual([]);
    harness.clock.set(NOON + DAY);
    await run();
    expect(waiting(harness)).toHaveLength(1);
    expect(harness.life.ledger.rules.list()).toEqual([]);
    expect(harness.life.ledger.rules.list({ all: true })).toMatchObject([{ times: 2 }]);
  });

  it('says one thing once: the same again is the same rule, a new time replaces it', () => {
    const { add, harness } = shopkeeper();
    const first = add({ supplier: 'ACME' }).rule;
    expect(add({ supplier: 'ACME' }).rule.id).toBe(first.id);
    const second = add({ supplier: 'ACME' }, { until: NOON + DAY }).rule;
    expect(second.id).not.toBe(first.id);
    expect(harness.life.ledger.rules.list().map((rule) => rule.id)).toEqual([second.id]);
  });
});
