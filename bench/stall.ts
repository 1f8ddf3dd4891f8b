/**
 * `stall`: while a bulk file is taken in on the core thread and series are forecast on the pool, the main thread's
 * event loop must stay free and a small ledger write through the core thread must stay short.
 * Options: `megabytes` (1000), `series` (500).
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Bench, numberOption, quantile, rounded } from './bench.ts';
import { writeOrdersFile } from './bulk-file.ts';
import type { StallInput, StallMessage } from './stall-worker.ts';

const LOOP_P99_MS = 20;
const WRITE_P99_MS = 60;
/** Between two ledger writes. */
const PAUSE_MS = 20;
const VARIANTS = 4000;

export const run: Bench = async (options) => {
  const megabytes = numberOption(options, 'megabytes', 1000);
  const series = numberOption(options, 'series', 500);
  const folder = mkdtempSync(join(tmpdir(), 'royal-bench-stall-'));
  try {
    const file = join(folder, 'orders.jsonl');
    // About four and a half kilobytes an order; the size ends it.
    await writeOrdersFile(file, {
      orders: Math.round(megabytes * 220),
      variants: VARIANTS,
      mostBytes: megabytes * 1e6,
    });
    return await measure({ folder, file, series }, megabytes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function measure(input: StallInput, megabytes: number) {
  const worker = new Worker(new URL('./stall-worker.ts', import.meta.url), { workerData: input });
  const ended = once(worker, 'exit');
  await once(worker, 'message');
  const seconds: Record<string, number> = {};
  const roundTrips: number[] = [];
  const writes: number[] = [];
  let done = false;
  let answered = (): void => {};
  worker.on('message', (message: StallMessage) => {
    if (message.kind === 'written') {
      writes.push(message.writeMs);
      answered();
    } else if (message.kind === 'ingested' || message.kind === 'forecast')
      seconds[message.kind] = message.seconds;
    else if (message.kind === 'done') done = true;
  });
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  worker.postMessage('begin');
  while (!done) {
    const begun = performance.now();
    const answer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    worker.postMessage('write');
    await Promise.race([answer, ended]);
    if (!done) roundTrips.push(performance.now() - begun);
    await delay(PAUSE_MS);
  }
  loop.disable();
  await ended;
  const loopP99 = loop.percentile(99) / 1e6;
  const writeP99 = quantile(roundTrips, 0.99);
  return {
    name: 'stall',
    pass: loopP99 <= LOOP_P99_MS && writeP99 <= WRITE_P99_MS,
    megabytes,
    series: input.series,
    eventLoopDelayMs: {
      p50: rounded(loop.percentile(50) / 1e6),
      p99: rounded(loopP99),
      max: rounded(loop.max / 1e6),
    },
    ledgerWriteMs: {
      p50: rounded(quantile(roundTrips, 0.5)),
      p99: rounded(writeP99),
      max: rounded(Math.max(...roundTrips)),
      ownP99: rounded(quantile(writes, 0.99)),
    },
    ledgerWrites: roundTrips.length,
    ingestSeconds: rounded(seconds.ingested ?? Number.NaN),
    forecastSeconds: rounded(seconds.forecast ?? Number.NaN),
  };
}
