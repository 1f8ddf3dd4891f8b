import { describe, expect, it, onTestFinished } from 'vitest';
import { aProduct, aVariant, memoryMirror } from './test-records.ts';

/** Products 10, 20, …, each of one variant (1, 2, …) with an item of a hundred times its id on two shelves. */
function shop(ids: readonly number[]) {
  const mirror = memoryMirror();
  onTestFinished(() => mirror.close());
  mirror.upsertProducts(
    ids.map((id) =>
      aProduct(id * 10, {
        title: `Product ${id}`,
        variants: [aVariant(id, { productId: id * 10, inventoryItemId: id * 100 })],
      }),
    ),
  );
  mirror.upsertInventory(
    // One item more, whose variant is not known.
    [...ids, 1].map((id) => ({
      id: id * 100,
      tracked: true,
      unitCost: null,
      updatedAt: 1,
      levels: [1, 2].map((locationId) => ({
        locationId,
        available: id,
        onHand: id,
        committed: 0,
        incoming: 0,
        updatedAt: 1,
      })),
    })),
  );
  return mirror;
}

describe('variants and stock, part by part', () => {
  it('comes to every variant once, those of imports with their negative ids too', () => {
    const reader = shop([-7, -3, 2, 5, 9]).reader();
    const seen: number[] = [];
    for (let after: number | null = null; ; ) {
      const page = reader.variants({ after, limit: 2 });
      if (page.length === 0) break;
      seen.push(...page.map(({ variantId }) => variantId));
      after = seen.at(-1)!;
    }
    expect(seen).toEqual([-7, -3, 2, 5, 9]);
    expect(reader.variants({ after: null, limit: 1 })[0]).toMatchObject({ available: -14, onHand: -14 });
  });

  it('finds one by its id alone', () => {
    const reader = shop([2, 5]).reader();
    expect(reader.variant(5)).toMatchObject({ variantId: 5, available: 10 });
    expect([reader.variant(3), reader.variant(6)]).toEqual([null, null]);
  });

  it('keeps the shelves of an item together, and is not ended by an item of no variant', () => {
    const mirror = shop([-7, 2, 5]);
    expect(
      mirror.stockNow({ after: -700, limit: 1 }).map((one) => [one.inventoryItemId, one.locationId]),
    ).toEqual([
      [200, 1],
      [200, 2],
    ]);
    expect(mirror.stockNow({ after: null, limit: 3 })).toHaveLength(6);
    expect(mirror.stockNow({ after: 500, limit: 3 })).toEqual([]);
  });
});
