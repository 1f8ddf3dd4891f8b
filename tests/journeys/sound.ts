/** Whether a page is sound at every width: axe finds nothing, nothing is cut off, nothing unknown stands for a number. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const WIDTHS = [1440, 768, 390, 360];
const AXE_WIDTHS = [1440, 390];

/** Run in the page: how far it can be scrolled sideways, and the words that leave the box that should hold them. */
const CUT_OFF = `(() => {
  const found = [];
  const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (sideways > 0) found.push('scrolls sideways by ' + sideways);
  const scrolled = '.clipped, .unseen, .table-cell, .grid, .tabs, .rail-list, .settings-nav, .duty-store';
  for (const element of document.querySelectorAll('button, h2, h3, p, li, code, .pill')) {
    if (element.closest(scrolled) || !element.checkVisibility() || element.clientWidth === 0) continue;
    const { left, right } = element.getBoundingClientRect();
    if (left < -1 || right > document.documentElement.clientWidth + 1 || element.scrollWidth > element.clientWidth + 1)
      found.push('cut off: ' + element.textContent.slice(0, 80));
  }
  return found;
})()`;

/** What is wrong with it, each with the width that it is wrong at; empty where nothing is. */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const fault of await page.evaluate<string[]>(CUT_OFF)) faults.push(`${width}: ${fault}`);
    if (!AXE_WIDTHS.includes(width)) continue;
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations)
      faults.push(`${width}: ${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join(' ')}`);
  }
  // What is meant for an engineer's program is no page's words.
  const text = await page.evaluate<string>(
    "[...document.querySelectorAll('body > *')].map((part) => part.cloneNode(true)).map((part) => (part.querySelectorAll('.diagnostics').forEach((one) => one.remove()), part.textContent)).join(' ')",
  );
  for (const [word] of text.matchAll(/NaN|undefined|Invalid Date|\bnull\b/g)) faults.push(`says ${word}`);
  return faults;
}
