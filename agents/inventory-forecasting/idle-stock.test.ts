import { describe, expect, it } from 'vitest';
import type { PurchaseOrderInput } from './proposals.ts';
import { judgeStock } from './stock-plan.ts';
import { run } from './testing/report.ts';
import { type SampleStore, sale, steady, TERMS, TODAY, variant } from './testing/sample-store.ts';

const findingsOf = async (store: SampleStore, kind: string) =>
  (await run(store)).findings.filter((one) => one.kind === kind);

describe('stock for too long', () => {
  const far = { leadTimeDays: 200, reviewDays: 30 };

  it('is not what its supplier’s lead time asks for', async () => {
    const store = { variants: [variant(1, { available: 190 })], sales: steady(1, 1), terms: far };
    const { findings, proposals } = await run(store);
    expect(proposals).toHaveLength(1);
    expect(findings.map(({ kind }) => kind)).not.toContain('overstock');
    // Nothing to order, and still no more than lead time, two reviews and the reserve need.
    expect(await findingsOf({ ...store, variants: [variant(1, { available: 280 })] }, 'overstock')).toEqual(
      [],
    );
    expect(
      await findingsOf({ ...store, variants: [variant(1, { available: 350 })] }, 'overstock'),
    ).toHaveLength(1);
  });

  it('is marked down to what is needed until then, not to less', async () => {
    const [found] = await findingsOf(
      { variants: [variant(1, { available: 350 })], sales: steady(1, 1), terms: far },
      'overstock',
    );
    const { units, days } = found!.evidence[1]!.data as { units: number; days: number };
    expect(found!.evidence[1]!.data).toMatchObject({ way: 'markdown', units: 350 - days });
    // 200 + 2 × 30 and the reserve.
    expect(days).toBeGreaterThan(260);
    expect(units).toBeGreaterThan(50);
  });

  it('is never marked down below cost, tax taken off', async () => {
    const cheap = (unitCost: number) => ({
      variants: [variant(1, { available: 190, price: 2_400, unitCost })],
      sales: steady(1, 1).map((day) => ({ ...day, net: 2_000 })),
    });
    // £24.00 with 20% of VAT: £18.00 of it are £15.00 net.
    const [below] = await findingsOf(cheap(1_550), 'overstock');
    expect(below!.evidence[1]!.data).toMatchObject({ way: 'bundle' });
    const [above] = await findingsOf(cheap(1_400), 'overstock');
    expect(above!.evidence[1]!.text).toMatch(/^At £18\.\d\d instead of £24\.00 /);
  });

  it('is the same in a stock row', () => {
    const outlook = {
      mean: new Array(300).fill(1),
      low: new Array(300).fill(1),
      high: new Array(300).fill(1),
      restockRate: 0,
      dead: false,
    };
    const stateAt = (available: number, terms: object) =>
      judgeStock({ available, incoming: 0 }, outlook, { ...TERMS, ...terms }, TODAY).state;
    expect([180, 182].map((available) => stateAt(available, {}))).toEqual(['fine', 'overstock']);
    expect([280, 350].map((available) => stateAt(available, { leadTimeDays: 200, reviewDays: 30 }))).toEqual([
      'fine',
      'overstock',
    ]);
  });
});

describe('stock that does not sell', () => {
  const emptyUntil = (until: number) =>
    Array.from({ length: until - (TODAY - 120) }, (_, index) => ({
      inventoryItemId: 100,
      day: TODAY - 120 + index,
      available: 0,
    }));
  const soldBefore = steady(1, 1).filter(({ day }) => day < TODAY - 120);

  it('is not what was out of stock and came back', async () => {
    const store = { variants: [variant(1, { available: 40 })], sales: soldBefore };
    const stock = emptyUntil(TODAY - 1);
    expect(await findingsOf({ ...store, stock }, 'dead_stock')).toEqual([]);
    const { outlooks } = await run({ ...store, stock });
    expect(outlooks![0]!.dead).toBe(false);
  });

  it('is told by the days that it was there, ninety at least', async () => {
    const store = { variants: [variant(1, { available: 40 })], sales: soldBefore };
    expect(await findingsOf({ ...store, stock: emptyUntil(TODAY - 89) }, 'dead_stock')).toEqual([]);
    const [found] = await findingsOf({ ...store, stock: emptyUntil(TODAY - 90) }, 'dead_stock');
    expect(found!.title).toBe('Product 1: no sale in 90 days on offer');
  });

  it('is not a draft, which was never offered', async () => {
    const draft = variant(1, { available: 40, productStatus: 'DRAFT' });
    const sales = steady(2, 1);
    expect(await findingsOf({ variants: [draft, variant(2)], sales }, 'dead_stock')).toEqual([]);
    const offered = { ...draft, publishedAt: draft.createdAt };
    expect(await findingsOf({ variants: [offered, variant(2)], sales }, 'dead_stock')).toHaveLength(1);
  });
});

it('orders nothing of what lies unsold, however it sold before', async () => {
  const sold = [0, 13, 26, 39, 52, 65].map((ago) => sale(1, TODAY - 100 - ago, 20));
  const { proposals, findings } = await run({
    variants: [variant(1, { available: 2 }), variant(2, { available: 0 })],
    sales: [...sold, ...steady(2, 3)],
  });
  const about = findings.filter(({ subject }) => subject?.kind === 'variant' && subject.id === 1);
  expect(about.map(({ kind }) => kind)).toEqual(['dead_stock']);
  expect(
    proposals.flatMap(({ input }) => (input as PurchaseOrderInput).lines.map(({ variantId }) => variantId)),
  ).toEqual([2]);
});
