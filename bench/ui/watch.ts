/** What is measured inside the page: when what it shows is filled, how long frames take, what moved by itself. */
import type { Page } from 'playwright-core';

/** A page is filled once nothing of it is on its way, and nothing more came for so long. */
const QUIET_MS = 300;
const PATIENCE_MS = 60_000;

/**
 * Run before the page's own scripts. `royalBench.lastChange` is when the first frame was asked for after the module
 * last grew or had something on its way; times are the page's performance.now().
 */
export const WATCH = `(() => {
  if (window.top !== window) return;
  const bench = { lastChange: 0, pressedAt: 0, shifts: [], frames: null };
  window.royalBench = bench;
  let elements = 0;
  const look = () => {
    requestAnimationFrame(look);
    // Counting what is there would itself take part of each frame that is measured.
    if (bench.frames) return void bench.frames.push(performance.now());
    const main = document.querySelector('main');
    const count = main ? main.getElementsByTagName('*').length : 0;
    // What lies folded away is not looked at.
    // A button is busy while what it began goes on, which may take minutes, and shows all it has to.
    const onItsWay = !main || count < 4
      || [...document.querySelectorAll('.skeleton, [aria-busy="true"]:not(button)')].some((one) => one.checkVisibility());
    // A clock that goes on changes texts, not elements.
    if (onItsWay || Math.abs(count - elements) > 5) bench.lastChange = performance.now();
    elements = count;
  };
  requestAnimationFrame(look);
  addEventListener('pointerdown', (event) => { bench.pressedAt = event.timeStamp; }, true);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      bench.shifts.push({ at: entry.startTime, value: entry.value, input: entry.hadRecentInput,
        of: entry.sources.map(({ node }) => node?.getAttribute?.('class') || (node?.nodeName ?? '')) });
  }).observe({ type: 'layout-shift', buffered: true });
})()`;

/** In the page itself, whose policy lets nothing be evaluated by it. */
const FILLED = `(module) => new Promise((resolve, reject) => {
  const began = performance.now();
  const look = () => {
    const bench = window.royalBench;
    const current = document.querySelector('[data-module][aria-current="page"]');
    const filled = (!module || current?.dataset.module === module)
      && bench.lastChange > 0 && performance.now() - bench.lastChange > ${QUIET_MS}
      && document.querySelector('main :is(section, table, ul, form, [role="table"])') !== null;
    if (filled) resolve(performance.timeOrigin + bench.lastChange);
    else if (performance.now() - began > ${PATIENCE_MS})
      reject(new Error('Not filled: ' + document.body.textContent.slice(0, 400)));
    else requestAnimationFrame(look);
  };
  look();
})`;

/** Waits until the module is shown and filled; when that was, by the machine's clock in epoch ms. */
export function filledAt(page: Page, module?: string): Promise<number> {
  return page.evaluate<number>(`(${FILLED})(${JSON.stringify(module)})`);
}

/** The modules of the rail, in its order. */
export function moduleIds(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    '[...document.querySelectorAll("[data-module]")].map((link) => link.dataset.module)',
  );
}

export interface Shift {
  /** By performance.now(). */
  at: number;
  value: number;
  input: boolean;
  /** What moved: class names. */
  of: string[];
}

export function shiftsOf(page: Page): Promise<Shift[]> {
  return page.evaluate<Shift[]>('royalBench.shifts');
}
