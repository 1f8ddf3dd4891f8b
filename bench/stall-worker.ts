/** The core thread of the stall measurement: takes a bulk file in, has series forecast, and writes to the ledger when asked. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { DemandInput, DemandSeries } from '../agents/demand/types.ts';
import { openLedger } from '../core/ledger/ledger.ts';
import { ingestBulk } from '../core/mirror/ingest.ts';
import { openMirror } from '../core/mirror/mirror.ts';
import { createTaskEngine } from '../core/work/task-engine.ts';
import { parseDay } from '../shared/time.ts';
import { BULK_CURRENCY, BULK_NOW, BULK_ZONE, randomOf } from './bulk-file.ts';

export interface StallInput {
  folder: string;
  file: string;
  series: number;
}

export type StallMessage =
  | { kind: 'ready' }
  | { kind: 'written'; writeMs: number }
  | { kind: 'ingested'; lines: number; seconds: number }
  | { kind: 'forecast'; series: number; seconds: number }
  | { kind: 'done' };

const DAYS = 730;
const BATCH = 10;

const { folder, file, series } = workerData as StallInput;
const tell = (message: StallMessage): void => parentPort!.postMessage(message);

const ledger = openLedger(join(folder, 'ledger.db'), {
  now: Date.now,
  anchor: { read: () => null, write: () => {} },
  auditKey: Buffer.alloc(32, 1),
});
const mirror = openMirror(join(folder, 'mirror.db'), {
  storeId: 'bench',
  dataKey: Buffer.alloc(32, 2),
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
const tasks = createTaskEngine({ workerUrl: new URL('../headless/task-worker.ts', import.meta.url) });

/** Weekly seasons, a trend and noise: the kind of series that models are fitted to. */
function daily(key: number): DemandSeries {
  const random = randomOf(key + 1);
  const level = 2 + random() * 20;
  const y = Array.from({ length: DAYS }, (_, day) =>
    Math.max(
      0,
      Math.round(level * (1 + 0.4 * Math.sin((day / 7) * 2 * Math.PI) + day / 2000) * (0.4 + 1.2 * random())),
    ),
  );
  return { key: String(key), frequency: 'D', start: parseDay('2024-11-23'), y };
}

async function ingest(): Promise<void> {
  const begun = performance.now();
  const { lines } = await ingestBulk(mirror, {
    kind: 'orders',
    file,
    currency: BULK_CURRENCY,
    zone: BULK_ZONE,
  });
  while (mirror.settleRollUps() > 0) await new Promise((resolve) => setImmediate(resolve));
  tell({ kind: 'ingested', lines, seconds: (performance.now() - begun) / 1000 });
}

async function forecast(): Promise<void> {
  const begun = performance.now();
  const batches = Array.from({ length: Math.ceil(series / BATCH) }, (_, batch) =>
    Array.from({ length: Math.min(BATCH, series - batch * BATCH) }, (_, i) => daily(batch * BATCH + i)),
  );
  await Promise.all(
    batches.map((some) => tasks.run('demand.forecast', { series: some, horizon: 28 } satisfies DemandInput)),
  );
  tell({ kind: 'forecast', series, seconds: (performance.now() - begun) / 1000 });
}

parentPort!.on('message', (message: 'write' | 'begin') => {
  if (message === 'write') {
    const begun = performance.now();
    ledger.events.append('bench', 'bench.written', { at: Date.now() });
    tell({ kind: 'written', writeMs: performance.now() - begun });
    return;
  }
  Promise.all([ingest(), forecast()]).then(
    async () => {
      await tasks.close();
      mirror.close();
      ledger.close();
      tell({ kind: 'done' });
      parentPort!.close();
    },
    (error: unknown) => {
      throw error;
    },
  );
});
tell({ kind: 'ready' });
