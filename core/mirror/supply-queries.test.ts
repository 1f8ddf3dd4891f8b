import { describe, expect, it, onTestFinished } from 'vitest';
import { dayOf } from '../../shared/time.ts';
import type { SupplyKnowledge } from './supply-queries.ts';
import { aLine, anOrder, aProduct, aVariant, LONDON, memoryMirror, NOON } from './test-records.ts';

const TODAY = dayOf(NOON, LONDON.zone);

function shop() {
  const mirror = memoryMirror();
  onTestFinished(() => mirror.close());
  const of = (id: number, vendor: string, given: object) =>
    aProduct(id * 10, {
      title: `Product ${id}`,
      vendor,
      variants: [aVariant(id, { productId: id * 10, inventoryItemId: id * 100, unitCost: null, ...given })],
    });
  mirror.upsertProducts([
    of(1, 'Acme', { sku: 'MUG', barcode: '111', unitCost: 300 }),
    of(2, 'Acme', { sku: 'CUP', barcode: 'MUG' }),
    of(3, '', { sku: '', barcode: '333' }),
  ]);
  mirror.upsertOrders([
    anOrder(1, { lines: [aLine(1, { productId: 20, variantId: 2, quantity: 3 })] }),
    anOrder(2, { lines: [aLine(2, { productId: 10, variantId: 1, quantity: 1 })] }),
  ]);
  return mirror;
}

const nothing: SupplyKnowledge = { revision: '0', terms: () => [], suppliers: () => [], learned: [] };
const page = { filter: 'gaps', limit: 10, offset: 0, today: TODAY } as const;

describe('the catalogue as purchasing asks it', () => {
  it('finds by SKU before barcode, whatever the case', () => {
    const { supply } = shop();
    expect(
      supply.variantsByCode(['mug', '333', 'none']).map((one) => [one.code, one.variantId, one.by]),
    ).toEqual([
      ['333', 3, 'barcode'],
      ['mug', 1, 'sku'],
    ]);
  });

  it('puts first what sells most, and sums what hangs on gaps', () => {
    const { supply } = shop();
    const all = supply.supplyPage(nothing, page);
    expect(all.rows.map((row) => row.variantId)).toEqual([2, 1, 3]);
    expect(all.total).toBe(3);
    expect(all.gaps).toEqual({ variants: 3, sales: all.rows.reduce((sum, row) => sum + row.sales, 0) });
  });

  it('a gap is closed by the supplier, or by the variant’s own terms, and opens again', () => {
    const { supply } = shop();
    const acme = { supplier: 'Acme', leadTimeDays: 9, packSize: 6 };
    const known = { ...nothing, revision: '1', suppliers: () => [acme] };
    // 1 has the shop's cost; 2 has none.
    expect(supply.supplyPage(known, page).rows.map((row) => row.variantId)).toEqual([2, 3]);
    const own = { variantId: 3, supplier: 'Own', leadTimeDays: 3, packSize: 1, unitCost: 0 };
    // What deliveries taught is known too; the pack is not.
    const learned = { ...nothing, revision: 'learned', learned: ['Acme'] };
    expect(supply.supplyPage(learned, page).total).toBe(3);
    const packed = { ...learned, revision: 'packed', suppliers: () => [{ supplier: 'Acme', packSize: 6 }] };
    expect(supply.supplyPage(packed, page).rows.map((row) => row.variantId)).toEqual([2, 3]);
    const more = { ...known, revision: '2', terms: () => [own] };
    expect(supply.supplyPage(more, page).rows.map((row) => row.variantId)).toEqual([2]);
    expect(supply.supplyPage({ ...nothing, revision: '3' }, page).total).toBe(3);
    expect(supply.supplyPage(nothing, { ...page, filter: 'all', search: 'PRODUCT 3' }).total).toBe(1);
  });

  it('is searched as it is typed, whatever the case and the accents of its letters', () => {
    const mirror = shop();
    const vase = { variants: [aVariant(4, { productId: 40, inventoryItemId: 400, sku: 'ÇV-004' })] };
    mirror.upsertProducts([
      aProduct(40, { title: 'Işıltılı ÇİÇEK Vazosu', vendor: 'Şölen', productType: 'Öğle', ...vase }),
    ]);
    const at = { updatedAt: 1 };
    mirror.upsertLocations([
      { id: 7, name: 'Depo', isActive: true, fulfillsOnlineOrders: true, countryCode: 'TR', ...at },
    ]);
    const level = { locationId: 7, available: 5, onHand: 5, committed: 0, incoming: 0, ...at };
    mirror.upsertInventory([{ id: 400, tracked: true, unitCost: null, levels: [level], ...at }]);
    const found = (search: string) => [
      mirror.supply.supplyPage(nothing, { ...page, filter: 'all', search }).total,
      [...mirror.supply.stockOf(7, search)].length,
    ];
    const typed = ['çiçek', 'Çiçek', 'CICEK', 'ışıltılı', 'vazosu çiçek', 'şölen', 'çv-004'];
    for (const search of typed) expect([search, ...found(search)]).toEqual([search, 1, 1]);
    for (const search of ['çicekler', '–']) expect([search, ...found(search)]).toEqual([search, 0, 0]);
    expect([...mirror.supply.stockOf(7, 'ÖĞLE')]).toHaveLength(1);
    // The same while nothing is known of its words yet, and once it is.
    while (mirror.settleStock(20) > 0);
    for (const search of typed) expect([search, ...found(search)]).toEqual([search, 1, 1]);
  });
});
