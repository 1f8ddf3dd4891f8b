/** Whether a view is sound: axe finds nothing, nothing is cut off or scrolls sideways, nothing unknown shows as a number. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { CUT_OFF, violationsOf } from './page-checks.ts';

const WIDTHS = [1440, 768, 390, 360];
const AXE_WIDTHS = [1440, 390];
/** What measures itself draws anew a moment after the width changed. */
const SETTLES_MS = 2_000;

/** Run in the page: its words but those that are meant for an engineer's program. */
const WORDS = `[...document.querySelectorAll('body > *')].map((part) => {
  const copy = part.cloneNode(true);
  copy.querySelectorAll('.diagnostics').forEach((one) => one.remove());
  return copy.textContent;
}).join(' ')`;

/** What is wrong with the page, each with the width that it is wrong at, from a wall to the smallest phone. */
export async function soundnessFaults(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    faults.push(...(await cutOff(page)).map((fault) => `${width}: ${fault}`));
    if (!AXE_WIDTHS.includes(width)) continue;
    for (const { id, nodes } of await violationsOf(page))
      faults.push(`${width}: ${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join(' ')}`);
  }
  const words = await page.evaluate<string>(WORDS);
  for (const [word] of words.matchAll(/NaN|undefined|Invalid Date|\bnull\b/g)) faults.push(`says ${word}`);
  return faults;
}

export async function expectSound(page: Page): Promise<void> {
  expect(await soundnessFaults(page)).toEqual([]);
}

/** What is still so once the page has settled. */
async function cutOff(page: Page): Promise<string[]> {
  for (const deadline = performance.now() + SETTLES_MS; ; ) {
    const { sideways, leaving } = await page.evaluate<{ sideways: number; leaving: string[] }>(CUT_OFF);
    const found = leaving.map((text) => `cut off: ${text}`);
    if (sideways > 0) found.unshift(`scrolls sideways by ${sideways}`);
    if (found.length === 0 || performance.now() > deadline) return found;
    await page.waitForTimeout(50);
  }
}
