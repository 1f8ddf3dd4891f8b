/**
 * A shop whose orders are arbitrary and keep changing: sold, edited, refunded, cancelled, deleted, in any order of
 * time. The figures need not make sense; they must only add up the same here and there.
 */
import {
  gid,
  type LineItem,
  type MoneyBag,
  type Order,
  type Refund,
  type RestockType,
  type Sale,
  type Shop,
} from '../sandbox/model.ts';
import type { Sandbox } from '../sandbox/server.ts';
import { DAY_MS } from '../shared/time.ts';

export interface Evolution {
  currency: string;
  digits: number;
  zone: string;
  /** Whole numbers from 0 below `n`. */
  below(n: number): number;
}

const SCOPES = [
  'read_all_orders',
  'read_customers',
  'read_inventory',
  'read_locations',
  'read_merchant_managed_fulfillment_orders',
  'read_orders',
  'read_products',
];
const RESTOCK: RestockType[] = ['RETURN', 'NO_RESTOCK', 'CANCEL', 'LEGACY_RESTOCK'];

export function evolvingShop({ currency, zone }: Evolution): Shop {
  return {
    id: gid('Shop', 90_000_002),
    domain: 'royal-evolving.myshopify.com',
    storeId: 'evolving',
    name: 'Evolving',
    currency,
    zone,
    taxesIncluded: false,
    enabledPresentmentCurrencies: [currency],
    plan: { publicDisplayName: 'Grow', partnerDevelopment: false },
    clientId: 'evolving-client',
    clientSecret: 'evolving-secret',
    adminToken: 'shpat_evolving',
    scopes: SCOPES,
  };
}

/** Changes the shop once more: `orders` new ones, and about as many changes of older ones. */
export function evolve(sandbox: Sandbox, how: Evolution, orders: number): void {
  const { documents, clock } = sandbox;
  const { domain } = evolvingShop(how);
  for (let n = 0; n < orders; n++) documents.put(domain, 'Order', newOrder(how, clock.now()));
  const all = [...documents.iterate(domain, 'Order')];
  for (let n = 0; n < orders; n++) {
    const order = all[how.below(all.length)]!;
    if (!documents.get(domain, 'Order', order.id)) continue;
    const kind = how.below(12);
    if (kind < 5) refund(how, order, clock.now());
    else if (kind < 9) edit(how, order, clock.now());
    else if (kind === 9) order.cancelledAt = order.cancelledAt ? null : clock.iso();
    else if (kind === 10) order.test = !order.test;
    // Its product was deleted.
    else for (const line of order.lineItems) if (how.below(3) === 0) line.variant = line.product = null;
    order.updatedAt = clock.iso();
    documents.put(domain, 'Order', order);
  }
}

let lastId = 1000;

function bag(how: Evolution, most: number, signed = false): MoneyBag {
  const minor = how.below(most) * (signed && how.below(2) === 0 ? -1 : 1);
  const size = String(Math.abs(minor)).padStart(how.digits + 1, '0');
  const amount = how.digits === 0 ? `${size}.0` : `${size.slice(0, -how.digits)}.${size.slice(-how.digits)}`;
  return {
    shopMoney: { amount: minor < 0 ? `-${amount}` : amount, currencyCode: how.currency },
    ...(how.below(5) === 0 ? { presentmentMoney: { amount: '7.77', currencyCode: 'CAD' } } : {}),
  };
}

function past(how: Evolution, now: number): string {
  // Often close to a midnight, where zones and seasons matter.
  const day = Math.floor(now / DAY_MS) - how.below(500);
  const within = how.below(3) === 0 ? how.below(DAY_MS) : how.below(48) * 1_800_000;
  return new Date(Math.min(now, day * DAY_MS + within)).toISOString();
}

function newLine(how: Evolution): LineItem {
  const quantity = how.below(4) + 1;
  const variant = how.below(8) === 0 ? null : { id: gid('ProductVariant', 1 + how.below(20)) };
  const isGiftCard = how.below(9) === 0;
  return {
    id: gid('LineItem', ++lastId),
    title: 'Thing, “odd” \\ 物\u2028',
    variantTitle: null,
    sku: null,
    vendor: null,
    quantity,
    currentQuantity: quantity,
    isGiftCard,
    taxable: true,
    requiresShipping: true,
    product: variant && { id: gid('Product', 1) },
    variant,
    originalUnitPriceSet: bag(how, 100_000),
    discountAllocations: Array.from({ length: how.below(3) }, () => ({ allocatedAmountSet: bag(how, 500) })),
    taxLines: Array.from({ length: isGiftCard ? 0 : how.below(3) }, () => ({
      title: 'Tax',
      rate: 0.2,
      priceSet: bag(how, 900),
    })),
    duties: how.below(6) === 0 ? [{ id: gid('Duty', ++lastId), price: bag(how, 100) }] : [],
  };
}

