/** What the Command and Inventory screens and the palette ask, spoken over one transport, after a sync and a run. */
import { expect } from 'vitest';
import type { RoyalClient } from '../../shared/contract/contract.ts';

type Refused = (call: Promise<unknown>) => Promise<string>;

/** Every figure is there or says why not; what one answer says, the others say too. */
export async function exerciseInsights(api: RoyalClient, storeId: string, refused: Refused): Promise<void> {
  await exerciseSales(api, storeId);
  const variantId = await exerciseStock(api, storeId);
  await exerciseProduct(api, storeId, variantId, refused);
  await exerciseLists(api, storeId, refused);
}

async function exerciseSales(api: RoyalClient, storeId: string): Promise<void> {
  const today = await api.today.show({ storeId });
  expect(today).toMatchObject({ storeId, currency: 'GBP' });
  expect(today.netSales.spark.at(-1)).toMatchObject({
    value: today.netSales.value!.minor,
    usual: today.netSales.usual?.minor ?? null,
  });
  expect(today.runningOut.count).not.toBeNull();
  for (const bucket of ['day', 'week', 'month'] as const) {
    const series = await api.salesSeries.show({ storeId, period: '13w', bucket });
    expect(series.buckets.length).toBeGreaterThan(0);
    expect(series.forecast.reason === null).toBe(series.forecast.points.length > 0);
  }
}

async function exerciseStock(api: RoyalClient, storeId: string): Promise<number> {
  await expect.poll(async () => (await api.stockTable.page({ storeId })).pending).toBe(0);
  const page = await api.stockTable.page({ storeId, limit: 200 });
  const [counts] = await api.counts({ storeId });
  expect(page.total).toBe(counts!.variants);
  expect(Object.values(page.states).reduce((a, b) => a + b, 0)).toBe(counts!.variants);
  const horizon = await api.stockHorizon.list({ storeId, limit: 5 });
  expect(horizon.rows.length > 0).toBe(horizon.reason === null);
  for (const row of horizon.rows)
    expect(page.rows.find(({ variantId }) => variantId === row.variantId)).toEqual(row);

  const file = await api.stockTable.csv({ storeId, sort: 'title' });
  let text = '';
  let step = await file.next();
  while (!step.done) {
    text += step.value.text;
    step = await file.next();
  }
  expect(step.value.rows).toBe(counts!.variants);
  expect(text.startsWith('Product,Variant,SKU')).toBe(true);
  return page.rows.find(({ daysLeft }) => daysLeft !== null)!.variantId;
}

async function exerciseProduct(
  api: RoyalClient,
  storeId: string,
  variantId: number,
  refused: Refused,
): Promise<void> {
  const { rows } = await api.stockTable.page({ storeId, limit: 200 });
  const row = rows.find((one) => one.variantId === variantId)!;
  const product = await api.products.show({ storeId, productId: row.productId });
  expect(product.variants.find((one) => one.variantId === variantId)).toMatchObject(row);
  const demand = await api.products.demand({ storeId, variantId, days: 30 });
  expect(demand.reason).toBeNull();
  expect(demand.forecast.length).toBeGreaterThan(20);
  const what = await api.products.whatIf({ storeId, variantId, serviceLevel: 0.99 });
  expect(what.now.daysLeft).toBe(row.daysLeft!.days);
  expect(what.asked.safetyStock).toBeGreaterThanOrEqual(what.now.safetyStock);
  expect(await refused(api.products.show({ storeId, productId: 9_999_999_999 }))).toBe('not_found');
  expect(await refused(api.products.demand({ storeId, variantId: 9_999_999_999 }))).toBe('not_found');
}

async function exerciseLists(api: RoyalClient, storeId: string, refused: Refused): Promise<void> {
  const first = await api.orders.page({ storeId, limit: 3 });
  const second = await api.orders.page({ storeId, limit: 3, cursor: first.next! });
  expect(new Set([...first.rows, ...second.rows].map(({ orderId }) => orderId)).size).toBe(6);
  const { orderId, name } = first.rows[0]!;
  expect(await api.orders.show({ storeId, orderId })).toMatchObject(first.rows[0]!);
  expect(await refused(api.orders.show({ storeId, orderId: 9_999_999_999 }))).toBe('not_found');
  const found = await api.search.find({ text: name });
  expect(found.groups.flatMap(({ hits }) => hits.map(({ open }) => open))).toContainEqual({ orderId });
  const happened = await api.activity.list({ storeId, limit: 5 });
  const before = await api.activity.list({ storeId, limit: 5, before: happened.next! });
  expect(before.items.map(({ id }) => id)).not.toContain(happened.items.at(-1)!.id);
}
