/** Each fault of a shop against a real core: what the owner is told, and that the next run ends where it should. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences } from '../../headless/demo/reconcile.ts';
import type { Truth } from '../../headless/demo/sandbox-process.ts';
import { idOf } from '../../sandbox/model.ts';
import { RoyalError } from '../../shared/errors.ts';
import { type Owned, openOwned } from './owned-core.ts';

let owned: Owned;
beforeAll(async () => {
  owned = await openOwned();
});
afterAll(() => owned.close());

async function refusal(work: () => Promise<unknown>): Promise<RoyalError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RoyalError) return error;
    throw error;
  }
  throw new Error('It should have been refused.');
}

/** Code and next step are there, and nothing secret is. */
function expectTold(error: RoyalError, code: string, next: RegExp): void {
  expect(error.code).toBe(code);
  expect(error.next).toMatch(next);
  const text = JSON.stringify(error.toData());
  for (const { clientSecret, adminToken } of owned.sandbox.shops)
    for (const secret of [clientSecret, adminToken]) expect(text).not.toContain(secret);
}

async function expectAgreement(): Promise<void> {
  const { shop, storeId } = owned.sandbox.shops[0]!;
  const response = await fetch(`${owned.sandbox.url}/sandbox/truth?shop=${shop}`);
  expect(differences(await owned.client.figures({ storeId }), (await response.json()) as Truth)).toEqual([]);
}

async function sell(orders: number): Promise<void> {
  const { shop } = owned.sandbox.shops[0]!;
  const body = JSON.stringify({ shop, orders });
  expect((await fetch(`${owned.sandbox.url}/sandbox/sell`, { method: 'POST', body })).status).toBe(200);
}

function effective(since: number): string[] {
  return owned.sandbox.journal
    .entries({ since })
    .filter((entry) => entry.effective && !entry.mutation.startsWith('bulk'))
    .map((entry) => entry.mutation);
}

const lastEntry = (): number => owned.sandbox.journal.entries().at(-1)?.sequence ?? 0;

describe('connecting', () => {
  const access = () => owned.sandbox.shops[0]!;
  const add = (change: Record<string, unknown>) => {
    const { shop, clientId, clientSecret } = access();
    const endpoint = owned.sandbox.url;
    return refusal(() =>
      owned.client.stores.add({ id: 'try', shop, clientId, clientSecret, endpoint, ...change }),
    );
  };

  it('to what is no shop domain', async () => {
    expectTold(await add({ shop: 'example.com' }), 'shop_domain_invalid', /myshopify\.com/);
  });
  it('to a shop that does not exist', async () => {
    expectTold(await add({ shop: 'nobody-home.myshopify.com' }), 'shop_not_found', /./);
  });
  it('with a wrong secret', async () => {
    expectTold(await add({ clientSecret: 'wrong' }), 'credentials_invalid', /./);
  });
  it('with a token that the shop does not know, which it does not tell from one that has ended', async () => {
    const told = await add({ token: 'shpat_wrong', clientId: undefined, clientSecret: undefined });
    expectTold(told, 'token_expired', /token/);
  });
  it('where the shop lets no app of another organisation in', async () => {
    const { id } = owned.sandbox.faults.add({ kind: 'shop_not_permitted' });
    expect(id).toBeGreaterThan(0);
    expectTold(await add({}), 'shop_not_permitted', /./);
    owned.sandbox.faults.clear();
  });
  it('and none of it leaves half a store behind', async () => {
    expect(await owned.client.stores.list()).toEqual([]);
    await owned.connect();
    expect(await owned.client.stores.list()).toHaveLength(1);
  });
});

describe('a first load', () => {
  it.each([
    ['half of a bulk file', { kind: 'cut_bulk', match: null, after: 700 }],
    ['half of a bulk file that looks whole', { kind: 'cut_bulk', after: 700, silent: true }],
    ['a failed bulk operation with partial data', { kind: 'bulk_failed' }],
  ])('gets over %s', async (_name, fault) => {
    const { faults } = owned.sandbox;
    const { storeId } = owned.sandbox.shops[0]!;
    if ((await owned.client.stores.list()).length > 0) await owned.client.stores.remove({ storeId });
    await owned.connect();
    const { id } = faults.add(fault);
    await owned.sync();
    expect(faults.list().find((one) => one.id === id)?.struck).toBeGreaterThan(0);
    faults.clear();
    await expectAgreement();
  });
});

