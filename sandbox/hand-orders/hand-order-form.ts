/** Lets an order be written down with the figures that matter; nothing here reckons, what is not given is absent. */
import {
  type FulfillmentOrder,
  gid,
  type LineItem,
  type MoneyBag,
  type Order,
  type Refund,
  type Sale,
  type SalesAgreement,
  type Shop,
} from '../model.ts';
import type { TruthDay, TruthVariantDay } from '../truth.ts';

export interface HandOrder {
  name: string;
  shop: Shop;
  orders: Order[];
  /** All days with a figure, ascending; minor units. */
  days: TruthDay[];
  /** All rows, ascending by variant and day. */
  variantDays: TruthVariantDay[];
}

interface LineForm {
  id: number;
  /** 0: a line without a variant. */
  variant: number;
  quantity: number;
  currentQuantity?: number;
  price: string;
  discounts?: string[];
  taxes?: { rate: number; amount: string }[];
  duty?: string;
  giftCard?: boolean;
}

interface RefundForm {
  id: number;
  at: string;
  total: string;
  lines?: {
    line: number;
    quantity: number;
    restock: 'RETURN' | 'NO_RESTOCK' | 'CANCEL' | 'LEGACY_RESTOCK';
    subtotal: string;
    tax: string;
  }[];
  shipping?: { subtotal: string; tax: string };
  duty?: string;
  adjustment?: { amount: string; tax: string };
}

interface SaleForm {
  line: number;
  quantity: number;
  total: string;
  tax: string;
  discount: string;
}

interface OrderForm {
  id: number;
  at: string;
  /** Sum paid, before refunds. */
  total: string;
  tax: string;
  discounts?: string;
  lines: LineForm[];
  /** As it was ordered: one sale a line. */
  sales: SaleForm[];
  edit?: { at: string; sales: SaleForm[] };
  shipping?: { price: string; taxRate: number; tax: string };
  tip?: string;
  duties?: string;
  /** Total as the buyer saw it. */
  presentment?: { currency: string; total: string };
  refunds?: RefundForm[];
  refunded?: string;
  currentTotal?: string;
  test?: boolean;
}

const NOTHING = {
  orders: 0,
  grossSales: 0,
  discounts: 0,
  returns: 0,
  netSales: 0,
  taxes: 0,
  shipping: 0,
  tips: 0,
  duties: 0,
  unitsSold: 0,
  unitsReturned: 0,
};

export function day(date: string, figures: Partial<Omit<TruthDay, 'day'>>): TruthDay {
  return { day: date, ...NOTHING, ...figures };
}

export function units(
  variantId: number,
  date: string,
  figures: Partial<Omit<TruthVariantDay, 'variantId' | 'day'>>,
): TruthVariantDay {
  return { variantId, day: date, units: 0, returnedRestocked: 0, returnedLost: 0, net: 0, ...figures };
}

/** A case: the shop, its orders as forms, and what they come to. */
export function byHand(
  name: string,
  shop: [name: string, currency: string, zone: string, taxesIncluded: boolean],
  forms: OrderForm[],
  days: TruthDay[],
  variantDays: TruthVariantDay[],
): HandOrder {
  const made = handShop(...shop);
  return { name, shop: made, orders: forms.map((form) => handOrder(made, form)), days, variantDays };
}

/** A shop for written-down orders; its credentials are the sandbox's own. */
function handShop(name: string, currency: string, zone: string, taxesIncluded: boolean): Shop {
  return {
    id: gid('Shop', 90_000_001),
    domain: `royal-${name}.myshopify.com`,
    storeId: name,
    name: `By hand: ${name}`,
    currency,
    zone,
    taxesIncluded,
    enabledPresentmentCurrencies: [currency],
    plan: { publicDisplayName: 'Grow', partnerDevelopment: false },
    clientId: `sandbox-client-${name}`,
    clientSecret: `sandbox-secret-${name}`,
    adminToken: `shpat_sandbox_${name}`,
    scopes: [
      'read_all_orders',
      'read_customers',
      'read_inventory',
      'read_locations',
      'read_merchant_managed_fulfillment_orders',
      'read_orders',
      'read_products',
    ],
  };
}

function handOrder(shop: Shop, form: OrderForm): Order {
  const bag = (amount: string): MoneyBag => ({ shopMoney: { amount, currencyCode: shop.currency } });
  const total: MoneyBag = form.presentment
    ? {
        ...bag(form.total),
        presentmentMoney: { amount: form.presentment.total, currencyCode: form.presentment.currency },
      }
    : bag(form.total);
  const updated =
    [form.at, form.edit?.at ?? '', ...(form.refunds ?? []).map(({ at }) => at)].sort().at(-1) ?? form.at;
  return {
    id: gid('Order', form.id),
    name: `#${form.id}`,
    createdAt: form.at,
    processedAt: form.at,
    updatedAt: updated,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    test: form.test ?? false,
    edited: form.edit !== undefined,
    currencyCode: shop.currency,
    presentmentCurrencyCode: form.presentment?.currency ?? shop.currency,
    taxesIncluded: shop.taxesIncluded,
    displayFinancialStatus: form.refunds ? 'PARTIALLY_REFUNDED' : 'PAID',
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
    totalPriceSet: total,
    currentTotalPriceSet: bag(form.currentTotal ?? form.total),
    totalDiscountsSet: bag(form.discounts ?? '0.0'),
    totalTaxSet: bag(form.tax),
    totalShippingPriceSet: bag(form.shipping?.price ?? '0.0'),
    totalTipReceivedSet: bag(form.tip ?? '0.0'),
    originalTotalDutiesSet: form.duties ? bag(form.duties) : null,
    totalRefundedSet: bag(form.refunded ?? '0.0'),
    totalCashRoundingAdjustment: { paymentSet: bag('0.0'), refundSet: bag('0.0') },
    shippingLine: form.shipping
      ? {
          title: 'Standard',
          taxLines: [{ title: 'Tax', rate: form.shipping.taxRate, priceSet: bag(form.shipping.tax) }],
        }
      : null,
    transactions: [
      {
        id: gid('OrderTransaction', form.id),
        kind: 'SALE',
        status: 'SUCCESS',
        gateway: 'shopify_payments',
        test: form.test ?? false,
        createdAt: form.at,
        processedAt: form.at,
        amountSet: total,
        fees: [],
      },
    ],
    refunds: (form.refunds ?? []).map((refund) => handRefund(refund, bag)),
    returns: [],
    agreements: agreements(form, bag),
    lineItems: form.lines.map((line) => handLine(line, bag)),
  };
}

