/** Before anything was read: no page says more than is known, and each leads to what is to be done first. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addStores } from '../../headless/demo/script.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isFilled, isThere, shows } from './expect-soon.ts';
import { layerOf } from './page-parts.ts';

describe('a program that has read no store', () => {
  let host: BrowserHost;
  beforeAll(async () => {
    host = await openBrowserHost();
  });
  afterAll(() => host?.close());

  const goTo = async (hash: string): Promise<void> => {
    await host.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await isFilled(host.page);
  };
  const main = () => host.page.locator('main');
  const leadsTo = async (link: string, address: RegExp): Promise<void> => {
    await layerOf(host.page).or(main()).getByRole('link', { name: link, exact: true }).last().click();
    await expect.poll(() => host.page.url()).toMatch(address);
  };
  const whyNotRun = () =>
    main().getByRole('button', { name: 'Run now: Inventory forecasting' }).getAttribute('title');

  it('says where a shop’s secret goes as it is here', async () => {
    await goTo('#/first-run/shop');
    await shows(main(), 'It goes into a file that only this user can read');
    await host.page.getByText('Token of an older app').click();
    await shows(main(), 'It begins with shpat_. It goes into a file that only this user can read');
  });

  it('leads to a first store from where one is missed', async () => {
    await goTo('#/agents');
    expect(await whyNotRun()).toBe('There is no store to look at yet.');
    await goTo('#/inventory/stocktakes');
    await host.page.getByRole('button', { name: 'Count a location' }).click();
    await shows(layerOf(host.page), 'No location is known yet.');
    await leadsTo('Connect a store', /#\/first-run\/shop$/);
  });

  it('takes a connected store that was never read for unknown, not for empty', async () => {
    await addStores(host.client, { ...host.sandbox, shops: host.sandbox.shops.slice(0, 1) });
    const [store] = await host.client.stores.list();
    await goTo('#/command');
    const margin = host.page.getByRole('region', { name: 'Gross margin, last 28 days' });
    await shows(margin, 'This store has not been synced yet.');
    await goTo('#/settings/suppliers');
    await shows(main(), 'No product is known yet.');
    expect(await main().textContent()).not.toMatch(/is missing|has a gap/);
    await goTo('#/first-run/gaps');
    await shows(main(), 'Its products and sales come with the first sync');
    await goTo('#/agents');
    expect(await whyNotRun()).toBe('No store was synced yet: sync it first.');
    await goTo('#/approvals');
    await shows(main(), 'Sync the store first');
    await goTo('#/inventory');
    await shows(main(), `${store!.name} has not been synced yet.`);
    expect(await main().textContent()).not.toContain('run it from Agents');
    await leadsTo('Sync it', /#\/first-run\/sync\?store=/);
    await isThere(host.page.getByRole('button', { name: 'Begin the first sync' }));
    await goTo('#/inventory/stocktakes');
    await host.page.getByRole('button', { name: 'Count a location' }).click();
    await leadsTo('Sync a store', /#\/first-run\/sync/);
  });
});
