/** What a run's orders rest on beside the forecast: terms learned, service levels by class, a budget. */
import { describe, expect, it } from 'vitest';
import type { AgentReport } from '../../shared/agent.ts';
import type { PurchaseOrderInput } from './proposals.ts';
import { onlyProposal, run } from './testing/report.ts';
import { type SampleStore, sale, steady, TODAY, variant } from './testing/sample-store.ts';

describe('terms of the inventory agent', () => {
  it('says what deliveries taught, and where they contradict what was set', async () => {
    const store = {
      variants: [variant(1, { available: 5 })],
      sales: steady(1, 4),
    };
    const deliveries = { deliveries: 4, meanDays: 30, sdDays: 2 };
    const { proposal } = onlyProposal(
      await run({ ...store, terms: { leadTimeDays: 24.7, learned: ['leadTimeDays'], deliveries } }),
    );
    expect(proposal.evidence.at(-1)).toMatchObject({
      kind: 'learned_terms',
      text: 'Learned from 4 deliveries of Acme, since no one has set them: lead time 24.7 days.',
    });
    expect(proposal.risks!.join()).not.toMatch(/lead time/);
    const told = onlyProposal(await run({ ...store, terms: { deliveries } }));
    expect(told.proposal.risks).toContain(
      'A lead time of 14 days is set, but 4 deliveries of Acme took 30 days on average.',
    );
  });

  it('keeps more in reserve of what brings most of the sales, and the class for whoever judges stock', async () => {
    const store = {
      variants: [1, 2, 3].map((id) => variant(id, { available: 5 })),
      sales: [...steady(1, 16), ...steady(2, 3), ...steady(3, 1)],
    };
    const open = await run({ ...store, terms: { defaults: ['serviceLevel'] } });
    const levels = (report: AgentReport) =>
      [1, 2, 3].map((id) => {
        const lines = report.proposals.flatMap(({ evidence }) => evidence);
        return lines.find((one) => one.data?.variantId === id)!.data!.serviceLevel;
      });
    expect(levels(open)).toEqual([0.97, 0.95, 0.9]);
    expect(open.outlooks!.map(({ forecast }) => forecast!.salesClass)).toEqual(['A', 'B', 'C']);
    const set = await run({ ...store, terms: { serviceLevel: 0.8 } });
    expect(levels(set)).toEqual([0.8, 0.8, 0.8]);
    expect(set.proposals[0]!.evidence[0]!.text).toMatch(/service level of 80%: /);
  });
});

describe('what a unit brings', () => {
  it('is of those that stayed sold: a bulk order that came back whole changes nothing', async () => {
    const store: SampleStore = { variants: [variant(1, { available: 5 })], sales: steady(1, 1) };
    const back = { ...sale(1, TODAY - 20, 1), returnedRestocked: 100, net: (1 - 100) * 1500 };
    const bulk = { ...sale(1, TODAY - 30, 101), bulkUnits: 100, net: 101 * 1500 };
    const days = [back, bulk];
    const sales = [...store.sales.filter(({ day }) => !days.some((one) => one.day === day)), ...days];
    const [kept, before] = await Promise.all([run({ ...store, sales }), run(store)]);
    expect(before.outlooks![0]!.forecast!.netPerUnit).toBe(1500);
    expect(kept.outlooks![0]!.forecast!.netPerUnit).toBe(1500);
  });
});

describe('a budget of the inventory agent', () => {
  const store: SampleStore = {
    variants: [1, 2, 3].map((id) => variant(id, { available: 5, vendor: id === 3 ? 'Else' : 'Acme' })),
    sales: [...steady(1, 8), ...steady(2, 2), ...steady(3, 1)],
  };
  const linesOf = (report: AgentReport) =>
    report.proposals.flatMap(({ input }) => (input as PurchaseOrderInput).lines);
  const worthOf = (report: AgentReport): number =>
    linesOf(report).reduce((sum, { quantity, unitCost }) => sum + quantity * unitCost!, 0);
  const budget = (monthly: number, ordered = 0) => ({
    monthly,
    ordered,
    left: Math.max(0, monthly - ordered),
    unknownOrders: 0,
  });

  it('changes nothing where there is none, or where it is enough', async () => {
    const free = await run(store);
    const rich = await run({ ...store, budget: budget(100_000_000) });
    expect(rich.proposals).toEqual(free.proposals);
    expect(rich.findings).toEqual(free.findings);
  });

  it('buys what saves most margin for the money with what is left of the month, and names what it leaves out', async () => {
    const free = await run(store);
    const left = Math.round(worthOf(free) / 2);
    const tight = await run({ ...store, budget: budget(left + 50_000, 50_000) });
    expect(worthOf(tight)).toBeLessThanOrEqual(left);
    expect(worthOf(tight)).toBeGreaterThan(left - 2 * 800);
    const evidence = tight.proposals.flatMap((one) => one.evidence).find(({ kind }) => kind === 'budget')!;
    expect(evidence.text).toMatch(
      /^Of £[\d,.]+ for purchases this month, £500\.00 is ordered and £[\d,.]+ is left\./,
    );
    expect(evidence.text).toMatch(/Left out of this order: /);
    const finding = tight.findings.find(({ kind }) => kind === 'over_budget')!;
    expect(finding.title).toMatch(/^The purchasing budget leaves out £/);
    const kept = (report: AgentReport): number =>
      report.proposals.reduce((sum, { effect }) => sum + (effect?.mid ?? 0), 0);
    expect(kept(tight) + Number(finding.evidence[0]!.data!.marginAtRisk)).toBeCloseTo(kept(free), -1);
  });

  it('proposes nothing once it is spent, and no lines of that need an act', async () => {
    const spent = await run({ ...store, budget: budget(10_000, 20_000) });
    expect(spent.proposals).toEqual([]);
    expect(spent.findings.some(({ severity }) => severity === 'act')).toBe(false);
    expect(spent.findings.find(({ kind }) => kind === 'over_budget')!.evidence[0]!.text).toMatch(
      /£0\.00 is left.*all \d+ of Product 1/,
    );
  });

  it('can tell nothing of lines without a cost, and says so', async () => {
    const unknown = await run({
      ...store,
      variants: [variant(1, { available: 5 }), variant(2, { available: 5, unitCost: null })],
      budget: budget(0),
    });
    expect(linesOf(unknown).map(({ variantId }) => variantId)).toEqual([2]);
    expect(unknown.findings.find(({ kind }) => kind === 'over_budget')!.evidence[0]!.text).toMatch(
      /1 line without a cost in GBP is proposed all the same/,
    );
  });

  it('is not overdrawn for a supplier’s minimum either', async () => {
    const terms = { minimumOrder: 0 };
    const free = await run({ ...store, variantTerms: () => terms });
    const value = worthOf(free);
    const asked = { minimumOrder: value + 10_000 };
    const one = { ...store, variants: store.variants.slice(0, 2), variantTerms: () => asked };
    const raised = await run(one);
    expect(worthOf(raised)).toBeGreaterThanOrEqual(asked.minimumOrder);
    const bound = await run({ ...one, budget: budget(value) });
    expect(worthOf(bound)).toBeLessThanOrEqual(value);
    expect(bound.proposals[0]!.risks!.join()).toMatch(/Acme takes none below/);
  });
});
