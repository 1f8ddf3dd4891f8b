import { describe, expect, it, onTestFinished } from 'vitest';
import { dayOf } from '../../shared/time.ts';
import type { OwnCost } from './own-costs.ts';
import { aLine, anOrder, aProduct, aVariant, LONDON, memoryMirror, NOON } from './test-records.ts';

const TODAY = dayOf(NOON, LONDON.zone);
const own = (variantId: number, cost: number, supplier: string | null = null): OwnCost => ({
  variantId,
  supplier,
  cost,
});

/** Mug 1 costs 300 in the shop, mug 2 nothing that is known; two of each were sold today. */
function shop() {
  const mirror = memoryMirror();
  onTestFinished(() => mirror.close());
  const of = (id: number, unitCost: number | null) =>
    aProduct(id * 10, {
      vendor: 'Acme',
      variants: [aVariant(id, { productId: id * 10, inventoryItemId: id * 100, unitCost })],
    });
  mirror.upsertProducts([of(1, 300), of(2, null)]);
  mirror.upsertOrders([
    anOrder(1, {
      lines: [1, 2].map((id) => aLine(id, { productId: id * 10, variantId: id, quantity: 2 })),
    }),
  ]);
  const settled = () => {
    while (mirror.settleRollUps() > 0);
    while (mirror.settleStock(100) > 0);
    return {
      reader: mirror
        .reader()
        .variants({ after: null, limit: 9 })
        .map((one) => one.unitCost),
      supply: mirror.supply.variants([1, 2]).map((one) => one.unitCost),
      page: [1, 2].map((id) => mirror.variantHead(id)?.unitCost),
      table: [1, 2].map(
        (id) =>
          mirror
            .stockPage({ sort: 'title', descending: false }, 10, 0)
            .rows.find((row) => row.variantId === id)?.unitCost,
      ),
      file: mirror.exportPage('products', null, 10).rows.map((row) => row.at(-1)),
      ofSales: mirror.margin(TODAY, TODAY).cost,
    };
  };
  const told = (first: number | null, second: number | null) => ({
    reader: [first, second],
    supply: [first, second],
    page: [first, second],
    table: [first, second],
    file: [first, second],
    ofSales: 2 * ((first ?? 0) + (second ?? 0)),
  });
  return { mirror, settled, told };
}

describe('what a unit costs', () => {
  it('is what a person filled in, else what the shop says, wherever it is asked', () => {
    const { mirror, settled, told } = shop();
    expect(settled()).toEqual(told(300, null));
    mirror.setOwnCosts([own(1, 250), own(2, 400)]);
    expect(settled()).toEqual(told(250, 400));
    mirror.setOwnCosts([{ variantId: 1, supplier: null, cost: null }]);
    expect(settled()).toEqual(told(300, 400));
  });

  it('a cost of zero is a known cost', () => {
    const { mirror, settled, told } = shop();
    mirror.setOwnCosts([own(1, 0)]);
    expect(settled()).toEqual(told(0, null));
  });

  it('counts only where its supplier is paid in the money of the store', () => {
    const { mirror, settled, told } = shop();
    mirror.setOwnCosts([own(1, 250), own(2, 400, 'Bravo')]);
    mirror.setCostCurrency('Bravo', 'USD');
    expect(settled()).toEqual(told(250, null));
    mirror.setCostCurrency('Acme', 'USD');
    expect(settled()).toEqual(told(300, null));
    mirror.setCostCurrency('Acme', null);
    mirror.setCostCurrency('Bravo', 'GBP');
    expect(settled()).toEqual(told(250, 400));
    mirror.setCostCurrency('Acme', 'EUR');
    mirror.setShop({ ...LONDON, currency: 'EUR' });
    expect(mirror.supply.variants([1, 2]).map((one) => one.unitCost)).toEqual([250, null]);
  });

  it('follows a product to another vendor', () => {
    const { mirror, settled, told } = shop();
    mirror.setOwnCosts([own(1, 250)]);
    mirror.setCostCurrency('Bravo', 'USD');
    expect(settled()).toEqual(told(250, null));
    const moved = { vendor: 'Bravo', updatedAt: NOON + 1 };
    mirror.upsertProducts([
      aProduct(10, {
        ...moved,
        variants: [aVariant(1, { productId: 10, inventoryItemId: 100, unitCost: 300 })],
      }),
    ]);
    expect(settled()).toEqual(told(300, null));
  });

  it('is there before the variant is, as where a mirror is fetched again', () => {
    const { mirror, settled, told } = shop();
    mirror.setOwnCosts([own(3, 900)]);
    settled();
    mirror.upsertOrders([anOrder(3, { lines: [aLine(3, { productId: 30, variantId: 3, quantity: 1 })] })]);
    expect(settled().ofSales).toBe(told(300, null).ofSales);
    mirror.upsertProducts([
      aProduct(30, {
        variants: [aVariant(3, { productId: 30, inventoryItemId: 3000, unitCost: null })],
      }),
    ]);
    expect(settled().ofSales).toBe(told(300, null).ofSales + 900);
  });

  it('is copied whole: what is no longer said is gone, and what stands is not written again', () => {
    const { mirror, settled, told } = shop();
    mirror.setOwnCosts([own(1, 250), own(2, 400)]);
    mirror.setCostCurrency('Bravo', 'USD');
    mirror.copyOwnCosts([own(2, 400)], []);
    expect(settled()).toEqual(told(300, 400));
    const before = mirror.stockMoved();
    mirror.copyOwnCosts([own(2, 400)], []);
    settled();
    expect(mirror.stockMoved()).toBe(before);
    mirror.setOwnCosts([own(1, 250, 'Bravo')]);
    expect(settled()).toEqual(told(250, 400));
  });
});
