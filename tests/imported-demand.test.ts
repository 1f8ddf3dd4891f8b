/** From files to what is known of demand: the days that they tell of, and no others. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inventoryForecasting } from '../agents/inventory-forecasting/agent.ts';
import { DAY_MS, type Day, formatDay } from '../shared/time.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

const ORDER_HEADER =
  'Name,Financial Status,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id';
const NOON = Date.UTC(2026, 10, 23, 12);
const TODAY: Day = Math.floor(NOON / DAY_MS);

let owned: Owned;
let folder: string;
beforeAll(async () => {
  owned = await openOwned({ agents: [inventoryForecasting], clock: () => NOON });
  folder = mkdtempSync(join(tmpdir(), 'royal-demand-'));
});
afterAll(async () => {
  await owned?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function imported(storeId: string, files: Record<string, string[]>, zone: string | undefined = 'UTC') {
  const paths = Object.entries(files).map(([name, lines]) => {
    const path = join(folder, `${storeId}-${name}.csv`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return { path };
  });
  const stream = await owned.client.imports.run({ storeId, files: paths, zone });
  for (;;) {
    const step = await stream.next();
    if (step.done) return step.value;
  }
}

/** Five plates a day, `from` to `to` (both included). */
function fiveADay(from: Day, to: Day): string[] {
  const days = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return days.map(
    (day) => `#${day},paid,TRY,50.00,50.00,${formatDay(day)} 10:00:00 +0000,5,Plate,10.00,P-1,${day}`,
  );
}

async function demandOf(storeId: string) {
  const stream = await owned.client.agents.run({ agent: inventoryForecasting.id, storeId });
  while (!(await stream.next()).done);
  const [row] = await owned.client.stock.list({ storeId });
  return await owned.client.products.demand({ storeId, variantId: row!.variantId, days: 28 });
}

it('ends with the last order, as nobody knows what sold since', async () => {
  const products = [
    'Handle,Title,Vendor,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Cost per item',
    'plate,Plate,Acme,P-1,shopify,100,10.00,5.00',
  ];
  await imported('ended', { products, orders: [ORDER_HEADER, ...fiveADay(TODAY - 200, TODAY - 20)] });
  const { days, forecast } = await demandOf('ended');
  expect(days.at(-1)).toMatchObject({ date: formatDay(TODAY - 21), units: 5 });
  expect(forecast[0]).toMatchObject({ date: formatDay(TODAY), mean: expect.closeTo(5, 0) });
});

it('takes no product for sold out of which no file states the stock', async () => {
  // Of a shop with several locations the products export states no quantities.
  const products = [
    'Handle,Title,Vendor,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Cost per item',
    'plate,Plate,Acme,P-1,shopify,,10.00,5.00',
  ];
  const storeId = 'unstated';
  await imported(storeId, { products, orders: [ORDER_HEADER, ...fiveADay(TODAY - 200, TODAY - 1)] });
  const stateOf = async () =>
    (await owned.client.stockTable.page({ storeId })).rows.map(({ state }) => state);
  expect(await stateOf()).toEqual(['unknown']);
  expect((await demandOf(storeId)).reason).toMatch(/how much of them/);
  expect(await stateOf()).toEqual(['unknown']);
  expect(await owned.client.actions.list({ storeId })).toEqual([]);
  expect((await owned.client.agents.findings({ storeId })).map(({ kind }) => kind)).toContain(
    'nothing_reordered',
  );

  const stock = [
    'Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Depot,Shop',
    'plate,Plate,Title,Default Title,P-1,,,20,0',
  ];
  await imported(storeId, { stock });
  expect((await demandOf(storeId)).reason).toBeNull();
  expect(await owned.client.actions.list({ storeId })).toHaveLength(1);
});

