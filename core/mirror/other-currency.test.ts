/** Orders of a shop's earlier currency: kept, and in no sum. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDetail, aLine, anOrder, aRefund, aRefundLine, LONDON, memoryMirror, NOON } from './test-records.ts';
import type { Mirror } from './types.ts';

const DAY_MS = 86_400_000;
const TODAY = Math.floor(NOON / DAY_MS);

let mirror: Mirror;
beforeEach(() => {
  mirror = memoryMirror();
});
afterEach(() => {
  expect(mirror.check()).toEqual({ ok: true, problems: [] });
  mirror.close();
});

const sums = () => mirror.figures().days.map(({ day, orders, netSales }) => [day - TODAY, orders, netSales]);

describe('an order in another currency than the shop’s', () => {
  it('is kept with its own, and counts in no sum of its days, nor do its refunds and edits', () => {
    mirror.upsertOrders([
      anOrder(1),
      anOrder(2, {
        currency: 'USD',
        lines: [aLine(20, { quantity: 3 })],
        shipping: 500,
        tip: 100,
        duties: 30,
        needsDetail: true,
      }),
    ]);
    mirror.applyOrderDetails([
      aDetail(2, {
        refunds: [aRefund(5, { processedAt: NOON + DAY_MS, adjustment: -50, lines: [aRefundLine(6, 20)] })],
        edits: [
          {
            id: 7,
            at: NOON + 2 * DAY_MS,
            lineId: 20,
            quantity: 1,
            total: 1200,
            tax: 200,
            discountBeforeTaxes: 0,
          },
        ],
        originalQuantities: [{ lineId: 20, quantity: 2 }],
      }),
    ]);
    expect(sums()).toEqual([[0, 1, 1000]]);
    expect(mirror.figures().variantDays).toMatchObject([{ day: TODAY, units: 1, net: 1000 }]);
    expect(mirror.today(NOON + 3_600_000)).toMatchObject({ orders: 1, netSales: 1000, units: 1 });
    expect(mirror.counts().orders).toBe(2);
    expect(mirror.recentOrders(2).map(({ id, currency }) => [id, currency])).toEqual([
      [2, 'USD'],
      [1, 'GBP'],
    ]);
  });

  it('leaves the sums and comes back to them with its own change', () => {
    mirror.upsertOrders([anOrder(1)]);
    mirror.upsertOrders([anOrder(1, { currency: 'USD', updatedAt: NOON + 1 })]);
    expect(sums()).toEqual([]);
    mirror.upsertOrders([anOrder(1, { updatedAt: NOON + 2 })]);
    expect(sums()).toEqual([[0, 1, 1000]]);
  });

  it('leaves the sums once the shop changes its currency', () => {
    mirror.upsertOrders([anOrder(1)]);
    mirror.setShop({ ...LONDON, currency: 'EUR' });
    mirror.upsertOrders([anOrder(2, { currency: 'EUR', processedAt: NOON + DAY_MS })]);
    expect(sums()).toEqual([[1, 1, 1000]]);
  });

  it('is told of with how many there are, and since when', () => {
    const usd = { currency: 'USD' };
    mirror.upsertOrders([
      anOrder(1),
      anOrder(2, { ...usd, processedAt: NOON - DAY_MS }),
      anOrder(3, usd),
      anOrder(4, { ...usd, test: true, processedAt: NOON - 9 * DAY_MS }),
    ]);
    expect(mirror.otherCurrencies()).toEqual([{ currency: 'USD', orders: 2, first: TODAY - 1, last: TODAY }]);
  });
});
