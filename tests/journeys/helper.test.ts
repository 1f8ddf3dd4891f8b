/** What a helper is shown: every view that there is, and in none of them anything that the core refuses them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choosePurchaseOrder, fillStores } from '../../headless/demo/script.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { walk } from './walk.ts';

describe('a helper', () => {
  let host: BrowserHost;

  beforeAll(async () => {
    host = await openBrowserHost();
    await fillStores(host.client, host.sandbox);
    await choosePurchaseOrder(host.client).then(({ id }) => host.client.actions.approve({ id }));
    await host.client.people.set({ name: 'Ayşe', role: 'helper', approvalLimit: null });
  });
  afterAll(() => host?.close());

  it('is refused by nothing that the page shows by itself', async () => {
    const { token } = await host.client.access.invite({ person: 'Ayşe' });
    const { page } = host;
    await page.context().clearCookies();
    await page.goto('about:blank');
    await page.goto(`${host.url}/#enter=${token}`);
    await page.locator('main').waitFor();
    const never = /.{0,60}(is for owners|is a helper here|no cost of these products is set).*/;
    const { views, faults } = await walk(page, { widths: [1440], never, slowMs: Number.POSITIVE_INFINITY });
    expect(faults).toEqual([]);
    expect(views).toEqual(expect.arrayContaining(['#/command', expect.stringContaining('/product-')]));
  });
});
