/** A load as a host does it: this thread idles, a core thread writes, its worker parses. */
import { Worker } from 'node:worker_threads';
import { residentMegabytes } from './child.ts';
import type { CoreLoadInput, CoreLoadResult } from './load-core-worker.ts';

export interface LoadOutput extends CoreLoadResult {
  peakMegabytes: number;
  afterMegabytes: number;
}

/** Once the load is over, memory is looked at when the allocator has had a moment to give back. */
const SETTLE_MS = 2000;

const input = JSON.parse(process.argv[2]!) as CoreLoadInput;
const core = new Worker(new URL('./load-core-worker.ts', import.meta.url), {
  workerData: input,
  // As headless/host.ts starts its core thread.
  resourceLimits: { maxYoungGenerationSizeMb: 16 },
});
core.on('error', (error) => {
  throw error;
});
core.on('message', (result: CoreLoadResult) => {
  setTimeout(() => {
    const { peak, now } = residentMegabytes();
    const output: LoadOutput = { ...result, peakMegabytes: peak, afterMegabytes: now };
    process.stdout.write(JSON.stringify(output), () => process.exit(0));
  }, SETTLE_MS);
});
