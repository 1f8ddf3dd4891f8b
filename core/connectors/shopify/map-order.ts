/** Shopify's orders and their details as the mirror's records: pages and bulk files alike. */
import { fromGid } from '../../../shared/gid.ts';
import type { Currency } from '../../../shared/money.ts';
import type {
  LineRecord,
  OrderDetailRecord,
  OrderRecord,
  RefundRecord,
  TransactionRecord,
} from '../../mirror/records.ts';
import { type AddressJson, addressee, orderPerson } from './map-person.ts';
import {
  idOf,
  instant,
  instantOrNull,
  type Many,
  type Money,
  type MoneyBag,
  many,
  minor,
  type Ref,
  shopMinor,
} from './map-values.ts';

interface TaxLineJson {
  title: string;
  rate: number | null;
  priceSet: MoneyBag;
}

interface TransactionJson {
  id: string;
  kind: string;
  status: string;
  gateway: string | null;
  test: boolean;
  createdAt: string;
  processedAt: string | null;
  amountSet: MoneyBag;
  fees: { amount: Money; taxAmount: Money | null }[];
}

interface LineJson {
  id: string;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  quantity: number;
  currentQuantity: number;
  isGiftCard: boolean;
  product: Ref | null;
  variant: Ref | null;
  originalUnitPriceSet: MoneyBag;
  discountAllocations: { allocatedAmountSet: MoneyBag }[];
  taxLines: TaxLineJson[];
  duties: { price: MoneyBag }[];
}

interface OrderJson {
  id: string;
  name: string;
  createdAt: string;
  processedAt: string;
  updatedAt: string;
  cancelledAt: string | null;
  cancelReason: string | null;
  closedAt: string | null;
  test: boolean;
  edited: boolean;
  currencyCode: string;
  presentmentCurrencyCode: string;
  taxesIncluded: boolean;
  displayFinancialStatus: string | null;
  displayFulfillmentStatus: string;
  returnStatus: string;
  sourceName: string | null;
  tags: string[];
  discountCodes: string[];
  email: string | null;
  phone: string | null;
  customer: Ref | null;
  shippingAddress: AddressJson | null;
  billingAddress: AddressJson | null;
  risk: {
    recommendation: string;
    assessments: { riskLevel: string; facts: { description: string; sentiment: string }[] }[];
  } | null;
  totalPriceSet: MoneyBag;
  currentTotalPriceSet: MoneyBag;
  totalDiscountsSet: MoneyBag | null;
  totalTaxSet: MoneyBag | null;
  totalShippingPriceSet: MoneyBag;
  totalTipReceivedSet: MoneyBag | null;
  originalTotalDutiesSet: MoneyBag | null;
  totalRefundedSet: MoneyBag;
  totalCashRoundingAdjustment: { paymentSet: MoneyBag; refundSet: MoneyBag } | null;
  shippingLine: { taxLines: TaxLineJson[] } | null;
  transactions: TransactionJson[];
  refunds: Ref[];
  lineItems?: Many<LineJson>;
}

/**
 * An order of a page or a bulk file. An order with a customer but without any personal field is taken as redacted:
 * Shopify withholds them from apps that may not read them, and a customer is never nameless otherwise.
 */
