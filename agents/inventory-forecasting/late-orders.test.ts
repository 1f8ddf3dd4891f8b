import { expect, it } from 'vitest';
import type { UnitsToCome } from '../../shared/agent.ts';
import { DAY_MS } from '../../shared/time.ts';
import { run } from './testing/report.ts';
import { NOW, type SampleStore, steady, TODAY, variant } from './testing/sample-store.ts';

const late = (given: Partial<UnitsToCome> = {}): UnitsToCome => ({
  order: 'PO-0012',
  supplier: 'Acme',
  state: 'sent',
  orderedAt: NOW - 90 * DAY_MS,
  expectedOn: TODAY - 60,
  variantId: 1,
  units: 500,
  ...given,
});

/** Out of stock at two a day, and all hope on the orders. */
function waiting(toCome: UnitsToCome[], given: Partial<SampleStore> = {}): SampleStore {
  const ids = [...new Set(toCome.map(({ variantId }) => variantId))];
  const unitsOf = (id: number) =>
    toCome.reduce((sum, one) => sum + (one.variantId === id ? one.units : 0), 0);
  return {
    variants: ids.map((id) => variant(id, { available: 0 })),
    sales: ids.flatMap((id) => steady(id, 2)),
    onOrder: new Map(ids.map((id) => [id, unitsOf(id)])),
    toCome,
    ...given,
  };
}

async function lateOrders(store: SampleStore) {
  const { findings } = await run(store);
  return findings.filter(({ kind }) => kind === 'late_order');
}

it('names an order that never came and keeps its products from being ordered, and what to do', async () => {
  const [found, ...others] = await lateOrders(waiting([late(), late({ variantId: 2, units: 100 })]));
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    severity: 'watch',
    title: '600 units of PO-0012 from Acme are 60 days late',
    subject: { kind: 'supplier', id: 'Acme' },
    evidence: [
      {
        text:
          'They count as on the way, so nothing more is proposed of Product 1 (500 units) and Product 2 (100 units). ' +
          'Receive what came, ask Acme for another date, or cancel the order.',
        data: { order: 'PO-0012', daysLate: 60, units: 600, variantIds: [1, 2] },
      },
    ],
  });
});

it('says how an order ends that came in part, or was never sent', async () => {
  const [part] = await lateOrders(waiting([late({ state: 'partly_received' })]));
  expect(part!.evidence[0]!.text).toContain(
    'Receive what came, ask Acme for another date, or close the order.',
  );
  const [draft] = await lateOrders(waiting([late({ state: 'draft' })]));
  expect(draft!.evidence[0]!.text).toContain('It was never sent: send it, or cancel it.');
});

it('waits a week, or twice what the supplier’s deliveries vary by', async () => {
  const on = (expectedOn: number, leadTimeSdDays: number) =>
    lateOrders(waiting([late({ expectedOn })], { terms: { leadTimeSdDays } }));
  expect(await on(TODAY - 7, 0)).toEqual([]);
  expect(await on(TODAY - 8, 0)).toHaveLength(1);
  expect(await on(TODAY - 20, 10)).toEqual([]);
  expect(await on(TODAY - 21, 10)).toHaveLength(1);
});

it('expects it a lead time after it was ordered where nobody said when', async () => {
  const [found] = await lateOrders(waiting([late({ expectedOn: null })]));
  expect(found!.title).toMatch(/are 76 days late$/);
});

it('is silent where nothing would be ordered without it', async () => {
  const enough = { variants: [variant(1, { available: 170 })] };
  expect(await lateOrders(waiting([late()], enough))).toEqual([]);
  // What comes in time is enough.
  const inTime = late({ order: 'PO-0013', expectedOn: TODAY + 3 });
  expect(await lateOrders(waiting([late(), inTime]))).toEqual([]);
});
