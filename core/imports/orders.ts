/** Rows of an orders export as an order with its lines, and the refund that it states. Pure. */
import type { ShopifyId } from '../../shared/gid.ts';
import { allocate, type Currency, type Minor, mulDiv } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Refusal } from '../ledger/imports.ts';
import type { LineRecord, OrderDetailRecord, OrderRecord, Person } from '../mirror/records.ts';
import { personOf } from './customers.ts';
import type { Cells, OrderField } from './headers.ts';
import { type Reading, readRow } from './reading.ts';
import { syntheticId } from './synthetic-ids.ts';
import {
  CellError,
  countCell,
  type DateOrder,
  flagCell,
  idCell,
  instantCell,
  listCell,
  moneyCell,
} from './values.ts';
import type { FoundVariant } from './variant-finder.ts';

export interface OrderRow {
  line: number;
  cells: Cells<OrderField>;
}

export interface FoundOrder {
  order: OrderRecord;
  /** null where nothing was refunded. */
  detail: OrderDetailRecord | null;
}

export interface OrderSurroundings {
  /** Of the store: for orders that state none. */
  currency: Currency;
  zone: string;
  dateOrder: DateOrder;
  taxesIncluded: boolean;
  /** The variant that a line was of, as far as the mirror knows it. */
  variantOf(sku: string | null, name: string): FoundVariant | null;
  /** The customer whom the mirror knows under an e-mail address. */
  customerOf(email: string): ShopifyId | null;
}

/** The one refund that an order's total of refunds is booked as. */
const REFUND_ID = -1;

/** All rows of one order. A line that can't be read refuses its order: half of one would mislead. */
export function readOrder(rows: readonly OrderRow[], around: OrderSurroundings): Reading<FoundOrder> {
  const refused: Refusal[] = [];
  const lines: SoldLine[] = [];
  const [first] = rows as [OrderRow];
  const head = readRow(first.line, () => headOf(first.cells, around));
  if (head.refusal) refused.push(head.refusal);
  const currency = head.refusal ? around.currency : head.value.currency;
  for (const { line, cells } of rows) {
    if (cells('quantity') === '' && cells('lineName') === '') continue;
    const read = readRow(line, () => soldLine(cells, currency));
    if (!read.refusal) lines.push(read.value);
    else if (line !== head.refusal?.line) refused.push(read.refusal);
  }
  if (head.refusal || refused.length > 0) {
    const bad = refused[0]!.line;
    const told = new Set(refused.map((one) => one.line));
    const others = rows.filter(({ line }) => !told.has(line));
    const reason = withoutLine(bad);
    return { found: null, refused: [...refused, ...others.map(({ line }) => ({ line, reason }))] };
  }
  return { found: compose(head.value, lines, around), refused };
}

export function withoutLine(line: number): string {
  return `its order can't be read without line ${line}`;
}

interface Head {
  id: ShopifyId;
  name: string;
  currency: Currency;
  createdAt: EpochMs;
  updatedAt: EpochMs;
  cancelledAt: EpochMs | null;
  subtotal: Minor | null;
  shipping: Minor;
  taxes: Minor;
  total: Minor;
  discount: Minor;
  duties: Minor;
  refunded: Minor;
  cells: Cells<OrderField>;
}

function headOf(cells: Cells<OrderField>, around: OrderSurroundings): Head {
  const name = cells('name');
  if (name === '') throw new CellError('the name of the order is missing');
  const stated = cells('currency').toUpperCase();
  if (stated !== '' && !/^[A-Z]{3}$/.test(stated)) throw new CellError('the currency is no ISO code');
  const currency = stated || around.currency;
  const money = (field: OrderField, column: string): Minor => moneyCell(cells(field), currency, column) ?? 0;
  const instant = (field: OrderField, column: string): EpochMs | null =>
    instantCell(cells(field), around.zone, around.dateOrder, column);
  const createdAt = instant('createdAt', 'Created at');
  if (createdAt === null) throw new CellError('Created at is missing');
  if (cells('total') === '')
    throw new CellError(
      'the row continues an order whose first row is not before it, or the total is missing',
    );
  const cancelledAt = instant('cancelledAt', 'Cancelled at');
  return {
    id: idCell(cells('id')) ?? syntheticId('order', name),
    name,
    currency,
    createdAt,
    updatedAt: Math.max(
      createdAt,
      instant('paidAt', 'Paid at') ?? 0,
      instant('fulfilledAt', 'Fulfilled at') ?? 0,
      cancelledAt ?? 0,
    ),
    cancelledAt,
    subtotal: moneyCell(cells('subtotal'), currency, 'the subtotal'),
    shipping: money('shipping', 'the shipping'),
    taxes: money('taxes', 'the taxes'),
    total: money('total', 'the total'),
    discount: money('discount', 'the discount amount'),
    duties: money('duties', 'the duties'),
    refunded: money('refunded', 'the refunded amount'),
    cells,
  };
}

