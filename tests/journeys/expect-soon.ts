/** What a page must come to show, without a guess at how long it takes. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const PATIENCE_MS = 30_000;
const LAID_OUT_MS = 1_500;

export async function shows(place: Locator, text: string | RegExp): Promise<void> {
  const words = (): Promise<string | null> =>
    place.textContent({ timeout: 1_000 }).catch(() => '(not there)');
  if (typeof text === 'string') await expect.poll(words, { timeout: PATIENCE_MS }).toContain(text);
  else await expect.poll(words, { timeout: PATIENCE_MS }).toMatch(text);
}

export async function isThere(place: Locator): Promise<void> {
  await place.first().waitFor({ state: 'visible', timeout: PATIENCE_MS });
}

export async function isGone(place: Locator): Promise<void> {
  await place
    .first()
    .waitFor({ state: 'hidden', timeout: PATIENCE_MS })
    .catch(async (cause: unknown) => {
      // What it says is mostly why.
      const text = await place
        .first()
        .textContent({ timeout: 1_000 })
        .catch(() => 'nothing any more');
      throw new Error(`Is still there, and says: ${text}`, { cause });
    });
}

/**
 * The page has been drawn and nothing of it is on its way any more, for a moment. Runs in the page, whose policy lets
 * nothing be evaluated by it.
 */
export async function isFilled(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve, reject) => {
    const began = performance.now();
    let quietSince = began;
    const look = () => {
      const now = performance.now();
      const onItsWay = document.querySelectorAll('main :is(.skeleton, [aria-busy="true"]:not(button))');
      const isDrawn = document.querySelector('main h1') !== null;
      if (!isDrawn || [...onItsWay].some((one) => one.checkVisibility())) quietSince = now;
      const { scrollWidth, clientWidth } = document.documentElement;
      // A narrower window takes a moment to be laid out in.
      if (scrollWidth > clientWidth && now - began < ${LAID_OUT_MS}) quietSince = now;
      if (now - quietSince > 120) resolve();
      else if (now - began > ${PATIENCE_MS}) reject(new Error('never filled: ' + location.hash));
      else setTimeout(look, 20);
    };
    look();
  })`);
}
