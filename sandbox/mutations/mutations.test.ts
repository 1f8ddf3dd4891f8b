import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InventoryItem, Product } from '../model.ts';
import { TestShop } from '../test-shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = await TestShop.open();
});
afterEach(() => shop.close());

const PRICES = `mutation Prices($productId: ID!, $variants: [ProductVariantsBulkInput!]!, $partial: Boolean) {
  productVariantsBulkUpdate(productId: $productId, variants: $variants, allowPartialUpdates: $partial) {
    productVariants { id price compareAtPrice updatedAt }
    userErrors { field message code } } }`;

interface PricesAnswer {
  productVariantsBulkUpdate: {
    productVariants: { id: string; price: string; compareAtPrice: string | null; updatedAt: string }[] | null;
    userErrors: { field: string[]; code: string }[];
  };
}

function products(): Product[] {
  return [...shop.sandbox.documents.iterate(shop.domain, 'Product')];
}

describe('productVariantsBulkUpdate', () => {
  it('sets price, compare-at price and cost, and enters what changed in the journal', async () => {
    const product = products()[0]!;
    const id = product.variantIds[0]!;
    const before = shop.sandbox.documents.get(shop.domain, 'ProductVariant', id)!;
    await shop.control('clock', { advanceMs: 60_000 });
    const { productVariantsBulkUpdate: answer } = await shop.data<PricesAnswer>(PRICES, {
      productId: product.id,
      variants: [{ id, price: '12.5', compareAtPrice: '20', inventoryItem: { cost: '4.25' } }],
    });
    expect(answer).toMatchObject({
      productVariants: [
        { id, price: '12.50', compareAtPrice: '20.00', updatedAt: '2026-11-23T12:01:00.000Z' },
      ],
      userErrors: [],
    });
    const item = shop.sandbox.documents.get(shop.domain, 'InventoryItem', before.inventoryItem.id)!;
    expect(item.unitCost).toEqual({ amount: '4.25', currencyCode: 'GBP' });
    const [entry] = await shop.journal();
    expect(entry).toMatchObject({ mutation: 'productVariantsBulkUpdate', effective: true });
    expect(entry!.changes).toContainEqual({ id, field: 'price', before: before.price, after: '12.50' });
  });

  it('counts the same price again as no effective write', async () => {
    const product = products()[0]!;
    const variables = { productId: product.id, variants: [{ id: product.variantIds[0], price: '9.99' }] };
    await shop.data(PRICES, variables);
    await shop.data(PRICES, variables);
    expect((await shop.journal()).map(({ effective }) => effective)).toEqual([true, false]);
  });

  it('changes nothing where one entry is wrong, unless partial updates are allowed', async () => {
    const [product, other] = products().filter(({ variantIds }) => variantIds.length > 0);
    const id = product!.variantIds[0]!;
    const before = shop.sandbox.documents.get(shop.domain, 'ProductVariant', id)!.price;
    const variables = {
      productId: product!.id,
      variants: [
        { id, price: '1.11' },
        { id: other!.variantIds[0], price: '1.11' },
        { id, price: '-1' },
      ],
    };
    const { productVariantsBulkUpdate: refused } = await shop.data<PricesAnswer>(PRICES, variables);
    expect(refused.productVariants).toBeNull();
    expect(refused.userErrors.map(({ code, field }) => [code, field.join('.')])).toEqual([
      ['PRODUCT_VARIANT_DOES_NOT_EXIST', 'variants.1.id'],
      ['GREATER_THAN_OR_EQUAL_TO', 'variants.2.price'],
    ]);
    expect(shop.sandbox.documents.get(shop.domain, 'ProductVariant', id)!.price).toBe(before);
    await shop.data(PRICES, { ...variables, partial: true });
    expect(shop.sandbox.documents.get(shop.domain, 'ProductVariant', id)!.price).toBe('1.11');
  });

  it('refuses inputs it does not resolve and arrays above 250', async () => {
    const product = products()[0]!;
    const id = product.variantIds[0]!;
    const barcode = await shop.ask(PRICES, { productId: product.id, variants: [{ id, barcode: '1' }] });
    expect(barcode.errors?.[0]?.message).toContain('ProductVariantsBulkInput.barcode');
    const many = await shop.ask(PRICES, {
      productId: product.id,
      variants: Array.from({ length: 251 }, () => ({ id, price: '1' })),
    });
    expect(many.errors?.[0]?.extensions.code).toBe('MAX_INPUT_SIZE_EXCEEDED');
    expect(await shop.journal()).toEqual([]);
  });
});

