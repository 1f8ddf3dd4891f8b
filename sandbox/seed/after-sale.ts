/** What happens to an order afterwards: refunds, edits, cancellation, fulfilment. Each changes the order in place. */
import type { FulfillmentOrder, LineItem, Order, Refund, RestockType, Sale } from '../model.ts';
import { iso } from './clock.ts';
import type { Pen } from './money.ts';
import { share } from './money.ts';
import { type SaleLine, sum, type Till } from './till.ts';

const DAY_MS = 86_400_000;

export interface RefundSpec {
  at: number;
  lines: { line: LineItem; quantity: number; restock: RestockType; location: string | null }[];
  /** Of the shipping price as stated (with tax where included), in minor units. */
  shipping: number;
  /** Given back beyond the lines: negative. No tax is split off. */
  adjustment: number;
  duties: boolean;
  /** A return is recorded beside the refund. */
  asReturn: boolean;
}

/** Gives money back. A line's last unit takes what rounding left over, so a full refund is exact. */
export function refund(till: Till, order: Order, spec: RefundSpec): Refund {
  const pen = till.penOf(order);
  const included = order.taxesIncluded;
  const at = iso(spec.at);
  const sales: Sale[] = [];
  let total = 0;
  const refundLineItems = spec.lines.map(({ line, quantity, restock, location }) => {
    const { subtotal, tax } = lineShare(order, line, quantity, pen);
    const value = included ? subtotal : subtotal + tax;
    total += value;
    line.currentQuantity -= quantity;
    sales.push({
      id: till.id('Sale'),
      actionType: 'RETURN',
      lineType: line.isGiftCard ? 'GIFT_CARD' : 'PRODUCT',
      quantity: -quantity,
      totalAmount: pen.bag(-value),
      totalTaxAmount: pen.bag(-tax),
      totalDiscountAmountBeforeTaxes: pen.bag(0),
      lineItem: { id: line.id },
    });
    return {
      id: till.id('RefundLineItem'),
      quantity,
      restockType: restock,
      restocked: restock !== 'NO_RESTOCK',
      location: restock !== 'NO_RESTOCK' && location ? { id: location } : null,
      lineItem: { id: line.id },
      subtotalSet: pen.bag(subtotal),
      totalTaxSet: pen.bag(tax),
    };
  });
  const price = pen.read(order.totalShippingPriceSet);
  const priceTax = sum(
    (order.shippingLine?.taxLines ?? []).map((t) => t.priceSet),
    pen,
  );
  const shippingTax = spec.shipping ? share(priceTax, spec.shipping, price) : 0;
  if (spec.shipping) {
    const value = included ? spec.shipping : spec.shipping + shippingTax;
    total += value;
    sales.push(till.otherSale('SHIPPING', -value, -shippingTax, pen));
  }
  const duties = spec.duties && order.originalTotalDutiesSet ? pen.read(order.originalTotalDutiesSet) : 0;
  if (duties) sales.push(till.otherSale('DUTY', -duties, 0, pen));
  total += duties - spec.adjustment;
  if (spec.adjustment) sales.push(till.otherSale('ADJUSTMENT', spec.adjustment, 0, pen));
  const result: Refund = {
    id: till.id('Refund'),
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    totalRefundedSet: pen.bag(total),
    duties: duties ? [{ amountSet: pen.bag(duties) }] : [],
    refundLineItems,
    refundShippingLines: spec.shipping
      ? [
          {
            id: till.id('RefundShippingLine'),
            subtotalAmountSet: pen.bag(spec.shipping),
            taxAmountSet: pen.bag(shippingTax),
          },
        ]
      : [],
    orderAdjustments: spec.adjustment
      ? [
          {
            id: till.id('OrderAdjustment'),
            reason: 'REFUND_DISCREPANCY',
            amountSet: pen.bag(spec.adjustment),
            taxAmountSet: pen.bag(0),
          },
        ]
      : [],
  };
  order.refunds.push(result);
  order.agreements.push({
    id: till.id('OrderAgreement'),
    happenedAt: at,
    reason: spec.asReturn ? 'RETURN' : 'REFUND',
    sales,
  });
  if (spec.asReturn) {
    order.returns.push({
      id: till.id('Return'),
      name: `${order.name}-R${order.returns.length + 1}`,
      status: 'CLOSED',
      createdAt: iso(Math.max(spec.at - 3 * DAY_MS, Date.parse(order.processedAt))),
      closedAt: at,
      returnLineItems: spec.lines.map(({ line, quantity }) => ({
        id: till.id('ReturnLineItem'),
        quantity,
        refundedQuantity: quantity,
        fulfillmentLineItem: { lineItem: { id: line.id } },
      })),
    });
    order.returnStatus = 'RETURNED';
  }
  pay(till, order, -total, spec.at, pen);
  order.totalRefundedSet = pen.bag(pen.read(order.totalRefundedSet) + total);
  const current = pen.read(order.currentTotalPriceSet) - total;
  order.currentTotalPriceSet = pen.bag(current);
  order.displayFinancialStatus = current <= 0 ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  touch(order, spec.at);
  return result;
}

