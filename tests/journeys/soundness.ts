/** Whether a view is sound: axe finds nothing, nothing is cut off or scrolls sideways, nothing unknown shows as a number. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const WIDTHS = [1440, 768, 390, 360];
const AXE_WIDTHS = [1440, 390];

/**
 * Run in the page: how far it can be scrolled sideways, and the words that leave the box that should hold them; the
 * scrollers of modules and their parts are meant to.
 */
const CUT_OFF = `(() => {
  const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const leaving = [...document.querySelectorAll('button, h2, h3, p, li, code, .pill')].filter((element) => {
    if (element.closest('.clipped, .one-line, .unseen, .table-cell, .tabs, .rail-list') || !element.checkVisibility()) return false;
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > document.documentElement.clientWidth + 1 || element.scrollWidth > element.clientWidth + 1;
  });
  return { sideways, leaving: leaving.filter(({ clientWidth }) => clientWidth > 0).map(({ textContent }) => textContent.slice(0, 80)) };
})()`;

/** Looks at the page at each width, from a wall to the smallest phone. */
export async function expectSound(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    // What measures itself draws anew a moment after the width changed.
    await expect
      .poll(async () => ({ width, ...(await page.evaluate<object>(CUT_OFF)) }))
      .toEqual({ width, sideways: 0, leaving: [] });
    if (!AXE_WIDTHS.includes(width)) continue;
    const { violations } = await new AxeBuilder({ page }).analyze();
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect({ width, told }).toEqual({ width, told: [] });
  }
  expect(await page.locator('body').textContent()).not.toMatch(/NaN|undefined|Invalid Date|\bnull\b/);
}