const ADJUST = `mutation Adjust($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id changes { name delta quantityAfterChange item { id } location { id } } }
    userErrors { field message code } } }`;

interface AdjustAnswer {
  inventoryAdjustQuantities: {
    inventoryAdjustmentGroup: { id: string; changes: { name: string; quantityAfterChange: number }[] } | null;
    userErrors: { field: string[] | null; code: string }[];
  };
}

function trackedItem(): InventoryItem {
  return [...shop.sandbox.documents.iterate(shop.domain, 'InventoryItem')].find(
    ({ tracked, inventoryLevels }) => tracked && inventoryLevels[0]?.isActive,
  )!;
}

function change(item: InventoryItem, delta: number, changeFromQuantity: number | null = null) {
  return {
    inventoryItemId: item.id,
    locationId: item.inventoryLevels[0]!.location.id,
    delta,
    changeFromQuantity,
  };
}

function available(item: InventoryItem): number {
  return shop.sandbox.documents.get(shop.domain, 'InventoryItem', item.id)!.inventoryLevels[0]!.quantities
    .available;
}

async function adjust(key: string, changes: object[], more: object = {}) {
  const input = { name: 'available', reason: 'received', changes, ...more };
  return (await shop.data<AdjustAnswer>(ADJUST, { input, key })).inventoryAdjustQuantities;
}

