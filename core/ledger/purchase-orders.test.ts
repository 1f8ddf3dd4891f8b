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
});
