/** One measured import in a host of its own, with somebody asking the core something small all the while. */
import { setTimeout as wait } from 'node:timers/promises';
import { startHeadless } from '../headless/host.ts';
import type { ImportResultView } from '../shared/contract/import-schemas.ts';
import { quantile } from './bench.ts';
import { residentMegabytes } from './child.ts';

export interface ImportInput {
  folder: string;
  file: string;
}

export interface ImportOutput {
  rows: number;
  imported: number;
  seconds: number;
  startMegabytes: number;
  /** The peak up to half of the file, and to its end. */
  halfMegabytes: number;
  peakMegabytes: number;
  /** How long the core took to answer, in ms. */
  answer: { p50: number; p99: number; most: number };
}

const ASK_EVERY_MS = 20;

const { folder, file } = JSON.parse(process.argv[2]!) as ImportInput;
process.env.ROYAL_SECRETS = 'file';
const host = await startHeadless({ folder, schedule: false });
const startMegabytes = residentMegabytes().now;
const begun = performance.now();
const stream = await host.client.imports.run({ storeId: 'bench', files: [{ path: file }] });
let result: ImportResultView | null = null;
let halfMegabytes = startMegabytes;
const asked: number[] = [];
const asking = (async () => {
  while (!result) {
    const at = performance.now();
    await host.client.stop.status();
    asked.push(performance.now() - at);
    await wait(ASK_EVERY_MS);
  }
})();
while (!result) {
  const step = await stream.next();
  if (step.done) result = step.value as ImportResultView;
  else if (step.value.bytes * 2 <= step.value.ofBytes) halfMegabytes = residentMegabytes().peak;
}
const seconds = (performance.now() - begun) / 1000;
await asking;
const output: ImportOutput = {
  rows: result.totals.rows,
  imported: result.totals.imported,
  seconds,
  startMegabytes,
  halfMegabytes,
  peakMegabytes: residentMegabytes().peak,
  answer: { p50: quantile(asked, 0.5), p99: quantile(asked, 0.99), most: Math.max(...asked) },
};
await host.close();
process.stdout.write(JSON.stringify(output), () => process.exit(0));
