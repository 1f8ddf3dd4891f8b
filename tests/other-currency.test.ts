/** A shop that changed its currency: what it sold before is kept, told of, and never added to what it sells now. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Order } from '../sandbox/model.ts';
import { type TruthDay, truthOf } from '../sandbox/truth.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

let owned: Owned;
beforeEach(async () => {
  owned = await openOwned();
});
afterEach(() => owned.close());

/** Every amount of it in the other currency. */
function inCurrency(order: Order, currency: string): Order {
  const text = JSON.stringify(order).replaceAll('"currencyCode":"GBP"', `"currencyCode":"${currency}"`);
  return JSON.parse(text) as Order;
}

it('keeps orders of the earlier currency out of every sum, in a first load and in an increment', {
  timeout: 60_000,
}, async () => {
  const { documents, clock, shops } = owned.sandbox;
  const { shop } = shops[0]!;
  const orders = [...documents.iterate(shop, 'Order')].filter(({ test }) => !test);
  const moved = [...orders.slice(0, 5), ...orders.filter(({ refunds }) => refunds.length > 0).slice(0, 3)];
  const change = (some: Order[]) => {
    for (const order of some)
      documents.put(shop, 'Order', { ...inCurrency(order, 'USD'), updatedAt: clock.iso() });
  };
  const whole = truthOf(documents, shop);
  change(moved.slice(0, 4));

  await owned.connect();
  await owned.sync();
  const first = await agree();
  expect(total(first)).toBeLessThan(total(whole.days));

  change(moved.slice(4));
  await owned.sync();
  const second = await agree();
  expect(total(second)).toBeLessThan(total(first));

  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' });
  const days = moved.map(({ processedAt }) => calendar.format(Date.parse(processedAt))).sort();
  const told = (await owned.client.doctor.run({ offline: true })).find(({ name }) =>
    name.startsWith('currency '),
  );
  expect(told).toMatchObject({ state: 'warn' });
  expect(told!.text).toContain(`${new Set(moved.map(({ id }) => id)).size} orders`);
  expect(told!.text).toContain('USD');
  expect(told!.text).toContain(days[0]);
});

it('follows a shop that changes its currency between two syncs, without a restart', {
  timeout: 60_000,
}, async () => {
  const { documents, shops } = owned.sandbox;
  const { shop, storeId } = shops[0]!;
  await owned.connect();
  await owned.sync();
  expect(total(await agree())).toBeGreaterThan(0);
  documents.putShop({ ...documents.shop(shop)!, currency: 'EUR' });
  await owned.sync();
  expect(await agree()).toEqual([]);
  const [day] = await owned.client.sales.days({ storeId });
  expect(day!.netSales.currency).toBe('EUR');
});

it('says nothing where there is one currency', { timeout: 60_000 }, async () => {
  await owned.connect();
  await owned.sync();
  const checks = await owned.client.doctor.run({ offline: true });
  expect(checks.filter(({ name }) => name.startsWith('currency '))).toEqual([]);
});

const total = (days: readonly { orders: number }[]): number =>
  days.reduce((sum, { orders }) => sum + orders, 0);

/** The orders that count, by day, once core and sandbox agree on each figure. */
async function agree(): Promise<TruthDay[]> {
  const { documents, shops } = owned.sandbox;
  const { shop, storeId } = shops[0]!;
  const truth = truthOf(documents, shop);
  const figures = await owned.client.figures({ storeId });
  const brief = (row: { day: string; orders: number; units: number; net: number }) => row;
  const mine = figures.days.map((day) =>
    brief({ day: day.date, orders: day.orders, units: day.unitsSold, net: day.netSales.minor }),
  );
  expect(mine).toEqual(
    truth.days.map((day) =>
      brief({ day: day.day, orders: day.orders, units: day.unitsSold, net: day.netSales }),
    ),
  );
  expect((await owned.client.counts({}))[0]!.orders).toBe(truth.counts.orders);
  return truth.days;
}
