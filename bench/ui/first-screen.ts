/** From the start of the process to the first screen filled; what moved by itself on the way. */
import type { Browser } from 'playwright-core';
import { quantile } from '../bench.ts';
import { type Figure, figure } from './figure.ts';
import { serve, settled, watchedPage } from './served.ts';
import { filledAt, shiftsOf } from './watch.ts';

const TARGET_MS = 2_000;
const TARGET_SHIFT = 0.02;

interface FirstScreen {
  /** From spawning `royal serve`. */
  totalMs: number;
  /** Until it printed its link. */
  servedMs: number;
  /** Cumulative, without what a person set off. */
  shift: number;
}

/** A new browser profile and a new process each time: nothing is kept but the disk's cache. */
export async function firstScreen(browser: Browser, folder: string): Promise<FirstScreen> {
  const { context, page } = await watchedPage(browser);
  await settled();
  const served = await serve(folder);
  try {
    const servedMs = performance.timeOrigin + performance.now() - served.startedAt;
    await page.goto(served.link, { waitUntil: 'commit' });
    const totalMs = (await filledAt(page)) - served.startedAt;
    const shifts = await shiftsOf(page);
    return {
      totalMs,
      servedMs,
      shift: shifts.filter(({ input }) => !input).reduce((sum, { value }) => sum + value, 0),
    };
  } finally {
    await context.close();
    await served.stop();
  }
}

/** The first of `times` + 1 warms the disk's cache and is not counted. */
export async function measureFirstScreen(browser: Browser, folder: string, times: number) {
  const turns: FirstScreen[] = [];
  for (let turn = 0; turn <= times; turn += 1) {
    const one = await firstScreen(browser, folder);
    if (turn > 0) turns.push(one);
  }
  const totals = turns.map(({ totalMs }) => totalMs);
  const figures: Figure[] = [
    figure('start to filled first screen, median', quantile(totals, 0.5), 'ms', { atMost: TARGET_MS }),
    figure('layout shift on load', Math.max(...turns.map(({ shift }) => shift)), 'shift', {
      below: TARGET_SHIFT,
    }),
  ];
  return {
    figures,
    details: {
      startMs: totals.map(Math.round),
      servedMs: turns.map(({ servedMs }) => Math.round(servedMs)),
    },
  };
}
