/** What opens over the page, and what is there when something fails or is missing, wide and narrow: axe finds nothing. */
import type { Locator, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStores } from '../../headless/demo/script.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import { layerOf } from './page-parts.ts';
import { someCustomer } from './setup-journeys.ts';
import { expectSound } from './soundness.ts';

/** Lets the events of a page through, and answers each of its calls with a failure. */
function failEveryCall(page: WebSocketRoute): void {
  const host = page.connectToServer();
  page.onMessage((message) => {
    // socket.io's packets: 42 is an event, with the number under which 43 answers it.
    const call = /^42(\d+)\["call",/.exec(String(message));
    if (!call) return host.send(message);
    const answer = { status: 500, text: '{"json":{"code":"INTERNAL"}}' };
    page.send(`43${call[1]}[${JSON.stringify(answer)}]`);
  });
}

describe('what lies over the page, and what stands where something fails', { timeout: 300_000 }, () => {
  let host: BrowserHost;
  beforeAll(async () => {
    host = await openBrowserHost();
    await fillStores(host.client, host.sandbox);
  });
  afterAll(() => host?.close());

  const main = (): Locator => host.page.locator('main');
  const dialog = (): Locator => layerOf(host.page);
  const goTo = async (hash: string): Promise<void> => {
    await host.page.setViewportSize({ width: 1440, height: 900 });
    await host.page.evaluate(`void (location.hash = '${hash}')`);
    await isGone(main().locator('.skeleton'));
  };
  const isSound = (): Promise<void> => expectSound(host.page);
  const press = (name: string | RegExp): Promise<void> =>
    host.page.getByRole('button', { name }).first().click();
  const close = async (): Promise<void> => {
    await host.page.keyboard.press('Escape');
    await isGone(dialog());
  };

  it('is sound with the bell, the palette and the list of keys open', async () => {
    await goTo('#/command');
    await press(/^Notifications/);
    await isThere(dialog());
    await isSound();
    await close();
    await host.client.stop.pull({ reason: 'a look is needed' });
    await press(/^Notifications/);
    await shows(dialog(), 'Everything is stopped');
    await isSound();
    await close();
    await host.client.stop.lift({});
    await host.page.keyboard.press('Control+k');
    const palette = host.page.getByRole('combobox', { name: 'Search or run a command' });
    await isThere(palette);
    await isSound();
    await palette.fill('o');
    await isThere(host.page.getByRole('option').first());
    await isSound();
    await palette.fill('no such thing anywhere');
    await isThere(host.page.getByText('Nothing is called so.'));
    await isSound();
    await close();
    await host.page.keyboard.press('?');
    await isThere(dialog());
    await isSound();
    await close();
  });

  it('is sound with a rule being made, its choices open, and with what was just done said', async () => {
    const [action] = await host.client.actions.list({ states: ['proposed'] });
    await goTo(`#/approvals/${action!.id}`);
    await press(/^Reject: /);
    await dialog().getByRole('switch').click();
    await press('Reject it and make the rule');
    await shows(dialog(), 'A rule needs its reason');
    await isSound();
    await dialog().getByRole('combobox', { name: 'What shall not be proposed' }).click();
    await isThere(host.page.getByRole('option').first());
    await isSound();
    await host.page.keyboard.press('Escape');
    await close();
    await press(/^Approve: /);
    await isThere(host.page.locator('.toast'));
    await isSound();
  });

  it('is sound where several were stopped, and where several are rejected', async () => {
    await goTo('#/approvals');
    await host.page.getByRole('checkbox', { name: 'Choose all shown' }).click();
    await press(/^Reject \d+$/);
    await isThere(dialog());
    await isSound();
    await close();
    await press(/^Approve \d+$/);
    await host.client.stop.pull({ reason: 'not now' });
    await press(/^Approve \d+ proposals/);
    await shows(dialog(), 'Stopped at');
    await isSound();
    await close();
    await host.client.stop.lift({});
  });

  it('is sound with what can’t be taken back: a customer’s data, a backup, a store', async () => {
    const [store] = await host.client.stores.list();
    const found = await someCustomer(host, store!.id);
    await goTo('#/settings/data');
    await host.page.getByLabel('E-mail address or name').fill(found.email);
    await press('Find');
    await isThere(host.page.getByRole('list', { name: 'Found customers' }));
    await isSound();
    await press(/^Delete the data of/);
    await isThere(dialog());
    await isSound();
    await close();
    await host.page.getByLabel('E-mail address or name').fill('nobody@example.test');
    await press('Find');
    await shows(main(), 'Nobody is found');
    await isSound();
    await press('Make a backup');
    await isThere(host.page.getByRole('list', { name: 'Backups' }));
    await isSound();
    await press(/^Restore the backup of/);
    await isThere(dialog());
    await isSound();
    await close();
  });

  it('is sound where a thing is not there, and where the core can’t answer', async () => {
    for (const address of [
      '#/nowhere',
      '#/approvals/999999',
      '#/inventory/product-999?store=gbp',
      '#/inventory/orders/999999',
      '#/inventory/orders/999999/receive',
      '#/inventory/stocktakes/999999',
      '#/inventory/suppliers/Nobody',
      '#/agents/nobody',
      '#/agents/inventory-forecasting/run/999999',
      '#/inventory?store=nobody',
    ]) {
      await goTo(address);
      await isSound();
    }
    await host.page.routeWebSocket(/\/socket\.io\//, failEveryCall);
    await host.page.reload();
    await isThere(host.page.getByRole('alert'));
    await isSound();
    expect(await host.page.getByRole('button', { name: /again/ }).count()).toBeGreaterThan(0);
  });
});
