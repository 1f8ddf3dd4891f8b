/** What an order is filled with says the same of a product as the stock table does: there is one count of days left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AGENTS } from '../agents/roster.ts';
import { type Core, createCore } from '../core/core.ts';
import type { Documents } from '../sandbox/documents.ts';
import { seedStores } from '../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { directClient } from './direct-client.ts';

const storeId = 'gbp';

async function ended(stream: AsyncIterator<unknown>): Promise<void> {
  while (!(await stream.next()).done);
}

/** Every third product, so that some of every class are due whatever the day, and all that are due fit on a page. */
function soldOut(documents: Documents): void {
  const { domain } = documents.shops()[0]!;
  const items = [...documents.iterate(domain, 'InventoryItem')].filter((_, index) => index % 3 === 0);
  for (const { inventoryLevels } of items)
    for (const { quantities } of inventoryLevels) {
      quantities.on_hand -= quantities.available;
      quantities.available = 0;
    }
  documents.putMany(domain, 'InventoryItem', items);
}

describe('what is suggested to order', () => {
  let root: string;
  let sandbox: Sandbox;
  let core: Core;
  let api: RoyalClient;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'royal-suggest-'));
    sandbox = await startSandbox({
      plan: 'enterprise',
      fill: (documents, now) => {
        seedStores(documents, { now, scale: 0.2, stores: [storeId] });
        soldOut(documents);
      },
    });
    core = await createCore({
      folder: join(root, 'data'),
      agents: AGENTS,
      taskWorkerUrl: new URL('../headless/task-worker.ts', import.meta.url),
      env: { ROYAL_SECRETS: 'file' },
      schedule: false,
    });
    api = directClient(core);
    const { shop, clientId, clientSecret } = sandbox.shops[0]!;
    await api.stores.add({ id: storeId, shop, clientId, clientSecret, endpoint: sandbox.url });
    await ended(await api.sync.run({}));
  });
  afterAll(async () => {
    core.stopTaking();
    await core.close();
    await sandbox.close();
    rmSync(root, { recursive: true, force: true });
  });

  const suggested = async (supplier: string) => api.purchaseOrders.suggest({ supplier });

  it('is not guessed before the agent has looked', async () => {
    const [row] = await api.stock.list({ storeId });
    expect(await suggested(row!.vendor)).toMatchObject({
      lines: [],
      notes: [expect.stringContaining('has not looked')],
    });
  });

  it('is what the stock table says is to be ordered, once no proposal asks for it', async () => {
    await ended(await api.agents.run({ storeId }));
    const open = await api.actions.list({ storeId, states: ['proposed'] });
    const lines = open.flatMap(({ evidence }) => evidence.filter(({ kind }) => kind === 'reorder_line'));
    expect(new Set(lines.map(({ data }) => data!.salesClass)).size).toBeGreaterThan(1);
    for (const { data } of lines.slice(0, 20)) {
      const { now } = await api.products.whatIf({ storeId, variantId: Number(data!.variantId) });
      expect(now.terms).toMatchObject({ salesClass: data!.salesClass });
      expect(now.terms.serviceLevel).toBeCloseTo(Number(data!.serviceLevel), 3);
      expect(now.reorderPoint).toBeCloseTo(Number(data!.reorderPoint), 1);
    }
    for (const { id } of open) await api.actions.reject({ id, reason: 'Not now' });
    const states = ['out', 'order_now'] as const;
    const { rows } = await api.stockTable.page({ storeId, states: [...states], limit: 200 });
    const wanted = rows.filter(({ quantity }) => quantity > 0);
    expect(rows.length).toBeLessThan(200);
    expect(wanted.length).toBeGreaterThan(3);
    for (const vendor of new Set(wanted.map((row) => row.vendor))) {
      const { lines } = await suggested(vendor);
      const parts = lines.flatMap((line) => line.allocations);
      expect(parts.every(({ from }) => from === 'cover')).toBe(true);
      expect(new Map(parts.map((part) => [part.variantId, part.quantity]))).toEqual(
        new Map(wanted.filter((row) => row.vendor === vendor).map((row) => [row.variantId, row.quantity])),
      );
    }
  });

  it('is what other terms were asked for, once they are saved: also where another review changes the level', async () => {
    const { rows } = await api.stockTable.page({ storeId, states: ['out'], limit: 50 });
    const of = (variantId: number, reviewDays?: number) =>
      api.products.whatIf({ storeId, variantId, reviewDays });
    const { vendor, variantId, productId } = rows.find(({ quantity }) => quantity > 0)!;
    const { variants } = await api.products.show({ storeId, productId });
    const { price } = variants.find((one) => one.variantId === variantId)!;
    await api.supplyTerms.set({ storeId, rows: [{ variantId, unitCost: Math.round(0.6 * price.minor) }] });
    const [{ now: before }, { asked }] = [await of(variantId), await of(variantId, 180)];
    await api.suppliers.set({ storeId, supplier: vendor, reviewDays: 180 });
    const { now: saved } = await of(variantId);
    expect(saved.terms.serviceLevel).toBeLessThan(before.terms.serviceLevel);
    expect(asked.terms).toMatchObject({
      serviceLevel: saved.terms.serviceLevel,
      salesClass: before.terms.salesClass,
    });
    expect(asked.quantity).toBe(saved.quantity);
  });
});
