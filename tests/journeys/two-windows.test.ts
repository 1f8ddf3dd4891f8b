/** The same proposal in two windows at the same moment, and decisions that a connection ends under. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStores } from '../../headless/demo/script.ts';
import type { ActionRow } from '../../shared/contract/schemas.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isThere, shows } from './expect-soon.ts';
import { layerOf } from './page-parts.ts';

describe('two windows on one proposal', () => {
  let host: BrowserHost;
  let other: Page;
  let proposals: ActionRow[];
  beforeAll(async () => {
    host = await openBrowserHost();
    await fillStores(host.client, host.sandbox);
    other = await host.context.newPage();
    await other.goto(host.url);
    proposals = await host.client.actions.list({ states: ['proposed'] });
  });
  afterAll(() => host?.close());

  const main = (page: Page): Locator => page.locator('main');
  const press = (page: Page, verb: string): Locator =>
    main(page).getByRole('button', { name: new RegExp(`^${verb}: `) });
  const stateOf = async ({ id }: ActionRow) => (await host.client.actions.show({ id })).state;
  const decided = async (action: ActionRow): Promise<string> => {
    await expect.poll(() => stateOf(action), { timeout: 30_000 }).toMatch(/^(verified|rejected)$/);
    return stateOf(action);
  };
  /** In both, ready to be decided. */
  const shown = async (): Promise<ActionRow> => {
    const action = proposals.pop()!;
    for (const page of [host.page, other]) {
      await page.evaluate(`location.hash = '#/approvals/${action.id}'`);
      await isThere(press(page, 'Approve'));
    }
    return action;
  };
  /** Orders that its approval made. */
  const ordersOf = async ({ id }: ActionRow): Promise<number> => {
    const { rows } = await host.client.purchaseOrders.list({ limit: 100 });
    return rows.filter(({ actionId }) => actionId === id).length;
  };

  it('carries out once what both approve', async () => {
    const action = await shown();
    // By the page itself: a pointer would wait where the other window's word already took the button away.
    await Promise.all([host.page, other].map((page) => press(page, 'Approve').dispatchEvent('click')));
    expect(await decided(action)).toBe('verified');
    for (const page of [host.page, other]) await shows(main(page), 'Done');
    expect(await ordersOf(action)).toBe(1);
  });

  it('holds to one word where one approves and the other rejects, and both say which', async () => {
    const action = await shown();
    await press(other, 'Reject').click();
    await isThere(other.getByRole('button', { name: 'Reject it' }));
    await Promise.all([
      press(host.page, 'Approve').dispatchEvent('click'),
      other.getByRole('button', { name: 'Reject it' }).dispatchEvent('click'),
    ]);
    const state = await decided(action);
    for (const page of [host.page, other])
      await shows(main(page), state === 'verified' ? 'Done' : 'Rejected');
    expect(await ordersOf(action)).toBe(state === 'verified' ? 1 : 0);
  });

  it('keeps no change of what was approved meanwhile, and says so', async () => {
    const action = await shown();
    await press(other, 'Edit').click();
    const dialog = layerOf(other);
    const units = dialog.getByRole('textbox', { name: /^Units of / }).first();
    await units.fill(String(Number(await units.inputValue()) + 1));
    await press(host.page, 'Approve').click();
    await decided(action);
    await dialog.getByRole('button', { name: 'Keep the change' }).click();
    await shows(dialog.getByRole('alert'), /\S/);
    expect((await host.client.actions.show({ id: action.id })).input).toEqual(action.input);
    await other.keyboard.press('Escape');
  });

  it('approves once where the connection ends under it', async () => {
    const action = await shown();
    await Promise.all([press(host.page, 'Approve').click(), host.dropConnection()]);
    await host.restoreConnection();
    await shows(host.page.getByRole('banner').getByRole('status'), 'Live');
    // What was on its way goes out again once there is a way.
    expect(await decided(action)).toBe('verified');
    await shows(main(host.page), 'Done');
    expect(await ordersOf(action)).toBe(1);
  });
});
