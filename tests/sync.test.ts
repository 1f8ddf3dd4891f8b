/** A store synced from the sandbox over HTTP: whole, in steps, through every fault, and against bad input. */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createShopifyClient } from '../core/connectors/shopify/client.ts';
import type { ShopifyClient } from '../core/connectors/shopify/types.ts';
import { type Mirror, openMirror } from '../core/mirror/mirror.ts';
import { createSync } from '../core/sync/sync.ts';
import type { Sync, SyncProgress } from '../core/sync/types.ts';
import type { Order } from '../sandbox/model.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { formatDay } from '../shared/time.ts';

let sandbox: Sandbox;
let opened: (() => void)[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ scale: 0.03, plan: 'enterprise' });
});
afterAll(() => sandbox.close());
afterEach(async () => {
  for (const close of opened.reverse()) close();
  opened = [];
  await ask('DELETE', 'faults');
});

interface Store {
  sync: Sync;
  mirror: Mirror;
  client: ShopifyClient;
  folder: string;
  progress: SyncProgress[];
  /** A second process on the same files: new client, new sync, the same mirror file. */
  reopen(changes?: Partial<Access>, signal?: AbortSignal): Store;
}

interface Access {
  shop: string;
  clientId: string;
  clientSecret: string;
  token: string | null;
  endpoint: string;
  fetch?: typeof fetch;
  onStock?: () => Promise<void>;
}

function openStore(storeId: string, changes: Partial<Access> = {}, at?: string, signal?: AbortSignal): Store {
  const own = sandbox.shops.find((shop) => shop.storeId === storeId) ?? sandbox.shops[0]!;
  const access: Access = { ...own, token: null, endpoint: sandbox.url, ...changes };
  const place = at ?? mkdtempSync(join(tmpdir(), 'royal-sync-'));
  const progress: SyncProgress[] = [];
  const client = createShopifyClient({
    shop: access.shop,
    endpoint: access.endpoint,
    credentials: access.token
      ? { kind: 'admin_token', token: access.token }
      : { kind: 'client_credentials', clientId: access.clientId, clientSecret: access.clientSecret },
    clock: Date.now,
    backoffMs: 5,
    fetch: access.fetch,
  });
  const mirror = openMirror(join(place, 'mirror.db'), { storeId, dataKey: Buffer.alloc(32, 1) });
  const sync = createSync({
    storeId,
    mirror,
    client,
    folder: place,
    clock: Date.now,
    emit: (event) => progress.push(event),
    onStock: access.onStock,
    signal,
  });
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    client.close();
    mirror.close();
  };
  opened.push(close);
  if (!at) opened.unshift(() => rmSync(place, { recursive: true, force: true }));
  return {
    sync,
    mirror,
    client,
    folder: place,
    progress,
    reopen(again, nextSignal) {
      close();
      return openStore(storeId, { ...changes, ...again }, place, nextSignal);
    },
  };
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

const fault = (fields: Record<string, unknown>) => ask('POST', 'faults', fields);

interface Truth {
  counts: Record<string, number>;
  days: { day: string }[];
  variantDays: { variantId: number; day: string; units: number }[];
  stock: { inventoryItemId: number; locationId: number; available: number; onHand: number }[];
  prices: { variantId: number; price: number }[];
}

/** Mirror and sandbox agree to the penny and the unit. */
async function expectTruth(store: Store, storeId: string): Promise<void> {
  const truth = await ask<Truth>('GET', `truth?shop=${storeId}`);
  const figures = store.mirror.figures();
  expect(figures.counts).toEqual(truth.counts);
  const days = figures.days.map((day) => ({ ...day, day: formatDay(day.day) }));
  expect(days.filter(hasFigures)).toEqual(truth.days);
  const variantDays = figures.variantDays.map(({ bulkUnits: _, ...row }) => ({
    ...row,
    day: formatDay(row.day),
  }));
  expect(variantDays.filter(hasFigures)).toEqual(truth.variantDays);
  const byItem = (a: Truth['stock'][number], b: Truth['stock'][number]) =>
    a.inventoryItemId - b.inventoryItemId || a.locationId - b.locationId;
  expect([...figures.stock].sort(byItem)).toEqual([...truth.stock].sort(byItem));
  const byVariant = (a: { variantId: number }, b: { variantId: number }) => a.variantId - b.variantId;
  expect([...figures.prices].sort(byVariant)).toEqual([...truth.prices].sort(byVariant));
}

