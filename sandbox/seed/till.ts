/**
 * Rings up orders: from prices, quantities, discounts and a tax rate to a stored Order whose totals are the sums of
 * its parts. Tax is reckoned for each line and rounded half away from zero in the shop's currency.
 */
import type { Documents } from '../documents.ts';
import {
  type Address,
  gid,
  type LineItem,
  type MoneyBag,
  type Order,
  type Ref,
  type Sale,
  type Shop,
} from '../model.ts';
import { iso } from './clock.ts';
import { Pen, type Presentment, share } from './money.ts';

/** Amounts in minor units of the shop's currency; with tax where the shop's taxes are included. */
export interface SaleLine {
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  product: Ref | null;
  variant: Ref | null;
  quantity: number;
  unitPrice: number;
  /** Amounts off the whole line. */
  discounts: number[];
  /** Percent; 0 for none. */
  taxRate: number;
  giftCard: boolean;
  requiresShipping: boolean;
  duty: number;
}

export interface SaleSpec {
  name: string;
  at: number;
  lines: SaleLine[];
  shipping: { title: string; price: number; taxRate: number } | null;
  taxTitle: string;
  tip: number;
  presentment: Presentment | null;
  customer: Ref | null;
  email: string | null;
  phone: string | null;
  address: Address | null;
  discountCodes: string[];
  tags: string[];
  sourceName: string;
  test: boolean;
  risk: Order['risk'];
  gateway: string;
  /** false leaves an authorization that was never captured. */
  paid: boolean;
  /** What the payment provider keeps. */
  fee: number;
}

const GATEWAY_TAX = 20;

export class Till {
  readonly documents: Documents;
  readonly shop: Shop;

  constructor(documents: Documents, shop: Shop) {
    this.documents = documents;
    this.shop = shop;
  }

  id(type: string): string {
    return gid(type, this.documents.nextId(this.shop.domain, type));
  }

  /** Tax within or on top of an amount, as the shop has it. */
  taxOn(amount: number, rate: number): number {
    return share(amount, rate, this.shop.taxesIncluded ? 100 + rate : 100);
  }

  /** The pen of a stored order: writes in its currencies. */
  penOf(order: Order): Pen {
    const { shopMoney, presentmentMoney } = order.totalPriceSet;
    if (!presentmentMoney) return new Pen(order.currencyCode);
    const total = Number(shopMoney.amount);
    const rate = total === 0 ? 1 : Number(presentmentMoney.amount) / total;
    return new Pen(order.currencyCode, { currency: presentmentMoney.currencyCode, rate });
  }

  ring(spec: SaleSpec): Order {
    const pen = new Pen(this.shop.currency, spec.presentment);
    const included = this.shop.taxesIncluded;
    const at = iso(spec.at);
    const zero = pen.bag(0);
    let goods = 0;
    let discounts = 0;
    let tax = 0;
    let duties = 0;
    const sales: Sale[] = [];
    const lineItems = spec.lines.map((line) => {
      const item = this.line(line, pen, spec.taxTitle);
      goods += line.unitPrice * line.quantity;
      for (const amount of line.discounts) discounts += amount;
      for (const { priceSet } of item.taxLines) tax += pen.read(priceSet);
      duties += line.duty;
      sales.push(this.sale(item, line.quantity, pen));
      return item;
    });
    const shipping = spec.shipping?.price ?? 0;
    const shippingTax = spec.shipping ? this.taxOn(shipping, spec.shipping.taxRate) : 0;
    if (shipping)
      sales.push(this.otherSale('SHIPPING', included ? shipping : shipping + shippingTax, shippingTax, pen));
    if (spec.tip) sales.push(this.otherSale('TIP', spec.tip, 0, pen));
    if (duties) sales.push(this.otherSale('DUTY', duties, 0, pen));
    const total = goods - discounts + shipping + spec.tip + duties + (included ? 0 : tax + shippingTax);
    const feeTax = share(spec.fee, GATEWAY_TAX, 100);
    return {
      id: this.id('Order'),
      name: spec.name,
      createdAt: at,
      processedAt: at,
      updatedAt: at,
      cancelledAt: null,
      cancelReason: null,
      closedAt: null,
      test: spec.test,
      edited: false,
      currencyCode: this.shop.currency,
      presentmentCurrencyCode: spec.presentment?.currency ?? this.shop.currency,
      taxesIncluded: included,
      displayFinancialStatus: spec.paid ? 'PAID' : 'AUTHORIZED',
      displayFulfillmentStatus: 'UNFULFILLED',
      returnStatus: 'NO_RETURN',
      sourceName: spec.sourceName,
      tags: spec.tags,
      discountCodes: spec.discountCodes,
      email: spec.email,
      phone: spec.phone,
      customer: spec.customer,
      shippingAddress: spec.address,
      billingAddress: spec.address,
      risk: spec.risk,
      totalPriceSet: pen.bag(total),
      currentTotalPriceSet: pen.bag(total),
      totalDiscountsSet: pen.bag(discounts),
      totalTaxSet: pen.bag(tax + shippingTax),
      totalShippingPriceSet: pen.bag(shipping),
      totalTipReceivedSet: pen.bag(spec.tip),
      originalTotalDutiesSet: duties ? pen.bag(duties) : null,
      totalRefundedSet: zero,
      totalCashRoundingAdjustment: { paymentSet: zero, refundSet: zero },
      shippingLine: spec.shipping
        ? {
            title: spec.shipping.title,
            taxLines: shippingTax
              ? [{ title: spec.taxTitle, rate: spec.shipping.taxRate / 100, priceSet: pen.bag(shippingTax) }]
              : [],
          }
        : null,
      transactions: [
        {
          id: this.id('OrderTransaction'),
          kind: spec.paid ? 'SALE' : 'AUTHORIZATION',
          status: 'SUCCESS',
          gateway: spec.gateway,
          test: spec.test,
          createdAt: at,
          processedAt: at,
          amountSet: pen.bag(total),
          fees:
            spec.fee && spec.paid
              ? [
                  {
                    id: this.id('TransactionFee'),
                    amount: pen.money(spec.fee),
                    taxAmount: pen.money(feeTax),
                  },
                ]
              : [],
        },
      ],
      refunds: [],
      returns: [],
      agreements: [{ id: this.id('OrderAgreement'), happenedAt: at, reason: 'ORDER', sales }],
      lineItems,
    };
  }

