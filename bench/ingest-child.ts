/** One load of a bulk file into a new mirror, as the core does it: writing here, parsing on the worker. */
import { join } from 'node:path';
import { ingestBulk } from '../core/mirror/ingest.ts';
import { openMirror } from '../core/mirror/mirror.ts';
import { BULK_CURRENCY, BULK_NOW, BULK_ZONE } from './bulk-file.ts';
import { residentMegabytes } from './child.ts';

export interface IngestInput {
  file: string;
  folder: string;
}

export interface IngestOutput {
  seconds: number;
  settleSeconds: number;
  records: number;
  peakMegabytes: number;
  ok: boolean;
}

const { file, folder } = JSON.parse(process.argv[2]!) as IngestInput;
const mirror = openMirror(join(folder, 'mirror.db'), {
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
const { records } = await ingestBulk(mirror, {
  kind: 'orders',
  file,
  currency: BULK_CURRENCY,
  zone: BULK_ZONE,
});
const loaded = performance.now();
while (mirror.settleRollUps() > 0);
const settled = performance.now();
const { peak } = residentMegabytes();
const output: IngestOutput = {
  seconds: (settled - start) / 1000,
  settleSeconds: (settled - loaded) / 1000,
  records,
  peakMegabytes: peak,
  ok: mirror.counts().orders === records && mirror.orderPerson(5_000_000_000_000) !== null,
};
mirror.close();
process.stdout.write(JSON.stringify(output));