describe('a sync', () => {
  it.each([
    ['429 with Retry-After', { kind: 'http_429', times: 2, ms: 50 }],
    ['THROTTLED', { kind: 'throttled', times: 2 }],
    ['500', { kind: 'http_500', times: 1 }],
    ['503', { kind: 'http_503', times: 1 }],
    ['a slow answer', { kind: 'slow', times: 1, ms: 300 }],
    ['a connection that is reset', { kind: 'connection_reset', times: 1 }],
    ['an expired token', { kind: 'expired_token', times: 1 }],
  ])('gets over %s by itself', async (_name, fault) => {
    const { faults } = owned.sandbox;
    await sell(2);
    const { id } = faults.add(fault);
    await owned.sync();
    expect(faults.list().find((one) => one.id === id)?.struck).toBeGreaterThan(0);
    faults.clear();
    await expectAgreement();
  });

  it('says that the shop is down, and goes on once it is up', { timeout: 120_000 }, async () => {
    await sell(2);
    owned.sandbox.faults.add({ kind: 'down' });
    expectTold(await refusal(() => owned.sync()), 'shop_unavailable', /./);
    const [status] = await owned.client.sync.status({});
    expect(status?.error?.code).toBe('shop_unavailable');
    owned.sandbox.faults.clear();
    await expect
      .poll(
        () =>
          owned.sync().then(
            () => 'synced',
            (error: RoyalError) => error.code,
          ),
        {
          timeout: 90_000,
          interval: 500,
        },
      )
      .toBe('synced');
    await expectAgreement();
  });

  it('names a scope that was taken away', async () => {
    owned.sandbox.faults.add({ kind: 'missing_scope', scope: 'read_orders' });
    const told = await refusal(() => owned.sync());
    expectTold(told, 'scope_missing', /./);
    expect(told.message + told.next).toContain('read_orders');
    owned.sandbox.faults.clear();
    await owned.sync();
    await expectAgreement();
  });

  it('takes orders in where people are withheld', async () => {
    await sell(2);
    owned.sandbox.faults.add({ kind: 'redacted' });
    await owned.sync();
    owned.sandbox.faults.clear();
    await expectAgreement();
  });
});

describe('an action', () => {
  /** A price one penny up, approved; answers with the action once the executor is done with it for now. */
  async function raisePrice(row: number) {
    const { storeId } = owned.sandbox.shops[0]!;
    const variant = (await owned.client.stock.list({ storeId }))[row]!;
    const action = await owned.client.actions.propose({
      type: 'price.change',
      storeId,
      input: { variantId: variant.variantId, price: variant.price.minor + 1 },
    });
    return owned.client.actions.approve({ id: action.id });
  }

  it('whose answer was lost is read back, not sent again', async () => {
    const since = lastEntry();
    owned.sandbox.faults.add({ kind: 'lost_answer', match: 'VariantPriceUpdate' });
    const action = await raisePrice(0);
    expect(action.state).toBe('verified');
    expect(effective(since)).toEqual(['productVariantsBulkUpdate']);
    owned.sandbox.faults.clear();
  });

  it('on stock whose answer was lost is sent again under its key, with one effect', {
    timeout: 60_000,
  }, async () => {
    const { client, sandbox } = owned;
    const { storeId, shop } = sandbox.shops[0]!;
    const stocked = (await client.stock.list({ storeId })).find(
      (row) =>
        row.levels.length > 0 && sandbox.documents.get(shop, 'InventoryItem', row.inventoryItemId)?.tracked,
    )!;
    const create = await client.actions.propose({
      type: 'purchase_order.create',
      storeId,
      input: {
        supplier: 'Acme',
        lines: [
          {
            variantId: stocked.variantId,
            inventoryItemId: stocked.inventoryItemId,
            title: stocked.title,
            sku: stocked.sku,
            quantity: 3,
            unitCost: null,
          },
        ],
      },
    });
    expect((await client.actions.approve({ id: create.id })).state).toBe('verified');
    const { rows } = await client.purchaseOrders.list({ storeId });
    const entry = rows.find((one) => one.actionId === create.id)!;
    const order = await client.purchaseOrders.show({ id: entry.id });
    const { locationId } = stocked.levels[0]!;
    const available = () =>
      sandbox.documents
        .get(shop, 'InventoryItem', stocked.inventoryItemId)!
        .inventoryLevels.find((level) => idOf(level.location.id) === locationId)!.quantities.available;
    const before = available();
    const since = lastEntry();
    sandbox.faults.add({ kind: 'lost_answer', match: 'InventoryAdjust' });
    const receive = await client.actions.propose({
      type: 'purchase_order.receive',
      storeId,
      input: { purchaseOrderId: order.id, lines: [{ lineId: order.lines[0]!.id, locationId, quantity: 3 }] },
    });
    await client.actions.approve({ id: receive.id });
    await expect
      .poll(async () => (await client.actions.show({ id: receive.id })).state, {
        timeout: 30_000,
        interval: 100,
      })
      .toBe('verified');
    expect(effective(since)).toEqual(['inventoryAdjustQuantities']);
    expect(available()).toBe(before + 3);
  });

  it('that needs a scope which the app lacks names it, and sends nothing', async () => {
    const since = lastEntry();
    const { shop } = owned.sandbox.shops[0]!;
    const post = (body: object) =>
      fetch(`${owned.sandbox.url}/sandbox/scopes`, {
        method: 'POST',
        body: JSON.stringify({ shop, ...body }),
      });
    await post({ revoke: ['write_products'] });
    await owned.sync();
    const action = await raisePrice(1);
    expect(action.state).toBe('failed');
    expect(action.outcome?.text).toContain('write_products');
    expect(effective(since)).toEqual([]);
    await post({ grant: ['write_products'] });
  });

  it('waits while the shop is down, and is carried out once it is up', { timeout: 120_000 }, async () => {
    const since = lastEntry();
    await owned.sync();
    owned.sandbox.faults.add({ kind: 'down' });
    const action = await raisePrice(2);
    expect(['approved', 'executing', 'unknown']).toContain(action.state);
    expect(effective(since)).toEqual([]);
    owned.sandbox.faults.clear();
    await expect
      .poll(async () => (await owned.client.actions.show({ id: action.id })).state, {
        timeout: 100_000,
        interval: 200,
      })
      .toBe('verified');
    expect(effective(since)).toEqual(['productVariantsBulkUpdate']);
    expect((await owned.client.audit.verify()).ok).toBe(true);
  });
});