function sale(how: Evolution, line: LineItem, quantity: number): Sale {
  return {
    id: gid('Sale', ++lastId),
    actionType: 'UPDATE',
    lineType: line.isGiftCard ? 'GIFT_CARD' : 'PRODUCT',
    quantity,
    totalAmount: bag(how, 50_000, true),
    totalTaxAmount: line.isGiftCard ? bag(how, 1) : bag(how, 500, true),
    totalDiscountAmountBeforeTaxes: bag(how, 500, true),
    lineItem: { id: line.id },
  };
}

function newOrder(how: Evolution, now: number): Order {
  const id = ++lastId;
  const at = past(how, now);
  const many = how.below(25) === 0 ? 120 + how.below(200) : 1 + how.below(6);
  const lineItems = Array.from({ length: how.below(20) === 0 ? 0 : many }, () => newLine(how));
  const nothing: MoneyBag = { shopMoney: { amount: '0.0', currencyCode: how.currency } };
  const shipping = bag(how, 2_000);
  return {
    id: gid('Order', id),
    name: `#${id}`,
    createdAt: at,
    processedAt: at,
    updatedAt: new Date(now).toISOString(),
    cancelledAt: how.below(10) === 0 ? at : null,
    cancelReason: null,
    closedAt: null,
    test: how.below(15) === 0,
    edited: false,
    currencyCode: how.currency,
    presentmentCurrencyCode: how.currency,
    taxesIncluded: how.below(2) === 0,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: 'UNFULFILLED',
    returnStatus: 'NO_RETURN',
    sourceName: 'web',
    tags: [],
    discountCodes: [],
    email: null,
    phone: null,
    customer: null,
    shippingAddress: null,
    billingAddress: null,
    risk: { recommendation: 'ACCEPT', assessments: [] },
    totalPriceSet: bag(how, 100_000),
    currentTotalPriceSet: bag(how, 100_000),
    totalDiscountsSet: nothing,
    totalTaxSet: nothing,
    totalShippingPriceSet: shipping,
    totalTipReceivedSet: bag(how, 300),
    originalTotalDutiesSet: how.below(3) === 0 ? bag(how, 300) : null,
    totalRefundedSet: nothing,
    totalCashRoundingAdjustment: { paymentSet: nothing, refundSet: nothing },
    shippingLine:
      how.below(2) === 0
        ? { title: 'Standard', taxLines: [{ title: 'Tax', rate: 0.2, priceSet: bag(how, 300) }] }
        : null,
    transactions: [],
    refunds: [],
    returns: [],
    agreements: [
      {
        id: gid('OrderAgreement', ++lastId),
        happenedAt: at,
        reason: 'ORDER',
        sales: lineItems.map((line) => sale(how, line, line.quantity)),
      },
    ],
    lineItems,
  };
}

function edit(how: Evolution, order: Order, now: number): void {
  const changed = order.lineItems.filter(() => how.below(3) === 0);
  if (how.below(2) === 0) {
    const line = newLine(how);
    order.lineItems.push(line);
    changed.push(line);
  }
  for (const line of changed) line.quantity = how.below(6);
  order.edited = true;
  order.agreements.push({
    id: gid('OrderAgreement', ++lastId),
    happenedAt: past(how, now),
    reason: 'ORDER_EDIT',
    sales: changed.map((line) => sale(how, line, how.below(5) - 2)),
  });
}

function refund(how: Evolution, order: Order, now: number): void {
  const at = past(how, now);
  const made: Refund = {
    id: gid('Refund', ++lastId),
    createdAt: at,
    processedAt: at,
    updatedAt: new Date(now).toISOString(),
    totalRefundedSet: bag(how, 10_000),
    duties: how.below(4) === 0 ? [{ amountSet: bag(how, 90) }] : [],
    refundLineItems: order.lineItems
      .filter(() => how.below(3) > 0)
      .map((line) => ({
        id: gid('RefundLineItem', ++lastId),
        quantity: how.below(4),
        restockType: RESTOCK[how.below(4)]!,
        restocked: how.below(2) === 0,
        location: null,
        lineItem: { id: line.id },
        subtotalSet: bag(how, 9_000),
        totalTaxSet: bag(how, 900),
      })),
    refundShippingLines:
      how.below(3) === 0
        ? [
            {
              id: gid('RefundShippingLine', ++lastId),
              subtotalAmountSet: bag(how, 900),
              taxAmountSet: bag(how, 90),
            },
          ]
        : [],
    orderAdjustments: Array.from({ length: how.below(3) }, () => ({
      id: gid('OrderAdjustment', ++lastId),
      reason: 'DAMAGE' as const,
      amountSet: bag(how, 900, true),
      taxAmountSet: bag(how, 90, true),
    })),
  };
  order.refunds.push(made);
}
