/** Writes bulk files as Shopify's bulk operations give them: deterministic, with addresses, taxes, refunds and guests. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const DAY_MS = 86_400_000;
export const BULK_CURRENCY = 'GBP';
export const BULK_ZONE = 'Europe/London';
/** The newest order is of this instant. */
export const BULK_NOW = Date.UTC(2026, 10, 23, 15, 30);
const DAYS = 730;
const ORDER_BASE = 5_000_000_000_000;
const LINE_BASE = 13_000_000_000_000;
const VARIANT_BASE = 41_000_000_000_000;
const ITEM_BASE = 43_000_000_000_000;
const PRODUCT_BASE = 7_000_000_000_000;
const CUSTOMER_BASE = 6_000_000_000_000;
const LOCATION = 'gid://shopify/Location/61000000001';

/** mulberry32: small, fast, the same everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const FIRST = ['Amelia', 'Oliver', 'Isla', 'Harry', 'Zoë', 'Noah', 'Ayşe', 'Jack', 'Freya', 'Muhammad'];
const LAST = ['Smith', 'Jones', 'Taylor', 'Brown', 'O’Neil', 'Davies', 'Khan', 'Wright', 'Müller', 'Evans'];
const STREETS = ['High Street', 'Station Road', 'Church Lane', 'Mill Road', 'Victoria Avenue'];
const CITIES = ['London', 'Leeds', 'Bristol', 'Glasgow', 'Cardiff', 'Norwich'];

const pounds = (minor: number): { shopMoney: { amount: string; currencyCode: string } } => ({
  shopMoney: { amount: (minor / 100).toFixed(2), currencyCode: BULK_CURRENCY },
});
const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');

interface BulkOrderLine {
  variant: number;
  quantity: number;
  price: number;
}

/** Price of a variant by its number, in pence. */
function priceOf(variant: number): number {
  return 495 + ((variant * 7919) % 9000);
}

