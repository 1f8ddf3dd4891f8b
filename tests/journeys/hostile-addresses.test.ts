/** Addresses that nobody should follow: mistyped, cut off, over-long, of things that are not there or that only objects have. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStores } from '../../headless/demo/script.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isFilled, isThere } from './expect-soon.ts';
import { faultsOf } from './page-checks.ts';
import { moduleAddresses } from './walk.ts';

/** Names that plain objects answer to. */
const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
const NO_IDS = [
  '0',
  '-1',
  '1.5',
  '1e3',
  'NaN',
  'Infinity',
  '0x10',
  '9'.repeat(30),
  '9007199254740993',
  '%00',
  '%',
  '%F0%28',
  '..%2F..%2Fetc',
  '<img src=x onerror=alert(1)>',
  'x'.repeat(5_000),
];
const TAKE_IDS = [
  '#/approvals/',
  '#/inventory/product-',
  '#/inventory/orders/',
  '#/inventory/stocktakes/',
  '#/inventory/suppliers/',
  '#/agents/',
  '#/agents/inventory-forecasting/run/',
  '#/settings/',
  '#/first-run/',
];

describe('a hostile address', { timeout: 300_000 }, () => {
  let host: BrowserHost;
  const troubles: string[] = [];
  let where = '';
  beforeAll(async () => {
    host = await openBrowserHost();
    await fillStores(host.client, host.sandbox);
    host.page.on('pageerror', (error) => troubles.push(`${where} threw ${error.message}`));
    host.page.on('dialog', (dialog) => {
      troubles.push(`${where} ran a script`);
      void dialog.dismiss();
    });
  });
  afterAll(() => host?.close());

  /** What is wrong with the page there: it says something, keeps its rail, and doesn't wait for ever. */
  const visit = async (address: string): Promise<void> => {
    where = address.slice(0, 90);
    await host.page.evaluate(`location.hash = ${JSON.stringify(address)}`);
    await isFilled(host.page).catch(() => troubles.push(`${where} waits for ever`));
    const words = (await host.page.locator('main').textContent({ timeout: 2_000 })) ?? '';
    if (words.trim() === '') troubles.push(`${where} is blank`);
    // A supplier may be called anything: the name is said as it is.
    if (address.startsWith('#/inventory/suppliers/')) return;
    for (const fault of await faultsOf(host.page)) troubles.push(`${where} ${fault}`);
    if (/could not be drawn|went wrong in the page/.test(words))
      troubles.push(`${where} broke a part of the page`);
  };

  it('leads to a page that says what is not there', async () => {
    for (const name of INHERITED) await visit(`#/${name}`);
    for (const begin of TAKE_IDS) for (const id of [...NO_IDS, ...INHERITED]) await visit(begin + id);
    expect(troubles).toEqual([]);
  });

  it('leads nowhere else by what it asks', async () => {
    for (const module of moduleAddresses())
      for (const store of ['nobody', '__proto__', '%', '../x', '<b>'])
        await visit(
          `${module}?store=${encodeURIComponent(store)}&q=%22%27%3Cb%3E&state=constructor&sort=__proto__&supplier=toString&variant=NaN&way=valueOf`,
        );
    expect(troubles).toEqual([]);
    await host.page.evaluate(`location.hash = '#/command'`);
    await isThere(host.page.getByRole('region', { name: 'Needs you' }));
  });
});
