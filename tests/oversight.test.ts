/** Connecting with open eyes, what leaves as a file, and what helps somebody else: with people and secrets planted. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inventoryForecasting } from '../agents/inventory-forecasting/agent.ts';
import type { ExportWhat } from '../shared/contract/data-schemas.ts';
import { foundIn, PEOPLE, plantPeople } from './canaries/planted.ts';
import { type Owned, openOwned } from './faults/owned-core.ts';

let owned: Owned;
beforeEach(async () => {
  owned = await openOwned({ agents: [inventoryForecasting] });
  plantPeople(owned.sandbox);
});
afterEach(() => owned.close());

const input = () => {
  const { shop, clientId, clientSecret } = owned.sandbox.shops[0]!;
  return { shop, clientId, clientSecret, endpoint: owned.sandbox.url };
};

async function exported(what: ExportWhat): Promise<Record<string, string>[]> {
  const { storeId } = owned.sandbox.shops[0]!;
  const stream = await owned.client.data.export({ storeId, what });
  let text = '';
  let step = await stream.next();
  for (; !step.done; step = await stream.next()) text += step.value.text;
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  expect(step.value).toMatchObject({ rows: rows.length, bytes: Buffer.byteLength(text) });
  return rows;
}

describe('trying to connect', () => {
  it('says that all is well, and keeps nothing', async () => {
    const { client, folder } = owned;
    const check = await client.stores.check(input());
    expect(check).toMatchObject({
      ok: true,
      historyLimited: false,
      shop: { currency: 'GBP', connectedAs: null },
    });
    expect(check.steps.map(({ step, state }) => [step, state])).toEqual([
      ['address', 'ok'],
      ['credentials', 'ok'],
      ['connection', 'ok'],
      ['shop', 'ok'],
      ['scopes', 'ok'],
    ]);
    expect(check.scopes.every(({ purpose }) => purpose.length > 10)).toBe(true);
    expect(await client.stores.list()).toEqual([]);
    expect(existsSync(join(folder, 'stores'))).toBe(false);
  });

  it.each([
    ['a name that is no shop', { shop: 'shop.example.com' }, 'address', 'shop', 'shop_domain_invalid'],
    ['an endpoint elsewhere', { endpoint: 'http://example.com' }, 'address', 'endpoint', 'invalid_input'],
    ['no secret', { clientSecret: undefined }, 'credentials', 'clientSecret', 'invalid_input'],
    ['a wrong secret', { clientSecret: 'wrong' }, 'connection', 'clientSecret', 'credentials_invalid'],
    ['nobody there', { endpoint: 'http://127.0.0.1:9' }, 'connection', null, 'shop_unavailable'],
  ])('says what is wrong and where to look: %s', async (_, changes, step, field, code) => {
    const check = await owned.client.stores.check({ ...input(), ...changes });
    const failed = check.steps.find(({ state }) => state === 'failed');
    expect(failed).toMatchObject({ step, field, error: { code, next: expect.stringMatching(/\w/) } });
    expect(check.ok).toBe(false);
    expect(foundIn(check, [input().clientSecret])).toEqual([]);
  });
});

describe('an export', () => {
  it('has every row once, amounts in decimals, and no formula', { timeout: 60_000 }, async () => {
    const { client, sandbox } = owned;
    const { shop, storeId } = sandbox.shops[0]!;
    const product = [...sandbox.documents.iterate(shop, 'Product')][0]!;
    sandbox.documents.put(shop, 'Product', { ...product, title: '=HYPERLINK("http://x","y")' });
    await owned.connect();
    await owned.sync();
    const [counts] = await client.counts({ storeId });
    const orders = await exported('orders');
    expect(new Set(orders.map(({ Id }) => Id)).size).toBe(orders.length);
    expect(orders.length).toBe(counts!.orders);
    expect(orders[0]!.Total).toMatch(/^\d+\.\d\d$/);
    expect(orders[0]!['Processed at']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000$/);
    expect(foundIn(orders, PEOPLE)).toEqual([]);
    expect((await exported('order_lines')).length).toBe(counts!.lines);
    const products = await exported('products');
    expect(products.length).toBe(counts!.variants);
    expect(products.some(({ Title }) => Title === `'=HYPERLINK("http://x","y")`)).toBe(true);
    const customers = await exported('customers');
    expect(customers.length).toBe(counts!.customers);
    expect(customers[0]).toMatchObject({ 'First Name': PEOPLE[0], Email: PEOPLE[2] });
    for (const what of ['stock', 'sales_days'] as const)
      expect((await exported(what)).length).toBeGreaterThan(0);
    for (const what of ['actions', 'purchase_orders'] as const) expect(await exported(what)).toEqual([]);
    expect(
      (await client.audit.list({ limit: 50 })).filter(({ kind }) => kind === 'data.exported'),
    ).toHaveLength(8);
  });

  it('finds a person for an owner by e-mail or the beginning of a name', async () => {
    const { client, sandbox } = owned;
    const { storeId } = sandbox.shops[0]!;
    await owned.connect();
    await owned.sync();
    const byName = await client.customers.find({ storeId, name: 'zeph quack' });
    expect(byName.length).toBeGreaterThan(3);
    expect(byName[0]).toMatchObject({ name: `${PEOPLE[0]} ${PEOPLE[1]}`, email: PEOPLE[2] });
    expect(await client.customers.find({ storeId, email: PEOPLE[2]!.toUpperCase(), limit: 2 })).toHaveLength(
      2,
    );
    expect(await client.customers.find({ storeId, email: 'nobody@example.com' })).toEqual([]);
  });
});

describe('what is shown of the program itself', () => {
  it('has no secret and no person in it, and diagnostics no name of a store either', {
    timeout: 60_000,
  }, async () => {
    const { client, sandbox } = owned;
    const { shop, clientSecret, storeId } = sandbox.shops[0]!;
    await owned.connect();
    await client.stores.settings({ storeId, name: 'Kanarienladen' });
    // Records that can't be read, with a person in them, are what a log would be tempted to quote.
    const order = [...sandbox.documents.iterate(shop, 'Order')][0]!;
    sandbox.documents.put(shop, 'Order', { ...order, cancelledAt: `never, says ${PEOPLE[2]}` });
    await owned.sync().catch(() => {});
    const stream = await client.agents.run({});
    for (let step = await stream.next(); !step.done; step = await stream.next());
    await client.stores.check({ ...input(), clientSecret: 'wrong' });
    const [run] = (await client.agents.runs({})).runs;
    const { text } = await client.system.diagnostics();
    const shown = [
      await client.system.logs({ level: 'trace', limit: 1000 }),
      await client.system.health(),
      await client.secrets.status(),
      await client.data.storage(),
      await client.notifications.list({}),
      ...(run ? [await client.agents.showRun({ id: run.id })] : []),
      text,
    ];
    expect(foundIn(shown, [...PEOPLE, clientSecret])).toEqual([]);
    expect(foundIn(JSON.parse(text), ['Kanarienladen', shop, `"${storeId}"`, owned.folder])).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({ format: 1, stores: [{ store: 'store-1', currency: 'GBP' }] });
  });

  it('shows the log lines of one run beside its steps', { timeout: 60_000 }, async () => {
    const { client } = owned;
    await owned.connect();
    await owned.sync();
    const stream = await client.agents.run({});
    for (let step = await stream.next(); !step.done; step = await stream.next());
    const [run] = (await client.agents.runs({ limit: 1 })).runs;
    const shown = await client.agents.showRun({ id: run!.id });
    expect(shown.logs.at(-1)).toMatchObject({ text: 'A run was completed.', facts: { runId: run!.id } });
    expect(shown.logs.filter(({ facts }) => facts.step !== undefined)).toHaveLength(shown.steps.length);
  });

  it('knows its backups, also those that are gone', { timeout: 60_000 }, async () => {
    const { client, folder } = owned;
    const path = join(folder, '..', 'backup');
    const made = await client.backup.create({ path });
    expect(await client.backup.list()).toMatchObject([{ path: made.path, bytes: made.bytes, there: true }]);
  });
});
