/** The first morning of an owner without a shop's keys, as one path: exports in, gaps filled, a proposal understood, approved. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGone, isThere, shows } from './expect-soon.ts';
import { byKeyboard, byMouse, type Hands } from './hands.ts';
import type { JourneyHost, OpenJourneyHost } from './journey-host.ts';
import { layerOf, partsOf } from './page-parts.ts';

const WAYS = [
  { width: 1440, height: 900, hands: byMouse },
  { width: 390, height: 844, hands: byKeyboard },
];
const DAY_MS = 86_400_000;
const DAYS = 100;

const PRODUCTS = [
  'Handle,Title,Vendor,Type,Status,Option1 Name,Option1 Value,Variant SKU,Variant Price,Cost per item,Variant Inventory Tracker,Variant Inventory Qty',
  'brass-lamp,Brass lamp,Loom Street,Lamps,active,Title,Default Title,BL-1,24.00,,shopify,9',
  'wall-mirror,Wall mirror,Loom Street,Mirrors,active,Title,Default Title,WM-1,60.00,21.00,shopify,400',
].join('\r\n');

/** Two lamps on each of the last days, and now and then a mirror. */
function ordersExport(now: number): string {
  const lines = Array.from({ length: DAYS }, (_, day) => {
    const at = new Date(now - (DAYS - day) * DAY_MS).toISOString();
    const when = `${at.slice(0, 19).replace('T', ' ')} +0000`;
    const mirror = day % 10 === 0;
    const [units, title, price, sku] = mirror
      ? [1, 'Wall mirror', '60.00', 'WM-1']
      : [2, 'Brass lamp', '24.00', 'BL-1'];
    const total = mirror ? '60.00' : '48.00';
    return `#${1001 + day},buyer${day % 30}@example.com,paid,${when},fulfilled,GBP,${total},0.00,0.00,${total},0.00,${when},${units},${title},${price},${sku},0.00,`;
  });
  return [
    'Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Refunded Amount,Id',
    ...lines,
  ].join('\n');
}

export function describeFirstMorning(name: string, open: OpenJourneyHost): void {
  describe.each(WAYS)(`the first morning at ${name}, $width px`, ({ width, height, hands }) => {
    let host: JourneyHost;
    let hand: Hands;
    const page = (): Page => host.page;
    const main = (): Locator => page().locator('main');
    const button = (label: string | RegExp): Locator => page().getByRole('button', { name: label });
    const dialog = (): Locator => layerOf(page());

    beforeAll(async () => {
      host = await open();
      hand = hands(page);
      await page().setViewportSize({ width, height });
    });
    afterAll(async () => {
      await host?.close();
    });

    it('drops the exports, sees what they hold, and has a store', async () => {
      await shows(main(), 'No store is connected yet');
      await hand.press(page().getByRole('link', { name: 'Import CSV exports' }));
      await hand.write(page().getByLabel('Name of the store'), 'Corner shop');
      const chooser = page().waitForEvent('filechooser');
      if (hand.name === 'mouse') await page().getByText('Drop Shopify’s CSV exports here').click();
      else await hand.press(page().locator('input[type=file]'));
      const csv = (file: string, text: string) => ({
        name: file,
        mimeType: 'text/csv',
        buffer: Buffer.from(text),
      });
      await (await chooser).setFiles([
        csv('products_export.csv', PRODUCTS),
        csv('orders_export.csv', ordersExport(Date.now())),
      ]);
      await shows(main(), 'Into Corner shop');
      await shows(main(), '2 rows: 2 new');
      await shows(main(), `${DAYS} rows: ${DAYS} new`);
      expect(await host.client.stores.list()).toEqual([]);
      await hand.press(button(/^Import$/));
      await isThere(page().getByRole('heading', { name: 'Suppliers' }));
      expect(await host.client.stores.list()).toMatchObject([
        { id: 'corner-shop', name: 'Corner shop', currency: 'GBP', credentials: 'none' },
      ]);
    });

    it('fills the gaps: what stands for a supplier, and a cost from a spreadsheet', async () => {
      await shows(main(), 'delivery takes 14 days (a guess)');
      await hand.press(button(/^Change.*Loom Street/));
      await hand.write(dialog().getByLabel('Delivery takes'), '9');
      await hand.press(dialog().getByRole('button', { name: 'Set terms' }));
      await isGone(page().getByRole('dialog', { name: 'Terms of Loom Street' }));
      await shows(main(), 'delivery takes 9 days');
      await hand.press(button('Paste from a spreadsheet'));
      await hand.write(page().getByLabel('Cells, copied from the spreadsheet'), 'SKU,Cost\nBL-1,8.50');
      await hand.press(button('See what is understood'));
      await hand.press(button('Keep 1 product'));
      await isGone(page().getByRole('dialog', { name: 'Paste from a spreadsheet' }));
      await hand.press(button('Go on'));
      await isThere(page().getByRole('region', { name: 'What may interrupt you' }));
      await hand.press(button('Go on'));
      await shows(main(), 'The files are in');
      await hand.press(button('Open the command center'));
      await isThere(partsOf(page()).waiting);
    });

    it('has the agent look, understands what it proposes, and approves it', async () => {
      const { waiting, action } = partsOf(page());
      await shows(waiting, 'Nothing waits for you');
      await shows(main(), 'From files, which don’t tell of today');
      await hand.press(button(/^Run now/).first());
      await shows(waiting, /Order \d+ units? of Brass lamp from Loom Street/);
      const [proposal] = await host.client.actions.list({ states: ['proposed'] });
      const row = action(proposal!.title);
      await shows(row, 'If ignored: ');
      await hand.press(row.getByRole('button', { name: /^Why/ }));
      const why = page().getByRole('dialog', { name: proposal!.title, exact: true });
      // It rests on what was said a minute ago, and says so.
      await shows(why, 'Brass lamp');
      await shows(why, /delivery 9 days/);
      await shows(why, 'What will happen');
      // What it brings rests on the cost that was pasted.
      await shows(why, /£[\d,.]+ to £[\d,.]+ in \d+ days/);
      expect(await page().locator('body').textContent()).not.toMatch(/NaN|undefined|Invalid Date|\bnull\b/);
      await hand.press(why.getByRole('button', { name: /^Approve/ }));
      await shows(why, 'Done');
      expect((await host.client.actions.show({ id: proposal!.id })).state).toBe('verified');
      const { rows } = await host.client.purchaseOrders.list({});
      expect(rows).toMatchObject([{ supplier: 'Loom Street', state: 'draft' }]);
    });
  });
}
