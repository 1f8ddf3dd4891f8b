import { expect, it, onTestFinished } from 'vitest';
import type { Actor } from '../../shared/action.ts';
import { openTestLedger } from '../ledger/testing/test-ledger.ts';
import { aProduct, aVariant, memoryMirror } from '../mirror/test-records.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { setSupplier } from './set-supplier.ts';

const OWNER: Actor = { kind: 'person', id: 'owner' };
const OFFER = { supplierSku: null, leadTimeDays: null, packSize: null, minimumUnits: null };

it('keeps what a supplier asks as it is written when it is paid in another currency', () => {
  const [ledger, mirror] = [openTestLedger(), memoryMirror()];
  onTestFinished(() => mirror.close());
  const { storeId } = mirror;
  mirror.upsertProducts(
    [1, 2, 3].map((id) =>
      aProduct(id * 10, {
        vendor: id === 3 ? 'Other' : 'Kyoto',
        variants: [aVariant(id, { productId: id * 10, inventoryItemId: id * 100 })],
      }),
    ),
  );
  const store = { info: { id: storeId, currency: 'GBP' }, mirror } as unknown as StoreRuntime;
  const change = (fields: Parameters<typeof setSupplier>[3]) =>
    setSupplier(ledger, store, 'Kyoto', fields, OWNER);
  const asked = () => [
    ...[1, 2, 3].map((id) => ledger.supplyTerms.get(storeId, id)?.unitCost),
    ledger.supplyOffers.of(storeId, 'GBP', { variantId: 3, vendor: 'Other', shopCost: null })[1]!.unitCost,
    ledger.suppliers.get(storeId, 'Kyoto')!.minimumOrder,
    ledger.suppliers.get(storeId, 'Kyoto')!.freeFreightFrom,
  ];
  ledger.supplyTerms.set(
    storeId,
    [
      { variantId: 1, unitCost: 120_000 },
      { variantId: 2, supplier: 'Kyoto', unitCost: 150_050 },
      { variantId: 3, unitCost: 700 },
    ],
    OWNER,
  );
  ledger.supplyOffers.set(
    storeId,
    'Other',
    { ...OFFER, variantId: 3, supplier: 'Kyoto', unitCost: 90_000 },
    OWNER,
  );
  change({ minimumOrder: 5_000_000, freeFreightFrom: 9_000_000 });

  change({ currency: 'JPY', freeFreightFrom: 80_000 });
  expect(asked()).toEqual([1_200, 1_501, 700, 900, 50_000, 80_000]);
  change({ leadTimeDays: 30 });
  expect(asked()).toEqual([1_200, 1_501, 700, 900, 50_000, 80_000]);
  change({ currency: null });
  expect(asked()).toEqual([120_000, 150_100, 700, 90_000, 5_000_000, 8_000_000]);
});
