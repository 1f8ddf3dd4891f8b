import { describe, expect, it, vi } from 'vitest';
import type { AgentReport } from '../../shared/agent.ts';
import { DAY_MS } from '../../shared/time.ts';
import { inventoryForecasting } from './agent.ts';
import { type NotReordered, whyNotReordered } from './eligibility.ts';
import { unitsEnough } from './negative-binomial.ts';
import type { PurchaseOrderInput } from './proposals.ts';
import {
  contextOf,
  NOW,
  type Recording,
  type SampleStore,
  sale,
  steady,
  TERMS,
  TODAY,
  variant,
} from './testing/sample-store.ts';

const run = (store: SampleStore): Promise<AgentReport> => inventoryForecasting.run(contextOf(store));

function onlyProposal(report: AgentReport) {
  expect(report.proposals).toHaveLength(1);
  const [proposal] = report.proposals;
  return { proposal: proposal!, input: proposal!.input as PurchaseOrderInput };
}

function finding(report: AgentReport, kind: string) {
  const found = report.findings.find((one) => one.kind === kind);
  if (!found) throw new Error(`no finding ${kind} among ${report.findings.map((one) => one.kind)}`);
  return found;
}

describe('inventory agent', () => {
  it('states each sum so that it can be done again by hand, and what the defaults are', async () => {
    const { proposal } = onlyProposal(
      await run({
        variants: [variant(1, { available: 20, incoming: 6 })],
        sales: steady(1, 4),
        terms: { defaults: ['leadTimeDays', 'serviceLevel'] },
      }),
    );
    const enough = unitsEnough({ mean: 84, variance: 84 }, 0.97);
    const quantity = Math.ceil(enough - 26);
    expect(proposal.evidence[0]!.text).toBe(
      'Product 1: 20 in stock last 5 days, 6 on the way. 1,460 sold in 365 days, 4 a day expected. ' +
        'Needed in 14 days of lead time and 7 days to the next review: 84, and ' +
        `${(enough - 84).toFixed(1)} in reserve for a service level of 97% (class A, since it is among what brings most of the sales): ` +
        `reorder below ${(enough - 14).toFixed(1)}, ` +
        `up to ${enough.toFixed(1)}. Order ${quantity} by 2026-11-23.`,
    );
    // Of steady sales a Poisson's; the lead time's own spread is none of the days that it states.
    expect(proposal.evidence[0]!.data).toMatchObject({ need: 84, needVariance: 84 });
    expect(proposal.evidence.at(-1)!.text).toBe(
      'Not what Acme told, but defaults, since no one has set them: lead time 14 days.',
    );
  });

  it('names the risk of a pack that is stock for years, and is not sure of it', async () => {
    const slow = {
      variants: [variant(1, { available: 0 })],
      sales: [30, 90, 200].map((ago) => sale(1, TODAY - ago, 1)),
    };
    const { proposal } = onlyProposal(await run({ ...slow, terms: { packSize: 48 } }));
    expect(proposal.risks!.join()).toMatch(
      /More than a year’s stock: 48 units of Product 1, with what is there enough for \d+ years/,
    );
    expect(proposal.confidence).toBeLessThanOrEqual(0.4);
    const { proposal: single } = onlyProposal(
      await run({ ...slow, sales: steady(1, 4), terms: { packSize: 48 } }),
    );
    expect(single.risks!.join()).not.toContain('year’s stock');
  });

  it('orders each variant on its own terms, and says which lines rest on a default', async () => {
    const { proposal, input } = onlyProposal(
      await run({
        variants: [variant(1, { available: 5 }), variant(2, { available: 5, vendor: 'Else' })],
        sales: [...steady(1, 4), ...steady(2, 4)],
        terms: { defaults: ['leadTimeDays'] },
        variantTerms: (id) =>
          id === 2
            ? {
                supplier: 'Acme',
                packSize: 50,
                leadTimeDays: 30,
                defaults: [],
                own: ['leadTimeDays'],
                unitCost: 700,
              }
            : undefined,
      }),
    );
    expect(input.supplier).toBe('Acme');
    const [first, second] = [1, 2].map((id) => input.lines.find((line) => line.variantId === id)!);
    expect(second!.quantity % 50).toBe(0);
    expect(second!.quantity).toBeGreaterThan(first!.quantity);
    expect([first!.unitCost, second!.unitCost]).toEqual([800, 700]);
    expect(proposal.evidence.at(-1)).toMatchObject({
      kind: 'default_used',
      text: expect.stringContaining('lead time 14 days (1 of 2 lines)'),
      data: { lines: { leadTimeDays: 1 } },
    });
  });

  it('states no cost in a currency that nobody told it in', async () => {
    const { input, proposal } = onlyProposal(
      await run({
        variants: [variant(1, { available: 5, unitCost: 800 })],
        sales: steady(1, 4),
        variantTerms: () => ({ currency: 'USD' }),
      }),
    );
    expect(input).toMatchObject({ currency: 'USD', lines: [{ unitCost: null }] });
    expect(proposal.risks).toContainEqual(expect.stringMatching(/cost of 1 line is unknown/));
  });

  it('keeps a reserve of units, not dozens, for a product that sells now and then', async () => {
    const sold = [1, 34, 37, 40, 54].map((day) => ({ ...steady(1, 1)[0]!, day: TODAY - 55 + day }));
    const { input } = onlyProposal(
      await run({ variants: [variant(1, { available: 0, createdAt: NOW - 55 * DAY_MS })], sales: sold }),
    );
    expect(input.lines[0]!.quantity).toBeLessThanOrEqual(14);
  });

  it('proposes one order a supplier, with the reasons for every line', async () => {
    const report = await run({
      variants: [
        variant(1, { available: 20 }),
        variant(2, { available: 5, vendor: 'Bravo', unitCost: null }),
        variant(3, { available: 90 }),
        variant(4, { available: 300 }),
      ],
      sales: [...steady(1, 4), ...steady(2, 3), ...steady(3, 5), ...steady(4, 2)],
    });
    expect(report.proposals.map(({ key }) => key)).toEqual([
      'purchase_order:gbp:Acme',
      'purchase_order:gbp:Bravo',
    ]);
    const [acme, bravo] = report.proposals;
    const input = acme!.input as PurchaseOrderInput;
    expect(input.lines.map((line) => line.variantId)).toEqual([1, 3]);
    expect(input.lines[0]).toMatchObject({
      inventoryItemId: 100,
      sku: 'SKU-1',
      title: 'Product 1',
      unitCost: 800,
    });
    // Lead time and review of three weeks at 4 a day with a Poisson's reserve, less 20 in stock.
    expect(input.lines[0]!.quantity).toBe(Math.ceil(unitsEnough({ mean: 84, variance: 84 }, 0.95) - 20));
    expect(input.expectedAt).toBe(NOW + 14 * DAY_MS);
    expect(acme!.evidence.filter(({ kind }) => kind === 'reorder_line')).toHaveLength(2);
    expect(acme!.evidence[0]!.data).toMatchObject({
      variantId: 1,
      available: 20,
      perDay: 4,
      daysOfCover: 5,
      leadTimeDays: 14,
    });
    expect(acme!.effect).toMatchObject({ currency: 'GBP', of: 'margin kept by not running out' });
    // Unsold from day 14, when goods of today could come, to day 28, when those of the order after the next could, and no
    // more than are ordered: at £7 each.
    const { low, mid, high } = acme!.effect!;
    expect(low).toBeLessThan(mid);
    expect(mid).toBeLessThan(high);
    expect(mid).toBe((4 * 28 - 4 * 14 + Math.min(5 * 28 - 90, input.lines[1]!.quantity)) * 700);
    expect(bravo!.effect).toBeUndefined();
    expect(bravo!.risks!.join()).toContain('cost of 1 line is unknown');
  });

  it('finds what runs out, what lies idle and what lasts too long', async () => {
    const report = await run({
      variants: [
        variant(1, { available: 0 }),
        variant(2, { available: 2000 }),
        variant(3, { available: 40 }),
        variant(4, { available: 7, productStatus: 'ARCHIVED' }),
      ],
      sales: [...steady(1, 4).slice(0, -3), ...steady(2, 1), ...steady(3, 2).slice(0, 200)],
    });
    expect(finding(report, 'running_out')).toMatchObject({
      severity: 'act',
      subject: { kind: 'variant', id: 1 },
    });
    expect(finding(report, 'overstock').subject?.id).toBe(2);
    expect(
      report.findings.filter(({ kind }) => kind === 'dead_stock').map(({ subject }) => subject?.id),
    ).toEqual([3, 4]);
    expect(finding(report, 'not_reordered').evidence[0]).toMatchObject({
      kind: 'discontinued',
      data: { total: 1 },
    });
  });

  it('sees through days without stock: demand stays, and so does the order', async () => {
    const sold = steady(1, 10).filter(({ day }) => day < TODAY - 60);
    const { input } = onlyProposal(await run({ variants: [variant(1, { available: 0 })], sales: sold }));
    expect(input.lines[0]!.quantity).toBeGreaterThan(10 * 21);
  });

  it('counts open orders, so that nothing is ordered twice', async () => {
    const store = { variants: [variant(1, { available: 10 })], sales: steady(1, 4) };
    const { input } = onlyProposal(await run(store));
    const again = await run({ ...store, onOrder: new Map([[1, input.lines[0]!.quantity]]) });
    expect(again.proposals).toEqual([]);
  });

  it('orders components for the bundles that need them, never bundles', async () => {
    const bundle = variant(9, {
      requiresComponents: true,
      components: [{ variantId: 1, quantity: 2 }],
      available: 0,
    });
    const { proposal, input } = onlyProposal(
      await run({ variants: [variant(1, { available: 30 }), bundle], sales: steady(9, 3) }),
    );
    expect(input.lines.map((line) => line.variantId)).toEqual([1]);
    expect(proposal.evidence[0]!.data).toMatchObject({ perDay: 6, unitsFromBundles: 6 * 365 });
  });

  it('keeps to packs and minimum, and says which terms nobody set', async () => {
    const { proposal, input } = onlyProposal(
      await run({
        variants: [variant(1, { available: 10 })],
        sales: steady(1, 4),
        terms: { packSize: 24, defaults: ['leadTimeDays', 'serviceLevel'] },
        limited: true,
      }),
    );
    expect(input.lines[0]!.quantity % 24).toBe(0);
    expect(proposal.evidence.at(-1)).toMatchObject({
      kind: 'default_used',
      text: expect.stringContaining('lead time'),
    });
    expect(proposal.risks!.join(' ')).toMatch(/default.*60 days/);
    expect(proposal.confidence!).toBeLessThan(0.85);
  });

  it('raises an order to the supplier’s minimum by what would be gone first, and says so', async () => {
    const store = (minimumOrder: number) => ({
      variants: [variant(1, { available: 30 }), variant(2, { available: 20 })],
      sales: [...steady(1, 4), ...steady(2, 2)],
      variantTerms: () => ({ minimumOrder }),
    });
    const asked = onlyProposal(await run(store(0))).input.lines;
    const value = asked.reduce((sum, line) => sum + line.quantity * line.unitCost!, 0);
    const { input, proposal } = onlyProposal(await run(store(value + 10_000)));
    const reached = input.lines.reduce((sum, line) => sum + line.quantity * line.unitCost!, 0);
    expect(reached).toBeGreaterThanOrEqual(value + 10_000);
    expect(reached).toBeLessThan(value + 11_000);
    expect(proposal.evidence.find(({ kind }) => kind === 'order_value')!.text).toContain(
      '13 units more than is needed now, of what would be gone first, for Acme’s minimum order of',
    );
    const far = onlyProposal(await run(store(value * 10)));
    expect(far.input.lines).toEqual(asked);
    expect(far.proposal.risks?.[0]).toMatch(/^The order is worth .*; Acme takes none below /);
  });

  it('orders of what spoils no more than sells while it keeps, and says where that is too little to order', async () => {
    const spoils = {
      variants: [variant(1, { available: 5 })],
      sales: steady(1, 4),
      terms: { shelfLifeDays: 5, packSize: 6 },
    };
    const report = await run(spoils);
    const { proposal, input } = onlyProposal(report);
    expect(input.lines[0]!.quantity).toBe(18);
    expect(proposal.evidence[0]!.text).toContain(
      'Order 18 (packs of 6, no more than sells in the 5 days that it keeps)',
    );
    expect(report.findings.map(({ kind }) => kind)).not.toContain('spoils_unsold');
    const enough = await run({ ...spoils, variants: [variant(1, { available: 75 })] });
    expect(enough.findings.map(({ kind }) => kind)).not.toContain('spoils_unsold');

    const none = await run({ ...spoils, terms: { shelfLifeDays: 5, packSize: 24 } });
    expect(none.proposals).toEqual([]);
    expect(finding(none, 'spoils_unsold').evidence[0]!.text).toBe(
      'It keeps 5 days, 4 are needed a day, and Acme sends packs of 24. Ask for less at a time, or offer it no longer.',
    );
  });

  it('says where another supplier would come cheaper, and goes on to order from the present one', async () => {
    const terms = (supplier: string, leadTimeDays: number) => ({
      ...TERMS,
      supplier,
      leadTimeDays,
      supplierSku: null,
      unitCost: null,
      currency: null,
      own: [],
    });
    const offers = (landedCost: number) => () => [
      { terms: terms('Acme', 14), unitCost: 800, landedCost: 800, chargeShare: 0 },
      { terms: terms('Beta', 21), unitCost: 600, landedCost, chargeShare: null },
    ];
    const store = { variants: [variant(1, { available: 5 })], sales: steady(1, 4) };
    const report = await run({ ...store, offers: offers(600) });
    const found = finding(report, 'cheaper_supplier');
    expect(found.title).toBe('Product 1: Beta would come cheaper than Acme');
    expect(found.evidence[0]!.text).toMatch(
      /^Some £2,\d{3}\.\d\d less a year.*£6\.00 a unit on the shelf instead of £8\.00, delivered in 21 days instead of 14 days\. .*duty of Beta are not known/,
    );
    expect(onlyProposal(report).input.supplier).toBe('Acme');
    const hardly = await run({ ...store, offers: offers(795) });
    expect(hardly.findings.map(({ kind }) => kind)).not.toContain('cheaper_supplier');
  });

  it('does not order for a one-off bulk purchase', async () => {
    const sales = steady(1, 1).map((day) =>
      day.day === TODAY - 5 ? { ...day, units: 501, bulkUnits: 500 } : day,
    );
    const report = await run({ variants: [variant(1, { available: 60 })], sales });
    expect(report.proposals).toEqual([]);
  });

  it('takes up a run where it was stopped, without forecasting twice', async () => {
    const variants = Array.from({ length: 150 }, (_, index) => variant(index + 1, { available: 1 }));
    const store = { variants, sales: variants.flatMap(({ variantId }) => steady(variantId, 1, TODAY - 60)) };
    const recording: Recording = { steps: new Map(), progress: [], tasks: [], fitted: [] };
    const abort = new AbortController();
    const context = contextOf(store, recording, abort.signal);
    const stopping = {
      ...context,
      progress: (done: number, total: number, text: string) => {
        context.progress(done, total, text);
        if (done === 100) abort.abort();
      },
    };
    await expect(inventoryForecasting.run(stopping)).rejects.toThrow();
    expect([...recording.steps.keys()]).toEqual(['plan', 'outlook 1 of 2']);
    const before = recording.tasks.length;
    const resumed = await inventoryForecasting.run(contextOf(store, recording));
    expect(recording.tasks.slice(before).filter((task) => task === 'demand.forecast')).toHaveLength(3);
    expect(resumed).toEqual(await run(store));
    expect(recording.progress.at(-1)).toBe('150/150 150 of 150 variants forecast');
  });

  it('reads a day or some variants at a time, and lets others have the thread in between', async () => {
    const variants = Array.from({ length: 1_200 }, (_, index) => variant(index + 1, { available: 1 }));
    const context = contextOf({ variants, sales: steady(1, 1, TODAY - 60) });
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      turning = setImmediate(turn);
    };
    let turning = setImmediate(turn);
    /** The turn of each call: none may share its with the one before. */
    const calls = new Map<string, number[]>();
    const called = (what: string): void => void calls.set(what, [...(calls.get(what) ?? []), turns]);
    const spans: number[] = [];
    const mirror: typeof context.mirror = {
      ...context.mirror,
      variants(page) {
        called('variants');
        expect(page.limit).toBeLessThanOrEqual(1_000);
        return context.mirror.variants(page);
      },
      settle(from, to) {
        called('settle');
        spans.push(to - from);
      },
      variantDays(from, to) {
        called('sales');
        spans.push(to - from);
        return context.mirror.variantDays(from, to);
      },
      stockDays(from, to, whole) {
        called('stock');
        spans.push(to - from);
        return context.mirror.stockDays(from, to, whole);
      },
    };
    const suppliers: typeof context.suppliers = {
      ...context.suppliers,
      variantTerms: () => {
        const terms = context.suppliers.variantTerms();
        return (one) => {
          called('terms');
          return terms(one);
        };
      },
      offers: () => () => {
        called('offers');
        return [];
      },
    };
    // As if each step took longer than others should wait.
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 20;
      return now;
    });
    const { outlooks } = await inventoryForecasting.run({ ...context, mirror, suppliers }).finally(() => {
      clearImmediate(turning);
      clock.mockRestore();
    });
    expect(outlooks).toHaveLength(1_200);
    expect(Math.max(...spans)).toBe(0);
    expect(Object.fromEntries([...calls].map(([what, of]) => [what, of.length - new Set(of).size]))).toEqual({
      variants: 0,
      terms: 0,
      settle: 0,
      sales: 0,
      stock: 0,
      offers: 0,
    });
    expect(Math.max(...calls.get('settle')!)).toBeLessThan(Math.min(...calls.get('sales')!));
  });

  describe('run again', () => {
    const ids = Array.from({ length: 30 }, (_, index) => index + 1);
    const store: SampleStore = {
      variants: ids.map((id) => variant(id, { available: 5 * id })),
      sales: ids.flatMap((id) => steady(id, id % 5, TODAY - 120)),
    };
    /** The series that were fitted, and whether what they share was learned. */
    const again = async (changed: SampleStore) => {
      const recording: Recording = { steps: new Map(), progress: [], tasks: [], fitted: [] };
      const report = await inventoryForecasting.run(contextOf(changed, recording));
      return { report, fitted: recording.fitted, learned: recording.tasks.includes('demand.pool') };
    };

    it('fits nothing again where nothing changed, and comes to the same', async () => {
      const first = await again(store);
      expect(first).toMatchObject({ learned: true, fitted: expect.arrayContaining(ids.map(String)) });
      const second = await again({ ...store, last: first.report });
      expect(second).toEqual({ report: first.report, fitted: [], learned: false });
    });

    it('learns it anew once the store’s country is known, and says that it was not', async () => {
      const first = await again(store);
      expect(first.report.summary).toContain('No country is known');
      const second = await again({ ...store, country: 'GB', last: first.report });
      expect(second.learned).toBe(true);
      expect(second.report.summary).not.toContain('country');
    });

    it('fits one series again for one new sale', async () => {
      const { report: last } = await again(store);
      const late = sale(7, TODAY - 1, 40);
      const { fitted, learned, report } = await again({ ...store, sales: [...store.sales, late], last });
      expect({ fitted, learned }).toEqual({ fitted: ['7'], learned: false });
      const moved = report.outlooks!.filter((outlook, index) => {
        const { input } = last.outlooks![index]!.forecast!;
        return outlook.forecast!.input !== input;
      });
      expect(moved.map(({ variantId }) => variantId)).toEqual([7]);
    });

    it('learns and fits anew what an import has changed altogether, or another engine made', async () => {
      const { report: last } = await again(store);
      const imported = store.sales.map((one) => ({ ...one, units: one.units * 2 }));
      expect((await again({ ...store, sales: imported, last })).learned).toBe(true);
      const other = { ...last, outlookPool: last.outlookPool!.replace(/"engine":\d+/, '"engine":0') };
      expect((await again({ ...store, last: other })).learned).toBe(true);
    });

    it('keeps what products have in common until the week is over', async () => {
      const { report: last } = await again(store);
      const later = (days: number) => again({ ...store, last, now: NOW + days * DAY_MS });
      expect(await later(6)).toMatchObject({ learned: false, fitted: { length: 30 } });
      expect((await later(7)).learned).toBe(true);
    });
  });

  it('is safe in an empty store and refuses one that was never synced', async () => {
    const empty = await run({ variants: [], sales: [] });
    expect(empty).toMatchObject({ proposals: [], findings: [{ kind: 'no_products' }] });
    await expect(run({ variants: [], sales: [], neverSynced: true })).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });

  it('proposes nothing for what never sold', async () => {
    const report = await run({ variants: [variant(1, { available: 0 })], sales: [] });
    expect(report.proposals).toEqual([]);
    expect(report.findings.map(({ kind }) => kind)).toEqual([]);
  });
});

