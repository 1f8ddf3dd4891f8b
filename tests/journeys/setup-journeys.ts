/** Setting up and keeping house, told once: connecting, importing, filling gaps, limits of agents, backups, deletions. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGone, isThere, shows } from './expect-soon.ts';
import { type Hands, WAYS } from './hands.ts';
import type { JourneyHost, OpenJourneyHost } from './journey-host.ts';
import { layerOf } from './page-parts.ts';

const PRODUCTS = [
  'Handle,Title,Vendor,Type,Status,Option1 Name,Option1 Value,Variant SKU,Variant Price,Cost per item,Variant Inventory Qty',
  'brass-lamp,Brass lamp,Loom Street,Lamps,active,Title,Default Title,BL-1,24.00,9.50,12',
  'mirror,Işıltılı ayna,Loom Street,Mirrors,active,Title,Default Title,AY-1,not a price,3.00,4',
  'rug,Rug,Cairn,Rugs,active,Title,Default Title,RU-1,80.00,,3',
].join('\r\n');

export function describeSetup(
  name: string,
  open: OpenJourneyHost,
  ways: readonly (typeof WAYS)[number][] = WAYS,
): void {
  describe.each(ways)(`an owner sets up ${name} by $by at $width px`, ({ width, height, hands }) => {
    let host: JourneyHost;
    let hand: Hands;
    const page = (): Page => host.page;
    const dialog = (): Locator => layerOf(page());
    const button = (label: string | RegExp): Locator => page().getByRole('button', { name: label });
    const card = (title: string): Locator => page().getByRole('region', { name: title, exact: true });
    const goTo = async (hash: string): Promise<void> => {
      await page().evaluate(`location.hash = ${JSON.stringify(hash)}`);
    };
    const resize = () => page().setViewportSize({ width, height });

    beforeAll(async () => {
      host = await open();
      hand = hands(page);
      await resize();
    });
    afterAll(async () => {
      await host?.close();
    });

    it('connects a shop: is told what is wrong, sees each permission, and the mirror fills', async () => {
      const shop = host.sandbox.shops[0]!;
      await goTo('#/first-run/shop');
      await shows(card('In Shopify'), 'Start from Dev Dashboard');
      await shows(card('In Shopify'), 'read_products,read_inventory');
      expect(await card('In Shopify').textContent()).not.toContain('write_products');
      await hand.write(page().getByLabel('Address of the shop'), 'not a shop!');
      await hand.write(page().getByLabel('Client ID'), shop.clientId);
      await hand.write(page().getByLabel('Secret', { exact: true }), 'mistyped');
      await hand.press(button('Check'));
      await shows(card('Here'), 'is not the name of a Shopify shop');

      await hand.write(page().getByLabel('Address of the shop'), shop.shop);
      await hand.press(page().getByText('A practice shop on this machine'));
      await hand.write(page().getByLabel('Where it is served'), host.sandbox.url);
      await hand.press(button('Check'));
      await shows(card('Here'), 'does not know this client id and secret');
      await hand.write(page().getByLabel('Secret', { exact: true }), shop.clientSecret);
      await hand.press(button('Check'));
      await shows(card('Here'), 'Everything that reading needs is granted');
      await shows(card('Permissions'), /Granted\s*read_products/);
      expect(await host.client.stores.list()).toEqual([]);

      await hand.press(button(/^Connect /));
      await isThere(page().getByRole('heading', { name: 'Suppliers' }));
      const [store] = await host.client.stores.list();
      expect(store).toMatchObject({ shopDomain: shop.shop });
      expect((await host.client.counts({}))[0]!.orders).toBeGreaterThan(0);
    });

    it('fills a gap in the grid as in a spreadsheet, takes it back, and pastes terms by SKU', async () => {
      const { keyboard } = page();
      const [store] = await host.client.stores.list();
      const storeId = store!.id;
      const term = async (variantId: number) =>
        (await host.client.supplyTerms.list({ storeId, filter: 'all', limit: 500 })).rows.find(
          (row) => row.variantId === variantId,
        )!;
      const { rows } = await host.client.supplyTerms.list({ storeId });
      const [first, second] = rows;
      await shows(page().getByRole('gridcell').first(), first!.title);
      const lead = page().locator('[data-cell="0:2"]');
      if (hand.name === 'mouse') await lead.dblclick();
      else {
        const supplier = page().locator('[data-cell="0:1"]');
        for (let stops = 0; stops < 250; stops += 1) {
          if (await supplier.evaluate((element) => element.matches(':focus'))) break;
          await keyboard.press('Tab');
        }
        await keyboard.press('Tab');
        await keyboard.press('Enter');
      }
      await keyboard.press('ControlOrMeta+A');
      await keyboard.type('21 days');
      await keyboard.press('Enter');
      await shows(lead, /^(Delivery, days)?21$/);
      expect((await term(first!.variantId)).leadTimeDays).toEqual({ value: 21, source: 'set' });
      // Enter leads to the row below: what can't be is refused, and said.
      await keyboard.type('soon');
      await keyboard.press('Enter');
      await shows(page().locator('.supply-said'), 'it is not a number');
      expect((await term(second!.variantId)).leadTimeDays.source).not.toBe('set');
      await keyboard.press('ControlOrMeta+Z');
      await expect.poll(async () => (await term(first!.variantId)).leadTimeDays.source).not.toBe('set');

      await hand.press(button('Paste from a spreadsheet'));
      await hand.write(
        page().getByLabel('Cells, copied from the spreadsheet'),
        `SKU,Supplier,Lead time\n${first!.sku},Pasted & Sons,9\nno-such-sku,Nobody,3`,
      );
      await hand.press(button('See what is understood'));
      await shows(dialog(), '1 product understood');
      await shows(dialog(), '1 line not');
      await hand.press(button('Keep 1 product'));
      await isGone(dialog());
      expect(await term(first!.variantId)).toMatchObject({
        supplier: { value: 'Pasted & Sons', source: 'set' },
        leadTimeDays: { value: 9, source: 'set' },
      });
    });

    it('says what may interrupt, and goes on where setting up was left', async () => {
      await hand.press(button('Go on'));
      await isThere(card('What may interrupt you'));
      const choice = page().getByRole('group', { name: 'All agents were stopped' });
      if (hand.name === 'mouse') await choice.getByText('Off', { exact: true }).click();
      else {
        await hand.press(choice.getByRole('radio', { checked: true }));
        await page().keyboard.press('ArrowRight');
        await page().keyboard.press('ArrowRight');
      }
      await expect
        .poll(async () => (await host.client.notifications.preferences()).kinds.stop_pulled)
        .toBe('off');
      await hand.press(page().getByRole('switch', { name: /Quiet hours/ }));
      await expect
        .poll(async () => (await host.client.notifications.preferences()).quiet)
        .toEqual({ from: '22:00', to: '07:00' });
      await goTo('#/command');
      await goTo('#/first-run');
      await isThere(card('What may interrupt you'));
      await hand.press(button('Go on'));
      await shows(page().locator('main'), 'Everything is in');
      await hand.press(button('Open the command center'));
      await expect.poll(() => page().url()).toContain('#/command');
    });

    it('imports exports: sees what would be, what was refused and why, and takes it back', async () => {
      await goTo('#/settings/data');
      await hand.press(button('Import files'));
      await hand.choose(page().getByRole('combobox', { name: 'Into' }), 'A store of its own');
      await hand.write(page().getByLabel('Name of the store'), 'Old shop');
      const chooser = page().waitForEvent('filechooser');
      if (hand.name === 'mouse') await page().getByText('Drop Shopify’s CSV exports here').click();
      else await hand.press(page().locator('input[type=file]'));
      await (await chooser).setFiles({
        name: 'products_export.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(PRODUCTS),
      });
      const imports = card('Imports');
      await shows(imports, 'Nothing has been written yet');
      await shows(imports, /2 new/);
      await shows(imports, /1 can’t be taken/);
      await shows(imports, 'columns are read');
      expect((await host.client.stores.list()).map(({ id }) => id)).not.toContain('old-shop');
      await hand.write(page().getByLabel('Currency'), 'GBP');
      await hand.press(button(/^Look again$/));
      await hand.press(button(/^Import$/));
      await shows(imports, /3 rows read: 2 taken in, 1 refused/);
      await shows(page().getByRole('region', { name: 'Refused rows of products_export.csv' }), /price/i);
      const download = page().waitForEvent('download');
      await hand.press(button('Save as CSV: the refused rows of products_export.csv'));
      const taken = await download;
      // The desktop asks where to; only a browser hands the file to the test.
      if (host.name === 'headless')
        expect(readFileSync(await taken.path(), 'utf8')).toMatch(
          /^file,line,reason\r\nproducts_export\.csv,3,/,
        );
      expect((await host.client.counts({ storeId: 'old-shop' }))[0]).toMatchObject({ variants: 2 });

      await hand.press(button('Undo the import of products_export.csv').first());
      await hand.press(button('Undo the import'));
      await shows(imports, 'Undone');
      expect((await host.client.counts({ storeId: 'old-shop' }))[0]).toMatchObject({ variants: 0 });
    });

    it('deletes the imported store once its name is typed', async () => {
      await goTo('#/settings/stores');
      await hand.press(button('Delete Old shop'));
      await isThere(dialog());
      await hand.write(page().getByRole('textbox'), 'old-shop');
      await hand.press(button('Delete for good'));
      await isGone(dialog());
      await expect
        .poll(async () => (await host.client.stores.list()).map(({ id }) => id))
        .not.toContain('old-shop');
    });

    it('runs an agent, reads a run as a timeline, pauses and resumes it', async () => {
      await goTo('#/agents');
      await hand.press(button('Run now: Inventory forecasting'));
      await expect
        .poll(async () => (await host.client.agents.runs({})).runs[0]?.state, { timeout: 60_000 })
        .toBe('completed');
      await hand.press(button('Pause: Inventory forecasting'));
      await hand.write(page().getByRole('textbox'), 'counting stock');
      await hand.press(dialog().getByRole('button', { name: 'Pause' }));
      await shows(page().locator('main'), 'counting stock');
      expect((await host.client.agents.status({}))[0]!.paused).toMatchObject([{ reason: 'counting stock' }]);
      await hand.press(button('Resume Inventory forecasting in all stores'));
      await expect.poll(async () => (await host.client.agents.status({}))[0]!.paused).toEqual([]);

      const [run] = (await host.client.agents.runs({})).runs;
      await goTo(`#/agents/inventory-forecasting/run/${run!.id}`);
      const { steps, proposals } = await host.client.agents.showRun({ id: run!.id });
      await shows(card('Steps'), steps[0]!.name.replaceAll(/[_-]/g, ' '));
      await shows(card('Proposed'), proposals[0]!.title);
    });

    it('lets an agent act within limits, and sees first what they would have let through', async () => {
      await goTo('#/agents/inventory-forecasting/limits');
      const limits = card('Order goods');
      await shows(limits, 'none would have happened by itself');
      const level = limits.getByRole('group', { name: /how far it may go/ });
      if (hand.name === 'mouse') await level.getByText('Act within limits').click();
      else {
        await hand.press(level.getByRole('radio', { checked: true }));
        await page().keyboard.press('ArrowRight');
      }
      await shows(limits, 'Without any limit');
      await hand.write(limits.getByLabel('Actions a day'), '1');
      await shows(limits, /1 would have happened by itself/);
      await hand.press(limits.getByRole('button', { name: 'Keep this' }));
      await expect
        .poll(async () => (await host.client.autonomy.list({})).find(({ storeId }) => storeId === null))
        .toMatchObject({ level: 'act', limits: { perDay: 1 } });
      await host.client.autonomy.set({
        agent: 'inventory-forecasting',
        type: 'purchase_order.create',
        level: 'propose',
      });
    });

    it('finds a customer and deletes what is kept of them', async () => {
      const [store] = await host.client.stores.list();
      const found = await someCustomer(host, store!.id);
      await goTo('#/settings/data');
      await hand.write(page().getByLabel('E-mail address or name'), found.email);
      await hand.press(button('Find'));
      await shows(page().getByRole('list', { name: 'Found customers' }), found.email);
      await hand.press(button(/^Delete the data of/));
      await hand.write(dialog().getByRole('textbox'), 'delete');
      await hand.press(button('Delete for good'));
      await shows(card('A customer’s data'), 'Nobody is found');
      expect(await host.client.customers.find({ storeId: store!.id, email: found.email })).toEqual([]);
    });

    it('makes a backup and puts it back: what changed since is gone, and all agents are stopped', async () => {
      await goTo('#/settings/data');
      await hand.press(button('Make a backup'));
      await isThere(page().getByRole('list', { name: 'Backups' }));
      const [store] = await host.client.stores.list();
      await host.client.stores.settings({ storeId: store!.id, name: 'Renamed since' });
      await hand.press(button(/^Restore the backup of/));
      await hand.write(dialog().getByRole('textbox'), 'restore');
      // Who was let in by the data before is not let in by what took its place; the desktop needs no letting in.
      const served = (await host.client.system.status()).url !== null;
      await hand.press(button('Put it back'));
      if (served) {
        await isThere(page().getByRole('heading', { name: 'Sign in' }));
        const { token } = await host.client.access.invite({});
        await goTo(`#enter=${token}`);
      }
      await isThere(page().getByRole('region', { name: 'Emergency stop' }));
      await expect.poll(async () => (await host.client.stores.list())[0]?.name).toBe(store!.name);
      await hand.press(button('Resume').first());
      await isGone(page().getByRole('region', { name: 'Emergency stop' }));
    });

    it('sees how the program fares, and takes diagnostics along', async () => {
      await goTo('#/system');
      await shows(card('Health'), 'Disk');
      await shows(card('Connections to shops'), 'answered');
      await hand.press(button('Collect diagnostics'));
      const [shop] = host.sandbox.shops;
      await isThere(page().getByRole('region', { name: 'Diagnostics' }));
      const text = await page().getByRole('region', { name: 'Diagnostics' }).textContent();
      expect(text).not.toContain(shop!.clientSecret);
      await shows(card('Log'), 'core started');
    });
  });
}

/** One with an address that the shop did not withhold. */
export async function someCustomer({ client }: JourneyHost, storeId: string): Promise<{ email: string }> {
  for (const name of ['An', 'Ma', 'El', 'Jo', 'Sa', 'Ol', 'Em', 'Ha', 'Al', 'Le'])
    for (const { email } of await client.customers.find({ storeId, name, limit: 20 }))
      if (email) return { email };
  throw new Error('The sandbox has no customer with an address among these names.');
}
