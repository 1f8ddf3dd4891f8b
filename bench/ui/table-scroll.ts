/** The stock table of 100,000 rows, scrolled without a pause: how long its frames take. */
import type { Page } from 'playwright-core';
import { quantile, rounded } from '../bench.ts';
import { type Figure, figure } from './figure.ts';
import { filledAt } from './watch.ts';

const TARGET_MS = 32;
const SECONDS = 6;
/** Some 270 rows a second: as fast as a wheel goes that is spun. */
const PIXELS_A_FRAME = 200;

const SCROLL = `new Promise((resolve) => {
  const table = document.querySelector('main [role="table"]');
  const began = performance.now();
  royalBench.frames = [];
  const step = () => {
    table.scrollTop += ${PIXELS_A_FRAME};
    if (performance.now() - began < ${SECONDS * 1000}) requestAnimationFrame(step);
    else {
      const frames = royalBench.frames;
      royalBench.frames = null;
      resolve({ frames, top: table.scrollTop, height: table.scrollHeight });
    }
  };
  requestAnimationFrame(step);
})`;

export async function measureTable(page: Page, rows: number) {
  await page.evaluate("location.hash = '#/inventory'");
  await filledAt(page, 'inventory');
  const table = page.locator('main').getByRole('table').first();
  const known = Number(await table.getAttribute('aria-rowcount')) - 1;
  const { frames, top } = await page.evaluate<{ frames: number[]; top: number }>(SCROLL);
  const took = frames.slice(1).map((at, index) => at - frames[index]!);
  const figures: Figure[] = [
    figure('rows in the table', known, 'rows', { atLeast: rows }),
    figure('table scrolled without a pause, p99 frame', quantile(took, 0.99), 'ms', { atMost: TARGET_MS }),
  ];
  return {
    figures,
    details: {
      frames: took.length,
      medianFrameMs: rounded(quantile(took, 0.5)),
      slowestFrameMs: rounded(Math.max(...took)),
      scrolledPixels: Math.round(top),
    },
  };
}
