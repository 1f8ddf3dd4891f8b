/** Records for tests: complete, with only what matters given. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EpochMs } from '../../shared/time.ts';
import { openMirror } from './mirror.ts';
import type {
  CustomerRecord,
  LineRecord,
  OrderDetailRecord,
  OrderRecord,
  ProductRecord,
  RefundRecord,
  ShopRecord,
  VariantRecord,
} from './records.ts';
import type { Mirror, MirrorOptions } from './types.ts';

export const DATA_KEY = Buffer.alloc(32, 7);
export const NOON = Date.UTC(2026, 10, 2, 12);

export const LONDON: ShopRecord = {
  id: 1,
  name: 'Royal',
  shopDomain: 'royal.myshopify.com',
  currency: 'GBP',
  zone: 'Europe/London',
  taxesIncluded: true,
  plan: 'Basic',
};

/** A mirror in memory. */
export function memoryMirror(): Mirror {
  const mirror = openMirror(':memory:', { storeId: 'main', dataKey: DATA_KEY, now: () => NOON });
  mirror.setShop(LONDON);
  return mirror;
}

/** A mirror in a folder of its own that goes with it. */
export function temporaryMirror(options: Partial<MirrorOptions> = {}): Mirror {
  const folder = mkdtempSync(join(tmpdir(), 'royal-mirror-'));
  const mirror = openMirror(join(folder, 'mirror.db'), {
    storeId: 'main',
    dataKey: DATA_KEY,
    now: () => NOON,
    ...options,
  });
  mirror.setShop(LONDON);
  const close = mirror.close;
  mirror.close = () => {
    close();
    rmSync(folder, { recursive: true, force: true });
  };
  return mirror;
}

export function aLine(id: number, given: Partial<LineRecord> = {}): LineRecord {
  return {
    id,
    productId: 10,
    variantId: 100,
    title: 'Mug',
    variantTitle: 'Blue',
    sku: 'MUG-B',
    vendor: 'Potter',
    quantity: 1,
    currentQuantity: given.quantity ?? 1,
    isGiftCard: false,
    unitPrice: 1200,
    discount: 0,
    tax: 200,
    duties: 0,
    taxLines: [{ title: 'GB VAT', rate: 0.2, amount: given.tax ?? 200 }],
    ...given,
  };
}

export function anOrder(id: number, given: Partial<OrderRecord> = {}): OrderRecord {
  const at: EpochMs = given.processedAt ?? NOON;
  return {
    id,
    name: `#${id}`,
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: false,
    edited: false,
    currency: 'GBP',
    presentmentCurrency: 'GBP',
    presentmentTotal: 1200,
    taxesIncluded: true,
    financialStatus: 'PAID',
    fulfillmentStatus: 'UNFULFILLED',
    returnStatus: 'NO_RETURN',
    sourceName: 'web',
    tags: [],
    discountCodes: [],
    customerId: null,
    countryCode: 'GB',
    provinceCode: null,
    riskRecommendation: null,
    riskFacts: [],
    total: 1200,
    currentTotal: 1200,
    discounts: 0,
    tax: 200,
    shipping: 0,
    shippingTax: 0,
    tip: 0,
    duties: 0,
    cashRounding: 0,
    refunded: 0,
    person: null,
    redacted: false,
    lines: [aLine(id * 10)],
    transactions: [],
    needsDetail: false,
    ...given,
  };
}

export function aRefund(id: number, given: Partial<RefundRecord> = {}): RefundRecord {
  return {
    id,
    processedAt: NOON,
    totalRefunded: 0,
    lines: [],
    shipping: 0,
    shippingTax: 0,
    duties: 0,
    adjustment: 0,
    adjustmentTax: 0,
    ...given,
  };
}

export function aRefundLine(
  id: number,
  lineId: number,
  given: Partial<RefundRecord['lines'][number]> = {},
): RefundRecord['lines'][number] {
  return {
    id,
    lineId,
    quantity: 1,
    restockType: 'RETURN',
    restocked: true,
    locationId: 1,
    subtotal: 1200,
    tax: 200,
    ...given,
  };
}

export function aDetail(orderId: number, given: Partial<OrderDetailRecord> = {}): OrderDetailRecord {
  return { orderId, updatedAt: NOON, refunds: [], returns: [], edits: [], originalQuantities: [], ...given };
}

export function aVariant(id: number, given: Partial<VariantRecord> = {}): VariantRecord {
  return {
    id,
    productId: 10,
    inventoryItemId: id + 1000,
    title: 'Blue',
    sku: `SKU-${id}`,
    barcode: null,
    price: 1200,
    compareAtPrice: null,
    position: 1,
    inventoryPolicy: 'DENY',
    taxable: true,
    requiresComponents: false,
    tracked: true,
    requiresShipping: true,
    unitCost: 400,
    options: [{ name: 'Colour', value: 'Blue' }],
    components: [],
    createdAt: 0,
    updatedAt: 1,
    itemUpdatedAt: 1,
    ...given,
  };
}

export function aProduct(id: number, given: Partial<ProductRecord> = {}): ProductRecord {
  return {
    id,
    title: 'Mug',
    handle: 'mug',
    vendor: 'Potter',
    productType: 'Kitchen',
    status: 'ACTIVE',
    tags: [],
    isGiftCard: false,
    createdAt: 0,
    updatedAt: 1,
    publishedAt: 1,
    variants: [],
    ...given,
  };
}

export function aCustomer(id: number, given: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    id,
    createdAt: 1,
    updatedAt: 1,
    state: 'ENABLED',
    tags: [],
    orders: 1,
    spent: 1200,
    countryCode: 'GB',
    provinceCode: null,
    emailConsent: 'SUBSCRIBED',
    emailConsentAt: 1,
    smsConsent: null,
    person: null,
    redacted: false,
    ...given,
  };
}
