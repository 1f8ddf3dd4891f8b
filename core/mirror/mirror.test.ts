import { describe, expect, it } from 'vitest';
import { bulkTargetOf, openMirror } from './mirror.ts';
import {
  aCustomer,
  aDetail,
  aLine,
  anOrder,
  aProduct,
  aRefund,
  aRefundLine,
  aVariant,
  DATA_KEY,
  LONDON,
  memoryMirror,
  NOON,
  temporaryMirror,
} from './test-records.ts';
import type { Mirror } from './types.ts';

const DAY_MS = 86_400_000;
const TODAY = Math.floor(NOON / DAY_MS);

function withMirror(work: (mirror: Mirror) => void, make = memoryMirror): void {
  const mirror = make();
  try {
    work(mirror);
    expect(mirror.check()).toEqual({ ok: true, problems: [] });
  } finally {
    mirror.close();
  }
}

describe('sales of a day', () => {
  it('are booked on the days of order, refund and edit, net of included tax', () => {
    withMirror((mirror) => {
      mirror.upsertOrders([
        anOrder(1, {
          lines: [
            aLine(10, { quantity: 2, discount: 240, tax: 360 }),
            aLine(11, { isGiftCard: true, unitPrice: 5000, tax: 0 }),
          ],
          shipping: 395,
          shippingTax: 66,
          tip: 100,
          duties: 30,
          needsDetail: true,
        }),
        anOrder(2, { test: true }),
      ]);
      mirror.applyOrderDetails([
        aDetail(1, {
          refunds: [
            aRefund(5, {
              processedAt: NOON + DAY_MS,
              adjustment: -50,
              adjustmentTax: -10,
              shipping: 395,
              shippingTax: 66,
              duties: 30,
              lines: [aRefundLine(6, 10, { subtotal: 1080, tax: 180 })],
            }),
          ],
        }),
      ]);
      expect(mirror.figures().days).toEqual([
        {
          day: TODAY,
          orders: 1,
          grossSales: 2000,
          discounts: 200,
          returns: 0,
          netSales: 1800,
          taxes: 426,
          shipping: 329,
          tips: 100,
          duties: 30,
          unitsSold: 2,
          unitsReturned: 0,
        },
        {
          day: TODAY + 1,
          orders: 0,
          grossSales: 0,
          discounts: 0,
          returns: 950,
          netSales: -950,
          taxes: -256,
          shipping: -329,
          tips: 0,
          duties: -30,
          unitsSold: 0,
          unitsReturned: 1,
        },
      ]);
      expect(mirror.variantDays(TODAY, TODAY + 1)).toEqual([
        {
          variantId: 100,
          day: TODAY,
          units: 2,
          bulkUnits: 0,
          returnedRestocked: 0,
          returnedLost: 0,
          net: 1800,
        },
        {
          variantId: 100,
          day: TODAY + 1,
          units: 0,
          bulkUnits: 0,
          returnedRestocked: 1,
          returnedLost: 0,
          net: -900,
        },
      ]);
    });
  });

  it('keep a cancelled order as a sale and not as demand', () => {
    withMirror((mirror) => {
      mirror.upsertOrders([anOrder(1, { cancelledAt: NOON, needsDetail: true })]);
      mirror.applyOrderDetails([
        aDetail(1, { refunds: [aRefund(2, { lines: [aRefundLine(3, 10, { restockType: 'CANCEL' })] })] }),
      ]);
      expect(mirror.salesDays(TODAY, TODAY)[0]).toMatchObject({
        orders: 1,
        grossSales: 1000,
        returns: 1000,
        netSales: 0,
      });
      expect(mirror.variantDays(TODAY, TODAY)).toEqual([]);
    });
  });

  it('move when the store’s zone does', () => {
    withMirror((mirror) => {
      const lateEvening = Date.UTC(2026, 10, 2, 23, 30);
      mirror.upsertOrders([anOrder(1, { processedAt: lateEvening })]);
      expect(mirror.figures().days.map(({ day }) => day)).toEqual([TODAY]);
      mirror.setShop({ ...LONDON, zone: 'Europe/Paris' });
      expect(mirror.figures().days.map(({ day }) => day)).toEqual([TODAY + 1]);
    });
  });

  it('tell one-off bulk purchases apart', () => {
    withMirror((mirror) => {
      mirror.upsertOrders(
        Array.from({ length: 9 }, (_, index) =>
          anOrder(index + 1, {
            processedAt: NOON - index * DAY_MS,
            lines: [aLine(index + 1, { quantity: index === 4 ? 40 : 1 })],
          }),
        ),
      );
      const days = mirror.variantDays(TODAY - 9, TODAY);
      expect(days.map(({ bulkUnits }) => bulkUnits)).toEqual([0, 0, 0, 0, 40, 0, 0, 0, 0]);
    });
  });
});

