/** From orders as a shop tells them to demand by day: what counts, and what does not. */
import { expect, it } from 'vitest';
import { DemandBook } from '../agents/inventory-forecasting/demand-series.ts';
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
