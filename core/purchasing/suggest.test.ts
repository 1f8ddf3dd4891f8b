import { describe, expect, it } from 'vitest';
import { openTestLedger } from '../ledger/testing/test-ledger.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { suggestOrder } from './suggest.ts';

/** A store in which everything is to be ordered, from one of two vendors. */
function storeOf(vendors: readonly string[]): StoreRuntime {
  const variants = vendors.map((vendor, at) => ({
    variantId: at + 1,
    inventoryItemId: at + 1,
    title: `Mug ${at}`,
    sku: `M${at}`,
    barcode: null,
    vendor,
    unitCost: 100,
  }));
  const mirror = {
    outlookAt: () => 1,
    stockPage: (_question: unknown, limit: number, offset: number) => ({
      rows: variants.slice(offset, offset + limit).map(({ variantId, vendor }) => ({
        variantId,
        vendor,
        available: 0,
        quantity: 2,
        daysLeft: null,
        leadTimeDays: 14,
      })),
      total: variants.length,
    }),
    supply: {
      variants: (ids: readonly number[]) => ids.map((id) => variants[id - 1]!),
      stockedAt: () => [],
    },
  };
  return { info: { id: 'gbp', currency: 'GBP', zone: 'Europe/London' }, mirror } as unknown as StoreRuntime;
}

describe('what to order of a supplier', () => {
  it('is found however much is to be ordered of others before', () => {
    const ledger = openTestLedger();
    const store = storeOf([...Array<string>(5_000).fill('Others'), 'ACME', 'ACME']);
    const base = { ledger, stores: () => [store], planner: null, clock: () => 1_000 };
    const { lines } = suggestOrder(base, [store], 'ACME');
    expect(lines.map(({ sku }) => sku)).toEqual(['M5000', 'M5001']);
  });
});
