/** From module to module, all in turn: how long until the new one is painted and filled, and what jumps meanwhile. */
import type { Page } from 'playwright-core';
import { quantile, rounded } from '../bench.ts';
import { type Figure, figure } from './figure.ts';
import { filledAt, moduleIds, shiftsOf } from './watch.ts';

const TARGET_MS = 100;
const TARGET_SHIFT = 0.02;

/** `page` shows any module, filled. First visits count as all others. */
export async function measureSwitches(page: Page, rounds: number) {
  const ids = await moduleIds(page);
  const took = new Map<string, number[]>(ids.map((id) => [id, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const id of [...ids.slice(1), ids[0]!]) took.get(id)!.push(await switchTo(page, id));
  const shifts = await shiftsBySwitch(page, ids);
  const worst = [...shifts].sort((a, b) => b.shift - a.shift)[0]!;
  const figures: Figure[] = [
    figure('module switch, p95', quantile([...took.values()].flat(), 0.95), 'ms', { atMost: TARGET_MS }),
    figure('layout shift at a module switch, largest', worst.shift, 'shift', { below: TARGET_SHIFT }),
  ];
  return {
    figures,
    details: {
      switchMs: Object.fromEntries([...took].map(([id, times]) => [id, times.map(rounded)])),
      switchShift: Object.fromEntries(shifts.map(({ id, shift }) => [id, rounded(shift)])),
      ...(worst.of.length > 0 && { shifted: worst.of }),
    },
  };
}

/** Milliseconds from the press, as a person makes it, to the frame in which the module is filled. */
async function switchTo(page: Page, id: string): Promise<number> {
  await page.locator(`[data-module="${id}"]`).click();
  await filledAt(page, id);
  return page.evaluate<number>('royalBench.lastChange - royalBench.pressedAt');
}

/** Gone to by address, so that nothing is put down to a press: everything that moves counts. */
async function shiftsBySwitch(page: Page, ids: readonly string[]) {
  const found: { id: string; shift: number; of: string[] }[] = [];
  for (const id of [...ids.slice(1), ids[0]!]) {
    const before = (await shiftsOf(page)).length;
    await page.evaluate(`location.hash = '#/${id}'`);
    await filledAt(page, id);
    const shifts = (await shiftsOf(page)).slice(before);
    found.push({
      id,
      shift: shifts.reduce((sum, { value }) => sum + value, 0),
      of: shifts.flatMap(({ of }) => of),
    });
  }
  return found;
}
