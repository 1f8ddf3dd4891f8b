/** Files beside each other and beside a shop: nothing doubled, whatever the parts and their order, and all given back. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Owned, openOwned } from './faults/owned-core.ts';

let owned: Owned;
let folder: string;
beforeAll(async () => {
  owned = await openOwned();
  folder = mkdtempSync(join(tmpdir(), 'royal-merge-'));
});
afterAll(async () => {
  await owned?.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
async function imported(storeId: string, parts: readonly string[]) {
  const paths = parts.map((text) => {
    files += 1;
    const path = join(folder, `part-${files}.csv`);
    writeFileSync(path, text);
    return { path };
  });
  const stream = await owned.client.imports.run({ storeId, files: paths, currency: undefined });
  for (;;) {
    const step = await stream.next();
    if (step.done) return step.value;
  }
}

const ORDER_HEADER =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Id';

it('lengthens the history of a connected store that has most of the orders already', {
  timeout: 60_000,
}, async () => {
  await owned.connect();
  await owned.sync();
  const before = await owned.client.figures({ storeId: 'gbp' });
  const shop = owned.sandbox.shops[0]!.shop;
  const known = [...owned.sandbox.documents.iterate(shop, 'Order')] as unknown as {
    id: string;
    name: string;
  }[];
  expect(known.length).toBeGreaterThan(20);
  // As the export has them: by id, or with the id that a spreadsheet program has spoilt; amounts that would show.
  const row = (name: string, id: string, day: string): string =>
    `${name},x@y.example,paid,,fulfilled,GBP,777.00,0,0,777.00,0,${day} 10:00:00 +0000,1,Tea,777.00,,0,${id}`;
  const overlap = known.map(({ id, name }, index) =>
    row(name, index % 2 === 0 ? id.split('/').at(-1)! : '5.12E+12', '2026-10-01'),
  );
  const older = Array.from({ length: 40 }, (_, n) => row(`#OLD-${n}`, '', `2021-0${1 + (n % 9)}-1${n % 10}`));
  const result = await imported('gbp', [[ORDER_HEADER, ...overlap, ...older].join('\n')]);
  expect(result.totals).toMatchObject({ imported: older.length, merged: overlap.length, refused: 0 });

  const longer = await owned.client.figures({ storeId: 'gbp' });
  const first = before.days[0]!.date;
  expect(longer.days.filter(({ date }) => date >= first)).toEqual(before.days);
  expect(longer.days[0]!.date).toBe('2021-01-10');
  expect(longer.counts.orders).toBe(before.counts.orders + older.length);
  expect(longer.stock).toEqual(before.stock);

  // A sync afterwards doubles nothing either.
  await owned.sync();
  expect(await owned.client.figures({ storeId: 'gbp' })).toEqual(longer);
  await owned.client.imports.undo({ id: result.files[0]!.id! });
  expect(await owned.client.figures({ storeId: 'gbp' })).toEqual(before);
});

it('keeps imported orders of another shop, which this one will never list', { timeout: 60_000 }, async () => {
  const counted = async () => (await owned.client.figures({ storeId: 'gbp' })).counts.orders;
  const before = await counted();
  const row = (n: number): string =>
    `#MOVED-${n},,paid,,fulfilled,GBP,7.00,0,0,7.00,0,2020-05-1${n} 10:00:00 +0000,1,Tea,7.00,,0,${900 + n}`;
  const result = await imported('gbp', [[ORDER_HEADER, ...[1, 2, 3].map(row)].join('\n')]);
  expect(await counted()).toBe(before + 3);
  await owned.stop();
  await owned.start({ clock: () => Date.now() + 2 * 86_400_000 });
  await owned.sync();
  expect(await counted()).toBe(before + 3);
  await owned.client.imports.undo({ id: result.files[0]!.id! });
  expect(await counted()).toBe(before);
});

/** Whole records, each as its lines under its header. */
const RECORDS = [
  ...Array.from({ length: 6 }, (_, n) => ({
    header:
      'Handle,Title,Variant SKU,Option1 Name,Option1 Value,Variant Price,Variant Inventory Tracker,Variant Inventory Qty,Cost per item',
    lines: [
      `cup-${n},Cup ${n},C-${n}-S,Size,S,4.00,shopify,${n},1.50`,
      `cup-${n},,C-${n}-L,,L,6.00,shopify,${n + 1},2.50`,
    ],
  })),
  ...Array.from({ length: 5 }, (_, n) => ({
    header: 'Customer ID,First Name,Last Name,Email,Total Spent,Total Orders',
    lines: [`${n % 2 === 0 ? 9000 + n : ''},Jo,Doe ${n},jo${n}@example.com,${n}.00,${n}`],
  })),
  ...Array.from({ length: 12 }, (_, n) => ({
    header: ORDER_HEADER,
    lines: [
      `#${n},jo${n % 7}@example.com,paid,,fulfilled,GBP,14.00,0,0,14.00,0,2026-03-0${1 + (n % 5)} 10:00:00 +0000,2,Cup ${n % 6} - S,4.00,C-${n % 6}-S,${n % 4 === 0 ? '14.00' : '0'},${n % 3 === 0 ? 5000 + n : ''}`,
      // Known by its name alone.
      `#${n},,,,,,,,,,,2026-03-0${1 + (n % 5)} 10:00:00 +0000,1,Cup ${n % 6} - L,6.00,,,`,
    ],
  })),
];