function hasFigures(row: Record<string, unknown>): boolean {
  return Object.entries(row).some(([key, value]) => !/^(day|variantId)$/.test(key) && value !== 0);
}

async function errorCode(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing',
    (error: { code?: string; next?: string }) => {
      expect(error.next).toBeTruthy();
      return error.code ?? String(error);
    },
  );
}

describe('first load', () => {
  it.each(['gbp', 'eur', 'jpy'])('mirrors %s to the penny and the unit', async (storeId) => {
    const store = openStore(storeId);
    const result = await store.sync.run();
    expect(result.kind).toBe('first');
    await expectTruth(store, storeId);
    expect(store.mirror.check()).toEqual({ ok: true, problems: [] });
    const phases = [...new Set(store.progress.map(({ phase }) => phase))];
    expect(phases).toEqual(
      expect.arrayContaining(['connect', 'products', 'orders', 'order_details', 'done']),
    );
    expect(store.sync.status()).toMatchObject({ running: false, firstLoadDone: true, error: null });
    expect(store.mirror.reader().syncedAt()).not.toBeNull();
    expect(filesIn(join(store.folder, 'bulk'))).toEqual([]);
  });

  it('takes an admin token', async () => {
    const { adminToken } = sandbox.shops.find((shop) => shop.storeId === 'jpy')!;
    const store = openStore('jpy', { token: adminToken });
    await store.sync.first();
    expect(store.mirror.counts().orders).toBeGreaterThan(0);
  });

  it('mirrors a shop that has nothing yet', async () => {
    const empty = await startSandbox({ seed: 'empty' });
    try {
      const [own] = empty.shops;
      const store = openStore(own!.storeId, { ...own, endpoint: empty.url });
      const result = await store.sync.run();
      expect(result.kind).toBe('first');
      expect(store.mirror.counts()).toMatchObject({ products: 0, orders: 0, customers: 0 });
      expect(store.sync.status()).toMatchObject({ firstLoadDone: true, error: null });
      expect((await store.sync.run()).kind).toBe('increment');
    } finally {
      await empty.close();
    }
  });

  it('says that history is limited where the app may not read all orders', async () => {
    await ask('POST', 'scopes', { shop: 'jpy', revoke: ['read_all_orders'] });
    try {
      const store = openStore('jpy');
      await store.sync.run();
      expect(store.mirror.reader().history().limited).toBe(true);
      expect(store.sync.status().limitedHistory).toBe(true);
      const all = await ask<Truth>('GET', 'truth?shop=jpy');
      expect(store.mirror.counts().orders).toBeLessThan(all.counts.orders!);
      // Orders that Shopify no longer shows are kept.
      const before = store.mirror.counts().orders;
      expect((await store.sync.reconcile()).removed).toMatchObject({ orders: 0 });
      expect(store.mirror.counts().orders).toBe(before);
    } finally {
      await ask('POST', 'scopes', { shop: 'jpy', grant: ['read_all_orders'] });
    }
  });
});

describe('a refund with more than one answer carries', () => {
  it('is mirrored with all its lines, shipping lines and adjustments', async () => {
    const { shop } = sandbox.shops.find(({ storeId }) => storeId === 'gbp')!;
    const whole = [...sandbox.documents.iterate(shop, 'Order')].find(
      ({ refunds, test }) => refunds.length > 0 && !test,
    )!;
    const amounts = (id: string, minor: number) => ({
      id: `gid://shopify/${id}`,
      amount: { shopMoney: { amount: (minor / 100).toFixed(2), currencyCode: 'GBP' } },
    });
    const [refund, ...others] = whole.refunds;
    const large = {
      ...refund!,
      refundShippingLines: Array.from({ length: 230 }, (_, n) => {
        const { id, amount } = amounts(`RefundShippingLine/${9000 + n}`, 100 + n);
        return { id, subtotalAmountSet: amount, taxAmountSet: amounts('', n).amount };
      }),
      orderAdjustments: Array.from({ length: 230 }, (_, n) => {
        const { id, amount } = amounts(`OrderAdjustment/${9000 + n}`, -200 - n);
        return { id, reason: null, amountSet: amount, taxAmountSet: amounts('', -n).amount };
      }),
    };
    const put = (order: Order) =>
      sandbox.documents.put(shop, 'Order', { ...order, updatedAt: sandbox.clock.iso() });
    put({ ...whole, refunds: [large, ...others] });
    try {
      const store = openStore('gbp');
      await store.sync.run();
      await expectTruth(store, 'gbp');
    } finally {
      put(whole);
    }
  });
});

