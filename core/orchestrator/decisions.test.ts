import { describe, expect, it } from 'vitest';
import type { Agent } from '../../shared/agent.ts';
import { settle } from './testing/fake-clock.ts';
import { createHarness, NOON, OWNER } from './testing/harness.ts';
import { agent, proposal, report } from './testing/tagger.ts';

describe('decisions', () => {
  it('an agent within its limits acts; beyond them it asks', async () => {
    let tag = 0;
    const harness = createHarness({
      agents: [
        agent(async () => {
          tag += 1;
          return report([proposal({ key: `k${tag}`, input: { orderId: 41, tags: [`t${tag}`] } })]);
        }),
      ],
    });
    const { orchestrator, ledger } = harness.life;
    ledger.policies.set(
      {
        subject: { kind: 'agent', id: 'tagger' },
        actionType: 'order.tag',
        storeId: null,
        mode: 'act',
        limits: { perDay: 1 },
      },
      OWNER,
    );
    await orchestrator.runAgent('tagger', 'gbp');
    await orchestrator.runAgent('tagger', 'gbp');
    await settle();
    expect(ledger.actions.list().map((action) => action.state)).toEqual(['proposed', 'verified']);
    expect(ledger.actions.require(1).decidedBy).toEqual({ kind: 'policy', id: 'mode.act' });
    harness.clock.set(NOON + 24 * 3_600_000);
    await orchestrator.runAgent('tagger', 'gbp');
    await settle();
    expect(ledger.actions.require(3).state).toBe('verified');
  });

  it('a rejection for good keeps the agent from asking again', async () => {
    const harness = createHarness({ agents: [agent(async () => report([proposal()]))] });
    const { orchestrator, ledger } = harness.life;
    await orchestrator.runAgent('tagger', 'gbp');
    orchestrator.reject(1, OWNER, 'We do not tag', { rule: { of: 'wish' } });
    await orchestrator.runAgent('tagger', 'gbp');
    expect(ledger.actions.list()).toMatchObject([{ state: 'rejected', reason: 'We do not tag' }]);
    const dropped = ledger.events.since(0).events.find((event) => event.kind === 'proposal.dropped');
    expect(dropped?.data.because).toBe('Rule 1 of ada keeps it back: We do not tag');
    expect(orchestrator.propose(proposal(), OWNER).outcome).toBe('proposed');
  });

  it('snoozes, wakes and expires', async () => {
    const harness = createHarness();
    const { orchestrator, ledger } = harness.life;
    const hour = 3_600_000;
    const { id } = orchestrator.propose(proposal({ expiresAt: NOON + 10 * hour }), OWNER).action;
    expect(() => orchestrator.snooze(id, OWNER, NOON)).toThrow(/later time/);
    orchestrator.snooze(id, OWNER, NOON + 2 * hour, 'After lunch');
    expect(orchestrator.expireDue()).toEqual([]);
    orchestrator.start();
    harness.clock.set(NOON + 2 * hour);
    await harness.clock.advance(60_000);
    expect(ledger.actions.require(id).state).toBe('proposed');
    orchestrator.snooze(id, OWNER, NOON + 20 * hour);
    harness.clock.set(NOON + 11 * hour);
    await harness.clock.advance(60_000);
    expect(ledger.actions.require(id)).toMatchObject({ state: 'expired', reason: 'Nobody decided in time.' });
    expect(() => orchestrator.approve(id, OWNER)).toThrow(/is expired and can't become approved/);

    const second = orchestrator.propose(proposal({ expiresAt: harness.clock.now() + hour }), OWNER).action;
    harness.clock.set(harness.clock.now() + 2 * hour);
    expect(() => orchestrator.approve(second.id, OWNER)).toThrow(/is expired/);
    expect(ledger.actions.require(second.id).state).toBe('expired');

    const third = orchestrator.propose(proposal(), OWNER).action;
    orchestrator.snooze(third.id, OWNER, harness.clock.now() + hour);
    orchestrator.approve(third.id, OWNER, { reason: 'Now after all' });
    expect((await orchestrator.whenDone(third.id)).state).toBe('verified');
  });

  it('roles: a helper proposes and approves up to a limit, a stranger nothing', async () => {
    const harness = createHarness();
    const { orchestrator, appDb, ledger } = harness.life;
    const bob = { kind: 'person', id: 'bob' } as const;
    const input = {
      supplier: 'ACME',
      lines: [{ variantId: 11, inventoryItemId: 21, title: 'Mug', sku: null, quantity: 10, unitCost: 400 }],
    };
    appDb.people.set({ name: 'ada', role: 'owner', approvalLimit: null }, OWNER);
    appDb.people.set({ name: 'bob', role: 'helper', approvalLimit: 3_999 }, OWNER);
    const { id } = orchestrator.propose({ type: 'purchase_order.create', storeId: 'gbp', input }, bob).action;
    expect(() => orchestrator.approve(id, bob)).toThrow(/costs more/);
    appDb.people.set({ name: 'bob', role: 'helper', approvalLimit: 4_000 }, OWNER);
    orchestrator.approve(id, bob);
    expect((await orchestrator.whenDone(id)).decidedBy).toEqual(bob);
    const eve = { kind: 'person', id: 'eve' } as const;
    expect(() => orchestrator.propose(proposal(), eve)).toThrow(/not among the people/);
    expect(() => orchestrator.reject(id, eve, 'x')).toThrow(/not among the people/);
    expect(ledger.audit.list().some((row) => row.actor.id === 'bob' && row.kind === 'action.approved')).toBe(
      true,
    );
  });

  it('an order of an agent is not made where its goods were ordered by other ways since', async () => {
    const line = { variantId: 11, inventoryItemId: 21, title: 'Mug', sku: null, unitCost: null };
    const input = { supplier: 'ACME', lines: [{ ...line, quantity: 10 }] };
    const wish = proposal({ type: 'purchase_order.create', input, key: 'purchase_order:gbp:ACME' });
    const buyer = { ...agent(async () => report([wish])), proposes: ['purchase_order.create'] };
    const harness = createHarness({ agents: [buyer] });
    const { orchestrator, ledger } = harness.life;
    const allocations = [{ storeId: 'gbp', variantId: 11, inventoryItemId: 21, quantity: 10 }];
    const byHand = (supplier: string) => {
      harness.clock.set(harness.clock.now() + 60_000);
      return ledger.purchaseOrders.create(
        { supplier, currency: 'GBP', lines: [{ title: 'Mug', sku: null, unitCost: null, allocations }] },
        OWNER,
      );
    };
    byHand('Before');
    harness.clock.set(harness.clock.now() + 60_000);
    await orchestrator.runAgent('tagger', 'gbp');
    expect((await orchestrator.preview(1)).warnings).toHaveLength(2);
    const other = byHand('Other');
    expect((await orchestrator.preview(1)).warnings[0]).toBe(
      'PO-0002 with Other orders Mug too, and was made after this was proposed.',
    );
    orchestrator.approve(1, OWNER);
    expect(await orchestrator.whenDone(1)).toMatchObject({
      state: 'failed',
      outcome: { text: expect.stringMatching(/^PO-0002 with Other orders Mug too/) },
    });
    expect(ledger.purchaseOrders.toCome('gbp').map(({ supplier }) => supplier)).toEqual(['Before', 'Other']);

    // Called off, or knowingly: the order goes through.
    ledger.purchaseOrders.cancel(other.id, null, OWNER);
    orchestrator.retry(1, OWNER);
    expect((await orchestrator.whenDone(1)).state).toBe('verified');
    await orchestrator.runAgent('tagger', 'gbp');
    byHand('Third');
    harness.clock.set(harness.clock.now() + 60_000);
    orchestrator.edit(2, OWNER, {
      input: { ...input, lines: [{ ...line, quantity: 9 }] },
      confirm: false,
      reason: null,
    });
    orchestrator.approve(2, OWNER);
    expect((await orchestrator.whenDone(2)).state).toBe('verified');
  });

  it('an agent keeps off a price that another writer took over', async () => {
    const pricing: Agent = {
      ...agent(async () =>
        report([proposal({ type: 'price.change', input: { variantId: 11, price: 800 }, key: 'p' })]),
      ),
      proposes: ['price.change'],
    };
    const harness = createHarness({ agents: [pricing] });
    const { orchestrator, ledger } = harness.life;
    const own = orchestrator.propose(
      { type: 'price.change', storeId: 'gbp', input: { variantId: 11, price: 900 } },
      OWNER,
    );
    orchestrator.approve(own.action.id, OWNER);
    await orchestrator.whenDone(own.action.id);
    harness.shop.prices.set(11, '9.50');
    await orchestrator.runAgent('tagger', 'gbp');
    orchestrator.approve(2, OWNER);
    const done = await orchestrator.whenDone(2);
    expect(done.outcome?.text).toMatch(/Someone else set this price to £9.50 after we set it to £9.00/);
    expect(ledger.fieldOwners.lost('gbp')).toMatchObject([{ subject: 'variant:11', found: '950' }]);
    expect(harness.shop.prices.get(11)).toBe('9.50');
  });
});
