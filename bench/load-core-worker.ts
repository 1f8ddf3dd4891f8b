/** The core thread of a measured load: bulk files into one mirror, left open as it is in a host. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { ingestBulk } from '../core/mirror/ingest.ts';
import { openMirror } from '../core/mirror/mirror.ts';
import { BULK_CURRENCY, BULK_NOW, BULK_ZONE } from './bulk-file.ts';

export interface CoreLoadInput {
  mirror: string;
  /** Bulk files by kind, in the order of taking in. */
  files: Partial<Record<'products' | 'inventory' | 'orders', string>>;
}

export interface CoreLoadResult {
  seconds: number;
  /** Of those, for days that were still marked when the last file ended. */
  settleSeconds: number;
  orders: number;
  lines: number;
  variants: number;
}

const input = workerData as CoreLoadInput;
const mirror = openMirror(input.mirror, {
  storeId: 'bench',
  dataKey: Buffer.alloc(32, 1),
  now: () => BULK_NOW,
});
mirror.setShop({
  id: 1,
  name: 'Bench',
  shopDomain: 'bench.myshopify.com',
  currency: BULK_CURRENCY,
  zone: BULK_ZONE,
  taxesIncluded: true,
  plan: 'Basic',
});
const start = performance.now();
for (const kind of ['products', 'inventory', 'orders'] as const) {
  const file = input.files[kind];
  if (file) await ingestBulk(mirror, { kind, file, currency: BULK_CURRENCY, zone: BULK_ZONE });
}
const loaded = performance.now();
while (mirror.settleRollUps() > 0) await nextTurn();
const end = performance.now();
const { orders, lines, variants } = mirror.counts();
const result: CoreLoadResult = {
  seconds: (end - start) / 1000,
  settleSeconds: (end - loaded) / 1000,
  orders,
  lines,
  variants,
};
parentPort!.postMessage(result);
parentPort!.ref();
