/** Clocks that are wrong, go backwards or change with the season: nothing is lost, repeated, or booked on another day. */
import { afterEach, describe, expect, it } from 'vitest';
import { differences } from '../../headless/demo/reconcile.ts';
import type { Truth } from '../../headless/demo/sandbox-process.ts';
import { seedStores } from '../../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { DAY_MS, startOfDay } from '../../shared/time.ts';
import { type Owned, openOwned } from '../faults/owned-core.ts';
import { daysOf, mirrorOf, truthFrom, variantDaysOf } from '../mirrored.ts';

let owned: Owned | undefined;
let sandbox: Sandbox | undefined;
afterEach(async () => {
  await owned?.close();
  await sandbox?.close();
  owned = undefined;
  sandbox = undefined;
});

async function control(at: Sandbox, path: string, body: object): Promise<void> {
  const response = await fetch(`${at.url}/sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
}

async function expectAgreement({ client, sandbox: shopSide }: Owned): Promise<void> {
  const { shop, storeId } = shopSide.shops[0]!;
  const response = await fetch(`${shopSide.url}/sandbox/truth?shop=${shop}`);
  expect(differences(await client.figures({ storeId }), (await response.json()) as Truth)).toEqual([]);
}

describe('a clock set back by two days', () => {
  it('neither hides what is sold from then on nor breaks the record', async () => {
    let now = Date.now();
    owned = await openOwned({ clock: () => now });
    const { client } = owned;
    const { shop, storeId } = owned.sandbox.shops[0]!;
    await owned.connect();
    await owned.sync();
    await client.stop.pull({ reason: 'before' });
    await client.stop.lift({});
    now -= 2 * DAY_MS;
    await control(owned.sandbox, 'sell', { shop, orders: 3 });
    await owned.sync();
    await expectAgreement(owned);
    const variant = (await client.stock.list({ storeId }))[0]!;
    const proposal = { type: 'price.change', storeId, input: { variantId: variant.variantId, price: 4242 } };
    const action = await client.actions.propose(proposal);
    expect((await client.actions.approve({ id: action.id })).state).toBe('verified');
    expect((await client.audit.verify()).ok).toBe(true);
    await owned.stop();
    await owned.start();
    expect((await owned.client.audit.verify()).ok).toBe(true);
    expect((await owned.client.actions.show({ id: action.id })).state).toBe('verified');
  });

  it('is no reason to send a delta again whose key may have run out: a person is asked', async () => {
    let now = Date.now();
    owned = await openOwned({ clock: () => now });
    const { client, sandbox: shopSide } = owned;
    const { shop, storeId } = shopSide.shops[0]!;
    await owned.connect();
    await owned.sync();
    const row = (await client.stock.list({ storeId })).find(
      (one) =>
        one.levels.length > 0 && shopSide.documents.get(shop, 'InventoryItem', one.inventoryItemId)?.tracked,
    )!;
    const create = await client.actions.propose({
      type: 'purchase_order.create',
      storeId,
      input: {
        supplier: 'Acme',
        lines: [
          {
            variantId: row.variantId,
            inventoryItemId: row.inventoryItemId,
            title: row.title,
            sku: row.sku,
            quantity: 2,
            unitCost: null,
          },
        ],
      },
    });
    await client.actions.approve({ id: create.id });
    const [entry] = (await client.purchaseOrders.list({ storeId })).rows;
    const order = await client.purchaseOrders.show({ id: entry!.id });
    const receive = await client.actions.propose({
      type: 'purchase_order.receive',
      storeId,
      input: {
        purchaseOrderId: order!.id,
        lines: [{ lineId: order!.lines[0]!.id, locationId: row.levels[0]!.locationId, quantity: 2 }],
      },
    });
    shopSide.faults.add({ kind: 'lost_answer', match: 'InventoryAdjust' });
    expect((await client.actions.approve({ id: receive.id })).state).toBe('unknown');
    await owned.stop();
    now -= 2 * DAY_MS;
    await owned.start();
    await expect
      .poll(async () => (await owned!.client.actions.show({ id: receive.id })).outcome?.text, {
        timeout: 20_000,
      })
      .toMatch(/Look in the shop/);
    expect((await owned.client.actions.show({ id: receive.id })).state).toBe('unknown');
    const sent = shopSide.journal
      .entries({ shop })
      .filter((one) => one.mutation === 'inventoryAdjustQuantities');
    expect(sent).toHaveLength(1);
  });
});

describe('the night on which the clocks change', () => {
  it.each([
    ['gbp', '2026-03-29', 23],
    ['gbp', '2026-10-25', 25],
    ['eur', '2026-03-29', 23],
    ['eur', '2026-10-25', 25],
    ['jpy', '2026-10-25', 24],
  ] as const)(
    'in the store %s on %s, a day of %i hours, every order falls on its own day',
    async (storeId, date, hours) => {
      const day = Date.parse(date) / DAY_MS;
      sandbox = await startSandbox({
        plan: 'enterprise',
        now: `${date}T20:00:00Z`,
        fill: (documents, now) => seedStores(documents, { now, scale: 0.01, days: 20, stores: [storeId] }),
      });
      const access = sandbox.shops[0]!;
      const { zone } = sandbox.documents.shop(access.shop)!;
      const start = startOfDay(day, zone);
      expect((startOfDay(day + 1, zone) - start) / 3_600_000).toBe(hours);
      for (let at = start - 3_600_000; at <= start + 26 * 3_600_000; at += 45 * 60_000) {
        await control(sandbox, 'clock', { now: new Date(at).toISOString() });
        await control(sandbox, 'sell', { shop: access.shop, orders: 1 });
      }
      const { mirror, sync, close } = mirrorOf(sandbox, access);
      try {
        await sync.run();
        const truth = await truthFrom(sandbox, access.shop);
        expect(daysOf(mirror)).toEqual(truth.days);
        expect(variantDaysOf(mirror)).toEqual(truth.variantDays);
        expect(mirror.check()).toEqual({ ok: true, problems: [] });
      } finally {
        close();
      }
    },
  );
});
