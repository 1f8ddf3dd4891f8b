/**
 * What each line of the transactions becomes. Every line has exactly one kind:
 *
 * - `orderLines`: a line of an order. Goods; gift vouchers (`GIFT_…`, as gift cards without tax); a charge keyed in by
 *   hand (`M`, `ADJUST`, or a fee charged to a customer) as a custom item; free goods given to a customer, or
 *   beside paid ones, at price 0.
 * - `shippingLines`: postage and carriage (`POST`, `DOT`, `C2`, `C3`) beside other lines: the order's shipping price.
 *   An invoice of postage alone becomes an order of a custom item, since an order has at least one line.
 * - `refundLines`: a returned line (invoice `C…`) whose sale was found: the same customer's latest earlier line of
 *   that stock code with enough units not yet returned. What was paid back above or below that line's price is an
 *   order adjustment of the same refund.
 * - `refundedShipping`: postage given back, on the customer's latest order that still has as much shipping.
 * - `adjustmentLines`: discounts and manual amounts given back (`D`, `M`, and postage without its order): money beyond
 *   the lines, on the customer's latest order that is still worth as much.
 * - `unmatchedReturns`: a return whose sale is not in the data, or that names no customer. Its sale lies before the
 *   data: it becomes an order of the day before the data begins, tagged `before-data`, and its refund.
 * - `stockWriteOffs`: negative quantities outside a `C…` invoice: breakage and losses. No order.
 * - `stockFinds`: goods at price 0 without a customer or paid goods beside them: stock booked in. No order.
 * - `fees`: what the shop pays others (`AMAZONFEE`, `BANK CHARGES`, `CRUK`, samples `S`). No order.
 * - `badDebt`: invoices `A…`. They move no goods and no customer's money. No order.
 * - `malformed`: can't be read, or contradicts itself (a return of a positive quantity, a negative price). No order.
 */
import type { Transaction } from './csv.ts';

export const LINE_KINDS = [
  'orderLines',
  'shippingLines',
  'refundLines',
  'refundedShipping',
  'adjustmentLines',
  'unmatchedReturns',
  'stockWriteOffs',
  'stockFinds',
  'fees',
  'badDebt',
  'malformed',
] as const;

export type LineKind = (typeof LINE_KINDS)[number];

const SHIPPING = new Set(['POST', 'DOT', 'C2', 'C3']);
const MANUAL = new Set(['M', 'D', 'ADJUST', 'ADJUST2']);
const FEES = new Set(['AMAZONFEE', 'BANK CHARGES', 'CRUK', 'S', 'B']);

/** A code that names goods (or a gift voucher), so that it has a product. */
export function isProduct(code: string): boolean {
  return !SHIPPING.has(code) && !MANUAL.has(code) && !FEES.has(code);
}

export function isGiftCard(code: string): boolean {
  return code.startsWith('GIFT_');
}

export function isReturnInvoice(invoice: string): boolean {
  return /^C/i.test(invoice);
}

/** The kinds of the lines of an ordinary or `A…` invoice, one for each line. */
export function kindsOfSale(lines: readonly Transaction[]): LineKind[] {
  const paid = lines.some((line) => line.price > 0 && line.quantity > 0 && !FEES.has(line.stockCode));
  const kinds = lines.map((line): LineKind => {
    if (/^A/i.test(line.invoice)) return 'badDebt';
    if (line.price < 0) return 'malformed';
    if (line.quantity === 0) return 'malformed';
    if (line.quantity < 0) return 'stockWriteOffs';
    if (FEES.has(line.stockCode) && !line.customer) return 'fees';
    if (line.price === 0 && !line.customer && !paid) return 'stockFinds';
    return SHIPPING.has(line.stockCode) ? 'shippingLines' : 'orderLines';
  });
  if (!kinds.includes('orderLines'))
    for (const [at, kind] of kinds.entries()) if (kind === 'shippingLines') kinds[at] = 'orderLines';
  return kinds;
}

/** What a line of a `C…` invoice asks for; whether its sale is found decides the rest. */
export function wishOfReturn(line: Transaction): 'goods' | 'shipping' | 'money' | 'fees' | 'malformed' {
  if (line.quantity >= 0 || line.price < 0) return 'malformed';
  if (FEES.has(line.stockCode)) return 'fees';
  if (SHIPPING.has(line.stockCode)) return 'shipping';
  return MANUAL.has(line.stockCode) ? 'money' : 'goods';
}
