/** A data folder as a program of long standing has it: a store with a million orders, its agent run, proposals waiting. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { folderPaths } from '../core/data-folder/folder-paths.ts';
import { createStock } from '../core/ledger/stock.ts';
import { ingestBulk } from '../core/mirror/ingest.ts';
import { type Mirror, openMirror } from '../core/mirror/mirror.ts';
import { ALL } from '../core/mirror/stock-queries.ts';
import { startSandboxProcess } from '../headless/demo/sandbox-process.ts';
import { addStores, runAgents, syncAll } from '../headless/demo/script.ts';
import { startHeadless } from '../headless/host.ts';
import { DAY_MS } from '../shared/time.ts';
import { BULK_CURRENCY, BULK_ZONE, writeCatalogFiles, writeOrdersFile } from './bulk-file.ts';

/** The sandbox's shop of the files' currency and zone. */
const STORE = 'gbp';
const VARIANTS = 4000;
const SLICE_MS = 100;
const WORK = { currency: BULK_CURRENCY, zone: BULK_ZONE };

export interface LargeFolder {
  orders: number;
  waiting: number;
}

/**
 * Made where there is none yet, which takes minutes for a million orders. The shop is not reachable afterwards, as on a
 * train.
 */
export async function largeFolder(folder: string, orders: number): Promise<LargeFolder> {
  process.env.ROYAL_SECRETS = 'file';
  if (!existsSync(folder)) await make(folder, orders);
  const host = await startHeadless({ folder, schedule: false });
  try {
    const [counts] = await host.client.counts({});
    const waiting = await host.client.actions.list({ states: ['proposed'] });
    return { orders: counts!.orders, waiting: waiting.length };
  } finally {
    await host.close();
  }
}

async function make(folder: string, orders: number): Promise<void> {
  const files = mkdtempSync(join(tmpdir(), 'royal-bench-files-'));
  const sandbox = await startSandboxProcess(['--plan', 'enterprise']);
  try {
    const connecting = await startHeadless({ folder, schedule: false });
    const shops = sandbox.shops.filter((shop) => shop.storeId === STORE);
    await addStores(connecting.client, { ...sandbox, shops });
    await syncAll(connecting.client);
    await connecting.close();
    await fill(folder, files, orders);
    const host = await startHeadless({ folder, schedule: false });
    await runAgents(host.client);
    await host.close();
  } finally {
    await sandbox.stop();
    rmSync(files, { recursive: true, force: true });
  }
}

/** Gives the folder's shop more products, with stock and without sales, where it has fewer than `variants`. */
export async function largeCatalogue(folder: string, variants: number): Promise<void> {
  const files = mkdtempSync(join(tmpdir(), 'royal-bench-files-'));
  const mirror = mirrorIn(folder);
  try {
    if (mirror.counts().variants >= variants) return;
    await takeCatalogue(mirror, files, variants);
    while (mirror.settleRollUps() > 0) await nextTurn();
    while (mirror.settleStock(SLICE_MS) > 0) await nextTurn();
  } finally {
    mirror.close();
    rmSync(files, { recursive: true, force: true });
  }
}

/** As if its stock had been looked at on each of the last days and always been what it is now. */
export function watchStock(folder: string, days: number): void {
  const mirror = mirrorIn(folder);
  const db = new SqliteDatabase(folderPaths(folder).ledger);
  try {
    const stock = createStock({ db, transaction: (work) => db.transaction(work).immediate() });
    const levels = mirror.stockNow(ALL);
    const today = Math.floor(Date.now() / DAY_MS);
    for (let day = today - days; day < today; day += 1) stock.observe(STORE, day, levels);
  } finally {
    db.close();
    mirror.close();
  }
}

async function fill(folder: string, files: string, orders: number): Promise<void> {
  const mirror = mirrorIn(folder);
  try {
    await takeCatalogue(mirror, files, VARIANTS);
    const sold = join(files, 'orders');
    await writeOrdersFile(sold, { orders, variants: VARIANTS });
    await ingestBulk(mirror, { kind: 'orders', file: sold, ...WORK });
    while (mirror.settleRollUps() > 0) await nextTurn();
  } finally {
    mirror.close();
  }
}

async function takeCatalogue(mirror: Mirror, files: string, variants: number): Promise<void> {
  const [products, inventory] = [join(files, 'products'), join(files, 'inventory')];
  await writeCatalogFiles(products, inventory, variants);
  await ingestBulk(mirror, { kind: 'products', file: products, ...WORK });
  await ingestBulk(mirror, { kind: 'inventory', file: inventory, ...WORK });
}

/** Of a folder that no host has open. */
function mirrorIn(folder: string): Mirror {
  const secrets = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>;
  return openMirror(folderPaths(folder).mirror(STORE), {
    storeId: STORE,
    dataKey: Buffer.from(secrets[`store.${STORE}.key`]!, 'base64'),
  });
}
