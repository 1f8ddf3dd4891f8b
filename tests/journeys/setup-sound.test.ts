/** First run, Agents, Settings and System in each of their states, wide and narrow: nothing is cut off, axe finds nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStores } from '../../headless/demo/script.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isFilled, isGone, isThere, shows } from './expect-soon.ts';
import { layerOf } from './page-parts.ts';
import { HUGE_TITLE, hugeTitle } from './page-states.ts';
import { addFault, clearFaults } from './shop-faults.ts';
import { soundnessFaults } from './soundness.ts';

const SECTIONS = ['stores', 'people', 'suppliers', 'notices', 'data', 'keys', 'about'];

/** Axe looks at some sixty states, twice each. */
const PATIENCE_MS = 400_000;

describe('setting up and keeping house, looked at', { timeout: PATIENCE_MS }, () => {
  let host: BrowserHost;
  beforeAll(async () => {
    host = await openBrowserHost();
  });
  afterAll(() => host?.close());

  const goTo = async (hash: string): Promise<void> => {
    await host.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await isFilled(host.page);
  };
  const isSound = async (): Promise<void> => {
    expect(await soundnessFaults(host.page)).toEqual([]);
  };
  const press = (name: string | RegExp): Promise<void> =>
    host.page.getByRole('button', { name }).first().click();

  it('is sound without a store', async () => {
    for (const step of ['shop', 'shop?way=import', 'gaps', 'interruptions', 'sync']) {
      await goTo(`#/first-run/${step}`);
      await isSound();
    }
    for (const section of SECTIONS) {
      await goTo(`#/settings/${section}`);
      await isSound();
    }
    for (const place of ['#/agents', '#/system']) {
      await goTo(place);
      await isSound();
    }
  });

  it('is sound where a shop does not let the program in', async () => {
    await addFault(host.sandbox, { kind: 'shop_not_permitted', shop: host.sandbox.shops[0]!.shop });
    const { shop, clientId, clientSecret } = host.sandbox.shops[0]!;
    await goTo('#/first-run/shop');
    await host.page.getByLabel('Address of the shop').fill(shop);
    await host.page.getByLabel('Client ID').fill(clientId);
    await host.page.getByLabel('Secret', { exact: true }).fill(clientSecret);
    await host.page.getByText('A practice shop on this machine').click();
    await host.page.getByLabel('Where it is served').fill(host.sandbox.url);
    await press('Check');
    await shows(host.page.locator('main'), 'Why this happens, and what helps');
    await isSound();
    await clearFaults(host.sandbox);
  });

  it('is sound with stores, runs and the longest names there can be', async () => {
    await fillStores(host.client, host.sandbox);
    const [store] = await host.client.stores.list();
    await host.client.stores.settings({ storeId: store!.id, name: hugeTitle(100) });
    await host.client.people.set({
      name: `Helper ${hugeTitle(90)}`,
      role: 'helper',
      approvalLimit: 12_345,
    });
    await host.client.agents.pause({
      agent: 'inventory-forecasting',
      storeId: store!.id,
      reason: HUGE_TITLE,
    });
    const [proposal] = await host.client.actions.list({ states: ['proposed'] });
    await host.client.actions.approve({ id: proposal!.id });
    for (const section of SECTIONS) {
      await goTo(`#/settings/${section}`);
      await isSound();
    }
    const [run] = (await host.client.agents.runs({})).runs;
    for (const part of ['', '/runs', '/record', '/limits', `/run/${run!.id}`]) {
      await goTo(`#/agents/inventory-forecasting${part}`);
      await isSound();
    }
    for (const place of ['#/agents', '#/system', '#/first-run/gaps', '#/first-run/sync']) {
      await goTo(place);
      await isSound();
    }
  });

  it('is sound with its dialogs open', async () => {
    const opened: [string, string | RegExp][] = [
      ['#/settings/stores', /^Rename/],
      ['#/settings/stores', /^Delete/],
      ['#/settings/people', 'Add a person'],
      ['#/settings/people', /^Sign-in link/],
      ['#/settings/people', 'Token for a program'],
      ['#/settings/suppliers', /^Change the terms/],
      ['#/settings/suppliers', 'Paste from a spreadsheet'],
      ['#/settings/about', /^Licences/],
      ['#/agents', /^Pause:|^Stop it:/],
      ['#/system', /^Notifications/],
    ];
    for (const [place, button] of opened) {
      await goTo(place);
      await press(button);
      await isThere(layerOf(host.page));
      await isGone(host.page.locator('[role=dialog] .skeleton'));
      expect({ button: String(button), faults: await soundnessFaults(host.page) }).toEqual({
        button: String(button),
        faults: [],
      });
      await host.page.keyboard.press('Escape');
      await isGone(layerOf(host.page));
    }
  });

  it('is sound with limits that let something through, permissions and diagnostics in sight', async () => {
    await goTo('#/agents/inventory-forecasting/limits');
    await host.page.getByText('Act within limits').click();
    await shows(host.page.locator('main'), 'would have happened by');
    await host.page.getByText('One by one').click();
    await isSound();
    await goTo('#/settings/stores');
    await host.page.getByText('Permissions and connection').first().click();
    await press(/^Ask the shop/);
    await shows(host.page.locator('main'), 'It lets the program in');
    await isSound();
    await goTo('#/system');
    await press('Collect diagnostics');
    await isThere(host.page.getByRole('region', { name: 'Diagnostics' }));
    await press('Check everything');
    await isThere(host.page.getByRole('list', { name: 'What the check found' }));
    await isSound();
  });

  it('is sound before and after an import', async () => {
    await goTo('#/settings/data');
    await press('Import files');
    await isSound();
    await host.page.locator('input[type=file]').setInputFiles([
      { name: `${hugeTitle(100)}.csv`, mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') },
      {
        name: 'orders_export.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          'Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#1,a@example.com,paid,GBP,12.00,2024-03-05 10:00:00 +0000,1,Rug,12.00\n#2,,paid,GBP,x,2024-03-05 10:00:00 +0000,1,Rug,12.00\n',
        ),
      },
    ]);
    await shows(host.page.locator('main'), 'Nothing has been written yet');
    await isSound();
    await press(/^Import$/);
    await shows(host.page.locator('main'), 'Import more files');
    await isSound();
  });
});