/** Cancels the whole order: every line restocked, everything but a tip given back (nothing where it was unpaid). */
export function cancel(
  till: Till,
  order: Order,
  at: number,
  reason: NonNullable<Order['cancelReason']>,
  location: string,
): void {
  const unpaid = order.displayFinancialStatus === 'AUTHORIZED';
  const pen = till.penOf(order);
  const given = refund(till, order, {
    at,
    lines: order.lineItems
      .filter((line) => line.currentQuantity > 0)
      .map((line) => ({ line, quantity: line.currentQuantity, restock: 'CANCEL', location })),
    shipping: pen.read(order.totalShippingPriceSet),
    adjustment: 0,
    duties: true,
    asReturn: false,
  });
  if (unpaid) {
    const last = order.transactions.at(-1);
    if (last) last.kind = 'VOID';
    given.totalRefundedSet = pen.bag(0);
    order.totalRefundedSet = pen.bag(0);
    order.displayFinancialStatus = 'VOIDED';
  }
  order.cancelledAt = iso(at);
  order.cancelReason = reason;
  order.closedAt = iso(at);
}

/** Adds a line by an order edit, paid at once. */
export function addLine(till: Till, order: Order, at: number, sold: SaleLine, taxTitle: string): void {
  const pen = till.penOf(order);
  const line = till.line(sold, pen, taxTitle);
  order.lineItems.push(line);
  book(till, order, at, till.sale(line, sold.quantity, pen), pen);
}

/** Sells more units of a line without discounts, by an order edit. */
export function addUnits(till: Till, order: Order, at: number, line: LineItem, units: number): void {
  const pen = till.penOf(order);
  const rate = (line.taxLines[0]?.rate ?? 0) * 100;
  const gross = pen.read(line.originalUnitPriceSet) * units;
  const tax = till.taxOn(gross, rate);
  line.quantity += units;
  line.currentQuantity += units;
  for (const taxLine of line.taxLines.slice(0, 1))
    taxLine.priceSet = pen.bag(pen.read(taxLine.priceSet) + tax);
  book(
    till,
    order,
    at,
    editSale(till, line, units, order.taxesIncluded ? gross : gross + tax, tax, 0, pen),
    pen,
  );
}

/**
 * Takes units off a line by an order edit. As in Shopify the line keeps its `quantity` and loses `currentQuantity`;
 * its allocations and tax lines are those of what remains. With taxes included the line must be without discount
 * (an edit states its discount before taxes, an allocation with them).
 */
export function removeUnits(till: Till, order: Order, at: number, line: LineItem, units: number): void {
  const pen = till.penOf(order);
  const keep = line.currentQuantity - units;
  let discount = 0;
  for (const allocation of line.discountAllocations) {
    const before = pen.read(allocation.allocatedAmountSet);
    const after = share(before, keep, line.currentQuantity);
    discount += before - after;
    allocation.allocatedAmountSet = pen.bag(after);
  }
  let tax = 0;
  for (const taxLine of line.taxLines) {
    const before = pen.read(taxLine.priceSet);
    const after = share(before, keep, line.currentQuantity);
    tax += before - after;
    taxLine.priceSet = pen.bag(after);
  }
  line.currentQuantity = keep;
  const value = pen.read(line.originalUnitPriceSet) * units - discount;
  const total = order.taxesIncluded ? value : value + tax;
  book(till, order, at, editSale(till, line, -units, -total, -tax, -discount, pen), pen);
}