describe('increments', () => {
  it('bring new orders, refunds, prices and stock; a deleted order goes with the ids', async () => {
    const store = openStore('gbp');
    await store.sync.run();
    const { orders } = await ask<{ orders: string[] }>('POST', 'sell', { shop: 'gbp', orders: 15 });
    expect(orders.length).toBe(15);
    const [price] = store.mirror.figures().prices;
    await ask('POST', 'edit', { shop: 'gbp', variantId: price!.variantId, price: '12.34' });
    const [level] = store.mirror.figures().stock;
    await ask('POST', 'edit', { shop: 'gbp', ...level, delta: -3 });
    const result = await store.sync.run();
    expect(result.kind).toBe('increment');
    expect(result.counts.orders).toBeGreaterThanOrEqual(15);
    await expectTruth(store, 'gbp');

    const gone = sandbox.documents.get(sandbox.shops[0]!.shop, 'Order', orders[0]!)!;
    sandbox.documents.remove(sandbox.shops[0]!.shop, 'Order', gone.id);
    expect((await store.sync.reconcile()).removed).toMatchObject({ orders: 1, products: 0, customers: 0 });
    await expectTruth(store, 'gbp');
  });

  it('are over once their stock was taken down, and fail where it could not be', async () => {
    let taken = 0;
    let full = false;
    const onStock = async (): Promise<void> => {
      await nextTurn();
      if (full) throw new Error('No room for it.');
      taken += 1;
    };
    const store = openStore('jpy', { onStock });
    await store.sync.run();
    await store.sync.run();
    expect(taken).toBe(2);
    full = true;
    await expect(store.sync.run()).rejects.toThrow('No room for it.');
    await expect(openStore('jpy', { onStock }).sync.run()).rejects.toThrow('No room for it.');
  });

  it('fetch at once what a webhook hinted at', async () => {
    const store = openStore('eur');
    await store.sync.run();
    const { orders } = await ask<{ orders: string[] }>('POST', 'sell', { shop: 'eur', orders: 3 });
    const [level] = store.mirror.figures().stock;
    await ask('POST', 'edit', { shop: 'eur', ...level, delta: -1 });
    for (const gid of orders) store.sync.hint({ kind: 'order', id: Number(gid.split('/').at(-1)) });
    store.sync.hint({ kind: 'inventory_item', id: level!.inventoryItemId });
    expect(await store.sync.takeHints()).toBe(4);
    expect(await store.sync.takeHints()).toBe(0);
    const held = store.mirror
      .figures()
      .stock.find(
        (row) => row.inventoryItemId === level!.inventoryItemId && row.locationId === level!.locationId,
      );
    expect(held!.available).toBe(level!.available - 1);
    expect(
      store.mirror
        .recentOrders(3)
        .map(({ id }) => `gid://shopify/Order/${id}`)
        .sort(),
    ).toEqual([...orders].sort());
  });
});

describe('stopped and taken up again', () => {
  it('goes on after being cancelled at any moment, and ends with the truth', async () => {
    let store = openStore('gbp');
    let rounds = 0;
    for (let stopAfter = 1; ; stopAfter = Math.ceil(stopAfter * 1.6)) {
      const stop = new AbortController();
      let requests = 0;
      const counting: typeof fetch = (input, init) => {
        requests += 1;
        if (requests === stopAfter) stop.abort();
        return fetch(input, init);
      };
      store = store.reopen({ fetch: counting }, stop.signal);
      rounds += 1;
      const code = await errorCode(store.sync.run());
      if (code === 'nothing') break;
      expect(code).toBe('cancelled');
    }
    expect(rounds).toBeGreaterThan(3);
    await expectTruth(store, 'gbp');
  });

  it('takes a cut download up at the byte', async () => {
    await fault({ kind: 'cut_bulk', times: 3 });
    await fault({ kind: 'cut_bulk', times: 1, silent: true });
    const store = openStore('gbp');
    await store.sync.run();
    await expectTruth(store, 'gbp');
  });

  it('keeps the bytes of a download that breaks for good, and asks for the rest only', async () => {
    const ranges: (string | null)[] = [];
    let broken = true;
    const breaking: typeof fetch = async (input, init) => {
      if (!String(input).includes('/bulk/')) return fetch(input, init);
      const range = new Headers(init?.headers).get('range');
      ranges.push(range);
      const answer = await fetch(input, init);
      if (!broken) return answer;
      if (range)
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });
      const half = (await answer.arrayBuffer()).slice(0, 5_000);
      return new Response(half, { status: answer.status });
    };
    const store = openStore('gbp', { fetch: breaking });
    expect(await errorCode(store.sync.first())).not.toBe('nothing');
    expect(store.mirror.counts().orders).toBe(0);
    broken = false;
    ranges.length = 0;
    const again = store.reopen();
    await again.sync.run();
    await expectTruth(again, 'gbp');
  });
});

