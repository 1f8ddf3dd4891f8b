import { expect, it, onTestFinished } from 'vitest';
import type { Actor } from '../../shared/action.ts';
import { openTestLedger } from '../ledger/testing/test-ledger.ts';
import { aProduct, aVariant, LONDON, memoryMirror } from '../mirror/test-records.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { draftLines } from './draft.ts';

const OWNER: Actor = { kind: 'person', id: 'owner' };
const OFFER = { leadTimeDays: null, packSize: null, minimumUnits: null };

/** Variant 1 is Acme's, variant 2 nobody's; the shop has a cost of both. What lines of an order are filled in with. */
function shop() {
  const [ledger, mirror] = [openTestLedger(), memoryMirror()];
  onTestFinished(() => mirror.close());
  const of = (id: number, vendor: string) =>
    aProduct(id * 10, {
      vendor,
      variants: [aVariant(id, { productId: id * 10, inventoryItemId: id * 100 })],
    });
  mirror.upsertProducts([of(1, 'Acme'), of(2, '')]);
  mirror.upsertInventory(
    [400, 500].map((unitCost, index) => ({
      id: (index + 1) * 100,
      tracked: true,
      unitCost,
      updatedAt: 1,
      levels: [],
    })),
  );
  const info = { id: mirror.storeId, name: 'Shop', currency: 'GBP', zone: LONDON.zone };
  const store = { info, mirror } as unknown as StoreRuntime;
  const base = { ledger, stores: () => [store], planner: null, clock: () => 1_000 };
  const asked = (variantId: number, supplier: string, currency = 'GBP') => {
    const allocations = [{ storeId: info.id, variantId, quantity: 2 }];
    const [line] = draftLines(base, () => store, { supplier, currency }, [{ allocations }]);
    return { sku: line!.supplierSku, cost: line!.unitCost };
  };
  return { ledger, storeId: info.id, asked };
}

it('asks the shop’s own cost of its vendor, and of whoever sends what nobody did', () => {
  const { asked } = shop();
  expect(asked(1, 'Acme').cost).toBe(400);
  expect(asked(2, 'Acme').cost).toBe(500);
  expect(asked(1, 'Acme', 'EUR').cost).toBeNull();
});

it('leaves open what a supplier asks that does not send it', () => {
  expect(shop().asked(1, 'Beta')).toEqual({ sku: null, cost: null });
});

it('takes each supplier’s own price and number, and the vendor’s still where another is ordered from', () => {
  const { ledger, storeId, asked } = shop();
  ledger.supplyTerms.set(
    storeId,
    [{ variantId: 1, supplier: 'Beta', supplierSku: 'B-1', unitCost: 300 }],
    OWNER,
  );
  ledger.supplyOffers.set(
    storeId,
    'Acme',
    { ...OFFER, variantId: 1, supplier: 'Gamma', supplierSku: 'G-1', unitCost: 350 },
    OWNER,
  );
  expect(asked(1, 'Beta')).toEqual({ sku: 'B-1', cost: 300 });
  expect(asked(1, 'Gamma')).toEqual({ sku: 'G-1', cost: 350 });
  expect(asked(1, 'Acme')).toEqual({ sku: null, cost: 400 });
});
