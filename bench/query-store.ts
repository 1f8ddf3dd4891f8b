/** One store for `query`: the same orders, lines and refunds in a mirror and, as raw rows, in DuckDB. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Mirror } from '../core/mirror/mirror.ts';
import type { LineRecord, OrderDetailRecord, OrderRecord } from '../core/mirror/records.ts';
import { DAY_MS } from '../shared/time.ts';
import { randomOf } from './bulk-file.ts';

export const NOW = Date.UTC(2026, 10, 23, 15, 30);
export const TODAY = Math.floor(NOW / DAY_MS);
const DAYS = 730;
const ORDERS_AT_ONCE = 500;

export interface QueryStore {
  duck: DuckDBConnection;
  orders: number;
  lines: number;
}

/** Fills both. The zone is UTC, so that DuckDB needs no calendar of its own. */
export async function fillStores(mirror: Mirror, orders: number, variants: number): Promise<QueryStore> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '4GB' });
  const duck = await instance.connect();
  await duck.run(`
    CREATE TABLE orders (id BIGINT, ts BIGINT, name VARCHAR, total BIGINT, cancelled BOOLEAN);
    CREATE TABLE lines (ord BIGINT, ts BIGINT, cancelled BOOLEAN, variant BIGINT, q BIGINT, price BIGINT, discount BIGINT);
    CREATE TABLE refunds (ord BIGINT, ts BIGINT, variant BIGINT, q BIGINT, restocked BOOLEAN, subtotal BIGINT);
    CREATE TABLE variants (id BIGINT, cost BIGINT, available BIGINT)`);
  mirror.setShop({
    id: 1,
    name: 'Bench',
    shopDomain: 'bench.myshopify.com',
    currency: 'GBP',
    zone: 'UTC',
    taxesIncluded: false,
    plan: 'Basic',
  });
  await fillCatalog(mirror, duck, variants);

  const appendOrder = await duck.createAppender('orders');
  const appendLine = await duck.createAppender('lines');
  const appendRefund = await duck.createAppender('refunds');
  const random = randomOf(42);
  let lineCount = 0;
  for (let from = 0; from < orders; from += ORDERS_AT_ONCE) {
    const rows: OrderRecord[] = [];
    const details: OrderDetailRecord[] = [];
    for (let index = from; index < Math.min(orders, from + ORDERS_AT_ONCE); index++) {
      const order = makeOrder(index, orders, variants, random);
      rows.push(order);
      lineCount += order.lines.length;
      append(appendOrder, [order.id, order.processedAt, order.name, order.total, order.cancelledAt !== null]);
      for (const line of order.lines)
        append(appendLine, [
          order.id,
          order.processedAt,
          order.cancelledAt !== null,
          line.variantId!,
          line.quantity,
          line.unitPrice,
          line.discount,
        ]);
      if (!order.needsDetail) continue;
      const detail = makeRefund(order, random() < 0.7);
      details.push(detail);
      const refund = detail.refunds[0]!;
      append(appendRefund, [
        order.id,
        refund.processedAt,
        order.lines[0]!.variantId!,
        1,
        refund.lines[0]!.restocked,
        refund.lines[0]!.subtotal,
      ]);
    }
    mirror.upsertOrders(rows);
    mirror.applyOrderDetails(details);
    await nextTurn();
  }
  for (const appender of [appendOrder, appendLine, appendRefund]) appender.closeSync();
  while (mirror.settleRollUps() > 0);
  return { duck, orders, lines: lineCount };
}

function append(appender: DuckDBAppender, values: readonly (number | string | boolean)[]): void {
  for (const value of values)
    if (typeof value === 'number') appender.appendBigInt(BigInt(value));
    else if (typeof value === 'string') appender.appendVarchar(value);
    else appender.appendBoolean(value);
  appender.endRow();
}

