/** Whether a view is sound: axe finds nothing, nothing is cut off or scrolls sideways, nothing unknown shows as a number. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { CUT_OFF } from './page-checks.ts';

const WIDTHS = [1440, 768, 390, 360];
const AXE_WIDTHS = [1440, 390];

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
