import { expect, it, onTestFinished } from 'vitest';
import { openTestLedger } from './ledger/testing/test-ledger.ts';
import { aProduct, aVariant, memoryMirror } from './mirror/test-records.ts';
import { observeStock } from './store-mirror.ts';

const ITEMS = Array.from({ length: 2_300 }, (_, index) => index + 1);

function shop() {
  const mirror = memoryMirror();
  onTestFinished(() => mirror.close());
  mirror.upsertProducts(
    ITEMS.map((id) => aProduct(id, { variants: [aVariant(id, { productId: id, inventoryItemId: id })] })),
  );
  const level = { locationId: 1, available: 3, onHand: 3, committed: 0, incoming: 0, updatedAt: 1 };
  mirror.upsertInventory(
    ITEMS.map((id) => ({ id, tracked: true, unitCost: null, updatedAt: 1, levels: [level] })),
  );
  return mirror;
}

it('takes down the stock of every item, and lets others come in between', async () => {
  const [ledger, mirror] = [openTestLedger(), shop()];
  let turns = 0;
  const count = (): void => {
    turns += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  await observeStock(ledger, mirror, 100, undefined);
  clearImmediate(counting);
  expect(ledger.stock.lowest(mirror.storeId, 100, 100, ITEMS)).toHaveLength(ITEMS.length);
  expect(turns).toBeGreaterThanOrEqual(2);
});

it('ends where the program does', async () => {
  const [ledger, mirror, abort] = [openTestLedger(), shop(), new AbortController()];
  const observed = observeStock(ledger, mirror, 100, abort.signal);
  abort.abort();
  await expect(observed).rejects.toMatchObject({ code: 'cancelled' });
  expect(ledger.stock.lowest(mirror.storeId, 100, 100, ITEMS).length).toBeLessThan(ITEMS.length);
});
