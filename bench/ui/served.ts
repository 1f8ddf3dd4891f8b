/** The program served from a data folder in a process of its own, and browsers that look at it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, type BrowserType, chromium, type Page } from 'playwright-core';
import { ensureBuilt } from '../../headless/built.ts';
import { WATCH } from './watch.ts';

const ROYAL = fileURLToPath(new URL('../../headless/royal.js', import.meta.url));
const SETTLE_MS = 1_500;
const VIEWPORT = { width: 1440, height: 900 };
export const LAUNCH = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
} satisfies Parameters<BrowserType['launch']>[0];

export interface Served {
  /** Signs one browser in, once. */
  link: string;
  /** By the machine's clock, in epoch ms: when its process was started. */
  startedAt: number;
  stop(): Promise<void>;
}

/** `royal serve` on the folder; resolves once it printed its link. */
export async function serve(folder: string): Promise<Served> {
  const startedAt = performance.timeOrigin + performance.now();
  const child = spawn(process.execPath, [ROYAL, 'serve', '--port', '0', '--json', '--data', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => {
      throw new Error('royal serve ended before it served.');
    }),
  ]);
  const said = line[0] as string;
  const { link } = JSON.parse(said) as { link?: string };
  if (!link) throw new Error(`royal serve did not serve: ${said}`);
  return {
    link,
    startedAt,
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Builds first what is to be looked at, where that is not there or old. */
export async function launch(): Promise<Browser> {
  await ensureBuilt(() => process.stderr.write('Building the pages …\n'));
  return chromium.launch(LAUNCH);
}

/** A person's browser is open and idle: making a profile and clearing away the last one are no part of a start. */
export function settled(): Promise<void> {
  return delay(SETTLE_MS);
}

/** A window of its own that watches itself: see watch.ts. */
export async function watchedPage(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-GB' });
  await context.addInitScript(WATCH);
  return { context, page: await context.newPage() };
}
