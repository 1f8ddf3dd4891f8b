import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ingestBulk } from './ingest.ts';
import { anOrder, LONDON, NOON, temporaryMirror } from './test-records.ts';
import type { Mirror } from './types.ts';

const bag = (amount: string) => ({ shopMoney: { amount, currencyCode: 'GBP' } });
const TIME = '2026-11-02T12:00:00Z';

function orderJson(id: number, given: object = {}): string {
  return JSON.stringify({
    id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    createdAt: TIME,
    processedAt: TIME,
    updatedAt: TIME,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: false,
    edited: false,
    currencyCode: 'GBP',
    presentmentCurrencyCode: 'GBP',
    taxesIncluded: false,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: 'UNFULFILLED',
    returnStatus: 'NO_RETURN',
    sourceName: 'web',
    tags: [],
    discountCodes: [],
    email: `buyer${id}@example.com`,
    phone: null,
    customer: null,
    shippingAddress: null,
    billingAddress: null,
    risk: null,
    totalPriceSet: bag('10.00'),
    currentTotalPriceSet: bag('10.00'),
    totalDiscountsSet: bag('0.0'),
    totalTaxSet: bag('0.0'),
    totalShippingPriceSet: bag('0.0'),
    totalTipReceivedSet: bag('0.0'),
    originalTotalDutiesSet: null,
    totalRefundedSet: bag('0.0'),
    totalCashRoundingAdjustment: null,
    shippingLine: null,
    transactions: [],
    refunds: [],
    ...given,
  });
}

function lineJson(id: number, order: number, quantity = 1): string {
  return JSON.stringify({
    id: `gid://shopify/LineItem/${id}`,
    title: 'Mug',
    variantTitle: null,
    sku: 'MUG',
    vendor: 'Zoë’s',
    quantity,
    currentQuantity: quantity,
    isGiftCard: false,
    product: { id: 'gid://shopify/Product/10' },
    variant: { id: 'gid://shopify/ProductVariant/100' },
    originalUnitPriceSet: bag('10.00'),
    discountAllocations: [],
    taxLines: [],
    duties: [],
    __parentId: `gid://shopify/Order/${order}`,
  });
}

