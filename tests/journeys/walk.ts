/**
 * Walks every view that there is: from each module on through whatever its pages link to and open, so that a view that
 * is new is walked without being named here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { isFilled } from './expect-soon.ts';
import { faultsOf, violationsOf } from './page-checks.ts';

const MODULES = new URL('../../renderer/modules/', import.meta.url);
const HEIGHT = 900;
/** Of views that differ in what they show only, so many are looked at. */
const ALIKE = 2;
/** Things that open, looked at in each view. */
const MOST_OPENED = 6;

export interface WalkOptions {
  widths: readonly number[];
  /** Views by kind and width that axe has seen already; it looks at each once. Absent: it looks at none. */
  seenByAxe?: Set<string>;
  /** Words that no view may have. */
  never?: RegExp;
  /** A view that takes longer to be filled is a fault. */
  slowMs: number;
}

export interface Walked {
  /** Addresses, in the order walked. */
  views: string[];
  /** "1440 #/inventory: …". */
  faults: string[];
  /** How long each view took from going there to being filled, ms, the slowest first. */
  filledMs: [view: string, ms: number][];
}

/** Where each module begins, also those that the rail does not show. */
export function moduleAddresses(): string[] {
  return readdirSync(MODULES).map((folder) => {
    const source = readFileSync(new URL(`${folder}/module.ts`, MODULES), 'utf8');
    const id = /\bid: '([\w-]+)'/.exec(source)?.[1];
    if (!id) throw new Error(`renderer/modules/${folder}/module.ts names no id.`);
    return `#/${id}`;
  });
}

/** `page` shows the program, signed in. */
export async function walk(page: Page, { widths, seenByAxe, never, slowMs }: WalkOptions): Promise<Walked> {
  const views: string[] = [];
  const faults: string[] = [];
  const filledMs: Walked['filledMs'] = [];
  let where = '';
  const note = (fault: string): void => void faults.push(`${where}: ${fault}`);
  page.on('pageerror', (error) => note(`threw ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error')
      note(`console: ${message.text().slice(0, 200)} ${message.location().url}`);
  });
  const look = async (width: number, view: string): Promise<void> => {
    where = `${width} ${view}`;
    await page.setViewportSize({ width, height: HEIGHT });
    await isFilled(page);
    for (const fault of await faultsOf(page)) note(fault);
    const unwanted = never?.exec((await page.locator('body').textContent()) ?? '');
    if (unwanted) note(`says “${unwanted[0]}”`);
    const kind = `${width} ${kindOf(view)}`;
    if (!seenByAxe || seenByAxe.has(kind)) return;
    seenByAxe.add(kind);
    for (const { id, nodes } of await violationsOf(page)) note(`axe ${id}: ${nodes[0]!.html.slice(0, 160)}`);
  };

  const toWalk = moduleAddresses();
  const known = new Map<string, number>();
  for (let view = toWalk.shift(); view !== undefined; view = toWalk.shift()) {
    const kind = kindOf(view);
    const alike = known.get(kind) ?? 0;
    if (alike >= ALIKE || views.includes(view)) continue;
    known.set(kind, alike + 1);
    views.push(view);
    const left = performance.now();
    await page.evaluate(`location.hash = ${JSON.stringify(view)}`);
    await isFilled(page);
    const took = Math.round(performance.now() - left);
    filledMs.push([view, took]);
    if (took > slowMs) faults.push(`${view}: filled after ${took} ms`);
    for (const width of widths) await look(width, view);
    toWalk.push(...(await linksOf(page)));
    if (alike === 0)
      for (const opened of await openings(page)) {
        if (!(await open(page, opened))) continue;
        const led = await page.evaluate<string>('location.hash');
        if (led !== view) {
          // A view by itself.
          toWalk.push(led);
          await close(page, view);
          continue;
        }
        for (const width of widths) await look(width, `${view} + ${opened}`);
        await close(page, view);
      }
  }
  filledMs.sort(([, a], [, b]) => b - a);
  return { views, faults, filledMs };
}

/** Addresses that differ in numbers, names and values are of one kind. */
function kindOf(view: string): string {
  const [way = '', query = ''] = view.split(' + ')[0]!.slice(2).split('?', 2);
  const parts = way.split('/').map((part) => (/^[a-z][a-z-]*$/.test(part) ? part : 'N'));
  const opened = view.includes(' + ') ? ` + ${view.split(' + ')[1]!.replace(/\d+/g, 'N')}` : '';
  return `${parts.join('/')}?${[...new URLSearchParams(query).keys()].sort().join('&')}${opened}`;
}

function linksOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('main a[href^="#/"]')].map((link) => link.getAttribute('href'))`,
  );
}

const OPENS =
  'main :is([role="tab"][aria-selected="false"], [aria-haspopup]:not([aria-haspopup="false"]), [aria-expanded="false"]):not(:disabled)';

/** What opens something in place, with its name, in the page. */
const NAMED = `[...document.querySelectorAll(${JSON.stringify(OPENS)})].filter((one) => one.checkVisibility())
  .map((one) => ({ one, name: (one.getAttribute('aria-label') ?? one.textContent).trim() }))`;

/** Names of what opens something in place, each kind once. */
async function openings(page: Page): Promise<string[]> {
  const names = await page.evaluate<string[]>(
    `${NAMED}.map(({ name }) => name).filter((name) => name !== '')`,
  );
  const kinds = new Map(names.map((name) => [name.replace(/\d+/g, 'N').slice(0, 24), name]));
  return [...kinds.values()].slice(0, MOST_OPENED);
}

/** False where it is gone since: another of the same view has taken it away. Throws where it can't be pressed. */
async function open(page: Page, name: string): Promise<boolean> {
  const found = await page.evaluateHandle(
    `${NAMED}.find(({ name }) => name === ${JSON.stringify(name)})?.one ?? null`,
  );
  const one = found.asElement();
  if (!one) return false;
  await one.click({ timeout: 5_000 });
  return true;
}

/** Back to the view as it was: what lies over it closes at Escape, what has changed in it goes with a visit elsewhere. */
async function close(page: Page, view: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.evaluate(`location.hash = '#/nowhere'`);
  await page.evaluate(`location.hash = ${JSON.stringify(view)}`);
  await isFilled(page);
}
