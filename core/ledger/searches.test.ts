import { describe, expect, it } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;
const TITLE = 'Işıltılı ÇİÇEK Vazosu · Küçük';
const TYPED = ['çiçek', 'Çiçek', 'CICEK', 'ışıltılı', 'çv-004', 'Ş-1'];
const line = { title: TITLE, sku: 'ÇV-004', barcode: 'ş-1', unitCost: null };
const item = { variantId: 4, inventoryItemId: 400 };

describe('what is searched as it is typed, whatever the case and the accents of its letters', () => {
  it('is a line of a stocktake', () => {
    const { stocktakes } = openTestLedger();
    const { id } = stocktakes.create(
      { storeId: 'tr', locationId: 7, name: 'Depo', lines: [{ ...item, ...line, expected: 5 }] },
      OWNER,
    );
    const found = (search: string) =>
      stocktakes.lines(id, { filter: 'all', search, limit: 5, offset: 0 }).total;
    expect(TYPED.map(found)).toEqual(TYPED.map(() => 1));
    expect(found('kase')).toBe(0);
  });

  it('is a purchase order, by its lines and its supplier', () => {
    const { purchaseOrders } = openTestLedger();
    const allocations = [{ storeId: 'tr', ...item, quantity: 2 }];
    const order = { supplier: 'Özgür Çömlek', currency: 'TRY', lines: [{ ...line, allocations }] };
    purchaseOrders.create(order, OWNER);
    const found = (search: string) => purchaseOrders.page({ search, limit: 5, offset: 0 }).total;
    const typed = [...TYPED, 'özgür', 'COMLEK', 'po-0001'];
    expect(typed.map(found)).toEqual(typed.map(() => 1));
    expect(found('kase')).toBe(0);
  });
});
