import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NOW, TestShop } from './test-shop.ts';
import type { Truth } from './truth.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function open(options: Parameters<typeof TestShop.open>[0] = {}): Promise<TestShop> {
  const shop = await TestShop.open(options);
  closing.push(() => shop.close());
  return shop;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  closing.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const TAG = 'mutation T($id: ID!) { tagsAdd(id: $id, tags: ["kept"]) { userErrors { message } } }';

describe('a sandbox with a data folder', () => {
  it('keeps stores, journal, tokens, subscriptions and bulk results across a restart', async () => {
    const dataDir = folder();
    const first = await TestShop.open({ dataDir });
    const [order] = first.sandbox.documents.page(first.domain, 'Order', { limit: 1 }).nodes;
    await first.data(TAG, { id: order!.id });
    const { id: bulkId } = await first.bulk('{ orders { edges { node { id } } } }');
    await first.close();

    const second = await open({ dataDir });
    second.token = first.token;
    const { order: kept } = await second.data<{ order: { tags: string[] } }>(
      'query O($id: ID!) { order(id: $id) { tags } }',
      { id: order!.id },
    );
    expect(kept.tags).toContain('kept');
    const entries = await second.journal();
    expect(entries.map(({ mutation }) => mutation)).toEqual(['tagsAdd', 'bulkOperationRunQuery']);
    expect(await second.journal(entries[0]!.sequence)).toHaveLength(1);
    const { url } = await second.bulkEnd(bulkId);
    expect((await fetch(url!)).status).toBe(200);
  });

  it('fails what was under way when it was stopped', async () => {
    const dataDir = folder();
    const first = await TestShop.open({ dataDir });
    const { id } = await first.bulk('{ orders { edges { node { id } } } }');
    // As a killed process leaves it.
    first.sandbox.documents.database
      .prepare(`UPDATE bulk_operations SET json = replace(json, '"COMPLETED"', '"RUNNING"')`)
      .run();
    await first.close();
    const second = await open({ dataDir });
    expect(await second.bulkEnd(id)).toMatchObject({
      status: 'FAILED',
      errorCode: 'INTERNAL_SERVER_ERROR',
      url: null,
    });
  });
});

describe('control', () => {
  it('sells now, and the truth counts it', async () => {
    const shop = await open();
    const truth = () => shop.control<Truth>(`truth?shop=${shop.domain}`);
    const before = await truth();
    const { orders } = await shop.control<{ orders: string[] }>('sell', { shop: 'gbp', orders: 3 });
    const after = await truth();
    expect(orders).toHaveLength(3);
    expect(after.counts.orders).toBe(before.counts.orders + 3);
  });

  it('sells live at the speed asked for, until paused', async () => {
    const shop = await open({ speed: 600 });
    const count = () => shop.sandbox.documents.count(shop.domain, 'Order');
    const before = count();
    await vi.waitFor(() => expect(count()).toBeGreaterThan(before), { timeout: 3000 });
    expect(await shop.control('pause', {})).toEqual({ running: false });
    expect(await shop.control('resume', { speed: 30 })).toEqual({ running: true, speed: 30 });
  });

  it('lets another writer change a price, outside the journal', async () => {
    const shop = await open();
    const [variant] = shop.sandbox.documents.page(shop.domain, 'ProductVariant', { limit: 1 }).nodes;
    const answer = await shop.control('edit', { shop: 'gbp', variantId: variant!.id, price: '3.5' });
    expect(answer).toEqual({ variantId: variant!.id, before: variant!.price, price: '3.50' });
    expect(await shop.journal()).toEqual([]);
  });

  it('tells time, and says what it has where it is asked for something else', async () => {
    const shop = await open();
    expect(await shop.control('clock')).toEqual({ now: '2026-11-23T12:00:00.000Z', fixed: true });
    expect(await shop.control('clock', { now: '2027-01-01T00:00:00Z' })).toMatchObject({
      now: '2027-01-01T00:00:00.000Z',
    });
    await expect(shop.control('weather')).rejects.toThrow('GET truth');
    await expect(shop.control('truth?shop=nobody')).rejects.toThrow('no shop nobody');
  });
});

describe('npm run sandbox', () => {
  const main = join(import.meta.dirname, 'main.js');

  it('prints one line of JSON once ready, and ends on SIGTERM', async () => {
    const child = execFile(process.execPath, [main, '--json', '--seed', 'empty', '--now', NOW]);
    const line = await new Promise<string>((resolve) =>
      child.stdout!.once('data', (part) => resolve(String(part))),
    );
    const ready = JSON.parse(line) as { ready: boolean; url: string; shops: { shop: string }[] };
    expect(ready).toMatchObject({ ready: true, shops: [{ storeId: 'gbp' }] });
    expect((await fetch(`${ready.url}/sandbox/shops`)).status).toBe(200);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('ends with its starter where it was asked to', async () => {
    const flags = ['--json', '--until-stdin-ends', '--seed', 'empty', '--now', NOW];
    const child = execFile(process.execPath, [main, ...flags]);
    await new Promise((resolve) => child.stdout!.once('data', resolve));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.stdin!.end();
    expect(await ended).toBe(0);
  });

  it('says what is wrong with its flags', async () => {
    const result = await new Promise<{ code: unknown; text: string }>((resolve) =>
      execFile(process.execPath, [main, '--plan', 'free'], (error, _out, text) =>
        resolve({ code: error?.code, text }),
      ),
    );
    expect(result).toEqual({ code: 1, text: '--plan must be one of basic, advanced, plus, enterprise\n' });
  });
});
