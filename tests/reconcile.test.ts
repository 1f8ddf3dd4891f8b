/** Three seeded stores (GBP with tax included, EUR, JPY): mirror and truth agree to the penny and the unit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { daysOf, type Mirrored, mirrorOf, truthFrom, variantDaysOf } from './mirrored.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ plan: 'enterprise', scale: 0.1, seed: 'three' });
});
afterAll(() => sandbox.close());

async function expectAgreement({ mirror }: Mirrored, shop: string): Promise<void> {
  const truth = await truthFrom(sandbox, shop);
  const figures = mirror.figures();
  expect(daysOf(mirror)).toEqual(truth.days);
  expect(variantDaysOf(mirror)).toEqual(truth.variantDays);
  expect(figures.counts).toEqual(truth.counts);
  const byStock = (
    rows: { inventoryItemId: number; locationId: number; available: number; onHand: number }[],
  ) =>
    rows
      .map((row) => [row.inventoryItemId, row.locationId, row.available, row.onHand])
      .sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
  expect(byStock(figures.stock)).toEqual(byStock(truth.stock));
  const byVariant = (rows: { variantId: number; price: number }[]) =>
    rows.map((row) => [row.variantId, row.price]).sort((a, b) => a[0]! - b[0]!);
  expect(byVariant(figures.prices)).toEqual(byVariant(truth.prices));
}

describe.each(['gbp', 'eur', 'jpy'])('the store %s', (storeId) => {
  it('agrees after the first load, after selling on, and after another writer was at it', async () => {
    const access = sandbox.shops.find((shop) => shop.storeId === storeId)!;
    const control = async (path: string, body: unknown): Promise<void> => {
      const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
        method: 'POST',
        body: JSON.stringify({ shop: access.shop, ...(body as object) }),
      });
      expect(response.status).toBe(200);
    };
    const mirrored = mirrorOf(sandbox, access);
    try {
      await mirrored.sync.run();
      const first = await truthFrom(sandbox, access.shop);
      expect(first.counts.orders).toBeGreaterThan(100);
      expect(first.days.some((day) => day.returns > 0)).toBe(true);
      await expectAgreement(mirrored, access.shop);

      await control('sell', { orders: 25 });
      const [price] = first.prices;
      const [stock] = first.stock;
      await control('edit', { variantId: price!.variantId, price: '77' });
      await control('edit', {
        inventoryItemId: stock!.inventoryItemId,
        locationId: stock!.locationId,
        delta: 5,
      });
      await mirrored.sync.run();
      expect((await truthFrom(sandbox, access.shop)).counts.orders).toBe(first.counts.orders + 25);
      await expectAgreement(mirrored, access.shop);
      expect(mirrored.mirror.check()).toEqual({ ok: true, problems: [] });
    } finally {
      mirrored.close();
    }
  });
});
