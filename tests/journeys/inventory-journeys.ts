/** What an owner goes through with stock, orders to suppliers and counting, told once and walked on every host. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillStores } from '../../headless/demo/script.ts';
import type { PurchaseOrderView } from '../../shared/contract/purchasing-schemas.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import type { JourneyHost, OpenJourneyHost } from './journey-host.ts';
import { layerOf } from './page-parts.ts';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

export function describeInventory(name: string, open: OpenJourneyHost): void {
  describe(`an owner with stock at ${name}`, () => {
    let host: JourneyHost;
    let storeId: string;
    let shop: string;
    beforeAll(async () => {
      host = await open();
      await fillStores(host.client, host.sandbox);
      ({ storeId, shop } = host.sandbox.shops[0]!);
    });
    afterAll(() => host?.close());

    const main = (): Locator => host.page.locator('main');
    const dialog = (): Locator => layerOf(host.page);
    const title = (): Locator => host.page.getByRole('heading', { level: 1 });
    const button = (label: string | RegExp): Locator => main().getByRole('button', { name: label });
    const goTo = (hash: string): Promise<void> => host.page.evaluate(`void (location.hash = '${hash}')`);
    const focused = (target: Locator): Promise<boolean> =>
      target.evaluate((element) => element.matches(':focus'));
    const tabTo = async (target: Locator): Promise<void> => {
      await isThere(target);
      for (let presses = 0; presses < 120; presses += 1) {
        if (await focused(target)) return;
        await host.page.keyboard.press('Tab');
      }
      throw new Error(`Tab does not lead to ${target}.`);
    };
    /** Available, as the sandbox's own books have it. */
    const truly = async (inventoryItemId: number, locationId: number): Promise<number> => {
      const { stock } = await host.sandbox.truth(shop);
      return stock.find((one) => one.inventoryItemId === inventoryItemId && one.locationId === locationId)!
        .available;
    };
    const orderHere = async (): Promise<PurchaseOrderView> => {
      const id = Number(/orders\/(\d+)/.exec(host.page.url())?.[1]);
      return host.client.purchaseOrders.show({ id });
    };
    const supplierWithNeeds = async (): Promise<string> => {
      const names = new Set((await host.client.suppliers.list({ storeId })).map(({ supplier }) => supplier));
      for (const supplier of names) {
        const { lines } = await host.client.purchaseOrders.suggest({ supplier, storeIds: [storeId] });
        if (lines.filter(({ sku, unitCost }) => sku && unitCost).length >= 2) return supplier;
      }
      throw new Error('The sandbox has no supplier of whom two things are needed.');
    };

    it('filters, sorts and searches the stock, and opens a product by keyboard', async () => {
      await host.page.setViewportSize(WIDE);
      await goTo(`#/inventory?store=${storeId}`);
      const { states, total } = await host.client.stockTable.page({ storeId, limit: 1 });
      await shows(main(), `${total} variants`);
      await button(/^Order now/).click();
      await shows(main(), `${states.order_now} variants found`);
      await host.page.getByRole('columnheader', { name: 'Product' }).getByRole('button').click();
      const sorted = await host.client.stockTable.page({
        storeId,
        states: ['order_now'],
        sort: 'title',
        limit: 2,
      });
      const rows = main().getByRole('table', { name: 'Stock' }).getByRole('row');
      await shows(rows.nth(1), sorted.rows[0]!.title);
      await tabTo(rows.nth(1));
      await host.page.keyboard.press('j');
      await expect.poll(() => focused(rows.nth(2))).toBe(true);
      await host.page.keyboard.press('Enter');
      await shows(title(), sorted.rows[1]!.product);
      await host.page.goBack();
      await shows(main(), `${states.order_now} variants found`);
      await button(/^Order now/).click();
      await main().getByRole('searchbox', { name: 'Search stock' }).fill(sorted.rows[0]!.sku!);
      await shows(rows.nth(1), sorted.rows[0]!.sku!);
    });

    it('sees what another delivery time would do, and begins an order from the product', async () => {
      const { rows } = await host.client.stockTable.page({ storeId, states: ['order_now'], limit: 1 });
      const { productId, variantId } = rows[0]!;
      await goTo(`#/inventory/product-${productId}?store=${storeId}&variant=${variantId}`);
      await isThere(main().getByRole('slider', { name: /^Units of .* sold by day/ }));
      await shows(main(), 'How far to trust it');
      const lead = main().getByRole('textbox', { name: 'Delivery takes' });
      await lead.fill('40');
      await lead.press('Enter');
      const { asked } = await host.client.products.whatIf({ storeId, variantId, leadTimeDays: 40 });
      const point = main().getByRole('row', { name: /^Reorder point/ });
      await shows(point, `${Math.ceil(asked.reorderPoint).toLocaleString('en-GB')} units`);
      const slider = main().getByRole('slider', { name: 'Delivery takes, by sliding' });
      await slider.focus();
      await slider.press('ArrowRight');
      expect(await lead.inputValue()).toBe('41');
      await button(/^Order \d+ unit/).click();
      await shows(title(), /^PO-\d+ · /);
      expect(await orderHere()).toMatchObject({ state: 'draft', lines: [{ sku: rows[0]!.sku }] });
    });

    it('weighs another supplier of a product, orders from it, and goes back', async () => {
      await host.page.setViewportSize(WIDE);
      const needed = async (supplier: string): Promise<number[]> => {
        const { lines } = await host.client.purchaseOrders.suggest({ supplier, storeIds: [storeId] });
        return lines.flatMap(({ allocations }) => allocations.map((one) => one.variantId));
      };
      const supplier = await supplierWithNeeds();
      const [variantId] = (await needed(supplier)) as [number];
      const { productId } = (await host.client.stock.list({ storeId })).find(
        (one) => one.variantId === variantId,
      )!;
      await goTo(`#/inventory/product-${productId}?store=${storeId}&variant=${variantId}`);
      const offers = main().getByRole('list', { name: 'Suppliers of this variant' });
      await shows(offers, supplier);
      await button('Add another supplier of it').click();
      await dialog().getByLabel('Supplier', { exact: true }).fill('Öz Anadolu Tekstil');
      await dialog().getByLabel('Unit cost').fill('0.01');
      // Longer than now, so that it is due from there too, whatever is due today.
      await dialog().getByLabel('Delivery takes').fill('40');
      await dialog().getByRole('button', { name: 'Add it' }).click();
      await shows(offers, /Öz Anadolu Tekstil.* a year · .* less.*delivery takes 40 days/);
      await button('Order from it: Öz Anadolu Tekstil').click();
      await shows(offers, /Öz Anadolu Tekstil.*ordered from/);
      await expect.poll(() => needed('Öz Anadolu Tekstil')).toContain(variantId);
      expect(await needed(supplier)).not.toContain(variantId);
      await button(/^Order [\d,]+ units?$/).click();
      await shows(title(), /^PO-\d+ · Öz Anadolu Tekstil/);
      expect((await orderHere()).supplier).toBe('Öz Anadolu Tekstil');
      await host.page.goBack();
      await button(`Order from it: ${supplier}`).click();
      await button('Take Öz Anadolu Tekstil off').click();
      await isGone(offers.getByText('Öz Anadolu Tekstil'));
      expect(await host.client.supplyOffers.list({ storeId, variantId })).toMatchObject([
        { supplier, current: true },
      ]);
    });

    it('plans an order from what the stores need, spreads its freight, and sends it', async () => {
      const supplier = await supplierWithNeeds();
      await goTo('#/inventory/orders');
      await main().getByRole('link', { name: 'New order' }).click();
      await main().getByRole('combobox', { name: 'Supplier' }).fill(supplier);
      await host.page.getByRole('option', { name: supplier, exact: true }).click();
      await button(/^Begin a draft with \d+ line/).click();
      await shows(title(), new RegExp(`^PO-\\d+ · ${supplier}`));
      const begun = await orderHere();
      // What costs nobody knows is typed in: then there is a total, and landed costs.
      for (const { title: product, unitCost } of begun.lines) {
        if (unitCost) continue;
        await main()
          .getByRole('textbox', { name: `Unit cost of ${product}`, exact: true })
          .first()
          .fill('2.50');
      }
      const units = main()
        .getByRole('textbox', { name: `Units of ${begun.lines[0]!.title}`, exact: true })
        .first();
      await units.fill('6');
      await units.press('Enter');
      const second = main()
        .getByRole('textbox', { name: /^Units of / })
        .nth(1);
      await expect.poll(() => focused(second)).toBe(true);
      await host.page.keyboard.type('5');
      await host.page.keyboard.press('Enter');
      await main().getByRole('textbox', { name: 'Freight' }).fill('12.00');
      await host.page.keyboard.press('Tab');
      await shows(main().getByRole('status').first(), /^\s*Kept$/);
      await expect.poll(async () => (await orderHere()).freight?.minor).toBe(1200);
      const kept = await orderHere();
      expect(kept.lines.slice(0, 2).map((line) => line.quantity)).toEqual([6, 5]);
      expect(kept.lines[0]!.landedUnitCost!.minor).toBeGreaterThan(kept.lines[0]!.unitCost!.minor);
      await shows(main(), /landed .*each/);

      await button('Send').click();
      const saved = host.page.waitForEvent('download');
      await dialog().getByRole('button', { name: 'PDF' }).click();
      expect((await saved).suggestedFilename()).toBe(`${kept.number}.pdf`);
      await dialog().getByRole('textbox', { name: 'To whom' }).fill('orders@acme.test');
      await dialog().getByRole('button', { name: 'Mark as sent' }).click();
      await shows(main(), 'Receive goods');
      expect(await orderHere()).toMatchObject({ state: 'sent', sentTo: 'orders@acme.test' });
    });

    it('receives it on a phone, short and damaged, also after a reload; the shop has what was accepted', async () => {
      await host.page.setViewportSize(PHONE);
      const sent = await orderHere();
      const here = sent.lines.filter(({ sku, allocations }) => sku && allocations[0]!.storeId === storeId);
      const [whole, broken] = [here[0]!, here[1]!];
      const [first, other] = [whole.allocations[0]!, broken.allocations[0]!];
      const before = [
        await truly(first.inventoryItemId, first.locationId!),
        await truly(other.inventoryItemId, other.locationId!),
      ];
      await main().getByRole('link', { name: 'Receive goods' }).click();
      const code = main().getByRole('textbox', { name: 'Scan or type a code' });
      for (const piece of [1, 2]) {
        await code.fill(whole.sku!);
        await code.press('Enter');
        await shows(main().getByRole('status').first(), `${whole.title}: ${piece} of`);
      }
      await code.fill('no-such-code');
      await code.press('Enter');
      await shows(main(), 'no-such-code is no code of yours');
      await host.page.reload();
      await shows(main(), 'You counted some of it before');
      await shows(main(), '2 accepted');

      const line = (of: string): Locator =>
        main()
          .getByRole('listitem')
          .filter({ has: host.page.getByRole('heading', { name: of, exact: true }) });
      await line(broken.title)
        .getByRole('button', { name: /^One more accepted/ })
        .click();
      await line(broken.title)
        .getByRole('button', { name: /^One more damaged/ })
        .click();
      await line(broken.title)
        .getByRole('button', { name: /will not come/ })
        .click();
      await shows(main(), /3 accepted, 1 damaged, \d+ short/);
      await button('Book it').click();
      await dialog().getByRole('button', { name: 'Book it' }).click();
      await shows(dialog(), 'Done');
      expect(await truly(first.inventoryItemId, first.locationId!)).toBe(before[0]! + 2);
      expect(await truly(other.inventoryItemId, other.locationId!)).toBe(before[1]! + 1);
      await dialog().getByRole('link', { name: 'Look at the order' }).click();
      await shows(main(), 'Partly received');
      await shows(main(), /3 accepted, 1 damaged, \d+ short/);
    });

    it('is asked where more came than was ordered, and takes a receipt back', async () => {
      const order = await orderHere();
      const line = order.lines.find(
        ({ allocations }) => allocations[0]!.storeId === storeId && allocations.length === 1,
      )!;
      const part = line.allocations[0]!;
      const before = await truly(part.inventoryItemId, part.locationId!);
      const open = part.quantity - part.received - part.damaged - part.short;
      await main().getByRole('link', { name: 'Receive goods' }).click();
      const accepted = main().getByRole('textbox', { name: `Accepted of ${line.title}`, exact: true });
      await accepted.fill(String(open + 2));
      await shows(main(), '2 more than ordered');
      await button('Book it').click();
      await dialog().getByRole('button', { name: 'Book it' }).click();
      await shows(dialog().getByRole('alert'), 'More came than was ordered');
      await dialog().getByRole('button', { name: 'Yes, keep them all' }).click();
      await shows(dialog(), 'Done');
      expect(await truly(part.inventoryItemId, part.locationId!)).toBe(before + open + 2);
      await dialog().getByRole('button', { name: /^Undo/ }).click();
      await shows(dialog(), 'Undone');
      expect(await truly(part.inventoryItemId, part.locationId!)).toBe(before);
      await host.page.keyboard.press('Escape');
      await isGone(dialog());
    });

    it('plans, sends and receives by keyboard alone on a narrow window', async () => {
      const { keyboard } = host.page;
      const supplier = await supplierWithNeeds();
      await goTo('#/inventory/orders?state=all');
      await tabTo(main().getByRole('link', { name: 'New order' }));
      await keyboard.press('Enter');
      await tabTo(main().getByRole('combobox', { name: 'Supplier' }));
      await keyboard.type(supplier);
      await isThere(host.page.getByRole('option', { name: supplier, exact: true }));
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      await tabTo(button(/^Begin a draft/));
      await keyboard.press('Enter');
      await shows(title(), /^PO-\d+ · /);
      await tabTo(
        main()
          .getByRole('textbox', { name: /^Units of / })
          .first(),
      );
      await keyboard.press('Control+A');
      await keyboard.type('4');
      await expect.poll(async () => (await orderHere()).lines[0]!.quantity).toBe(4);
      await shows(main().getByRole('status').first(), /^\s*Kept$/);
      await button('Send').focus();
      await keyboard.press('Enter');
      await tabTo(dialog().getByRole('button', { name: 'Mark as sent' }));
      await keyboard.press('Enter');
      await isGone(dialog());
      await tabTo(main().getByRole('link', { name: 'Receive goods' }));
      await keyboard.press('Enter');
      await tabTo(
        main()
          .getByRole('button', { name: /^All 4 came/ })
          .first(),
      );
      await keyboard.press('Enter');
      await shows(main(), '4 accepted');
      await tabTo(button('Book it'));
      await keyboard.press('Enter');
      await isThere(dialog().getByRole('button', { name: 'Book it' }));
      await tabTo(dialog().getByRole('button', { name: 'Book it' }));
      await keyboard.press('Enter');
      await shows(dialog(), 'Done');
      expect((await orderHere()).lines[0]!.received).toBe(4);
      await keyboard.press('Escape');
    });

    it('counts a part of a location on a phone, sets it in the shop, and takes it back', async () => {
      const [place] = await host.client.purchaseOrders.locations({ storeId });
      await goTo('#/inventory/stocktakes');
      await button('Count a location').click();
      await shows(dialog(), place!.name);
      await dialog().getByRole('textbox', { name: 'Only a part' }).fill('KIT');
      await dialog().getByRole('button', { name: 'Begin to count' }).click();
      await isThere(main().getByRole('textbox', { name: 'Scan or type a code' }));
      const id = Number(/stocktakes\/(\d+)/.exec(host.page.url())![1]);
      const take = await host.client.stocktakes.show({ id });
      const { rows } = await host.client.stocktakes.lines({ id, limit: 20 });
      const line = rows.find(({ sku, expected }) => sku && expected > 2)!;
      const truth = async (): Promise<number> => {
        const { stock } = await host.sandbox.truth(shop);
        return stock.find(
          (one) => one.inventoryItemId === line.inventoryItemId && one.locationId === take.locationId,
        )!.onHand;
      };
      const code = main().getByRole('textbox', { name: 'Scan or type a code' });
      for (const piece of [1, 2]) {
        await code.fill(line.sku!);
        await code.press('Enter');
        await shows(main(), `${line.title}: ${piece} counted, ${line.expected} expected`);
      }
      await shows(main(), `−${line.expected - 2} units`);
      await button('Finish').click();
      await shows(dialog(), 'It can be undone');
      await dialog().getByRole('button', { name: 'Set it in the shop' }).click();
      await shows(main(), 'Finished');
      expect(await truth()).toBe(2);
      await button(/^Undo/).click();
      await shows(main(), 'Undone');
      expect(await truth()).toBe(line.expected);
    });

    it('sets what is known of a supplier, which is then no guess', async () => {
      await host.page.setViewportSize(WIDE);
      const [known] = await host.client.suppliers.list({ storeId });
      const store = (await host.client.stores.list()).find(({ id }) => id === storeId)!;
      await goTo('#/inventory/suppliers');
      await main().getByRole('link', { name: known!.supplier, exact: true }).click();
      await button(`Edit terms for ${store.name}`).click();
      await dialog().getByRole('textbox', { name: 'Delivery takes' }).fill('21');
      await dialog().getByRole('textbox', { name: 'Orders go to' }).fill('orders@acme.test');
      await dialog().getByRole('button', { name: 'Set terms' }).click();
      await isGone(dialog());
      await shows(main(), '21 days');
      const now = (await host.client.suppliers.list({ storeId })).find(
        ({ supplier }) => supplier === known!.supplier,
      );
      expect(now).toMatchObject({ leadTimeDays: 21, email: 'orders@acme.test' });
      expect(now!.defaults).not.toContain('leadTimeDays');
    });

    it('takes the whole stock along as a file', async () => {
      await goTo(`#/inventory?store=${storeId}`);
      const saved = host.page.waitForEvent('download');
      await button('Export as CSV').click();
      expect((await saved).suggestedFilename()).toMatch(/\.csv$/);
    });
  });
}