// Each load starts a thread, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let file: string;
let mirror: Mirror;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'royal-ingest-'));
  file = join(folder, 'orders.jsonl');
  mirror = temporaryMirror();
});
afterEach(() => {
  mirror.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (lines: readonly string[]): void =>
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
const options = () => ({
  kind: 'orders' as const,
  file,
  currency: 'GBP',
  zone: 'Europe/London',
  progressKey: 'k',
});
const settle = (): void => {
  while (mirror.settleRollUps() > 0);
};

describe('ingestBulk', () => {
  it('takes a file of orders to the figures of their day', async () => {
    write([orderJson(1), lineJson(11, 1, 2), lineJson(12, 1), orderJson(2), lineJson(21, 2)]);
    const told: number[] = [];
    const result = await ingestBulk(mirror, { ...options(), onProgress: ({ bytes }) => told.push(bytes) });
    expect(result).toEqual({ lines: 5, records: 2, bytes: told.at(-1) });
    settle();
    expect(mirror.figures()).toMatchObject({
      days: [{ orders: 2, grossSales: 4000, netSales: 4000, unitsSold: 4 }],
      variantDays: [{ variantId: 100, units: 4, net: 4000 }],
      counts: { orders: 2, lines: 3 },
    });
    expect(mirror.orderPerson(2)).toEqual({ email: 'buyer2@example.com' });
    expect(mirror.check()).toEqual({ ok: true, problems: [] });
  });

  it('settles the days it marked before a screen is answered', async () => {
    write([orderJson(1), lineJson(11, 1)]);
    await ingestBulk(mirror, options());
    expect(mirror.today(NOON)).toMatchObject({ pendingDays: 0, netSales: 1000 });
  });

  it('puts children to their parents wherever they stand', async () => {
    // More orders than a batch holds, so that first and last lines are far apart.
    const ids = Array.from({ length: 1500 }, (_, index) => index + 1);
    write([
      ...ids.map((id) => lineJson(id * 10, id)),
      ...ids.flatMap((id) => [lineJson(id * 10 + 1, id), orderJson(id)]),
      ...ids.map((id) => lineJson(id * 10 + 2, id, 3)),
      lineJson(5, 999_999),
    ]);
    await ingestBulk(mirror, options());
    settle();
    expect(mirror.counts()).toMatchObject({ orders: 1500, lines: 4500 });
    expect(mirror.salesDays(20759, 20759)[0]).toMatchObject({ orders: 1500, unitsSold: 7500 });
    expect(mirror.check()).toEqual({ ok: true, problems: [] });
  });

  it('puts variants, components and stock levels to theirs', async () => {
    const variant = (id: number) =>
      JSON.stringify({
        id: `gid://shopify/ProductVariant/${id}`,
        title: 'Default Title',
        sku: null,
        barcode: null,
        price: '12.00',
        compareAtPrice: null,
        position: 1,
        inventoryPolicy: 'DENY',
        taxable: true,
        requiresComponents: id === 100,
        createdAt: TIME,
        updatedAt: TIME,
        selectedOptions: [],
        inventoryItem: {
          id: `gid://shopify/InventoryItem/${id}`,
          tracked: true,
          requiresShipping: true,
          unitCost: null,
          updatedAt: TIME,
        },
        __parentId: 'gid://shopify/Product/10',
      });
    const component = JSON.stringify({
      id: 'gid://shopify/ProductVariantComponent/7',
      quantity: 2,
      productVariant: { id: 'gid://shopify/ProductVariant/101' },
      __parentId: 'gid://shopify/ProductVariant/100',
    });
    const product = JSON.stringify({
      id: 'gid://shopify/Product/10',
      title: 'Set',
      handle: 'set',
      vendor: 'Potter',
      productType: '',
      status: 'ACTIVE',
      tags: [],
      isGiftCard: false,
      createdAt: TIME,
      updatedAt: TIME,
      publishedAt: null,
    });
    write([component, variant(100), product, variant(101)]);
    await ingestBulk(mirror, { ...options(), kind: 'products', progressKey: 'p' });
    write([
      JSON.stringify({
        id: 'gid://shopify/InventoryItem/100',
        tracked: true,
        updatedAt: TIME,
        unitCost: null,
      }),
      JSON.stringify({
        id: 'gid://shopify/InventoryLevel/1?inventory_item_id=100',
        updatedAt: TIME,
        isActive: true,
        location: { id: 'gid://shopify/Location/1' },
        quantities: [{ name: 'available', quantity: 4 }],
        __parentId: 'gid://shopify/InventoryItem/100',
      }),
    ]);
    await ingestBulk(mirror, { ...options(), kind: 'inventory', progressKey: 'i' });
    const [set, part] = mirror.reader().variants({ after: null, limit: 9 });
    expect(set).toMatchObject({
      variantId: 100,
      available: 4,
      components: [{ variantId: 101, quantity: 2 }],
    });
    expect(part).toMatchObject({ variantId: 101, productId: 10 });
  });

  it('keeps what stood before a cut, says where it is, and goes on from there', async () => {
    const whole = Buffer.from(
      `${[orderJson(1), lineJson(11, 1), orderJson(2), lineJson(21, 2)].join('\n')}\n`,
    );
    for (const cut of [1, 40, whole.indexOf('\n') + 30, whole.length - 60, whole.length - 2]) {
      const cutMirror = temporaryMirror();
      writeFileSync(file, whole.subarray(0, cut));
      await expect(ingestBulk(cutMirror, options())).rejects.toMatchObject({
        code: 'data_cut_off',
        details: { position: whole.lastIndexOf('\n', cut - 1) + 1 },
      });
      appendFileSync(file, whole.subarray(cut));
      expect(await ingestBulk(cutMirror, options())).toMatchObject({
        lines: 4,
        records: 2,
        bytes: whole.length,
      });
      expect(cutMirror.salesDays(20759, 20759)[0]).toMatchObject({ orders: 2, unitsSold: 2 });
      expect(cutMirror.check()).toEqual({ ok: true, problems: [] });
      cutMirror.close();
    }
  });

  it('does not quote a line that can’t be read', async () => {
    write(['{"email":"zoe@example.com" oops']);
    const error = await ingestBulk(mirror, options()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'data_cut_off' });
    expect(String(error)).not.toContain('zoe');
  });

  it('never puts an older payload over a newer one', async () => {
    mirror.upsertOrders([anOrder(1, { updatedAt: NOON + 1, lines: [] })]);
    write([orderJson(1), lineJson(11, 1), orderJson(2)]);
    await ingestBulk(mirror, options());
    expect(mirror.counts()).toMatchObject({ orders: 2, lines: 0 });
  });

  it('stops when told to and goes on when asked again', async () => {
    const ids = Array.from({ length: 3000 }, (_, index) => index + 1);
    write(ids.flatMap((id) => [orderJson(id), lineJson(id * 10, id)]));
    const stop = new AbortController();
    await expect(
      ingestBulk(mirror, { ...options(), signal: stop.signal, onProgress: () => stop.abort() }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    const taken = mirror.counts().orders;
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(3000);
    expect(await ingestBulk(mirror, options())).toMatchObject({ lines: 6000, records: 3000 });
    expect(mirror.counts()).toMatchObject({ orders: 3000, lines: 3000 });
  });

  it('wants the mirror to cut days by the same zone', async () => {
    mirror.setShop({ ...LONDON, zone: 'Asia/Tokyo' });
    write([]);
    await expect(ingestBulk(mirror, options())).rejects.toMatchObject({ code: 'invalid_state' });
  });
});