/** Ships everything, or leaves it waiting where `shippedAt` is null. */
export function fulfil(
  till: Till,
  order: Order,
  location: string,
  fulfillBy: number,
  shippedAt: number | null,
): FulfillmentOrder {
  const created = Date.parse(order.createdAt);
  const status = order.cancelledAt ? 'CANCELLED' : shippedAt === null ? 'OPEN' : 'CLOSED';
  const last = order.cancelledAt ? Date.parse(order.cancelledAt) : (shippedAt ?? created);
  if (status === 'CLOSED' && shippedAt !== null) {
    order.displayFulfillmentStatus = 'FULFILLED';
    order.closedAt = iso(shippedAt);
    touch(order, shippedAt);
  }
  return {
    id: till.id('FulfillmentOrder'),
    orderId: order.id,
    status,
    requestStatus: status === 'OPEN' ? 'UNSUBMITTED' : 'CLOSED',
    createdAt: order.createdAt,
    updatedAt: iso(last),
    fulfillAt: order.createdAt,
    fulfillBy: iso(fulfillBy),
    assignedLocation: { location: { id: location } },
  };
}

/** `updatedAt` never goes back. */
function touch(order: Order, at: number): void {
  const text = iso(at);
  if (text > order.updatedAt) order.updatedAt = text;
}

/** A line's share of money for units of it, after what earlier refunds took. */
function lineShare(
  order: Order,
  line: LineItem,
  quantity: number,
  pen: Pen,
): { subtotal: number; tax: number } {
  let taken = 0;
  let takenSubtotal = 0;
  let takenTax = 0;
  for (const { refundLineItems } of order.refunds)
    for (const earlier of refundLineItems)
      if (earlier.lineItem.id === line.id) {
        taken += earlier.quantity;
        takenSubtotal += pen.read(earlier.subtotalSet);
        takenTax += pen.read(earlier.totalTaxSet);
      }
  const sold = taken + line.currentQuantity;
  const net =
    pen.read(line.originalUnitPriceSet) * sold -
    sum(
      line.discountAllocations.map((a) => a.allocatedAmountSet),
      pen,
    );
  const tax = sum(
    line.taxLines.map((t) => t.priceSet),
    pen,
  );
  return {
    subtotal: share(net, taken + quantity, sold) - takenSubtotal,
    tax: share(tax, taken + quantity, sold) - takenTax,
  };
}

function editSale(
  till: Till,
  line: LineItem,
  units: number,
  total: number,
  tax: number,
  discount: number,
  pen: Pen,
): Sale {
  return {
    id: till.id('Sale'),
    actionType: units < 0 ? 'RETURN' : 'ORDER',
    lineType: line.isGiftCard ? 'GIFT_CARD' : 'PRODUCT',
    quantity: units,
    totalAmount: pen.bag(total),
    totalTaxAmount: pen.bag(tax),
    totalDiscountAmountBeforeTaxes: pen.bag(discount),
    lineItem: { id: line.id },
  };
}

function book(till: Till, order: Order, at: number, sale: Sale, pen: Pen): void {
  const total = pen.read(sale.totalAmount);
  order.edited = true;
  order.agreements.push({
    id: till.id('OrderAgreement'),
    happenedAt: iso(at),
    reason: 'ORDER_EDIT',
    sales: [sale],
  });
  order.totalPriceSet = pen.bag(pen.read(order.totalPriceSet) + total);
  order.currentTotalPriceSet = pen.bag(pen.read(order.currentTotalPriceSet) + total);
  order.totalTaxSet = pen.bag(pen.read(order.totalTaxSet) + pen.read(sale.totalTaxAmount));
  order.totalDiscountsSet = pen.bag(
    sum(
      order.lineItems.flatMap((line) => line.discountAllocations.map((a) => a.allocatedAmountSet)),
      pen,
    ),
  );
  if (total > 0) pay(till, order, total, at, pen);
  touch(order, at);
}

/** A further payment (positive) or money given back (negative). */
function pay(till: Till, order: Order, amount: number, at: number, pen: Pen): void {
  order.transactions.push({
    id: till.id('OrderTransaction'),
    kind: amount < 0 ? 'REFUND' : 'SALE',
    status: 'SUCCESS',
    gateway: order.transactions[0]?.gateway ?? null,
    test: order.test,
    createdAt: iso(at),
    processedAt: iso(at),
    amountSet: pen.bag(Math.abs(amount)),
    fees: [],
  });
}
