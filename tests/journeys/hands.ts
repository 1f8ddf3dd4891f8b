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
    press: (target) => target.click(),
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
