/** CSV exports imported into a whole core: every row accounted for, twice the same, merged, taken back. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportResultView } from '../shared/contract/import-schemas.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

// Beside the project, or beside its working trees.
const REAL = ['../../shared', '../../../shared']
  .map((shared) => fileURLToPath(new URL(`${shared}/data/shopify_csv`, import.meta.url)))
  .find(existsSync);
const ORDER_HEADER =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Id';

let owned: Owned;
let folder: string;
beforeAll(async () => {
  owned = await openOwned();
  folder = mkdtempSync(join(tmpdir(), 'royal-imports-'));
});
afterAll(async () => {
  await owned?.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

async function imported(storeId: string, paths: string[], currency?: string): Promise<ImportResultView> {
  const files = paths.map((path) => ({ path }));
  const stream = await owned.client.imports.run({ storeId, files, currency });
  for (;;) {
    const step = await stream.next();
    if (step.done) return step.value;
  }
}

function expectAccounted({ totals, files }: ImportResultView): void {
  for (const { rows, imported, merged, unchanged, refused } of [totals, ...files])
    expect(imported + merged + unchanged + refused).toBe(rows);
  for (const { refused, refusals } of files) expect(refusals).toHaveLength(refused);
}

describe('a store of its own', () => {
  it.skipIf(REAL === undefined)(
    'takes the real exports (skipped where shared/data is absent), once',
    async () => {
      const paths = readdirSync(REAL!)
        .filter((name) => name.endsWith('.csv'))
        .map((name) => join(REAL!, name));
      const first = await imported('real', paths);
      expectAccounted(first);
      expect(first.files.every(({ kind }) => kind !== null)).toBe(true);
      expect(first.totals.rows).toBe(873);
      const figures = await owned.client.figures({ storeId: 'real' });
      const again = await imported('real', paths);
      expectAccounted(again);
      expect(again.totals).toMatchObject({ imported: 0, merged: 0, refused: first.totals.refused });
      expect(await owned.client.figures({ storeId: 'real' })).toEqual(figures);
    },
  );

  it('reads products, stock, customers and orders, and takes one file back with nothing else', async () => {
    const products = file(
      'products.csv',
      'Title,URL handle,SKU,Option1 name,Option1 value,Price,Inventory tracker,Inventory quantity,Product image URL',
      'Çiğdem Fincanı,fincan,F-1,Renk,Kırmızı,12.50,shopify,4,',
      ',fincan,F-2,,Yeşil,13.50,shopify,5,',
      ',fincan,,,,,,,https://cdn.example/2.jpg',
      'Tabak,tabak,T-1,,,ucuz,,,',
    );
    const stock = file(
      'stock.csv',
      'Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Depo,Mağaza',
      'fincan,Çiğdem Fincanı,Renk,Kırmızı,F-1,,,7,not stocked',
    );
    const orders = file(
      'orders.csv',
      ORDER_HEADER,
      '#1,a@b.example,paid,2026-04-05 21:06:21 +0400,fulfilled,TRY,26.00,0,0,26.00,0,2026-04-05 21:06:21 +0400,1,Fincan,12.50,F-1,0,',
      '#1,,,,,,,,,,,2026-04-05 21:06:21 +0400,1,Fincan,13.50,F-2,,',
    );
    const first = await imported('kendi', [orders, stock, products]);
    expectAccounted(first);
    expect(first).toMatchObject({ currency: 'TRY', totals: { rows: 7, imported: 6, refused: 1 } });
    expect(first.files[2]!.refusals).toEqual([
      { file: 'products.csv', line: 5, reason: 'the price is no amount of money' },
    ]);
    const rows = await owned.client.stock.list({ storeId: 'kendi' });
    expect(rows.map(({ available, sku }) => [sku, available]).sort()).toEqual([
      ['F-1', 7],
      ['F-2', 5],
    ]);
    const { days, variantDays } = await owned.client.figures({ storeId: 'kendi' });
    expect(days).toHaveLength(1);
    expect(days[0]!.netSales).toEqual({ minor: 2600, currency: 'TRY' });
    expect(variantDays).toHaveLength(2);
    expect(
      (await owned.client.doctor.run({ offline: false })).filter(({ state }) => state === 'fail'),
    ).toEqual([]);

    await owned.client.imports.undo({ id: first.files[1]!.id! });
    const after = await owned.client.stock.list({ storeId: 'kendi' });
    expect(after.find(({ sku }) => sku === 'F-1')!.available).toBe(4);
    expect((await owned.client.figures({ storeId: 'kendi' })).days).toEqual(days);
  });

  it('is asked for by the ids that the import gave, as any other', async () => {
    const storeId = 'kendi';
    const [variant] = await owned.client.stock.list({ storeId });
    const { productId, variantId } = variant!;
    expect(productId).toBeLessThan(0);
    expect(await owned.client.products.show({ storeId, productId })).toMatchObject({ productId });
    expect(await owned.client.products.demand({ storeId, variantId })).toMatchObject({ variantId });
    const [order] = (await owned.client.orders.page({ storeId })).rows;
    expect(await owned.client.orders.show({ storeId, orderId: order!.orderId })).toMatchObject({
      name: '#1',
    });
    const allocations = [{ storeId, variantId, quantity: 6 }];
    const drafted = await owned.client.purchaseOrders.create({
      supplier: 'Acme',
      currency: 'TRY',
      lines: [{ unitCost: 500, allocations }],
    });
    expect(drafted.lines).toMatchObject([{ quantity: 6 }]);
  });

  it('is ordered for, though no shop stands behind it', async () => {
    const path = file('to-order.csv', 'Handle,Title,Variant Price,Variant SKU', 'mug,Mug,12.50,M-1');
    await imported('to-order', [path], 'EUR');
    const [row] = await owned.client.stock.list({ storeId: 'to-order' });
    const { variantId, inventoryItemId } = row!;
    expect(variantId).toBeLessThan(0);
    const lines = [{ variantId, inventoryItemId, title: 'Mug', sku: 'M-1', quantity: 6, unitCost: 300 }];
    const { id } = await owned.client.actions.propose({
      type: 'purchase_order.create',
      storeId: 'to-order',
      input: { supplier: 'Potter', currency: 'EUR', lines },
    });
    expect(await owned.client.actions.approve({ id })).toMatchObject({ state: 'verified' });
    const { rows } = await owned.client.purchaseOrders.list({ storeId: 'to-order' });
    expect(rows).toMatchObject([{ supplier: 'Potter', units: 6 }]);
  });

  it('goes on behind a quote that is never closed', async () => {
    const path = file('quote.csv', 'Handle,Title,Variant Price', 'a,A,1', 'b,"B,2', 'c,C,3');
    const result = await imported('quote', [path], 'EUR');
    expectAccounted(result);
    expect(result.totals).toMatchObject({ rows: 3, imported: 2, refused: 1 });
    expect(result.files[0]!.refusals[0]!.line).toBe(3);
  });
});

it('lengthens the history of a connected store, doubles nothing, and gives back what it was', async () => {
  await owned.connect();
  await owned.sync();
  const before = await owned.client.figures({ storeId: 'gbp' });
  const known = [...owned.sandbox.documents.iterate(owned.sandbox.shops[0]!.shop, 'Order')][0] as unknown as {
    name: string;
  };
  const order = (name: string): string =>
    `${name},x@y.example,paid,,fulfilled,GBP,10.00,0,0,10.00,0,2019-03-04 10:00:00 +0000,1,Tea,10.00,,0,`;
  const path = file('history.csv', ORDER_HEADER, order(known.name), order('#OLD-1'));
  const result = await imported('gbp', [path]);
  expect(result.totals).toMatchObject({ rows: 2, imported: 1, merged: 1 });
  expect((await imported('gbp', [path])).totals).toMatchObject({ unchanged: 2 });
  const longer = await owned.client.figures({ storeId: 'gbp' });
  expect(longer.counts.orders).toBe(before.counts.orders + 1);
  expect(longer.days[0]!.date).toBe('2019-03-04');
  await owned.client.imports.undo({ id: result.files[0]!.id! });
  expect(await owned.client.figures({ storeId: 'gbp' })).toEqual(before);
});

it('takes no half of an order of which one line was not written in UTF-8', async () => {
  const order = [
    '#1,a@b.example,paid,,,TRY,26.00,0,0,26.00,0,2026-04-05 21:06:21 +0400,1,Tabak,12.50,T-1,0,1',
    '#1,,,,,,,,,,,2026-04-05 21:06:21 +0400,1,F\u00fcncan,13.50,F-2,,',
  ];
  const path = join(folder, 'latin.csv');
  writeFileSync(path, [ORDER_HEADER, ...order].join('\n'), 'latin1');
  const { files } = await imported('latin', [path]);
  expect(files[0]).toMatchObject({ imported: 0, refused: 2 });
  expect(files[0]!.refusals.map(({ line, reason }) => [line, reason.slice(0, 26)])).toEqual([
    [2, "its order can't be read wi"],
    [3, 'it is not written in UTF-8'],
  ]);
  expect((await owned.client.figures({ storeId: 'latin' })).days).toEqual([]);
});

it('keeps apart orders of one name that have ids of their own', async () => {
  const order = (id: string, day: string, name = '#1001') =>
    `${name},,paid,,,TRY,10.00,0,0,10.00,0,${day} 12:00:00 +0000,1,Tabak,10.00,T-1,0,${id}`;
  const [moved, own] = [order('11', '2026-03-01'), order('13', '2026-04-01')];
  const between = order('12', '2026-03-01', '#1002');
  const together = await imported('same-name', [file('same-name.csv', ORDER_HEADER, moved, between, own)]);
  expect(together.totals).toMatchObject({ imported: 3, refused: 0 });
  await imported('same-name-2', [file('moved.csv', ORDER_HEADER, moved, between)]);
  const apart = await imported('same-name-2', [file('own.csv', ORDER_HEADER, own)]);
  expect(apart.totals).toMatchObject({ imported: 1, merged: 0 });
  const days = async (storeId: string) =>
    (await owned.client.figures({ storeId })).days.map(({ date, orders }) => [date, orders]);
  const both = [
    ['2026-03-01', 2],
    ['2026-04-01', 1],
  ];
  expect(await days('same-name')).toEqual(both);
  expect(await days('same-name-2')).toEqual(both);
});
