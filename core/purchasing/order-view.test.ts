import { expect, it, onTestFinished } from 'vitest';
import type { Actor } from '../../shared/action.ts';
import { openTestLedger } from '../ledger/testing/test-ledger.ts';
import { aProduct, aVariant, LONDON, memoryMirror } from '../mirror/test-records.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { orderView } from './order-view.ts';

const OWNER: Actor = { kind: 'person', id: 'owner' };

/** Acme's products 1 to 6; Beta sends the second. What an order of so many units each warns of. */
function shop() {
  const [ledger, mirror] = [openTestLedger(), memoryMirror()];
  onTestFinished(() => mirror.close());
  const { storeId } = mirror;
  mirror.upsertProducts(
    [1, 2, 3, 4, 5, 6].map((id) =>
      aProduct(id * 10, {
        title: `Mug ${id}`,
        vendor: 'Acme',
        variants: [aVariant(id, { productId: id * 10, inventoryItemId: id * 100 })],
      }),
    ),
  );
  const store = {
    info: { id: storeId, name: 'Shop', currency: 'GBP', zone: LONDON.zone },
    mirror,
  } as unknown as StoreRuntime;
  const base = { ledger, stores: () => [store], planner: null, clock: () => 1_000 };
  const warnings = (supplier: string, lines: Record<number, number[]>): string[] => {
    const order = ledger.purchaseOrders.create(
      {
        supplier,
        currency: 'GBP',
        lines: Object.entries(lines).map(([id, units]) => ({
          title: `Mug ${id}`,
          sku: null,
          unitCost: 100,
          allocations: units.map((quantity, place) => ({
            storeId,
            variantId: Number(id),
            inventoryItemId: Number(id) * 100,
            locationId: place + 1,
            quantity,
          })),
        })),
      },
      OWNER,
    );
    return orderView(base, order).warnings;
  };
  return { ledger, storeId, warnings };
}

it('holds each product against the least that its supplier sends of one, over all places', () => {
  const { ledger, storeId, warnings } = shop();
  ledger.suppliers.set(storeId, 'Acme', { minimumUnits: 10 }, OWNER);
  ledger.supplyTerms.set(storeId, [{ variantId: 3, minimumUnits: 20 }], OWNER);
  // Of the order as a whole the least says nothing.
  expect(warnings('Acme', { 1: [5, 5], 2: [12], 3: [20] })).toEqual([]);
  expect(warnings('Acme', { 1: [4, 5], 2: [30], 3: [15] })).toEqual([
    'Less than Acme sends of a product: Mug 1 (9, at least 10); Mug 3 (15, at least 20).',
  ]);
  expect(warnings('Acme', { 1: [1], 2: [2], 4: [3], 5: [4], 6: [5] })).toEqual([
    'Less than Acme sends of a product: Mug 1 (1, at least 10); Mug 2 (2, at least 10); Mug 4 (3, at least 10); and 2 lines more.',
  ]);
});

it('takes the least of another supplier than the present one as its offer has it', () => {
  const { ledger, storeId, warnings } = shop();
  ledger.suppliers.set(storeId, 'Beta', { minimumUnits: 6 }, OWNER);
  ledger.supplyTerms.set(storeId, [{ variantId: 1, minimumUnits: 100 }], OWNER);
  ledger.supplyOffers.set(
    storeId,
    'Acme',
    {
      variantId: 2,
      supplier: 'Beta',
      supplierSku: null,
      leadTimeDays: null,
      packSize: null,
      minimumUnits: 8,
      unitCost: null,
    },
    OWNER,
  );
  expect(warnings('Beta', { 1: [6], 2: [8] })).toEqual([]);
  expect(warnings('Beta', { 1: [5], 2: [7] })).toEqual([
    'Less than Beta sends of a product: Mug 1 (5, at least 6); Mug 2 (7, at least 8).',
  ]);
});
