/** From orders as a shop tells them to demand by day: what counts, and what does not. */
import { expect, it } from 'vitest';
import { DemandBook } from '../agents/inventory-forecasting/demand-series.ts';
import { openTestLedger } from '../core/ledger/testing/test-ledger.ts';
import {
  aDetail,
  aLine,
  anOrder,
  aProduct,
  aRefund,
  aRefundLine,
  aVariant,
  memoryMirror,
  NOON,
} from '../core/mirror/test-records.ts';
import type { StoreRuntime } from '../core/store-runtime.ts';
import { createTrackRecord } from '../core/track-record.ts';
import { DAY_MS } from '../shared/time.ts';

it('leaves tests and cancellations out, and tells what came back to the shelf from what was lost', () => {
  const mirror = memoryMirror();
  try {
    const day = Math.floor(NOON / DAY_MS);
    mirror.upsertProducts([aProduct(10, { variants: [aVariant(100)] })]);
    const [variant] = mirror.reader().variants({ after: null, limit: 1 });
    const line = (id: number, quantity: number) => aLine(id, { quantity, variantId: variant!.variantId });
    mirror.upsertOrders([
      anOrder(1, { lines: [line(1, 6)], needsDetail: true }),
      anOrder(2, { lines: [line(2, 50)], test: true }),
      anOrder(3, { lines: [line(3, 70)], cancelledAt: NOON, needsDetail: true }),
      anOrder(4, { lines: [line(4, 2)], processedAt: NOON + DAY_MS }),
    ]);
    const refund = (
      id: number,
      lineId: number,
      quantity: number,
      restockType: 'RETURN' | 'NO_RESTOCK' | 'CANCEL',
    ) => aRefund(id, { lines: [aRefundLine(id, lineId, { quantity, restockType })] });
    mirror.applyOrderDetails([
      aDetail(1, { refunds: [refund(10, 1, 2, 'RETURN'), refund(11, 1, 1, 'NO_RESTOCK')] }),
      aDetail(3, { refunds: [refund(12, 3, 70, 'CANCEL')] }),
    ]);
    const book = new DemandBook({
      variants: [variant!],
      from: day,
      to: day + 1,
      zone: 'Europe/London',
      closedDays: [],
    });
    book.addSales(mirror.reader().variantDays(day, day + 1));
    expect(book.demandOf({ ...variant!, tracked: false })).toMatchObject({
      y: [6, 2],
      units: 8,
      restockRate: 2 / 8,
    });
  } finally {
    mirror.close();
  }
});

it('is held against a forecast as it is forecast: bundles credited, bulk purchases and what came back left out', () => {
  const mirror = memoryMirror();
  try {
    const day = Math.floor(NOON / DAY_MS);
    mirror.upsertProducts([
      aProduct(10, { variants: [aVariant(100)] }),
      aProduct(11, { variants: [aVariant(101, { components: [{ variantId: 100, quantity: 3 }] })] }),
    ]);
    const [cup] = mirror.reader().variants({ after: null, limit: 1 });
    const order = (id: number, variantId: number, quantity: number, after = 0) =>
      anOrder(id, {
        lines: [aLine(id, { quantity, variantId })],
        processedAt: NOON + after * DAY_MS,
        needsDetail: id === 1,
      });
    mirror.upsertOrders([
      order(1, 100, 4),
      ...Array.from({ length: 8 }, (_, index) => order(index + 2, 100, 1, index)),
      order(20, 101, 2, 1),
      order(21, 100, 60, 2),
      order(22, 100, 5, 30),
    ]);
    mirror.applyOrderDetails([
      aDetail(1, {
        refunds: [aRefund(1, { lines: [aRefundLine(1, 1, { quantity: 3, restockType: 'RETURN' })] })],
      }),
    ]);
    mirror.markSynced(NOON + 40 * DAY_MS);

    let now = NOON;
    const ledger = openTestLedger({ now: () => now });
    const data = { variantId: 100, leadTimeDays: 14, reviewDays: 7, need: 17, needVariance: 17 };
    const proposed = ledger.actions.propose(
      {
        type: 'purchase_order.create',
        storeId: 'gbp',
        input: {},
        title: 'Order',
        evidence: [{ kind: 'reorder_line', text: 'Cup', data }],
        key: 'order',
      },
      { actor: { kind: 'agent', id: 'stock' }, agent: 'stock' },
    );
    const actor = { kind: 'person', id: 'ada' } as const;
    for (const state of ['approved', 'executing', 'verified'] as const)
      ledger.actions.transition(proposed.id!, state, { actor });
    now = NOON + 40 * DAY_MS;
    const store = { info: { id: 'gbp', zone: 'Europe/London' }, mirror } as unknown as StoreRuntime;
    const record = createTrackRecord({ ledger, storeOf: () => store, clock: () => now });
    const { happened } = record({ agent: 'stock', limit: 1 }).rows[0]!.figures[0]!;

    const book = new DemandBook({
      variants: mirror.reader().variants({ after: null, limit: 9 }),
      from: day,
      to: day + 20,
      zone: 'Europe/London',
      closedDays: [],
    });
    book.addSales(mirror.reader().variantDays(day, day + 20));
    const { units, restockRate, bulkUnits } = book.demandOf({ ...cup!, tracked: false });
    expect({ units, bulkUnits }).toEqual({ units: 18, bulkUnits: 60 });
    expect(happened).toBeCloseTo(units * (1 - restockRate), 1);
  } finally {
    mirror.close();
  }
});
