/**
 * `start`: from the start of the process to the first page filled, on a data folder with a million orders; beside it
 * Node-RED, another program of the kind that serves its page from Node, in turns in the same run.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { type Bench, numberOption, quantile, rounded } from './bench.ts';
import { largeFolder } from './large-folder.ts';
import { firstScreen } from './ui/first-screen.ts';
import { launch, settled } from './ui/served.ts';

const TARGET_MS = 2_000;
const NODE_RED = 'node-red@5.0.7';
const PATIENCE_MS = 60_000;

/** Options: `orders` (1,000,000), `times` (5), `folder`: where to keep it, or one kept earlier. */
export const run: Bench = async (options) => {
  const orders = numberOption(options, 'orders', 1_000_000);
  const times = numberOption(options, 'times', 5);
  const scratch = mkdtempSync(join(tmpdir(), 'royal-bench-start-'));
  const folder = typeof options?.folder === 'string' ? options.folder : join(scratch, 'data');
  const browser = await launch();
  try {
    const made = await largeFolder(folder, orders);
    const nodeRed = installNodeRed(join(scratch, 'node-red'));
    const ours: number[] = [];
    const theirs: number[] = [];
    // The first turn warms the disk's cache for both and is not counted.
    for (let turn = 0; turn <= times; turn += 1) {
      const { totalMs: mine } = await firstScreen(browser, folder);
      const other = await startNodeRed(browser, nodeRed);
      if (turn === 0) continue;
      ours.push(mine);
      theirs.push(other);
    }
    const median = quantile(ours, 0.5);
    return {
      name: 'start',
      pass: median <= TARGET_MS && made.orders >= orders,
      ...made,
      times,
      medianMs: Math.round(median),
      slowestMs: Math.round(Math.max(...ours)),
      nodeRedMedianMs: Math.round(quantile(theirs, 0.5)),
      ratio: rounded(median / quantile(theirs, 0.5)),
    };
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true, force: true });
  }
};

function installNodeRed(folder: string): string {
  mkdirSync(folder, { recursive: true });
  execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', NODE_RED], {
    stdio: 'inherit',
  });
  return folder;
}

/** The same for Node-RED: until its palette of nodes is drawn. */
async function startNodeRed(browser: Browser, folder: string): Promise<number> {
  const port = await freePort();
  const context = await browser.newContext();
  const page = await context.newPage();
  await settled();
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [join(folder, 'node_modules', 'node-red', 'red.js'), '-p', String(port), '-u', join(folder, 'user')],
    { stdio: 'ignore' },
  );
  try {
    const url = `http://127.0.0.1:${port}/`;
    while (!(await answers(url))) {
      if (performance.now() - began > PATIENCE_MS) throw new Error('Node-RED does not answer.');
      await delay(20);
    }
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator('.red-ui-palette-node').first().waitFor({ timeout: PATIENCE_MS });
    return performance.now() - began;
  } finally {
    await context.close();
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
