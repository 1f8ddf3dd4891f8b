/** Each view and state of Inventory, wide and narrow, with the longest titles, unknown costs and three currencies. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { fillStores } from '../../headless/demo/script.ts';
import type { PurchaseOrderView } from '../../shared/contract/purchasing-schemas.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import { layerOf } from './page-parts.ts';
import { HUGE_TITLE } from './page-states.ts';
import { expectSound } from './soundness.ts';

/** Axe looks at some forty states, twice each. */
const PATIENCE_MS = 400_000;

describe('Inventory, looked at', { timeout: PATIENCE_MS }, () => {
  let host: BrowserHost;
  let storeId: string;
  beforeAll(async () => {
    host = await openBrowserHost();
  });
  afterAll(() => host?.close());

  let filling: Promise<void> | undefined;
  /** Once, whichever part of the story is first. */
  const filled = (): Promise<void> => {
    filling ??= (async () => {
      await fillStores(host.client, host.sandbox);
      storeId = host.sandbox.shops[0]!.storeId;
    })();
    return filling;
  };
  const main = (): Locator => host.page.locator('main');
  const dialog = (): Locator => layerOf(host.page);
  const goTo = async (hash: string): Promise<void> => {
    await host.page.setViewportSize({ width: 1440, height: 900 });
    await host.page.evaluate(`void (location.hash = '${hash}')`);
  };
  const isSound = (): Promise<void> => expectSound(host.page);
  const press = (name: string | RegExp): Promise<void> =>
    main().getByRole('button', { name }).first().click();
  const closeDialog = async (): Promise<void> => {
    await host.page.keyboard.press('Escape');
    await isGone(dialog());
  };

  it('is sound without a store', async () => {
    for (const part of ['', '/orders', '/orders/new', '/stocktakes', '/suppliers']) {
      await goTo(`#/inventory${part}`);
      await shows(main(), /No store|No order|Supplier|Nothing was counted|No supplier/);
      await isSound();
    }
    await goTo('#/inventory/stocktakes');
    await press('Count a location');
    await shows(dialog(), 'No location is known yet');
    await isSound();
    await closeDialog();
  });

  it('is sound with stock, and with a product that is to be ordered, one without a cost, one not tracked', async () => {
    await filled();
    for (const shop of host.sandbox.shops) {
      await goTo(`#/inventory?store=${shop.storeId}`);
      await isThere(main().getByRole('row').nth(3));
      await isSound();
    }
    await host.page.emulateMedia({ media: 'print' });
    await isThere(main().getByText(/^Printed are the rows in sight, of \d+ rows\.$/));
    await host.page.emulateMedia({ media: 'screen' });
    await goTo(`#/inventory?store=${storeId}&q=nothing-is-called-so`);
    const { rows } = await host.client.stockTable.page({ storeId, limit: 200 });
    const shown = [
      rows.find(({ state }) => state === 'order_now'),
      rows.find(({ value }) => value === null),
      rows.find(({ state }) => state === 'dead'),
      rows.find(({ state }) => state === 'unknown'),
    ].flatMap((row) => row ?? []);
    const offer = { storeId, variantId: shown[0]!.variantId };
    await host.client.supplyOffers.set({ ...offer, supplier: 'Öz Anadolu Tekstil', unitCost: 120 });
    await host.client.supplyOffers.set({ ...offer, supplier: HUGE_TITLE.slice(0, 255), leadTimeDays: 3 });
    for (const { productId, variantId, product } of shown) {
      await goTo(`#/inventory/product-${productId}?store=${storeId}&variant=${variantId}`);
      await shows(host.page.getByRole('heading', { level: 1 }), product);
      await isThere(main().getByRole('heading', { name: 'What if' }));
      await shows(main(), 'Where it lies');
      await isSound();
    }
    for (const opens of ['Edit terms', 'Add another supplier of it']) {
      await press(opens);
      await isThere(dialog());
      await isSound();
      await closeDialog();
    }
  });

  it('is sound with orders in every state, the longest title on one of them', async () => {
    await filled();
    const suppliers = new Set(
      (await host.client.suppliers.list({ storeId })).map(({ supplier }) => supplier),
    );
    const drafts: PurchaseOrderView[] = [];
    for (const supplier of suppliers) {
      const { lines } = await host.client.purchaseOrders.suggest({ supplier });
      if (lines.length < 2) continue;
      drafts.push(
        await host.client.purchaseOrders.create({
          supplier,
          currency: 'USD',
          freight: 1234,
          note: HUGE_TITLE,
          lines: lines.map(({ title, sku, allocations }, index) => ({
            title: index === 0 ? HUGE_TITLE : title,
            sku,
            unitCost: index === 1 ? 99 : null,
            allocations: allocations.map(({ variantId, quantity, ...one }) => ({
              storeId: one.storeId,
              variantId,
              locationId: one.locationId,
              quantity,
            })),
          })),
        }),
      );
      if (drafts.length === 2) break;
    }
    const [draft, other] = [drafts[0]!, drafts[1]!];
    await goTo(`#/inventory/orders/new?supplier=${encodeURIComponent(draft.supplier)}`);
    await isThere(main().getByRole('button', { name: /^Begin a draft/ }));
    await isSound();
    await goTo(`#/inventory/orders/${draft.id}`);
    await shows(main(), HUGE_TITLE);
    await main().getByRole('textbox', { name: 'Add by SKU, barcode or name' }).fill('c');
    await main().getByRole('textbox', { name: 'Add by SKU, barcode or name' }).fill('cushion');
    await isThere(main().getByRole('list', { name: 'Found' }));
    await isSound();
    await press('Send');
    await shows(dialog(), 'Say that it is sent');
    await isSound();
    await closeDialog();
    await press('Cancel order');
    await isSound();
    await closeDialog();

    const sent = await host.client.purchaseOrders.send({
      id: other.id,
      version: other.version,
      expectedOn: '2020-01-01',
    });
    await goTo(`#/inventory/orders/${sent.id}/receive`);
    await press(/^All \d+ came/);
    await press(/^One more damaged/);
    await isSound();
    await press('Book it');
    await isThere(dialog());
    await isSound();
    await dialog().getByRole('button', { name: 'Book it' }).click();
    await shows(dialog(), 'More came than was ordered');
    await isSound();
    await dialog().getByRole('button', { name: 'Yes, keep them all' }).click();
    await shows(dialog(), 'Done');
    await isSound();
    await closeDialog();
    await goTo(`#/inventory/orders/${sent.id}`);
    await shows(main(), 'accepted');
    await isSound();
    await goTo('#/inventory/orders?state=all');
    await shows(main(), 'Late');
    await isSound();
  });

  it('is sound while it counts, and when that is done', async () => {
    await filled();
    const [place] = await host.client.purchaseOrders.locations({ storeId });
    const take = await host.client.stocktakes.create({
      storeId,
      locationId: place!.locationId,
      name: HUGE_TITLE,
      search: 'kit',
    });
    const { rows } = await host.client.stocktakes.lines({ id: take.id, limit: 1 });
    await goTo(`#/inventory/stocktakes/${take.id}`);
    const code = main().getByRole('textbox', { name: 'Scan or type a code' });
    await code.fill(rows[0]!.sku!);
    await code.press('Enter');
    await shows(main(), '1 counted');
    await isSound();
    await press('Finish');
    await isSound();
    await dialog().getByRole('button', { name: 'Set it in the shop' }).click();
    await shows(main(), 'Finished');
    await isSound();
    await goTo('#/inventory/stocktakes');
    await shows(main(), HUGE_TITLE);
    await isSound();
  });

  it('is sound with its suppliers, one with the longest name there can be', async () => {
    await filled();
    await goTo('#/inventory/suppliers');
    await isThere(main().getByRole('row').nth(2));
    await isSound();
    await press('Add a supplier');
    await isSound();
    await closeDialog();
    await host.client.suppliers.set({
      storeId,
      supplier: HUGE_TITLE,
      notes: HUGE_TITLE,
      email: 'a@acme.test',
    });
    await goTo(`#/inventory/suppliers/${encodeURIComponent(HUGE_TITLE).replaceAll("'", '%27')}`);
    await shows(main(), 'None is open');
    await isSound();
    await press(/^Edit terms/);
    await isSound();
    await closeDialog();
  });
});