export function mapOrder(json: object, currency: Currency): OrderRecord {
  const order = json as OrderJson;
  const person = orderPerson(
    addressee(order.shippingAddress),
    addressee(order.billingAddress),
    order.email,
    order.phone,
  );
  const address = order.shippingAddress ?? order.billingAddress;
  const total = order.totalPriceSet;
  const rounding = order.totalCashRoundingAdjustment;
  return {
    id: fromGid(order.id),
    name: order.name,
    createdAt: instant(order.createdAt),
    processedAt: instant(order.processedAt),
    updatedAt: instant(order.updatedAt),
    cancelledAt: instantOrNull(order.cancelledAt),
    cancelReason: order.cancelReason,
    closedAt: instantOrNull(order.closedAt),
    test: order.test,
    edited: order.edited,
    currency: order.currencyCode,
    presentmentCurrency: order.presentmentCurrencyCode,
    presentmentTotal: minor(total.presentmentMoney ?? total.shopMoney),
    taxesIncluded: order.taxesIncluded,
    financialStatus: order.displayFinancialStatus,
    fulfillmentStatus: order.displayFulfillmentStatus,
    returnStatus: order.returnStatus,
    sourceName: order.sourceName,
    tags: order.tags,
    discountCodes: order.discountCodes,
    customerId: idOf(order.customer),
    countryCode: address?.countryCodeV2 ?? null,
    provinceCode: address?.provinceCode ?? null,
    riskRecommendation: order.risk?.recommendation ?? null,
    riskFacts: (order.risk?.assessments ?? []).flatMap(({ riskLevel, facts }) =>
      facts.map(({ description, sentiment }) => ({ level: riskLevel, description, sentiment })),
    ),
    total: shopMinor(total),
    currentTotal: shopMinor(order.currentTotalPriceSet),
    discounts: shopMinor(order.totalDiscountsSet),
    tax: shopMinor(order.totalTaxSet),
    shipping: shopMinor(order.totalShippingPriceSet),
    shippingTax: sum(order.shippingLine?.taxLines ?? [], (tax) => shopMinor(tax.priceSet)),
    tip: shopMinor(order.totalTipReceivedSet),
    duties: shopMinor(order.originalTotalDutiesSet),
    cashRounding: rounding ? shopMinor(rounding.paymentSet) + shopMinor(rounding.refundSet) : 0,
    refunded: shopMinor(order.totalRefundedSet),
    person,
    redacted: person === null && order.customer !== null,
    lines: many(order.lineItems).map(mapLine),
    transactions: order.transactions.map((transaction) => mapTransaction(transaction, currency)),
    needsDetail: order.refunds.length > 0 || order.edited || order.returnStatus !== 'NO_RETURN',
  };
}

export function mapLine(json: object): LineRecord {
  const line = json as LineJson;
  return {
    id: fromGid(line.id),
    productId: idOf(line.product),
    variantId: idOf(line.variant),
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    isGiftCard: line.isGiftCard,
    unitPrice: shopMinor(line.originalUnitPriceSet),
    discount: sum(line.discountAllocations, (one) => shopMinor(one.allocatedAmountSet)),
    tax: sum(line.taxLines, (tax) => shopMinor(tax.priceSet)),
    duties: sum(line.duties, (duty) => shopMinor(duty.price)),
    taxLines: line.taxLines.map(({ title, rate, priceSet }) => ({
      title,
      rate: rate ?? 0,
      amount: shopMinor(priceSet),
    })),
  };
}

function mapTransaction(json: TransactionJson, currency: Currency): TransactionRecord {
  const inShopCurrency = (money: Money | null): number =>
    money?.currencyCode === currency ? minor(money) : 0;
  return {
    id: fromGid(json.id),
    kind: json.kind,
    status: json.status,
    gateway: json.gateway,
    test: json.test,
    amount: shopMinor(json.amountSet),
    fee: sum(json.fees, (fee) => inShopCurrency(fee.amount) + inShopCurrency(fee.taxAmount)),
    at: instant(json.processedAt ?? json.createdAt),
  };
}

interface RefundLineJson {
  id: string;
  quantity: number;
  restockType: RefundRecord['lines'][number]['restockType'];
  restocked: boolean;
  location: Ref | null;
  lineItem: Ref;
  subtotalSet: MoneyBag;
  totalTaxSet: MoneyBag;
}

interface RefundJson {
  id: string;
  createdAt: string | null;
  processedAt: string | null;
  updatedAt: string;
  totalRefundedSet: MoneyBag;
  duties: { amountSet: MoneyBag }[] | null;
  refundLineItems: Many<RefundLineJson>;
  refundShippingLines: Many<{ subtotalAmountSet: MoneyBag; taxAmountSet: MoneyBag }>;
  orderAdjustments: Many<{ amountSet: MoneyBag; taxAmountSet: MoneyBag }>;
}

