/**
 * `agent-run`: the inventory agent over a large catalogue with its stock watched daily, and how long whoever asks the core
 * meanwhile waits: both work on the core thread.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runAgents } from '../headless/demo/script.ts';
import { startHeadless } from '../headless/host.ts';
import { type Bench, numberOption, quantile, rounded } from './bench.ts';
import { largeCatalogue, largeFolder, watchStock } from './large-folder.ts';

const P99_MS = 100;
/** Between two questions. */
const PAUSE_MS = 20;

/** Options: `orders` (1,000,000), `variants` (100,000), `days` of stock watched (60), `folder`: where to keep it, or one kept earlier. */
export const run: Bench = async (options) => {
  const orders = numberOption(options, 'orders', 1_000_000);
  const variants = numberOption(options, 'variants', 100_000);
  const days = numberOption(options, 'days', 60);
  const scratch = mkdtempSync(join(tmpdir(), 'royal-bench-agent-run-'));
  const folder = typeof options?.folder === 'string' ? options.folder : join(scratch, 'data');
  try {
    const made = await largeFolder(folder, orders);
    await largeCatalogue(folder, variants);
    watchStock(folder, days);
    const host = await startHeadless({ folder, schedule: false });
    const waits: number[] = [];
    let going = true;
    // Opening the folder has work of its own to do.
    await host.client.stop.status();
    const began = performance.now();
    const asking = (async () => {
      while (going) {
        const asked = performance.now();
        await host.client.stop.status();
        waits.push(performance.now() - asked);
        await delay(PAUSE_MS);
      }
    })();
    const [agentRun] = await runAgents(host.client).finally(async () => {
      going = false;
      await asking;
      await host.close();
    });
    const seconds = (performance.now() - began) / 1000;
    const p99Ms = quantile(waits, 0.99);
    return {
      name: 'agent-run',
      pass: agentRun?.state === 'completed' && p99Ms <= P99_MS,
      ...made,
      variants,
      days,
      summary: agentRun?.summary,
      seconds: rounded(seconds),
      asked: waits.length,
      p50Ms: rounded(quantile(waits, 0.5)),
      p99Ms: rounded(p99Ms),
      longestMs: rounded(Math.max(...waits)),
      tookOver100Ms: waits.filter((wait) => wait > 100).length,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};