describe('versions', () => {
  it('let an order’s details be due until they are as new as the order', () => {
    withMirror((mirror) => {
      mirror.upsertOrders([anOrder(1, { needsDetail: true }), anOrder(2)]);
      expect(mirror.ordersNeedingDetail(10)).toEqual([1]);
      mirror.applyOrderDetails([aDetail(1, { updatedAt: NOON - 1 })]);
      expect(mirror.ordersNeedingDetail(10)).toEqual([1]);
      mirror.applyOrderDetails([aDetail(1)]);
      expect(mirror.ordersNeedingDetail(10)).toEqual([]);
      mirror.upsertOrders([anOrder(1, { needsDetail: true, updatedAt: NOON + 1 })]);
      expect(mirror.ordersNeedingDetail(10)).toEqual([1]);
    });
  });

  it('commit progress with the rows, or neither', () => {
    withMirror((mirror) => {
      mirror.upsertOrders([anOrder(1)], { key: 'orders', value: 'page 1' });
      const broken = anOrder(2, { fulfillmentStatus: null as unknown as string });
      expect(() => mirror.upsertOrders([broken], { key: 'orders', value: 'page 2' })).toThrow();
      expect(mirror.getProgress('orders')).toBe('page 1');
      expect(mirror.counts().orders).toBe(1);
    });
  });
});

describe('reconcileIds', () => {
  it('drops what is not listed, unless it is newer than the list or older than what the shop lists', async () => {
    const mirror = memoryMirror();
    mirror.upsertOrders([1, 2, 3, 4].map((id) => anOrder(id, { createdAt: id * 100 })));
    const removed = await mirror.reconcileIds('orders', [3], { before: 400, from: 200 });
    expect(removed).toEqual({ removed: 1 });
    expect(mirror.recentOrders(10).map(({ id }) => id)).toEqual([4, 3, 1]);
    expect(mirror.salesDays(TODAY, TODAY)[0]!.orders).toBe(3);
    expect(mirror.check().ok).toBe(true);
    mirror.close();
  });

  it('takes a product’s variants along, and variants by themselves', async () => {
    const mirror = memoryMirror();
    mirror.upsertProducts([
      aProduct(10, { variants: [aVariant(100), aVariant(101)] }),
      aProduct(11, { variants: [aVariant(110, { productId: 11 })] }),
    ]);
    await mirror.reconcileIds('products', [10], { before: 1 });
    await mirror.reconcileIds('variants', [101], { before: 1 });
    expect(mirror.figures().prices).toEqual([{ variantId: 101, price: 1200 }]);
    mirror.close();
  });
});