describe('what is not reordered', () => {
  it('is said with the next step where that is everything', async () => {
    const report = await run({
      variants: [
        variant(1, { tracked: false }),
        variant(2, { tracked: false }),
        variant(3, { vendor: '' }),
        variant(4, { isGiftCard: true }),
      ],
      sales: steady(1, 4),
    });
    expect(report.proposals).toEqual([]);
    expect(finding(report, 'nothing_reordered')).toMatchObject({
      severity: 'watch',
      title: 'None of the 4 variants can be reordered',
      evidence: [
        { kind: 'untracked', text: expect.stringMatching(/^2: .*Switch on “Inventory tracked”/) },
        { kind: 'no_supplier', text: expect.stringMatching(/^1: .*fill in a supplier/) },
        { kind: 'gift_card', text: '1: gift cards have no stock.' },
      ],
    });
    expect(report.findings.map(({ kind }) => kind)).not.toContain('not_reordered');
  });

  it('is not a product without a vendor whose supplier was filled in', async () => {
    const { input } = onlyProposal(
      await run({
        variants: [variant(1, { available: 5, vendor: '' }), variant(2, { available: 5, vendor: '' })],
        sales: [...steady(1, 4), ...steady(2, 4)],
        variantTerms: (id) => (id === 1 ? { supplier: 'Acme' } : { supplier: '' }),
      }),
    );
    expect(input).toMatchObject({ supplier: 'Acme', lines: [{ variantId: 1 }] });
  });

  it.each<[NotReordered | null, Parameters<typeof variant>[1]]>([
    [null, {}],
    [null, { productStatus: 'UNLISTED' }],
    ['gift_card', { isGiftCard: true, tracked: false }],
    ['discontinued', { productStatus: 'ARCHIVED' }],
    ['discontinued', { productStatus: 'DRAFT' }],
    ['discontinued', { tags: ['Discontinued'] }],
    ['bundle', { components: [{ variantId: 2, quantity: 1 }] }],
    ['bundle', { requiresComponents: true }],
    ['dropshipped', { tags: ['Drop ship'] }],
    ['dropshipped', { vendor: 'CJ Dropshipping' }],
    ['made_to_order', { tags: ['made_to_order'], inventoryPolicy: 'CONTINUE' }],
    ['pre_order', { tags: ['Pre-Order'] }],
    ['pre_order', { inventoryPolicy: 'CONTINUE' }],
    ['untracked', { tracked: false }],
    ['no_supplier', { vendor: ' ' }],
  ])('%s: %o', (reason, facts) => {
    expect(whyNotReordered(variant(1, facts))).toBe(reason);
  });
});