describe('inventoryAdjustQuantities', () => {
  it('moves available and on hand', async () => {
    const item = trackedItem();
    const { available: before, on_hand: onHand } = item.inventoryLevels[0]!.quantities;
    const answer = await adjust('k1', [change(item, 7, before)]);
    expect(answer.userErrors).toEqual([]);
    expect(answer.inventoryAdjustmentGroup!.changes).toMatchObject([
      { name: 'available', quantityAfterChange: before + 7 },
      { name: 'on_hand', quantityAfterChange: onHand + 7 },
    ]);
    expect(available(item)).toBe(before + 7);
  });

  it('demands an idempotency key', async () => {
    const query = `mutation Adjust($input: InventoryAdjustQuantitiesInput!) {
      inventoryAdjustQuantities(input: $input) { userErrors { code } } }`;
    const input = { name: 'available', reason: 'received', changes: [change(trackedItem(), 1)] };
    expect((await shop.ask(query, { input })).errors?.[0]?.message).toContain('@idempotent');
    expect((await shop.ask(ADJUST, { input, key: ' ' })).errors?.[0]?.message).toContain('empty');
    expect(await shop.journal()).toEqual([]);
  });

  it('answers the same key and parameters again without acting again', async () => {
    const item = trackedItem();
    const before = available(item);
    const first = await adjust('k1', [change(item, 5)]);
    const second = await adjust('k1', [change(item, 5)]);
    expect(second).toEqual(first);
    expect(available(item)).toBe(before + 5);
    expect((await shop.journal()).map(({ effective, replayed }) => [effective, replayed])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('refuses the same key with other parameters', async () => {
    const item = trackedItem();
    await adjust('k1', [change(item, 5)]);
    const other = await adjust('k1', [change(item, 6)]);
    expect(other.userErrors[0]?.code).toBe('IDEMPOTENCY_KEY_PARAMETER_MISMATCH');
  });

  it('refuses a key whose first attempt was refused', async () => {
    const item = trackedItem();
    const stale = [change(item, 5, available(item) + 1)];
    expect((await adjust('k1', stale)).userErrors[0]?.code).toBe('CHANGE_FROM_QUANTITY_STALE');
    expect((await adjust('k1', stale)).userErrors[0]?.code).toBe('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED');
  });

  it('forgets a key after 24 hours', async () => {
    const item = trackedItem();
    const before = available(item);
    await adjust('k1', [change(item, 5)]);
    await shop.control('clock', { advanceMs: 23 * 3_600_000 });
    shop.token = shop.sandbox.shops[0]!.adminToken;
    await adjust('k1', [change(item, 5)]);
    expect(available(item)).toBe(before + 5);
    await shop.control('clock', { advanceMs: 3_600_000 });
    await adjust('k1', [change(item, 5)]);
    expect(available(item)).toBe(before + 10);
  });

  it('tells a second request that the first with its key is under way', async () => {
    const item = trackedItem();
    await shop.fault({ kind: 'slow', ms: 1000, match: 'Adjust' });
    const first = adjust('k1', [change(item, 5)]);
    for (;;) {
      const { faults } = await shop.control<{ faults: { struck: number }[] }>('faults');
      if (faults[0]!.struck === 1) break;
    }
    const second = await adjust('k1', [change(item, 5)]);
    expect(second.userErrors[0]?.code).toBe('IDEMPOTENCY_CONCURRENT_REQUEST');
    expect((await first).userErrors).toEqual([]);
  });

  it('acts on all changes or on none, and sees its own earlier changes', async () => {
    const item = trackedItem();
    const before = available(item);
    const refused = await adjust('k1', [change(item, 5, before), change(item, 5, before)]);
    expect(refused.userErrors).toMatchObject([
      { code: 'CHANGE_FROM_QUANTITY_STALE', field: ['input', 'changes', '1', 'changeFromQuantity'] },
    ]);
    expect(available(item)).toBe(before);
    await adjust('k2', [change(item, 5, before), change(item, 5, before + 5)]);
    expect(available(item)).toBe(before + 10);
  });

  it('demands changeFromQuantity, if only as null', async () => {
    const { inventoryItemId, locationId, delta } = change(trackedItem(), 1);
    const input = {
      name: 'available',
      reason: 'received',
      changes: [{ inventoryItemId, locationId, delta }],
    };
    const answer = await shop.ask(ADJUST, { input, key: 'k1' });
    expect(answer.errors?.[0]?.message).toContain('changeFromQuantity');
  });

  it.each([
    [{ reason: 'because' }, 'INVALID_REASON'],
    [{ name: 'committed' }, 'INVALID_QUANTITY_NAME'],
    [{ referenceDocumentUri: 'no uri' }, 'INVALID_REFERENCE_DOCUMENT'],
    [{ name: 'incoming' }, 'INVALID_QUANTITY_DOCUMENT'],
  ])('refuses %j', async (more, code) => {
    const answer = await adjust('k1', [change(trackedItem(), 1)], more);
    expect(answer.userErrors.map((error) => error.code)).toEqual([code]);
  });

  it('refuses unknown items and places', async () => {
    const wanted = change(trackedItem(), 1);
    const answer = await adjust('k1', [
      { ...wanted, inventoryItemId: 'gid://shopify/InventoryItem/5' },
      { ...wanted, locationId: 'gid://shopify/Location/5' },
    ]);
    expect(answer.userErrors.map(({ code }) => code)).toEqual(['INVALID_INVENTORY_ITEM', 'INVALID_LOCATION']);
  });
});

describe('tagsAdd and tagsRemove', () => {
  it('are effective only where a tag comes or goes', async () => {
    const [order] = shop.sandbox.documents.page(shop.domain, 'Order', { limit: 1 }).nodes;
    const tags = () => shop.sandbox.documents.get(shop.domain, 'Order', order!.id)!.tags;
    const run = (name: string, given: string[]) =>
      shop.data(
        `mutation Tags($id: ID!, $tags: [String!]!) { ${name}(id: $id, tags: $tags) {
          node { id } userErrors { field message } } }`,
        { id: order!.id, tags: given },
      );
    await run('tagsAdd', ['checked', 'Royal']);
    await run('tagsAdd', ['CHECKED']);
    expect(tags()).toEqual(expect.arrayContaining(['checked', 'Royal']));
    await run('tagsRemove', ['royal']);
    await run('tagsRemove', ['royal']);
    expect(tags()).not.toContain('Royal');
    expect((await shop.journal()).map(({ effective }) => effective)).toEqual([true, false, true, false]);
  });
});