it('asks for an order by no day of what nobody buys, and puts it after what runs out', async () => {
  const products = [
    'Handle,Title,Vendor,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Cost per item',
    'bowl,Bowl,Acme,B-1,shopify,0,10.00,5.00',
    'cup,Cup,Acme,C-1,shopify,0,10.00,5.00',
    'jug,Jug,Acme,J-1,shopify,40,10.00,5.00',
    'plate,Plate,Acme,P-1,shopify,0,10.00,5.00',
    'tray,Tray,Acme,T-1,shopify,0,10.00,5.00',
  ];
  const storeId = 'unsold';
  await imported(storeId, { products, orders: [ORDER_HEADER, ...fiveADay(TODAY - 200, TODAY - 1)] });
  await demandOf(storeId);
  const { rows } = await owned.client.stockTable.page({ storeId, sort: 'days_left' });
  expect(rows[0]).toMatchObject({ title: 'Plate', state: 'out', orderBy: formatDay(TODAY) });
  expect(rows).toHaveLength(5);
  for (const { variantId, orderBy, quantity } of rows.slice(1)) {
    expect({ orderBy, quantity }).toEqual({ orderBy: null, quantity: 0 });
    const { now } = await owned.client.products.whatIf({ storeId, variantId });
    expect(now.orderBy).toBeNull();
  }
});

it('stays with what was sold where a variant is made anew under the same SKU', async () => {
  const products = (colour: string) => [
    'Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price',
    `plate,Plate,Acme,Colour,${colour},P-1,shopify,100,10.00`,
  ];
  const storeId = 'anew';
  const soldOf = async () => {
    const [row] = await owned.client.stock.list({ storeId });
    const { variantDays } = await owned.client.figures({ storeId });
    return variantDays.filter(({ variantId }) => variantId === row!.variantId).length;
  };
  await imported(storeId, {
    products: products('Kırmızı'),
    orders: [ORDER_HEADER, ...fiveADay(TODAY - 30, TODAY - 1)],
  });
  expect(await soldOf()).toBe(30);
  await imported(storeId, { 'products-renamed': products('Red') });
  expect(await soldOf()).toBe(30);
});

it('knows what was sold where a shop’s orders are imported before it was first synced', async () => {
  const { shop, storeId } = owned.sandbox.shops[0]!;
  const { documents } = owned.sandbox;
  const cards = new Set(
    [...documents.iterate(shop, 'Product')].flatMap(({ id, isGiftCard }) => (isGiftCard ? [id] : [])),
  );
  const skus = [...documents.iterate(shop, 'ProductVariant')].flatMap(({ product, sku }) =>
    cards.has(product.id) ? [] : [sku],
  );
  const sku = skus.find((one) => one && skus.indexOf(one) === skus.lastIndexOf(one))!;
  const orders = fiveADay(TODAY - 2000, TODAY - 1991).map((row) =>
    row.replace('P-1', sku).replace('TRY', 'GBP').replace('#', '#OLD'),
  );
  await owned.connect();
  await imported(storeId, { orders: [ORDER_HEADER, ...orders] }, 'Europe/London');
  await owned.sync();
  const { variantDays } = await owned.client.figures({ storeId });
  expect(variantDays.filter(({ date }) => date < '2022').map(({ units }) => units)).toEqual(
    Array(10).fill(5),
  );
});

it('sells no gift cards, whichever file comes first', async () => {
  const products = [
    'Handle,Title,Vendor,Variant SKU,Variant Inventory Tracker,Variant Inventory Qty,Variant Price,Gift Card',
    'card,Gift card,Acme,G-1,,,50.00,true',
    'plate,Plate,Acme,P-1,shopify,100,10.00,false',
  ];
  const order = '#1,paid,TRY,60.00,60.00,2026-11-02 10:00:00 +0000,1,Plate,10.00,P-1,1';
  const orders = [ORDER_HEADER, order, '#1,,,,,2026-11-02 10:00:00 +0000,1,Gift card,50.00,G-1,'];
  await imported('cards', { products, orders });
  await imported('cards-first', { orders });
  await imported('cards-first', { products });
  for (const storeId of ['cards', 'cards-first']) {
    const { days, variantDays } = await owned.client.figures({ storeId });
    expect(days).toMatchObject([{ netSales: { minor: 1000 }, unitsSold: 1 }]);
    expect(variantDays).toMatchObject([{ units: 1, net: 1000 }]);
  }
});
