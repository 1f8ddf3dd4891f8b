import { describe, expect, it } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

describe('an order in another currency', () => {
  it('drops the rates of the one before, which are not its own', () => {
    const { purchaseOrders } = openTestLedger();
    const rates = [{ storeId: 'gbp', rate: '0.8612', on: '2026-11-20' }];
    const { id, version } = purchaseOrders.create(
      { supplier: 'ACME', currency: 'EUR', lines: [], rates },
      OWNER,
    );
    const same = purchaseOrders.edit(id, version, { currency: 'EUR', freight: 5 }, OWNER);
    expect(same.rates).toEqual(rates);
    const other = purchaseOrders.edit(id, same.version, { currency: 'USD' }, OWNER);
    expect(other.rates).toEqual([]);
    const both = purchaseOrders.edit(id, other.version, { currency: 'EUR', rates }, OWNER);
    expect(both.rates).toEqual(rates);
  });

  it('keeps its amounts as they are written, also where the other has no cents', () => {
    const { purchaseOrders } = openTestLedger();
    const allocations = [{ storeId: 'gbp', variantId: 1, inventoryItemId: 2, quantity: 3 }];
    const line = (unitCost: number | null) => ({ title: 'Mug', sku: null, unitCost, allocations });
    const { id, version } = purchaseOrders.create(
      { supplier: 'ACME', currency: 'EUR', lines: [line(1200), line(null)], freight: 2550, duty: 100 },
      OWNER,
    );
    const costs = () => purchaseOrders.require(id).lines.map(({ unitCost }) => unitCost);
    const yen = purchaseOrders.edit(id, version, { currency: 'JPY', duty: 7 }, OWNER);
    expect(yen).toMatchObject({ currency: 'JPY', freight: 26, duty: 7, other: 0 });
    expect(costs()).toEqual([12, null]);
    const dinar = purchaseOrders.edit(id, yen.version, { currency: 'KWD' }, OWNER);
    expect([dinar.freight, ...costs()]).toEqual([26_000, 12_000, null]);
    purchaseOrders.edit(id, dinar.version, { currency: 'USD', lines: [line(500)] }, OWNER);
    expect(costs()).toEqual([500]);
  });
});
