/** The two ways to work a page: by mouse, and by keyboard alone. What is told once is walked both ways. */
import type { Locator, Page } from 'playwright-core';
import { isThere } from './expect-soon.ts';

export interface Hands {
  name: 'mouse' | 'keyboard';
  press(target: Locator): Promise<void>;
  /** In place of what stands there. */
  write(target: Locator, text: string): Promise<void>;
  /** Of a select of the kit. */
  choose(select: Locator, option: string): Promise<void>;
  /** Of what is offered under a field while one types. */
  pick(field: Locator, option: string): Promise<void>;
}

const IN_GRID = "document.activeElement?.closest('[role=grid]') !== null";
/** Far more stops than a page has between two of its parts. */
const MOST_STOPS = 250;

export function byMouse(page: () => Page): Hands {
  return {
    name: 'mouse',
    async press(target) {
      await clearTheWay(target);
      await target.click();
    },
    write: (target, text) => target.fill(text),
    async choose(select, option) {
      await select.click();
      await page().getByRole('option', { name: option }).click();
    },
    async pick(field, option) {
      await field.fill(option);
      await page().getByRole('option', { name: option, exact: true }).click();
    },
  };
}

/** Puts away the toasts that lie on it, as a person would; the next ones move up. */
async function clearTheWay(target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  for (;;) {
    const toast = await firstOver(target);
    if (!toast) return;
    // It may leave by itself in this moment.
    await toast
      .getByRole('button', { name: 'Dismiss' })
      .click({ timeout: 1_000 })
      .catch(() => {});
  }
}

async function firstOver(target: Locator): Promise<Locator | undefined> {
  const under = await boxOf(target);
  for (const toast of await target.page().locator('.toast').all()) {
    const over = await boxOf(toast);
    if (over && under && overlap(over, under)) return toast;
  }
  return undefined;
}

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

function boxOf(place: Locator): Promise<Box | null> {
  return place.boundingBox({ timeout: 1_000 }).catch(() => null);
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function byKeyboard(page: () => Page): Hands {
  const reach = async (target: Locator): Promise<void> => {
    await isThere(target);
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      if (await target.evaluate((element) => element.matches(':focus'))) return;
      // The way out of a spreadsheet, as it says itself.
      if (await page().evaluate<boolean>(IN_GRID)) await page().keyboard.press('Escape');
      await page().keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${target}.`);
  };
  return {
    name: 'keyboard',
    async press(target) {
      await reach(target);
      // A link and a button take Enter; what is chosen among several takes the space bar.
      const role = await target.evaluate(
        (element) => element.getAttribute('role') ?? element.getAttribute('type') ?? '',
      );
      await page().keyboard.press(/^(switch|checkbox|radio)$/.test(role) ? 'Space' : 'Enter');
    },
    async write(target, text) {
      await reach(target);
      await page().keyboard.press('ControlOrMeta+A');
      await page().keyboard.press('Delete');
      await page().keyboard.type(text);
    },
    async choose(select, option) {
      await reach(select);
      await page().keyboard.press('Enter');
      const found = page().getByRole('option', { name: option });
      await isThere(found);
      for (let stops = 0; stops < 50; stops += 1) {
        if (await found.evaluate((element) => element.hasAttribute('data-highlighted'))) break;
        await page().keyboard.press('ArrowDown');
      }
      await page().keyboard.press('Enter');
    },
    async pick(field, option) {
      await this.write(field, option);
      await isThere(page().getByRole('option', { name: option, exact: true }));
      await page().keyboard.press('ArrowDown');
      await page().keyboard.press('Enter');
    },
  };
}

/** Both hands, at a desk's width and at a phone's. */
export const WAYS = [
  { by: 'mouse', width: 1440, height: 900, hands: byMouse },
  { by: 'keyboard', width: 1440, height: 900, hands: byKeyboard },
  { by: 'mouse', width: 390, height: 844, hands: byMouse },
  { by: 'keyboard', width: 390, height: 844, hands: byKeyboard },
] as const;

/** Each hand and each width once: what a second host adds to the four ways of the first is the host. */
export const TWO_WAYS = [WAYS[0], WAYS[3]] as const;
