import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InventoryItem } from '../model.ts';
import { TestShop } from '../test-shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = await TestShop.open();
});
afterEach(() => shop.close());

interface Answer {
  inventoryAdjustmentGroup: { changes: { name: string; delta: number }[] } | null;
  userErrors: { code: string; field: string[] | null }[];
}

const PAYLOAD = 'inventoryAdjustmentGroup { changes { name delta } } userErrors { field code }';
const SET = `mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { ${PAYLOAD} } }`;
const ADJUST = `mutation Adjust($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { ${PAYLOAD} } }`;

function tracked(): InventoryItem {
  return [...shop.sandbox.documents.iterate(shop.domain, 'InventoryItem')].find(
    (item) => item.tracked && item.inventoryLevels.some((level) => level.isActive),
  )!;
}
const levelOf = (item: InventoryItem) =>
  shop.sandbox.documents
    .get(shop.domain, 'InventoryItem', item.id)!
    .inventoryLevels.find((level) => level.isActive)!;

describe('inventorySetQuantities', () => {
  const set = async (item: InventoryItem, quantity: number, from: number | null, key = `k${quantity}`) => {
    const locationId = levelOf(item).location.id;
    const one = { inventoryItemId: item.id, locationId, quantity, changeFromQuantity: from };
    const input = { name: 'on_hand', reason: 'correction', quantities: [one] };
    const data = await shop.data<{ inventorySetQuantities: Answer }>(SET, { key, input });
    return data.inventorySetQuantities;
  };

  it('sets what is on hand, moves what is available with it, and is journalled once a key', async () => {
    const item = tracked();
    const { on_hand: before, available } = levelOf(item).quantities;
    const answer = await set(item, before + 4, before);
    expect(answer.inventoryAdjustmentGroup!.changes).toContainEqual({ name: 'on_hand', delta: 4 });
    expect(await set(item, before + 4, before)).toEqual(answer);
    expect(levelOf(item).quantities).toMatchObject({ on_hand: before + 4, available: available + 4 });
    expect((await shop.journal()).map((entry) => entry.effective)).toEqual([true, false]);
  });

  it('refuses a level that is another than expected, and changes nothing', async () => {
    const item = tracked();
    const { on_hand: before } = levelOf(item).quantities;
    expect((await set(item, before + 4, before + 1)).userErrors).toMatchObject([
      { code: 'CHANGE_FROM_QUANTITY_STALE' },
    ]);
    expect(levelOf(item).quantities.on_hand).toBe(before);
    expect((await shop.journal())[0]).toMatchObject({ effective: false });
  });
});

describe('incoming units', () => {
  const adjust = async (item: InventoryItem, delta: number, document: string | null) => {
    const { location, quantities } = levelOf(item);
    const change = {
      inventoryItemId: item.id,
      locationId: location.id,
      delta,
      changeFromQuantity: quantities.incoming,
      ledgerDocumentUri: document,
    };
    const input = { name: 'incoming', reason: 'movement_created', changes: [change] };
    const data = await shop.data<{ inventoryAdjustQuantities: Answer }>(ADJUST, {
      key: `${delta} ${document}`,
      input,
    });
    return data.inventoryAdjustQuantities;
  };

  it('come and go under a document of the app’s own, and touch nothing that is sold', async () => {
    const item = tracked();
    const before = { ...levelOf(item).quantities };
    const document = 'gid://royal-equips/PurchaseOrder/7';
    expect((await adjust(item, 6, document)).userErrors).toEqual([]);
    expect(levelOf(item).quantities).toEqual({ ...before, incoming: before.incoming + 6 });
    await adjust(item, -6, document);
    expect(levelOf(item).quantities).toEqual(before);
    for (const refused of [null, 'gid://shopify/PurchaseOrder/7'])
      expect((await adjust(item, 1, refused)).userErrors).toHaveLength(1);
    expect((await shop.journal()).map((entry) => entry.effective)).toEqual([true, true, false, false]);
  });
});
