/** A data folder as a program of long standing has it: a store with a million orders, its agent run, proposals waiting. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { folderPaths } from '../core/data-folder/data-folder.ts';
import { ingestBulk } from '../core/mirror/ingest.ts';
import { openMirror } from '../core/mirror/mirror.ts';
import { startSandboxProcess } from '../headless/demo/sandbox-process.ts';
import { addStores, runAgents, syncAll } from '../headless/demo/script.ts';
import { startHeadless } from '../headless/host.ts';
import { BULK_CURRENCY, BULK_ZONE, writeCatalogFiles, writeOrdersFile } from './bulk-file.ts';

/** The sandbox's shop of the files' currency and zone. */
const STORE = 'gbp';
const VARIANTS = 4000;

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

async function fill(folder: string, files: string, orders: number): Promise<void> {
  const paths = folderPaths(folder);
  const secrets = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as Record<string, string>;
  const mirror = openMirror(paths.mirror(STORE), {
    storeId: STORE,
    dataKey: Buffer.from(secrets[`store.${STORE}.key`]!, 'base64'),
  });
  try {
    const [products, inventory, sold] = ['products', 'inventory', 'orders'].map((name) => join(files, name));
    await writeCatalogFiles(products!, inventory!, VARIANTS);
    await writeOrdersFile(sold!, { orders, variants: VARIANTS });
    const work = { currency: BULK_CURRENCY, zone: BULK_ZONE };
    await ingestBulk(mirror, { kind: 'products', file: products!, ...work });
    await ingestBulk(mirror, { kind: 'inventory', file: inventory!, ...work });
    await ingestBulk(mirror, { kind: 'orders', file: sold!, ...work });
    while (mirror.settleRollUps() > 0) await nextTurn();
  } finally {
    mirror.close();
  }
}
