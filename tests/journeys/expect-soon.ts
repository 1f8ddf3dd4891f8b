/** What a page must come to show, without a guess at how long it takes. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

const PATIENCE_MS = 30_000;

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