  line(line: SaleLine, pen: Pen, taxTitle: string): LineItem {
    const net = line.unitPrice * line.quantity - line.discounts.reduce((a, b) => a + b, 0);
    const tax = line.giftCard ? 0 : this.taxOn(net, line.taxRate);
    return {
      id: this.id('LineItem'),
      title: line.title,
      variantTitle: line.variantTitle,
      sku: line.sku,
      vendor: line.vendor,
      quantity: line.quantity,
      currentQuantity: line.quantity,
      isGiftCard: line.giftCard,
      taxable: !line.giftCard,
      requiresShipping: line.requiresShipping,
      product: line.product,
      variant: line.variant,
      originalUnitPriceSet: pen.bag(line.unitPrice),
      discountAllocations: line.discounts.map((amount) => ({ allocatedAmountSet: pen.bag(amount) })),
      taxLines:
        tax || (line.taxRate && !line.giftCard)
          ? [{ title: taxTitle, rate: line.taxRate / 100, priceSet: pen.bag(tax) }]
          : [],
      duties: line.duty ? [{ id: this.id('Duty'), price: pen.bag(line.duty) }] : [],
    };
  }

  /** The sale of a whole line as it stands. */
  sale(item: LineItem, quantity: number, pen: Pen): Sale {
    const gross = pen.read(item.originalUnitPriceSet) * quantity;
    const discount = sum(
      item.discountAllocations.map((a) => a.allocatedAmountSet),
      pen,
    );
    const tax = sum(
      item.taxLines.map((t) => t.priceSet),
      pen,
    );
    const included = this.shop.taxesIncluded;
    const rate = (item.taxLines[0]?.rate ?? 0) * 100;
    return {
      id: this.id('Sale'),
      actionType: 'ORDER',
      lineType: item.isGiftCard ? 'GIFT_CARD' : 'PRODUCT',
      quantity,
      totalAmount: pen.bag(gross - discount + (included ? 0 : tax)),
      totalTaxAmount: pen.bag(tax),
      totalDiscountAmountBeforeTaxes: pen.bag(included ? share(discount, 100, 100 + rate) : discount),
      lineItem: { id: item.id },
    };
  }

  otherSale(
    lineType: 'SHIPPING' | 'TIP' | 'DUTY' | 'ADJUSTMENT',
    total: number,
    tax: number,
    pen: Pen,
  ): Sale {
    return {
      id: this.id('Sale'),
      actionType: total < 0 ? 'RETURN' : 'ORDER',
      lineType,
      quantity: null,
      totalAmount: pen.bag(total),
      totalTaxAmount: pen.bag(tax),
      totalDiscountAmountBeforeTaxes: pen.bag(0),
    };
  }
}

export function sum(bags: MoneyBag[], pen: Pen): number {
  let total = 0;
  for (const bag of bags) total += pen.read(bag);
  return total;
}
