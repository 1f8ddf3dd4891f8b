/** Records that make no sense: passed over, counted and named, and the rest of the shop is mirrored all the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventoryForecasting } from '../agents/inventory-forecasting/agent.ts';
import { idOf, type Order } from '../sandbox/model.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

let owned: Owned;
beforeEach(async () => {
  owned = await openOwned({ agents: [inventoryForecasting] });
});
afterEach(() => owned.close());

const SECRET = 'zephyrina.q@canary-mail.example';

type Spoil = (order: Order) => unknown;

const SPOILT: [string, Spoil][] = [
  ['an amount that is none', (order) => ({ ...order, totalPriceSet: amount(SECRET) })],
  ['an instant that is none', (order) => ({ ...order, cancelledAt: SECRET })],
  [
    'a line with an amount that is none',
    (order) => ({
      ...order,
      lineItems: order.lineItems.map((line) => ({ ...line, originalUnitPriceSet: amount('1e9') })),
    }),
  ],
  [
    'a list that is none',
    (order) => ({ ...order, transactions: [{ ...order.transactions[0], amountSet: amount('--') }] }),
  ],
  [
    'a line with an id beyond what a number holds',
    (order) => ({
      ...order,
      lineItems: order.lineItems.map((line) => ({ ...line, id: 'gid://shopify/LineItem/90071992547409931' })),
    }),
  ],
];

function amount(text: string) {
  return { shopMoney: { amount: text, currencyCode: 'GBP' } };
}

/** The `n`-th order of the shop, spoilt; returns its id and how many orders there are. */
function spoil(n: number, how: Spoil): { id: number; orders: number; whole: Order } {
  const { documents, clock, shops } = owned.sandbox;
  const orders = [...documents.iterate(shops[0]!.shop, 'Order')];
  const whole = orders[n]!;
  documents.put(shops[0]!.shop, 'Order', {
    ...(how(structuredClone(whole)) as Order),
    updatedAt: clock.iso(),
  });
  return { id: idOf(whole.id), orders: orders.length, whole };
}

async function warned(): Promise<string[]> {
  const checks = await owned.client.doctor.run({ offline: true });
  return checks.filter(({ name }) => name.startsWith('records ')).map(({ text }) => text);
}

it('calls an order incomplete of which a line could not be read, and missing where none of it could', {
  timeout: 60_000,
}, async () => {
  const { documents, shops } = owned.sandbox;
  const long = [...documents.iterate(shops[0]!.shop, 'Order')].findIndex(
    ({ lineItems }) => lineItems.length > 1,
  );
  const { id: cut } = spoil(long, (order) => ({
    ...order,
    lineItems: order.lineItems.map((line, at) =>
      at === 1 ? { ...line, originalUnitPriceSet: amount('1e9') } : line,
    ),
  }));
  const { id: gone, orders } = spoil(long + 1, (order) => ({ ...order, totalPriceSet: amount(SECRET) }));
  await owned.connect();
  await owned.sync();
  const [counts] = await owned.client.counts({});
  expect(counts!.orders).toBe(orders - 1);
  const told = await warned();
  expect(told).toEqual([
    expect.stringMatching(new RegExp(`^1 of orders .*missing.*: ${gone}$`)),
    expect.stringMatching(new RegExp(`^1 of orders .*incomplete.*: ${cut}$`)),
  ]);
});

describe.each(SPOILT)('an order with %s', (_what, how) => {
  it('does not stop a first load', { timeout: 60_000 }, async () => {
    const { id, orders } = spoil(3, how);
    await owned.connect();
    await owned.sync();
    const [counts] = await owned.client.counts({});
    expect(counts!.orders).toBeGreaterThanOrEqual(orders - 1);
    const told = await warned();
    expect(told.join()).toContain(String(id));
    expect(told.join()).not.toContain('canary');
    // Passed over in the bulk file itself, not by reading the whole shop again page by page.
    const log = readFileSync(join(owned.folder, 'royal.log'), 'utf8');
    expect(log).toContain('records_rejected');
    expect(log).not.toMatch(/bulk_file_damaged|canary/);
  });

  it('does not stop an increment, and is read once it is well', { timeout: 60_000 }, async () => {
    await owned.connect();
    await owned.sync();
    const { id, whole } = spoil(3, how);
    await owned.sync();
    expect((await warned()).join()).toContain(String(id));
    const { documents, clock, shops } = owned.sandbox;
    documents.put(shops[0]!.shop, 'Order', { ...whole, updatedAt: clock.iso() });
    await owned.sync();
    expect(await warned()).toEqual([]);
  });
});
