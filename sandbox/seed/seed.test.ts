import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Documents } from '../documents.ts';
import type { Kind, MoneyBag, Order, Product } from '../model.ts';
import { truthOf } from '../truth.ts';
import { digitsOf, minorOf } from './money.ts';
import { seedEmpty, seedStores } from './seed.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const KINDS: Kind[] = [
  'Product',
  'ProductVariant',
  'InventoryItem',
  'Location',
  'Order',
  'FulfillmentOrder',
  'Customer',
];

function digest(documents: Documents): string {
  const hash = createHash('sha256');
  for (const { domain } of documents.shops())
    for (const kind of KINDS)
      for (const document of documents.iterate(domain, kind)) hash.update(JSON.stringify(document));
  return hash.digest('hex');
}

function seeded(seed: number, scale: number): Documents {
  const documents = new Documents();
  seedStores(documents, { now: NOW, seed, scale });
  return documents;
}

/** Reads money of one order in minor units. */
function reader(order: Order): { read: (bag: MoneyBag) => number; sum: (bags: MoneyBag[]) => number } {
  const digits = digitsOf(order.currencyCode);
  const read = (bag: MoneyBag): number => minorOf(bag.shopMoney.amount, digits);
  return { read, sum: (bags) => bags.reduce((total, bag) => total + read(bag), 0) };
}

/** Everything that must add up within an order; says what does not. */
function faultsOf(order: Order): string[] {
  const { read, sum } = reader(order);
  const faults: string[] = [];
  const same = (what: string, actual: number, expected: number): void => {
    if (actual !== expected) faults.push(`${order.name} ${what}: ${actual}, expected ${expected}`);
  };
  const sales = order.agreements
    .filter(({ reason }) => reason === 'ORDER' || reason === 'ORDER_EDIT')
    .flatMap((agreement) => agreement.sales);
  same('sales', sum(sales.map((sale) => sale.totalAmount)), read(order.totalPriceSet));
  const shippingTax = sum((order.shippingLine?.taxLines ?? []).map((tax) => tax.priceSet));
  let total =
    read(order.totalShippingPriceSet) +
    read(order.totalTipReceivedSet) +
    (order.originalTotalDutiesSet ? read(order.originalTotalDutiesSet) : 0) +
    (order.taxesIncluded ? 0 : shippingTax);
  let taxes = shippingTax;
  let discounts = 0;
  for (const line of order.lineItems) {
    const own = sales.filter((sale) => sale.lineItem?.id === line.id);
    const units = own.reduce((count, sale) => count + (sale.quantity ?? 0), 0);
    const discount = sum(line.discountAllocations.map((a) => a.allocatedAmountSet));
    const tax = sum(line.taxLines.map((t) => t.priceSet));
    const net = read(line.originalUnitPriceSet) * units - discount;
    same(`${line.id} sales`, sum(own.map((sale) => sale.totalAmount)), net + (order.taxesIncluded ? 0 : tax));
    same(`${line.id} tax of sales`, sum(own.map((sale) => sale.totalTaxAmount)), tax);
    if (!order.edited) {
      const rate = line.taxLines[0]?.rate ?? 0;
      const exact = order.taxesIncluded ? (net * rate) / (1 + rate) : net * rate;
      same(`${line.id} tax`, tax, Math.floor(exact + 0.5 + 1e-9));
      same(`${line.id} quantity`, line.quantity, units);
    }
    const returned = order.refunds
      .flatMap((refund) => refund.refundLineItems)
      .filter((refunded) => refunded.lineItem.id === line.id)
      .reduce((count, refunded) => count + refunded.quantity, 0);
    same(`${line.id} current quantity`, line.currentQuantity, units - returned);
    if (line.currentQuantity < 0) faults.push(`${order.name} ${line.id} returned more than sold`);
    total += net + (order.taxesIncluded ? 0 : tax);
    taxes += tax;
    discounts += discount;
  }
  same('total', read(order.totalPriceSet), total);
  same('tax', read(order.totalTaxSet), taxes);
  same('discounts', read(order.totalDiscountsSet), discounts);
  const voided = order.displayFinancialStatus === 'VOIDED';
  for (const refund of order.refunds) {
    const own = order.taxesIncluded ? 0 : 1;
    const parts =
      sum(refund.refundLineItems.map((line) => line.subtotalSet)) +
      own * sum(refund.refundLineItems.map((line) => line.totalTaxSet)) +
      sum(refund.refundShippingLines.map((line) => line.subtotalAmountSet)) +
      own * sum(refund.refundShippingLines.map((line) => line.taxAmountSet)) +
      sum(refund.duties.map((duty) => duty.amountSet)) -
      sum(refund.orderAdjustments.flatMap((a) => [a.amountSet, a.taxAmountSet]));
    same('refund', read(refund.totalRefundedSet), voided ? 0 : parts);
  }
  const refunded = sum(order.refunds.map((refund) => refund.totalRefundedSet));
  same('refunded', read(order.totalRefundedSet), refunded);
  if (!voided) same('current total', read(order.currentTotalPriceSet), total - refunded);
  if (order.updatedAt < order.processedAt || Date.parse(order.updatedAt) > NOW)
    faults.push(`${order.name} time`);
  return faults;
}