interface SoldLine {
  quantity: number;
  name: string;
  unitPrice: Minor;
  discount: Minor;
  sku: string | null;
  vendor: string | null;
  taxable: boolean;
}

function soldLine(cells: Cells<OrderField>, currency: Currency): SoldLine {
  const quantity = countCell(cells('quantity'), 'the quantity of the line');
  if (quantity === null) throw new CellError('the quantity of the line is missing');
  if (quantity < 0) throw new CellError('the quantity of the line is below zero');
  const unitPrice = moneyCell(cells('price'), currency, 'the price of the line');
  if (unitPrice === null) throw new CellError('the price of the line is missing');
  return {
    quantity,
    name: cells('lineName'),
    unitPrice,
    discount: moneyCell(cells('lineDiscount'), currency, 'the discount of the line') ?? 0,
    sku: cells('sku').replace(/^'/, '') || null,
    vendor: cells('vendor') || null,
    taxable: flagCell(cells('taxable'), true, 'the taxable flag of the line'),
  };
}

function compose(head: Head, sold: readonly SoldLine[], around: OrderSurroundings): FoundOrder {
  const { cells, currency, taxes, total } = head;
  const stated = sold.map((line) => line.unitPrice * line.quantity);
  const sum = stated.reduce((a, b) => a + b, 0);
  const discounts = lineDiscounts(head, sold, stated, sum);
  const net = stated.map((amount, index) => amount - discounts[index]!);
  const subtotal = head.subtotal ?? net.reduce((a, b) => a + b, 0);
  const taxesIncluded = includesTaxes(head, subtotal, around.taxesIncluded);
  const taxed = weights(net.map((amount, index) => (sold[index]!.taxable ? amount : 0))) ?? weights(net);
  const lineTaxes = taxed ? allocate(taxes, taxed) : sold.map(() => 0);
  const shipping = shippingCharged(head, subtotal, taxesIncluded);
  const lines = sold.map((line, index): LineRecord => {
    const variant = around.variantOf(line.sku, line.name);
    return {
      id: -1 - index,
      productId: variant?.productId ?? null,
      variantId: variant?.variantId ?? null,
      title: line.name,
      variantTitle: null,
      sku: line.sku,
      vendor: line.vendor,
      quantity: line.quantity,
      currentQuantity: line.quantity,
      isGiftCard: variant?.isGiftCard ?? false,
      unitPrice: line.unitPrice,
      discount: discounts[index]!,
      tax: lineTaxes[index]!,
      duties: 0,
      taxLines: [],
    };
  });
  const person = buyer(cells);
  const order: OrderRecord = {
    id: head.id,
    name: head.name,
    createdAt: head.createdAt,
    processedAt: head.createdAt,
    updatedAt: head.updatedAt,
    cancelledAt: head.cancelledAt,
    cancelReason: null,
    closedAt: null,
    test: false,
    edited: false,
    currency,
    presentmentCurrency: currency,
    presentmentTotal: total,
    taxesIncluded,
    financialStatus: cells('financialStatus').toUpperCase().replaceAll(' ', '_') || null,
    fulfillmentStatus: fulfillmentStatus(cells('fulfillmentStatus')),
    returnStatus: 'NO_RETURN',
    sourceName: cells('source') || null,
    tags: listCell(cells('tags')),
    discountCodes: listCell(cells('discountCode')),
    customerId: person?.email ? around.customerOf(person.email) : null,
    countryCode: cells('shippingCountry') || cells('billingCountry') || null,
    provinceCode: cells('shippingProvince') || cells('billingProvince') || null,
    riskRecommendation: null,
    riskFacts: [],
    total,
    currentTotal: total - head.refunded,
    discounts: head.discount,
    tax: taxes,
    shipping,
    shippingTax: taxed ? 0 : taxes,
    tip: 0,
    duties: head.duties,
    cashRounding: 0,
    refunded: head.refunded,
    person,
    redacted: false,
    lines,
    transactions: [],
    needsDetail: false,
  };
  return { order, detail: head.refunded > 0 ? refundOf(order) : null };
}

/** What the lines come to less the subtotal, which is after discounts; lines that state their own keep it. */
function lineDiscounts(
  { subtotal }: Head,
  sold: readonly SoldLine[],
  stated: readonly Minor[],
  sum: Minor,
): Minor[] {
  const own = sold.map((line, index) => Math.min(line.discount, stated[index]!));
  if (subtotal === null) return own;
  const ownSum = own.reduce((a, b) => a + b, 0);
  const all = Math.min(Math.max(0, sum - subtotal), sum);
  const rest = all - ownSum;
  if (rest === 0) return own;
  const left = weights(stated.map((amount, index) => amount - own[index]!));
  if (rest > 0 && left) return allocate(rest, left).map((part, index) => part + own[index]!);
  const byPrice = weights(stated);
  return byPrice ? allocate(all, byPrice) : own;
}

/** Integer weights that add up to something, or null. */
function weights(amounts: readonly Minor[]): Minor[] | null {
  return amounts.every((one) => one >= 0) && amounts.some((one) => one > 0) ? [...amounts] : null;
}

function includesTaxes({ taxes, shipping, total }: Head, subtotal: Minor, otherwise: boolean): boolean {
  if (taxes === 0) return otherwise;
  const off = (added: Minor): number => Math.abs(total - (subtotal + shipping + added));
  return off(0) === off(taxes) ? otherwise : off(0) < off(taxes);
}

/** A discount on shipping is in the total but not in the column. */
function shippingCharged(head: Head, subtotal: Minor, taxesIncluded: boolean): Minor {
  const { duties, shipping, taxes, total } = head;
  const charged = total - subtotal - duties - (taxesIncluded ? 0 : taxes);
  return charged >= 0 && charged < shipping ? charged : shipping;
}

/**
 * An export tells how much was refunded, not when nor for what: it is booked on the day of the cancellation, or else of
 * the order; on its lines where all was refunded, or else as an adjustment with its share of the taxes.
 */
function refundOf(order: OrderRecord): OrderDetailRecord {
  const whole = order.refunded >= order.total;
  const tax = order.total > 0 ? mulDiv(order.refunded, order.tax, order.total) : 0;
  return {
    orderId: order.id,
    updatedAt: order.updatedAt,
    refunds: [
      {
        id: REFUND_ID,
        processedAt: order.cancelledAt ?? order.processedAt,
        totalRefunded: order.refunded,
        lines: whole
          ? order.lines.map((line) => ({
              id: line.id,
              lineId: line.id,
              quantity: line.quantity,
              restockType: order.cancelledAt === null ? 'NO_RESTOCK' : 'CANCEL',
              restocked: order.cancelledAt !== null,
              locationId: null,
              subtotal: line.unitPrice * line.quantity - line.discount,
              tax: line.tax,
            }))
          : [],
        shipping: whole ? order.shipping : 0,
        shippingTax: whole ? order.shippingTax : 0,
        duties: whole ? order.duties : 0,
        adjustment: whole ? 0 : -(order.refunded - tax),
        adjustmentTax: whole ? 0 : -tax,
      },
    ],
    returns: [],
    edits: [],
    originalQuantities: [],
  };
}

function fulfillmentStatus(text: string): string {
  const status = text.toUpperCase().replaceAll(' ', '_');
  if (status === '' || status === 'PENDING') return 'UNFULFILLED';
  return status === 'PARTIAL' ? 'PARTIALLY_FULFILLED' : status;
}

function buyer(cells: Cells<OrderField>): Person | null {
  const plain = (field: OrderField): string => cells(field).replace(/^'/, '');
  const place = (from: 'shipping' | 'billing') => ({
    ...splitName(plain(`${from}Name`)),
    phone: plain(`${from}Phone`),
    company: plain(`${from}Company`),
    address1: plain(`${from}Address1`),
    address2: plain(`${from}Address2`),
    city: plain(`${from}City`),
    zip: plain(`${from}Zip`),
  });
  const shipping = personOf(place('shipping'));
  const billing = personOf(place('billing'));
  const person = personOf({
    ...(shipping ?? billing ?? {}),
    email: cells('email'),
    phone: (shipping ?? billing)?.phone ?? plain('phone'),
  });
  if (!person || !shipping || !billing || isSame(shipping, billing)) return person;
  return { ...person, billing };
}

function isSame(a: Person, b: Person): boolean {
  for (const field of ADDRESS) if (a[field] !== b[field]) return false;
  return true;
}

const ADDRESS = ['firstName', 'lastName', 'phone', 'company', 'address1', 'address2', 'city', 'zip'] as const;

function splitName(name: string): { firstName: string; lastName: string } {
  const space = name.lastIndexOf(' ');
  return space < 0
    ? { firstName: name, lastName: '' }
    : { firstName: name.slice(0, space), lastName: name.slice(space + 1) };
}