/** One order's lines of the file. `index` of `count` places it in time. */
function orderLines(index: number, count: number, variants: number, random: () => number): string {
  const at =
    Math.floor((BULK_NOW - DAYS * DAY_MS + ((index + random()) / count) * DAYS * DAY_MS) / 1000) * 1000;
  const id = `gid://shopify/Order/${ORDER_BASE + index * 1024}`;
  const isGuest = random() < 0.2;
  const isRefunded = random() < 0.03;
  const isCancelled = random() < 0.01;
  const lineCount = 1 + Math.floor(random() * 5);
  const lines: BulkOrderLine[] = [];
  for (let i = 0; i < lineCount; i++) {
    // Squared: few variants sell most.
    const variant = Math.floor(random() ** 2 * variants);
    const pick = random();
    const quantity = pick < 0.85 ? 1 : pick < 0.9995 ? 2 : 24;
    lines.push({ variant, quantity, price: priceOf(variant) });
  }
  const goods = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const hasDiscount = random() < 0.25;
  const lineDiscount = (line: BulkOrderLine): number =>
    hasDiscount ? Math.round(line.price * line.quantity * 0.1) : 0;
  const lineTax = (line: BulkOrderLine): number =>
    Math.round((line.price * line.quantity - lineDiscount(line)) / 6);
  const discount = lines.reduce((sum, line) => sum + lineDiscount(line), 0);
  const tax = lines.reduce((sum, line) => sum + lineTax(line), 0);
  const shipping = goods > 5000 ? 0 : 395;
  const shippingTax = Math.round(shipping / 6);
  const total = goods - discount + shipping;
  const person = Math.floor(random() * Math.max(1, Math.floor(count / 3)));
  const address = {
    firstName: FIRST[person % FIRST.length],
    lastName: LAST[(person >> 3) % LAST.length],
    company: null,
    address1: `${1 + (person % 180)} ${STREETS[person % STREETS.length]}`,
    address2: person % 4 === 0 ? `Flat ${1 + (person % 12)}` : null,
    city: CITIES[person % CITIES.length],
    zip: `LS${1 + (person % 28)} ${person % 10}AB`,
    phone: `+4477009${String(person % 100_000).padStart(5, '0')}`,
    countryCodeV2: 'GB',
    provinceCode: 'ENG',
  };
  const taxLine = (amount: number) => ({ title: 'GB VAT', rate: 0.2, priceSet: pounds(amount) });
  const order = {
    id,
    name: `#${1001 + index}`,
    createdAt: iso(at),
    processedAt: iso(at),
    updatedAt: iso(at + 3 * DAY_MS),
    cancelledAt: isCancelled ? iso(at + 3_600_000) : null,
    cancelReason: isCancelled ? 'CUSTOMER' : null,
    closedAt: isCancelled ? null : iso(at + 2 * DAY_MS),
    test: false,
    edited: false,
    currencyCode: BULK_CURRENCY,
    presentmentCurrencyCode: BULK_CURRENCY,
    taxesIncluded: true,
    displayFinancialStatus: isRefunded ? 'PARTIALLY_REFUNDED' : 'PAID',
    displayFulfillmentStatus: 'FULFILLED',
    returnStatus: 'NO_RETURN',
    sourceName: 'web',
    tags: index % 10 === 0 ? ['wholesale'] : [],
    discountCodes: hasDiscount ? ['WELCOME10'] : [],
    email: `buyer${person}@example.com`,
    phone: null,
    customer: isGuest ? null : { id: `gid://shopify/Customer/${CUSTOMER_BASE + person * 512}` },
    shippingAddress: address,
    billingAddress: address,
    risk: {
      recommendation: 'ACCEPT',
      assessments: [
        {
          riskLevel: 'LOW',
          facts: [
            { description: 'Card Verification Value (CVV) is correct', sentiment: 'POSITIVE' },
            {
              description: 'Billing street address matches the one registered with the card',
              sentiment: 'POSITIVE',
            },
          ],
        },
      ],
    },
    totalPriceSet: {
      ...pounds(total),
      presentmentMoney: { amount: (total / 100).toFixed(2), currencyCode: BULK_CURRENCY },
    },
    currentTotalPriceSet: pounds(total),
    totalDiscountsSet: pounds(discount),
    totalTaxSet: pounds(tax + shippingTax),
    totalShippingPriceSet: pounds(shipping),
    totalTipReceivedSet: pounds(0),
    originalTotalDutiesSet: null,
    totalRefundedSet: pounds(isRefunded ? lines[0]!.price : 0),
    totalCashRoundingAdjustment: { paymentSet: pounds(0), refundSet: pounds(0) },
    shippingLine: {
      title: 'Royal Mail Tracked 48',
      taxLines: shipping > 0 ? [taxLine(shippingTax)] : [],
    },
    transactions: [
      {
        id: `gid://shopify/OrderTransaction/${ORDER_BASE + 900_000_000_000 + index * 2}`,
        kind: 'SALE',
        status: 'SUCCESS',
        gateway: 'shopify_payments',
        test: false,
        createdAt: iso(at),
        processedAt: iso(at),
        amountSet: pounds(total),
        fees: [
          {
            id: `gid://shopify/TransactionFee/${index + 1}`,
            amount: { amount: ((total * 0.022 + 20) / 100).toFixed(2), currencyCode: BULK_CURRENCY },
            taxAmount: { amount: '0.0', currencyCode: BULK_CURRENCY },
          },
        ],
      },
    ],
    refunds: isRefunded ? [{ id: `gid://shopify/Refund/${900_000_000_000 + index}` }] : [],
  };
  let text = `${JSON.stringify(order)}\n`;
  lines.forEach((line, position) => {
    text += `${JSON.stringify({
      id: `gid://shopify/LineItem/${LINE_BASE + index * 1024 + position}`,
      title: `Product ${Math.floor(line.variant / 2)} of the house`,
      variantTitle: line.variant % 2 === 0 ? 'Small' : 'Large',
      sku: `SKU-${String(line.variant).padStart(6, '0')}`,
      vendor: `Maker ${line.variant % 40}`,
      quantity: line.quantity,
      currentQuantity: line.quantity,
      isGiftCard: false,
      taxable: true,
      requiresShipping: true,
      product: { id: `gid://shopify/Product/${PRODUCT_BASE + Math.floor(line.variant / 2)}` },
      variant: { id: `gid://shopify/ProductVariant/${VARIANT_BASE + line.variant}` },
      originalUnitPriceSet: pounds(line.price),
      discountAllocations: hasDiscount ? [{ allocatedAmountSet: pounds(lineDiscount(line)) }] : [],
      taxLines: [taxLine(lineTax(line))],
      duties: [],
      __parentId: id,
    })}\n`;
  });
  return text;
}

/** Writes orders until `enough` says so; returns how many orders and order lines there are. */
export async function writeOrdersFile(
  file: string,
  options: { orders: number; variants: number; mostBytes?: number },
): Promise<{ orders: number; lines: number; bytes: number }> {
  const random = randomOf(20261123);
  const out = createWriteStream(file, { highWaterMark: 1 << 20 });
  let orders = 0;
  let lines = 0;
  let bytes = 0;
  let chunk = '';
  const flush = async (): Promise<void> => {
    bytes += Buffer.byteLength(chunk);
    if (!out.write(chunk)) await once(out, 'drain');
    chunk = '';
  };
  for (; orders < options.orders && bytes < (options.mostBytes ?? Number.POSITIVE_INFINITY); orders++) {
    const text = orderLines(orders, options.orders, options.variants, random);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
    lines--;
    chunk += text;
    if (chunk.length > 1 << 20) await flush();
  }
  await flush();
  out.end();
  await once(out, 'finish');
  return { orders, lines, bytes };
}

/** Products of two variants each, with costs for four in five, and their stock. */
export async function writeCatalogFiles(
  productsFile: string,
  inventoryFile: string,
  variants: number,
): Promise<void> {
  const random = randomOf(7);
  const at = iso(BULK_NOW - DAYS * DAY_MS);
  const products = createWriteStream(productsFile);
  const inventory = createWriteStream(inventoryFile);
  for (let product = 0; product * 2 < variants; product++) {
    const id = `gid://shopify/Product/${PRODUCT_BASE + product}`;
    products.write(
      `${JSON.stringify({
        id,
        title: `Product ${product} of the house`,
        handle: `product-${product}`,
        vendor: `Maker ${product % 40}`,
        productType: `Type ${product % 12}`,
        status: 'ACTIVE',
        tags: [],
        isGiftCard: false,
        createdAt: at,
        updatedAt: at,
        publishedAt: at,
      })}\n`,
    );
    for (let variant = product * 2; variant < Math.min(variants, product * 2 + 2); variant++) {
      const price = priceOf(variant);
      const item = `gid://shopify/InventoryItem/${ITEM_BASE + variant}`;
      const unitCost =
        variant % 5 === 0 ? null : { amount: (price / 250).toFixed(2), currencyCode: BULK_CURRENCY };
      products.write(
        `${JSON.stringify({
          id: `gid://shopify/ProductVariant/${VARIANT_BASE + variant}`,
          title: variant % 2 === 0 ? 'Small' : 'Large',
          sku: `SKU-${String(variant).padStart(6, '0')}`,
          barcode: null,
          price: (price / 100).toFixed(2),
          compareAtPrice: null,
          position: 1 + (variant % 2),
          inventoryPolicy: 'DENY',
          taxable: true,
          requiresComponents: false,
          createdAt: at,
          updatedAt: at,
          selectedOptions: [{ name: 'Size', value: variant % 2 === 0 ? 'Small' : 'Large' }],
          inventoryItem: { id: item, tracked: true, requiresShipping: true, unitCost, updatedAt: at },
          __parentId: id,
        })}\n`,
      );
      inventory.write(`${JSON.stringify({ id: item, tracked: true, updatedAt: at, unitCost })}\n`);
      const available = Math.floor(random() * 400);
      inventory.write(
        `${JSON.stringify({
          id: `gid://shopify/InventoryLevel/61000000001?inventory_item_id=${ITEM_BASE + variant}`,
          updatedAt: at,
          isActive: true,
          location: { id: LOCATION },
          quantities: [
            { name: 'available', quantity: available },
            { name: 'on_hand', quantity: available + 2 },
            { name: 'committed', quantity: 2 },
            { name: 'incoming', quantity: 0 },
          ],
          __parentId: item,
        })}\n`,
      );
    }
  }
  products.end();
  inventory.end();
  await Promise.all([once(products, 'finish'), once(inventory, 'finish')]);
}
