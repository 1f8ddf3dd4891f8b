/**
 * `ui`: the page in Chromium on a data folder with a million orders and a hundred thousand variants: its start, its
 * modules, its longest table, a flood of events, what jumps, what Lighthouse says, what it loads.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadedScripts } from '../tests/packaging/first-load.ts';
import { type Bench, numberOption } from './bench.ts';
import { largeCatalogue, largeFolder } from './large-folder.ts';
import { measureEvents } from './ui/event-flood.ts';
import { type Figure, figure } from './ui/figure.ts';
import { measureFirstScreen } from './ui/first-screen.ts';
import { installLighthouse, measureLighthouse } from './ui/lighthouse.ts';
import { measureSwitches } from './ui/module-switch.ts';
import { launch, serve, watchedPage } from './ui/served.ts';
import { measureTable } from './ui/table-scroll.ts';
import { filledAt } from './ui/watch.ts';

const ASSETS = fileURLToPath(new URL('../out/renderer/assets', import.meta.url));
const FIRST_LOAD_BYTES = 200 * 1024;
const CHUNK_BYTES = 120 * 1024;
const PARTS = ['scripts', 'start', 'switch', 'table', 'events', 'lighthouse'] as const;
type Part = (typeof PARTS)[number];

interface Measured {
  figures: Figure[];
  details: Record<string, unknown>;
}

/**
 * Options: `orders` (1,000,000), `variants` (100,000), `times` (5), `seconds` of events (30), `folder`: where to keep
 * the data, or what was kept earlier; `lighthouse`: the same for Lighthouse; `only`: parts, with commas between.
 */
export const run: Bench = async (options) => {
  const orders = numberOption(options, 'orders', 1_000_000);
  const variants = numberOption(options, 'variants', 100_000);
  const times = numberOption(options, 'times', 5);
  const seconds = numberOption(options, 'seconds', 30);
  const parts = partsOf(options?.only);
  const scratch = mkdtempSync(join(tmpdir(), 'royal-bench-ui-'));
  const folder = typeof options?.folder === 'string' ? options.folder : join(scratch, 'data');
  const lighthouse =
    typeof options?.lighthouse === 'string' ? options.lighthouse : join(scratch, 'lighthouse');
  const browser = await launch();
  const measure: Record<Part, () => Promise<Measured> | Measured> = {
    scripts: measureScripts,
    start: () => measureFirstScreen(browser, folder, times),
    switch: () => onPage((page) => measureSwitches(page, times)),
    table: () => onPage((page) => measureTable(page, variants)),
    events: () => measureEvents(browser, folder, seconds),
    async lighthouse() {
      const served = await serve(folder);
      try {
        return await measureLighthouse(served, lighthouse, Math.min(times, 3));
      } finally {
        await served.stop();
      }
    },
  };
  const onPage = async <T>(look: (page: import('playwright-core').Page) => Promise<T>): Promise<T> => {
    const served = await serve(folder);
    const { context, page } = await watchedPage(browser);
    try {
      await page.goto(served.link);
      await filledAt(page);
      return await look(page);
    } finally {
      await context.close();
      await served.stop();
    }
  };
  try {
    if (parts.includes('lighthouse')) installLighthouse(lighthouse);
    const made = await largeFolder(folder, orders);
    await largeCatalogue(folder, variants);
    const figures: Figure[] = [];
    const details: Record<string, unknown> = {};
    for (const part of parts) {
      const measured = await measure[part]();
      figures.push(...measured.figures);
      Object.assign(details, measured.details);
    }
    return {
      name: 'ui',
      pass: made.orders >= orders && figures.every(({ pass }) => pass),
      ...made,
      times,
      figures,
      ...details,
    };
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true, force: true });
  }
};

function partsOf(only: unknown): readonly Part[] {
  if (only === undefined) return PARTS;
  const asked = String(only).split(',');
  const unknown = asked.filter((part) => !PARTS.includes(part as Part));
  if (unknown.length > 0) throw new RangeError(`--only takes ${PARTS.join(', ')}, not ${unknown.join(', ')}`);
  return PARTS.filter((part) => asked.includes(part));
}

/** Gzipped, as tests/packaging holds them at every build. */
function measureScripts(): Measured {
  const { firstLoad, chunks } = loadedScripts(ASSETS);
  const [name, bytes] = [...chunks].sort((a, b) => b[1] - a[1])[0]!;
  return {
    figures: [
      figure('JavaScript of the first load, gzipped', firstLoad, 'bytes', { atMost: FIRST_LOAD_BYTES }),
      figure('largest chunk, gzipped', bytes, 'bytes', { atMost: CHUNK_BYTES }),
    ],
    details: { largestChunk: name },
  };
}