describe('faults', () => {
  it.each([
    ['http_429', { times: 3 }],
    ['throttled', { times: 3 }],
    ['http_500', { times: 3 }],
    ['http_503', { times: 3 }],
    ['connection_reset', { times: 3 }],
    ['lost_answer', { times: 3 }],
    ['slow', { times: 5, ms: 50 }],
    ['expired_token', { times: 1 }],
    ['bulk_failed', { times: 2 }],
    ['cut_bulk', { times: 4 }],
  ])('%s is survived', async (kind, fields) => {
    await fault({ kind, ...fields });
    const store = openStore('jpy');
    await store.sync.run();
    await expectTruth(store, 'jpy');
    const { faults } = await ask<{ faults: { struck: number }[] }>('GET', 'faults');
    expect(faults.reduce((sum, { struck }) => sum + struck, 0)).toBeGreaterThan(0);
  });

  it('falls back to pages where bulk operations keep failing', async () => {
    await fault({ kind: 'bulk_failed', times: 100 });
    const store = openStore('jpy');
    await store.sync.first();
    await expectTruth(store, 'jpy');
  });

  it('never removes anything because a list of ids was cut off or failed', async () => {
    const store = openStore('jpy');
    await store.sync.run();
    const before = store.mirror.counts();
    await fault({ kind: 'bulk_failed', times: 100 });
    expect(await errorCode(store.sync.reconcile())).toBe('bulk_failed');
    await ask('DELETE', 'faults');
    await fault({ kind: 'cut_bulk', times: 100, after: 0, silent: true });
    expect(await errorCode(store.sync.reconcile())).toBe('data_cut_off');
    expect(store.mirror.counts()).toEqual(before);
  });

  it('tells withheld from empty where people are redacted', async () => {
    await fault({ kind: 'redacted', shop: 'royal-jpy.myshopify.com' });
    const store = openStore('jpy');
    await store.sync.run();
    await expectTruth(store, 'jpy');
    const [order] = store.mirror.recentOrders(1);
    expect(store.mirror.orderPerson(order!.id)).toBeNull();
  });
});

describe('bad input', () => {
  it.each([
    ['a wrong shop', { shop: 'nobody-here' }, 'shop_not_found'],
    ['a wrong secret', { clientSecret: 'wrong' }, 'credentials_invalid'],
    ['a wrong admin token', { token: 'shpat_wrong' }, 'token_expired'],
  ])('%s: says what to do', async (_what, changes, code) => {
    const store = openStore('jpy', changes);
    expect(await errorCode(store.sync.run())).toBe(code);
    expect(store.sync.status().error).toMatchObject({ code });
    expect(store.mirror.counts().orders).toBe(0);
  });

  it.each([
    ['shop_not_permitted', {}, 'shop_not_permitted'],
    ['missing_scope', { scope: 'read_orders' }, 'scope_missing'],
    ['down', {}, 'shop_unavailable'],
  ])('%s: says what to do, and a later sync goes on', async (kind, fields, code) => {
    await fault({ kind, ...fields });
    const store = openStore('jpy');
    expect(await errorCode(store.sync.run())).toBe(code);
    if (kind === 'missing_scope') expect(store.sync.status().error!.message).toContain('read_orders');
    await ask('DELETE', 'faults');
    const again = store.reopen();
    await again.sync.run();
    await expectTruth(again, 'jpy');
  });

  it('says that nobody answers at a dead address', async () => {
    const listening = createServer().listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    listening.close();
    const store = openStore('jpy', { endpoint: `http://127.0.0.1:${port}` });
    expect(await errorCode(store.sync.run())).toBe('shop_unavailable');
  });

  it('refuses to mix two shops in one mirror', async () => {
    const store = openStore('jpy');
    await store.sync.first();
    const eur = sandbox.shops.find((shop) => shop.storeId === 'eur')!;
    const other = store.reopen(eur);
    expect(await errorCode(other.sync.run())).toBe('invalid_state');
  });
});

function filesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