describe('seeded stores', () => {
  let documents: Documents;
  let orders: Order[];
  let products: Product[];
  beforeAll(() => {
    documents = seeded(1, 0.4);
    orders = documents.shops().flatMap(({ domain }) => [...documents.iterate(domain, 'Order')]);
    products = documents.shops().flatMap(({ domain }) => [...documents.iterate(domain, 'Product')]);
  });
  afterAll(() => documents.close());

  it('add up, order by order', () => {
    expect(orders.length).toBeGreaterThan(3500);
    expect(orders.flatMap(faultsOf)).toEqual([]);
  });

  it('and as a whole: what was kept of all orders is the sum of all days', () => {
    for (const { domain } of documents.shops()) {
      let kept = 0;
      for (const order of documents.iterate(domain, 'Order')) {
        if (order.test) continue;
        const { read } = reader(order);
        kept += read(order.currentTotalPriceSet);
        for (const line of order.lineItems)
          if (line.isGiftCard) kept -= read(line.originalUnitPriceSet) * line.currentQuantity;
      }
      const sums = truthOf(documents, domain).days.map(
        (d) => d.netSales + d.taxes + d.shipping + d.tips + d.duties,
      );
      expect(sums.reduce((a, b) => a + b, 0)).toBe(kept);
    }
  });

  it('hold each odd kind of order', () => {
    const some = (what: (order: Order) => boolean): void =>
      expect(orders.some(what), String(what)).toBe(true);
    some((o) => o.test);
    some((o) => o.edited && o.agreements.some((a) => a.sales.some((s) => (s.quantity ?? 0) < 0)));
    some(
      (o) =>
        o.edited && o.lineItems.some((l) => !o.agreements[0]?.sales.some((s) => s.lineItem?.id === l.id)),
    );
    some((o) => o.cancelReason === 'FRAUD' && o.risk.assessments[0]?.riskLevel === 'HIGH');
    some((o) => o.displayFinancialStatus === 'VOIDED');
    some((o) => o.customer === null);
    some((o) => o.totalPriceSet.presentmentMoney !== undefined);
    some((o) => o.originalTotalDutiesSet !== null);
    some((o) => Number(o.totalTipReceivedSet.shopMoney.amount) > 0);
    some((o) => o.discountCodes.length > 0);
    some((o) => o.lineItems.some((l) => l.variant === null));
    some((o) => o.lineItems.some((l) => l.isGiftCard));
    some((o) => o.lineItems.some((l) => l.quantity >= 30));
    some((o) => o.returns.length > 0);
    some((o) => o.refunds.some((r) => r.refundShippingLines.length > 0));
    some((o) => o.refunds.some((r) => r.orderAdjustments.length > 0));
    for (const type of ['RETURN', 'CANCEL', 'NO_RESTOCK', 'LEGACY_RESTOCK'])
      some((o) => o.refunds.some((r) => r.refundLineItems.some((l) => l.restockType === type)));
    // The first instant of the day on which the clock goes forward in London.
    some((o) => o.processedAt === '2026-03-29T00:00:00Z');
  });

  it('hold each odd kind of product', () => {
    for (const status of ['ACTIVE', 'DRAFT', 'ARCHIVED', 'UNLISTED'])
      expect(products.some((product) => product.status === status)).toBe(true);
    for (const tag of ['pre-order', 'made-to-order', 'dropship'])
      expect(products.some(({ tags }) => tags.includes(tag))).toBe(true);
    expect(products.some(({ title }) => title.length === 300)).toBe(true);
    expect(products.some(({ title }) => title.includes('Świąteczna'))).toBe(true);
    for (const { domain } of documents.shops()) {
      const variants = [...documents.iterate(domain, 'ProductVariant')];
      expect(variants.some((v) => v.requiresComponents && v.productVariantComponents.length > 1)).toBe(true);
      expect(variants.some((v) => v.inventoryPolicy === 'CONTINUE')).toBe(true);
      const items = [...documents.iterate(domain, 'InventoryItem')];
      expect(items.some(({ tracked }) => !tracked)).toBe(true);
      expect(items.some(({ unitCost }) => unitCost === null)).toBe(true);
      expect(items.some(({ unitCost }) => unitCost !== null)).toBe(true);
    }
  });

  it('hold parcels that are overdue, and variants that are sold out', () => {
    for (const { domain } of documents.shops()) {
      const overdue = documents.count(domain, 'FulfillmentOrder', {
        where: ({ status, fulfillBy }) => status === 'OPEN' && Date.parse(fulfillBy ?? '') < NOW,
      });
      expect(overdue).toBeGreaterThan(0);
      const soldOut = documents.count(domain, 'InventoryItem', {
        where: ({ tracked, inventoryLevels }) =>
          tracked && inventoryLevels.every(({ quantities }) => quantities.available <= 0),
      });
      expect(soldOut).toBeGreaterThan(0);
    }
  });

  it('keep stock that adds up', () => {
    for (const { domain } of documents.shops())
      for (const { inventoryLevels } of documents.iterate(domain, 'InventoryItem'))
        for (const { quantities } of inventoryLevels) {
          expect(quantities.on_hand).toBe(quantities.available + quantities.committed);
          expect(quantities.committed).toBeGreaterThanOrEqual(0);
        }
  });
});

describe('the same seed', () => {
  it('makes the same stores to the byte, another one others', () => {
    expect(digest(seeded(7, 0.02))).toBe(digest(seeded(7, 0.02)));
    expect(digest(seeded(7, 0.02))).not.toBe(digest(seeded(8, 0.02)));
  });
});

describe('an empty store', () => {
  it('has places and nothing to sell', () => {
    const documents = new Documents();
    seedEmpty(documents, { now: NOW });
    const truth = truthOf(documents, 'royal-gbp.myshopify.com');
    expect(truth.counts).toEqual({ products: 0, variants: 0, orders: 0, lines: 0, customers: 0 });
    expect(truth.days).toEqual([]);
    expect(documents.count('royal-gbp.myshopify.com', 'Location')).toBe(2);
  });
});