describe('people', () => {
  const person = { firstName: 'Zoë', lastName: 'Müller', email: 'zoe@example.com', phone: '+44 7700 900123' };

  it('are found by e-mail, phone and the beginning of a name', () => {
    withMirror((mirror) => {
      mirror.upsertCustomers([
        aCustomer(1, { person }),
        aCustomer(2, { person: { firstName: 'Zora', lastName: 'Khan' } }),
      ]);
      expect(mirror.findCustomers({ email: 'ZOE@example.com' }, 5)).toEqual([1]);
      expect(mirror.findCustomers({ phone: '447700900123' }, 5)).toEqual([1]);
      expect(mirror.findCustomers({ name: 'zo' }, 5)).toEqual([1, 2]);
      expect(mirror.findCustomers({ name: 'zo mul' }, 5)).toEqual([1]);
      expect(mirror.findCustomers({ name: 'zoex' }, 5)).toEqual([]);
      mirror.upsertCustomers([aCustomer(1, { updatedAt: 2, person: { firstName: 'Anna' } })]);
      expect(mirror.findCustomers({ name: 'zoe' }, 5)).toEqual([]);
    });
  });

  it('leave nothing behind when a customer is deleted', () => {
    withMirror((mirror) => {
      mirror.upsertCustomers([aCustomer(1, { person })]);
      mirror.upsertOrders([
        anOrder(5, { customerId: 1, person }),
        anOrder(6, { person: { email: 'guest@example.com' } }),
      ]);
      expect(mirror.findGuestOrders('guest@example.com')).toEqual([6]);
      mirror.deleteCustomer(1);
      expect(mirror.customerPerson(1)).toBeNull();
      expect(mirror.orderPerson(5)).toBeNull();
      expect(mirror.orderPerson(6)).toEqual({ email: 'guest@example.com' });
      expect(mirror.findCustomers({ email: person.email }, 5)).toEqual([]);
      expect(mirror.counts()).toMatchObject({ customers: 0, orders: 2 });
    });
  });
});

describe('the first screen', () => {
  it('sets today against the same weekday by the same hour', () => {
    withMirror((mirror) => {
      mirror.setShop({ ...LONDON, zone: 'UTC' });
      const at = (week: number, hour: number): number => NOON - week * 7 * DAY_MS + (hour - 12) * 3_600_000;
      let id = 0;
      const sale = (week: number, hour: number) => anOrder(++id, { processedAt: at(week, hour) });
      // Today at 12:00; by then one sale a week ago and three weeks ago, three two weeks ago, and one each time later in the day.
      mirror.upsertOrders([
        sale(0, 9),
        sale(0, 11),
        ...[1, 2, 3].flatMap((week) => [sale(week, 10), sale(week, 18)]),
        sale(2, 10),
        sale(2, 11),
      ]);
      expect(mirror.today(NOON)).toEqual({
        day: TODAY,
        hour: 12,
        netSales: 2000,
        orders: 2,
        units: 2,
        usual: { netSales: 1000, orders: 1, days: 3 },
        pendingDays: 0,
      });
    });
  });

  it('says for what share of sales the cost is known', () => {
    withMirror((mirror) => {
      mirror.upsertProducts([aProduct(10, { variants: [aVariant(100), aVariant(101, { unitCost: null })] })]);
      mirror.upsertOrders([
        anOrder(1, { lines: [aLine(1), aLine(2, { variantId: 101 }), aLine(3, { variantId: null })] }),
      ]);
      expect(mirror.margin(TODAY, TODAY)).toEqual({
        netSales: 3000,
        knownNetSales: 1000,
        cost: 400,
        margin: 600,
        knownShare: 1 / 3,
      });
      mirror.upsertInventory([{ id: 1101, tracked: true, unitCost: 100, updatedAt: 2, levels: [] }]);
      expect(mirror.margin(TODAY, TODAY)).toMatchObject({ knownNetSales: 2000, cost: 500 });
      expect(mirror.margin(TODAY + 1, TODAY + 9).knownShare).toBeNull();
    });
  });

  it('shows the newest orders', () => {
    withMirror((mirror) => {
      mirror.upsertOrders([
        anOrder(1, { processedAt: NOON - 5 }),
        anOrder(2, { lines: [aLine(1), aLine(2, { quantity: 3 })] }),
        anOrder(3, { test: true }),
      ]);
      expect(mirror.recentOrders(1)).toEqual([
        {
          id: 2,
          name: '#2',
          processedAt: NOON,
          total: 1200,
          currency: 'GBP',
          financialStatus: 'PAID',
          fulfillmentStatus: 'UNFULFILLED',
          cancelled: false,
          countryCode: 'GB',
          lines: 2,
          units: 4,
        },
      ]);
    });
  });
});

