/** What a helper is shown: every module, and in none of them a card that the core refuses them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStores } from '../../headless/demo/script.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { faultsOf } from './page-checks.ts';
import { filled, moduleAddresses } from './walk.ts';

describe('a helper', () => {
  let host: BrowserHost;

  beforeAll(async () => {
    host = await openBrowserHost();
    await fillStores(host.client, host.sandbox);
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
    const refused: string[] = [];
    for (const address of moduleAddresses()) {
      await page.evaluate(`location.hash = ${JSON.stringify(address)}`);
      await filled(page);
      const shown = (await page.locator('main').textContent()) ?? '';
      if (/is for owners|is a helper here|no cost of these products is set/.test(shown))
        refused.push(`${address}: ${shown}`);
      refused.push(...(await faultsOf(page)).map((fault) => `${address}: ${fault}`));
    }
    expect(refused).toEqual([]);
  });
});