async function fillCatalog(mirror: Mirror, duck: DuckDBConnection, variants: number): Promise<void> {
  const appender = await duck.createAppender('variants');
  const random = randomOf(3);
  for (let from = 1; from <= variants; from += 500) {
    const ids = Array.from({ length: Math.min(500, variants - from + 1) }, (_, index) => from + index);
    mirror.upsertProducts(
      ids.map((id) => ({
        id,
        title: `Product ${id}`,
        handle: `product-${id}`,
        vendor: 'Maker',
        productType: '',
        status: 'ACTIVE',
        tags: [],
        isGiftCard: false,
        createdAt: 0,
        updatedAt: 1,
        publishedAt: 1,
        variants: [
          {
            id,
            productId: id,
            inventoryItemId: id,
            title: 'Default Title',
            sku: `SKU-${id}`,
            barcode: null,
            price: priceOf(id),
            compareAtPrice: null,
            position: 1,
            inventoryPolicy: 'DENY',
            taxable: true,
            requiresComponents: false,
            tracked: true,
            requiresShipping: true,
            unitCost: id % 5 === 0 ? null : Math.round(priceOf(id) * 0.4),
            options: [],
            components: [],
            createdAt: 0,
            updatedAt: 1,
            itemUpdatedAt: 1,
          },
        ],
      })),
    );
    mirror.upsertInventory(
      ids.map((id) => {
        const available = Math.floor(random() * 400);
        const cost = id % 5 === 0 ? null : Math.round(priceOf(id) * 0.4);
        appender.appendBigInt(BigInt(id));
        if (cost === null) appender.appendNull();
        else appender.appendBigInt(BigInt(cost));
        appender.appendBigInt(BigInt(available));
        appender.endRow();
        return {
          id,
          tracked: true,
          unitCost: cost,
          updatedAt: 2,
          levels: [{ locationId: 1, available, onHand: available, committed: 0, incoming: 0, updatedAt: 2 }],
        };
      }),
    );
  }
  appender.closeSync();
}

function priceOf(variant: number): number {
  return 495 + ((variant * 7919) % 9000);
}

function makeOrder(index: number, orders: number, variants: number, random: () => number): OrderRecord {
  const at = Math.floor(NOW - DAYS * DAY_MS + ((index + random()) / orders) * DAYS * DAY_MS);
  const isCancelled = random() < 0.01;
  const isDiscounted = random() < 0.25;
  const id = index + 1;
  const lines: LineRecord[] = [];
  for (let count = 1 + Math.floor(random() * 5); count > 0; count--) {
    const variantId = 1 + Math.floor(random() ** 2 * variants);
    const pick = random();
    const quantity = pick < 0.85 ? 1 : pick < 0.9995 ? 2 : 24;
    const unitPrice = priceOf(variantId);
    lines.push({
      id: id * 8 + lines.length,
      productId: variantId,
      variantId,
      title: `Product ${variantId}`,
      variantTitle: null,
      sku: `SKU-${variantId}`,
      vendor: 'Maker',
      quantity,
      currentQuantity: quantity,
      isGiftCard: false,
      unitPrice,
      discount: isDiscounted ? Math.round(unitPrice * quantity * 0.1) : 0,
      tax: 0,
      duties: 0,
      taxLines: [],
    });
  }
  const total = lines.reduce((sum, line) => sum + line.unitPrice * line.quantity - line.discount, 0);
  return {
    id,
    name: `#${id}`,
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    cancelledAt: isCancelled ? at + 1 : null,
    cancelReason: null,
    closedAt: null,
    test: false,
    edited: false,
    currency: 'GBP',
    presentmentCurrency: 'GBP',
    presentmentTotal: total,
    taxesIncluded: false,
    financialStatus: 'PAID',
    fulfillmentStatus: 'FULFILLED',
    returnStatus: 'NO_RETURN',
    sourceName: 'web',
    tags: [],
    discountCodes: [],
    customerId: null,
    countryCode: 'GB',
    provinceCode: null,
    riskRecommendation: null,
    riskFacts: [],
    total,
    currentTotal: total,
    discounts: 0,
    tax: 0,
    shipping: 0,
    shippingTax: 0,
    tip: 0,
    duties: 0,
    cashRounding: 0,
    refunded: 0,
    person: null,
    redacted: false,
    lines,
    transactions: [],
    needsDetail: random() < 0.03,
  };
}

/** One unit of the first line, a few days later. */
function makeRefund(order: OrderRecord, restocked: boolean): OrderDetailRecord {
  const line = order.lines[0]!;
  const subtotal = line.unitPrice - Math.floor(line.discount / line.quantity);
  return {
    orderId: order.id,
    updatedAt: order.updatedAt,
    refunds: [
      {
        id: order.id,
        processedAt: Math.min(NOW, order.processedAt + 4 * DAY_MS),
        totalRefunded: subtotal,
        lines: [
          {
            id: order.id,
            lineId: line.id,
            quantity: 1,
            restockType: restocked ? 'RETURN' : 'NO_RESTOCK',
            restocked,
            locationId: 1,
            subtotal,
            tax: 0,
          },
        ],
        shipping: 0,
        shippingTax: 0,
        duties: 0,
        adjustment: 0,
        adjustmentTax: 0,
      },
    ],
    returns: [],
    edits: [],
    originalQuantities: [],
  };
}