describe('the reader', () => {
  it('gives variants with their stock, and the shop’s closed days', () => {
    withMirror((mirror) => {
      mirror.upsertProducts([
        aProduct(10, {
          tags: ['new'],
          variants: [aVariant(100, { components: [{ variantId: 101, quantity: 2 }] }), aVariant(101)],
        }),
      ]);
      mirror.upsertInventory([
        {
          id: 1100,
          tracked: true,
          unitCost: 450,
          updatedAt: 2,
          levels: [1, 2].map((locationId) => ({
            locationId,
            available: 5,
            onHand: 6,
            committed: 1,
            incoming: 2,
            updatedAt: 1,
          })),
        },
      ]);
      expect(mirror.reader().variants({ after: null, limit: 1 })[0]).toMatchObject({
        variantId: 100,
        title: 'Mug · Blue',
        tags: ['new'],
        unitCost: 450,
        available: 10,
        onHand: 12,
        incoming: 4,
        components: [{ variantId: 101, quantity: 2 }],
      });
      const open = Array.from({ length: 30 }, (_, index) => index).filter((index) => index !== 12);
      const perDay = Array.from({ length: 10 }, (_, index) => index);
      mirror.upsertOrders(
        open.flatMap((day) =>
          perDay.map((index) => anOrder(10 * day + index + 1, { processedAt: NOON - day * DAY_MS })),
        ),
      );
      // What did not fit the transaction's time.
      while (mirror.settleRollUps() > 0);
      expect(mirror.reader().closedDays(TODAY - 60, TODAY + 60)).toEqual([TODAY - 12]);
      expect(mirror.reader().history()).toEqual({ firstDay: TODAY - 29, limited: false });
      mirror.setHistoryLimited(true);
      mirror.markSynced(NOON);
      expect(mirror.reader().history().limited).toBe(true);
      expect(mirror.reader().syncedAt()).toBe(NOON);
      expect(mirror.reader().salesUntil()).toBe(NOON);
    });
  });
});

describe('opening', () => {
  it('refuses another data key and keeps everything for the right one', () => {
    const mirror = temporaryMirror();
    mirror.upsertOrders([anOrder(1)]);
    expect(() => openMirror(mirror.file, { storeId: 'main', dataKey: Buffer.alloc(32, 8) })).toThrow(
      expect.objectContaining({ code: 'key_wrong', next: expect.stringMatching(/key/) }),
    );
    const reader = openMirror(mirror.file, { storeId: 'main', dataKey: DATA_KEY, readOnly: true });
    expect(reader.counts().orders).toBe(1);
    expect(() => reader.upsertOrders([anOrder(2)])).toThrow(
      expect.objectContaining({ code: 'folder_read_only' }),
    );
    reader.close();
    mirror.close();
  });

  it('finds sums that are not what they should be', () => {
    const mirror = memoryMirror();
    mirror.upsertOrders([anOrder(1)]);
    const { db } = bulkTargetOf(mirror);
    db.exec(
      'UPDATE store_days SET gross = gross + 1; UPDATE variant_days SET units = 7; UPDATE orders SET units = 2',
    );
    const { ok, problems } = mirror.check();
    expect(ok).toBe(false);
    expect(problems).toEqual([
      'The sums of 2026-11-02 are not what its orders add up to.',
      'The hours of 2026-11-02 are not what its orders add up to.',
      'The variants of 2026-11-02 are not what its orders add up to.',
      '1 orders are not what their lines add up to.',
    ]);
    mirror.close();
  });
});