interface SaleJson {
  id: string;
  lineType: string;
  quantity: number | null;
  totalAmount: MoneyBag;
  totalTaxAmount: MoneyBag;
  totalDiscountAmountBeforeTaxes: MoneyBag;
  lineItem?: Ref | null;
}

interface OrderDetailJson {
  id: string;
  updatedAt: string;
  refunds: RefundJson[];
  returns: Many<{
    id: string;
    name: string;
    status: string;
    createdAt: string;
    closedAt: string | null;
    returnLineItems: Many<{
      quantity: number;
      refundedQuantity: number;
      fulfillmentLineItem?: { lineItem: Ref | null } | null;
    }>;
  }>;
  agreements: Many<{ happenedAt: string; reason: string; sales: Many<SaleJson> }>;
}

/** An order of ORDER_DETAILS. Original quantities are told only where the order was edited. */
export function mapOrderDetail(json: object, _currency: Currency): OrderDetailRecord {
  const order = json as OrderDetailJson;
  const agreements = many(order.agreements);
  const isEdited = agreements.some((agreement) => agreement.reason === 'ORDER_EDIT');
  const original = new Map<number, number>();
  const edits: OrderDetailRecord['edits'] = [];
  for (const agreement of agreements)
    for (const sale of many(agreement.sales)) {
      if (sale.lineType !== 'PRODUCT' || !sale.lineItem) continue;
      const lineId = fromGid(sale.lineItem.id);
      if (agreement.reason === 'ORDER' && isEdited)
        original.set(lineId, (original.get(lineId) ?? 0) + (sale.quantity ?? 0));
      if (agreement.reason === 'ORDER_EDIT')
        edits.push({
          id: fromGid(sale.id),
          at: instant(agreement.happenedAt),
          lineId,
          quantity: sale.quantity ?? 0,
          total: shopMinor(sale.totalAmount),
          tax: shopMinor(sale.totalTaxAmount),
          discountBeforeTaxes: shopMinor(sale.totalDiscountAmountBeforeTaxes),
        });
    }
  return {
    orderId: fromGid(order.id),
    updatedAt: instant(order.updatedAt),
    refunds: order.refunds.map(mapRefund),
    returns: many(order.returns).map((item) => ({
      id: fromGid(item.id),
      name: item.name,
      status: item.status,
      createdAt: instant(item.createdAt),
      closedAt: instantOrNull(item.closedAt),
      lines: many(item.returnLineItems).map((line) => ({
        lineId: idOf(line.fulfillmentLineItem?.lineItem),
        quantity: line.quantity,
        refundedQuantity: line.refundedQuantity,
      })),
    })),
    edits,
    originalQuantities: [...original].map(([lineId, quantity]) => ({ lineId, quantity })),
  };
}

function mapRefund(refund: RefundJson): RefundRecord {
  const shipping = many(refund.refundShippingLines);
  const adjustments = many(refund.orderAdjustments);
  return {
    id: fromGid(refund.id),
    processedAt: instant(refund.processedAt ?? refund.createdAt ?? refund.updatedAt),
    totalRefunded: shopMinor(refund.totalRefundedSet),
    lines: many(refund.refundLineItems).map((line) => ({
      id: fromGid(line.id),
      lineId: fromGid(line.lineItem.id),
      quantity: line.quantity,
      restockType: line.restockType,
      restocked: line.restocked,
      locationId: idOf(line.location),
      subtotal: shopMinor(line.subtotalSet),
      tax: shopMinor(line.totalTaxSet),
    })),
    shipping: sum(shipping, (line) => shopMinor(line.subtotalAmountSet)),
    shippingTax: sum(shipping, (line) => shopMinor(line.taxAmountSet)),
    duties: sum(refund.duties ?? [], (duty) => shopMinor(duty.amountSet)),
    adjustment: sum(adjustments, (one) => shopMinor(one.amountSet)),
    adjustmentTax: sum(adjustments, (one) => shopMinor(one.taxAmountSet)),
  };
}

function sum<T>(list: readonly T[], value: (item: T) => number): number {
  let total = 0;
  for (const item of list) total += value(item);
  return total;
}
