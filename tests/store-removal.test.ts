/** A store that is disconnected leaves nothing behind that asks for a decision. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import DatabaseConstructor from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from '../core/host/host.ts';
import { startHeadless } from '../headless/host.ts';
import { seedStores } from '../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';

let base: string;
let sandbox: Sandbox;
let host: Host;

beforeAll(async () => {
  process.env.ROYAL_SECRETS = 'file';
  base = mkdtempSync(join(tmpdir(), 'royal-removal-'));
  sandbox = await startSandbox({
    plan: 'enterprise',
    fill: (documents, now) => seedStores(documents, { now, scale: 0.005, stores: ['gbp', 'jpy'] }),
  });
  host = await startHeadless({ folder: join(base, 'data'), schedule: false });
  for (const { storeId, shop, clientId, clientSecret } of sandbox.shops)
    await host.client.stores.add({ id: storeId, shop, clientId, clientSecret, endpoint: sandbox.url });
});
afterAll(async () => {
  await host?.close();
  await sandbox?.close();
  rmSync(base, { recursive: true, force: true });
});

it('what waited there has expired, what waits elsewhere goes on waiting', async () => {
  const { actions, stores } = host.client;
  const propose = (storeId: string, variantId: number) =>
    actions.propose({ type: 'price.change', storeId, input: { variantId, price: 100 } });
  const proposed = await propose('gbp', 1);
  const snoozed = await propose('gbp', 2);
  await actions.snooze({ id: snoozed.id, until: Date.now() + 3_600_000 });
  const elsewhere = await propose('jpy', 1);
  await stores.remove({ storeId: 'gbp' });
  for (const { id } of [proposed, snoozed])
    expect(await actions.show({ id })).toMatchObject({
      state: 'expired',
      reason: 'The store was disconnected.',
    });
  expect(await actions.show({ id: elsewhere.id })).toMatchObject({ state: 'proposed' });
  expect((await host.client.audit.verify()).ok).toBe(true);
});

it('a store that is deleted wholly is named nowhere in app.db, and has no folder', async () => {
  await host.client.stores.erase({ storeId: 'jpy', confirm: 'jpy' });
  const db = new DatabaseConstructor(join(base, 'data', 'app.db'), { readonly: true });
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  const naming = tables.filter((table) =>
    db
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .some((row) => JSON.stringify(row).includes('jpy')),
  );
  db.close();
  expect(naming).toEqual([]);
  expect(existsSync(join(base, 'data', 'stores', 'jpy'))).toBe(false);
  expect((await host.client.audit.verify()).ok).toBe(true);
});