/** Everything of a mirror but when it was imported, and ids that are made with its store's key. */
function contentOf(storeId: string): unknown {
  const db = new Database(join(owned.folder, 'stores', storeId, 'mirror.db'), { readonly: true });
  try {
    return [
      'SELECT o.id, name, total, refunded, c.spent, o.updated_at, units, gross FROM orders o LEFT JOIN customers c ON c.id = customer_id ORDER BY o.id',
      'SELECT l.order_id, l.id, l.product_id, l.variant_id, l.quantity, l.gross, t.title, t.sku FROM order_lines l JOIN line_texts t ON t.id = l.text_id ORDER BY 1, 2',
      'SELECT order_id, processed_at, total FROM refunds ORDER BY 1',
      'SELECT order_id, email_index IS NULL FROM order_people ORDER BY 1',
      'SELECT max(id, 0), orders, spent FROM customers ORDER BY spent',
      'SELECT id, handle, title FROM products ORDER BY id',
      'SELECT id, product_id, sku, price FROM variants ORDER BY id',
      'SELECT item_id, location_id, available FROM inventory_levels ORDER BY 1, 2',
      'SELECT * FROM store_days ORDER BY 1',
      'SELECT day, variant_id, units, net FROM variant_days ORDER BY 1, 2',
    ].map((sql) => db.prepare(sql).raw().all());
  } finally {
    db.close();
  }
}

it('comes to the same mirror in whatever parts, in whatever order, in however many runs', {
  timeout: 120_000,
}, async () => {
  let stores = 0;
  const mirrorOf = async (order: readonly number[], cuts: readonly boolean[], runs: readonly boolean[]) => {
    stores += 1;
    const storeId = `parts-${stores}`;
    let parts: { header: string; lines: string[] }[] = [];
    const texts = () => parts.map(({ header, lines }) => `${[header, ...lines].join('\n')}\n`);
    for (const [at, index] of order.entries()) {
      const { header, lines } = RECORDS[index]!;
      const last = parts.at(-1);
      if (last?.header === header && !cuts[at]) last.lines.push(...lines);
      else parts.push({ header, lines: [...lines] });
      if (!runs[at]) continue;
      await imported(storeId, texts());
      parts = [];
    }
    if (parts.length > 0) await imported(storeId, texts());
    await owned.client.figures({ storeId });
    return contentOf(storeId);
  };
  const none = RECORDS.map(() => false);
  const expected = await mirrorOf([...RECORDS.keys()], none, none);
  const flags = fc.array(
    fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    { minLength: RECORDS.length, maxLength: RECORDS.length },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...RECORDS.keys()], { minLength: RECORDS.length }),
      flags,
      flags,
      async (order, cuts, runs) => {
        expect(await mirrorOf(order, cuts, runs)).toEqual(expected);
      },
    ),
    { numRuns: 12 },
  );
});