/** The open fulfilment order that every order has. */
export function handFulfillmentOrder(order: Order): FulfillmentOrder {
  return {
    id: order.id.replace('Order', 'FulfillmentOrder'),
    orderId: order.id,
    status: 'OPEN',
    requestStatus: 'UNSUBMITTED',
    createdAt: order.createdAt,
    updatedAt: order.createdAt,
    fulfillAt: order.createdAt,
    fulfillBy: null,
    assignedLocation: { location: null },
  };
}

function handLine(line: LineForm, bag: (amount: string) => MoneyBag): LineItem {
  return {
    id: gid('LineItem', line.id),
    title: line.giftCard ? 'Gift card' : `Item ${line.id}`,
    variantTitle: null,
    sku: null,
    vendor: null,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity ?? line.quantity,
    isGiftCard: line.giftCard ?? false,
    taxable: !line.giftCard,
    requiresShipping: !line.giftCard,
    product: line.variant ? { id: gid('Product', line.variant) } : null,
    variant: line.variant ? { id: gid('ProductVariant', line.variant) } : null,
    originalUnitPriceSet: bag(line.price),
    discountAllocations: (line.discounts ?? []).map((amount) => ({ allocatedAmountSet: bag(amount) })),
    taxLines: (line.taxes ?? []).map(({ rate, amount }) => ({ title: 'Tax', rate, priceSet: bag(amount) })),
    duties: line.duty ? [{ id: gid('Duty', line.id), price: bag(line.duty) }] : [],
  };
}

function handRefund(form: RefundForm, bag: (amount: string) => MoneyBag): Refund {
  return {
    id: gid('Refund', form.id),
    createdAt: form.at,
    processedAt: form.at,
    updatedAt: form.at,
    totalRefundedSet: bag(form.total),
    duties: form.duty ? [{ amountSet: bag(form.duty) }] : [],
    refundLineItems: (form.lines ?? []).map((line, index) => ({
      id: gid('RefundLineItem', form.id * 10 + index),
      quantity: line.quantity,
      restockType: line.restock,
      restocked: line.restock !== 'NO_RESTOCK',
      location: null,
      lineItem: { id: gid('LineItem', line.line) },
      subtotalSet: bag(line.subtotal),
      totalTaxSet: bag(line.tax),
    })),
    refundShippingLines: form.shipping
      ? [
          {
            id: gid('RefundShippingLine', form.id),
            subtotalAmountSet: bag(form.shipping.subtotal),
            taxAmountSet: bag(form.shipping.tax),
          },
        ]
      : [],
    orderAdjustments: form.adjustment
      ? [
          {
            id: gid('OrderAdjustment', form.id),
            reason: 'REFUND_DISCREPANCY',
            amountSet: bag(form.adjustment.amount),
            taxAmountSet: bag(form.adjustment.tax),
          },
        ]
      : [],
  };
}

function agreements(form: OrderForm, bag: (amount: string) => MoneyBag): SalesAgreement[] {
  const cards = new Set(form.lines.filter(({ giftCard }) => giftCard).map(({ id }) => id));
  const sale = (sold: SaleForm, index: number, of: number): Sale => ({
    id: gid('Sale', of * 10 + index),
    actionType: sold.quantity < 0 ? 'RETURN' : 'ORDER',
    lineType: cards.has(sold.line) ? 'GIFT_CARD' : 'PRODUCT',
    quantity: sold.quantity,
    totalAmount: bag(sold.total),
    totalTaxAmount: bag(sold.tax),
    totalDiscountAmountBeforeTaxes: bag(sold.discount),
    lineItem: { id: gid('LineItem', sold.line) },
  });
  const made: SalesAgreement[] = [
    {
      id: gid('OrderAgreement', form.id * 10),
      happenedAt: form.at,
      reason: 'ORDER',
      sales: form.sales.map((sold, index) => sale(sold, index, form.id * 10)),
    },
  ];
  if (form.edit)
    made.push({
      id: gid('OrderAgreement', form.id * 10 + 1),
      happenedAt: form.edit.at,
      reason: 'ORDER_EDIT',
      sales: form.edit.sales.map((sold, index) => sale(sold, index, form.id * 10 + 1)),
    });
  return made;
}
