import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../shared/time.ts';
import { unitsEnough } from './negative-binomial.ts';
import type { PurchaseOrderInput } from './proposals.ts';
import { finding, onlyProposal, run } from './testing/report.ts';
import { NOW, sale, steady, TERMS, TODAY, variant } from './testing/sample-store.ts';

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

  it('wishes the same again where nothing changed, so that the proposal that waits stays the one it is', async () => {
    const store = { variants: [variant(1, { available: 20 })], sales: steady(1, 4) };
    const [before, after] = [await run(store), await run({ ...store, now: NOW + 3_600_000 })].map(
      onlyProposal,
    );
    expect(after!.proposal).toMatchObject({ key: before!.proposal.key, input: before!.input });
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
    expect(input.leadTimeDays).toBe(14);
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
});
