/**
 * What the stored objects add up to, by docs/numbers.md. Shares no code with anything that it is compared with:
 * amounts are read with BigInt and days are taken from Intl here, on their own.
 */
import type { Documents } from './documents.ts';
import type { LineItem, MoneyBag, Order, Sale } from './model.ts';

/** Minor units of the shop's currency; a day with zeros alone is absent. */
export interface TruthDay {
  day: string;
  orders: number;
  grossSales: number;
  discounts: number;
  returns: number;
  netSales: number;
  taxes: number;
  shipping: number;
  tips: number;
  duties: number;
  unitsSold: number;
  unitsReturned: number;
}

/** Ids are the integers of the gids. A row with zeros alone is absent. */
export interface TruthVariantDay {
  variantId: number;
  day: string;
  units: number;
  returnedRestocked: number;
  returnedLost: number;
  net: number;
}

export interface Truth {
  shop: string;
  /** Newest `updatedAt` of all stored objects, ISO; null in an empty store. */
  watermark: string | null;
  /** Test orders and their lines are counted here; nowhere else. */
  counts: { products: number; variants: number; orders: number; lines: number; customers: number };
  /** Ascending. */
  days: TruthDay[];
  /** Ascending by variant, then day. */
  variantDays: TruthVariantDay[];
  stock: { inventoryItemId: number; locationId: number; available: number; onHand: number }[];
  prices: { variantId: number; price: number }[];
}

const FRACTION: Record<string, number> = { JPY: 0, KRW: 0, KWD: 3, BHD: 3, JOD: 3, OMR: 3, TND: 3 };
const BACK_TO_STOCK = ['RETURN', 'CANCEL', 'LEGACY_RESTOCK'];

/** Throws RangeError where the sandbox has no such shop. */
export function truthOf(documents: Documents, shopDomain: string): Truth {
  const shop = documents.shop(shopDomain);
  if (!shop) throw new RangeError(`The sandbox has no shop ${shopDomain}`);
  const books = new Books(shop.currency, shop.zone);
  let watermark: string | null = null;
  const see = (updatedAt: string): void => {
    if (watermark === null || updatedAt > watermark) watermark = updatedAt;
  };
  const counts = { products: 0, variants: 0, orders: 0, lines: 0, customers: 0 };
  for (const { updatedAt } of documents.iterate(shopDomain, 'Product')) {
    counts.products += 1;
    see(updatedAt);
  }
  const prices: Truth['prices'] = [];
  for (const variant of documents.iterate(shopDomain, 'ProductVariant')) {
    counts.variants += 1;
    prices.push({ variantId: number(variant.id), price: Number(minor(variant.price, shop.currency)) });
    see(variant.updatedAt);
  }
  const stock: Truth['stock'] = [];
  for (const item of documents.iterate(shopDomain, 'InventoryItem')) {
    see(item.updatedAt);
    for (const level of item.inventoryLevels) {
      see(level.updatedAt);
      stock.push({
        inventoryItemId: number(item.id),
        locationId: number(level.location.id),
        available: level.quantities.available,
        onHand: level.quantities.on_hand,
      });
    }
  }
  for (const order of documents.iterate(shopDomain, 'Order')) {
    counts.orders += 1;
    counts.lines += order.lineItems.length;
    see(order.updatedAt);
    books.book(order);
  }
  for (const { updatedAt } of documents.iterate(shopDomain, 'FulfillmentOrder')) see(updatedAt);
  for (const { updatedAt } of documents.iterate(shopDomain, 'Customer')) {
    counts.customers += 1;
    see(updatedAt);
  }
  return {
    shop: shopDomain,
    watermark,
    counts,
    days: books.days(),
    variantDays: books.variantDays(),
    stock,
    prices,
  };
}

/** Gross and discount of a part of a line, both without tax. */
interface Part {
  gross: bigint;
  discount: bigint;
  tax: bigint;
}

class Books {
  readonly #currency: string;
  readonly #calendar: Intl.DateTimeFormat;
  readonly #dayCache = new Map<number, string>();
  readonly #days = new Map<string, TruthDay>();
  readonly #variantDays = new Map<number, Map<string, TruthVariantDay>>();

  constructor(currency: string, zone: string) {
    this.#currency = currency;
    // Swedish dates are written as ISO 8601 has them.
    this.#calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  }

  days(): TruthDay[] {
    return [...this.#days.values()]
      .filter(({ day: _, ...figures }) => Object.values(figures).some((figure) => figure !== 0))
      .sort((a, b) => (a.day < b.day ? -1 : 1));
  }

  variantDays(): TruthVariantDay[] {
    const rows: TruthVariantDay[] = [];
    for (const variant of [...this.#variantDays.keys()].sort((a, b) => a - b))
      rows.push(...[...this.#variantDays.get(variant)!.values()].sort((a, b) => (a.day < b.day ? -1 : 1)));
    return rows.filter((row) => row.units || row.returnedRestocked || row.returnedLost || row.net);
  }

  book(order: Order): void {
    if (order.test || order.currencyCode !== this.#currency) return;
    const included = order.taxesIncluded;
    const orderDay = this.#dayOf(order.processedAt);
    const day = this.#day(orderDay);
    const counts = order.cancelledAt === null;
    const lines = new Map(order.lineItems.map((line) => [line.id, line]));
    const edits = order.agreements
      .filter(({ reason }) => reason === 'ORDER_EDIT')
      .flatMap(({ happenedAt, sales }) =>
        sales.filter(({ lineType }) => lineType === 'PRODUCT').map((sale) => ({ happenedAt, sale })),
      );
    const original = order.agreements.some(({ reason }) => reason === 'ORDER_EDIT')
      ? order.agreements.filter(({ reason }) => reason === 'ORDER').flatMap(({ sales }) => sales)
      : null;

    day.orders += 1;
    for (const line of order.lineItems) {
      const quantity = original
        ? original
            .filter((sale) => sale.lineItem?.id === line.id)
            .reduce((sum, sale) => sum + (sale.quantity ?? 0), 0)
        : line.quantity;
      const own = edits.filter(({ sale }) => sale.lineItem?.id === line.id).map(({ sale }) => sale);
      const part = this.#asOrdered(line, quantity, own, included);
      day.taxes += Number(part.tax);
      if (line.isGiftCard) continue;
      this.#sell(orderDay, line, quantity, part, counts);
    }
    for (const { happenedAt, sale } of edits) {
      const tax = this.#read(sale.totalTaxAmount);
      const discount = this.#read(sale.totalDiscountAmountBeforeTaxes);
      const gross = this.#read(sale.totalAmount) - tax + discount;
      const editDay = this.#dayOf(happenedAt);
      this.#day(editDay).taxes += Number(tax);
      const line = lines.get(sale.lineItem?.id ?? '') ?? null;
      if (line?.isGiftCard) continue;
      this.#sell(editDay, line, sale.quantity ?? 0, { gross, discount, tax }, counts);
    }

    const shippingTax = this.#sum((order.shippingLine?.taxLines ?? []).map(({ priceSet }) => priceSet));
    day.shipping += Number(this.#read(order.totalShippingPriceSet) - (included ? shippingTax : 0n));
    day.taxes += Number(shippingTax);
    day.tips += Number(this.#read(order.totalTipReceivedSet));
    day.duties += order.originalTotalDutiesSet ? Number(this.#read(order.originalTotalDutiesSet)) : 0;

    for (const refund of order.refunds) this.#giveBack(refund, lines, included, counts);
  }

  #asOrdered(line: LineItem, quantity: number, edits: Sale[], included: boolean): Part {
    const gross = this.#read(line.originalUnitPriceSet) * BigInt(quantity);
    const discount =
      this.#sum(line.discountAllocations.map(({ allocatedAmountSet }) => allocatedAmountSet)) -
      this.#sum(edits.map((sale) => sale.totalDiscountAmountBeforeTaxes));
    const tax =
      this.#sum(line.taxLines.map(({ priceSet }) => priceSet)) -
      this.#sum(edits.map((sale) => sale.totalTaxAmount));
    if (!included) return { gross, discount, tax };
    const net = gross - discount - tax;
    const withoutTax = gross === discount ? gross : gross - divide(tax * gross, gross - discount);
    return { gross: withoutTax, discount: withoutTax - net, tax };
  }

  #sell(onDay: string, line: LineItem | null, quantity: number, part: Part, counts: boolean): void {
    const day = this.#day(onDay);
    day.grossSales += Number(part.gross);
    day.discounts += Number(part.discount);
    day.netSales += Number(part.gross - part.discount);
    day.unitsSold += quantity;
    const row = line?.variant ? this.#variantDay(number(line.variant.id), onDay) : null;
    if (!row) return;
    row.net += Number(part.gross - part.discount);
    if (counts) row.units += quantity;
  }

  #giveBack(
    refund: Order['refunds'][number],
    lines: Map<string, LineItem>,
    included: boolean,
    counts: boolean,
  ): void {
    const on = this.#dayOf(refund.processedAt);
    const day = this.#day(on);
    for (const returned of refund.refundLineItems) {
      const line = lines.get(returned.lineItem.id);
      const tax = this.#read(returned.totalTaxSet);
      day.taxes -= Number(tax);
      if (line?.isGiftCard) continue;
      const value = Number(this.#read(returned.subtotalSet) - (included ? tax : 0n));
      day.returns += value;
      day.netSales -= value;
      day.unitsReturned += returned.quantity;
      if (!line?.variant) continue;
      const row = this.#variantDay(number(line.variant.id), on);
      row.net -= value;
      if (!counts) continue;
      if (BACK_TO_STOCK.includes(returned.restockType)) row.returnedRestocked += returned.quantity;
      else row.returnedLost += returned.quantity;
    }
    for (const shipping of refund.refundShippingLines) {
      const tax = this.#read(shipping.taxAmountSet);
      day.shipping -= Number(this.#read(shipping.subtotalAmountSet) - (included ? tax : 0n));
      day.taxes -= Number(tax);
    }
    for (const adjustment of refund.orderAdjustments) {
      const amount = Number(this.#read(adjustment.amountSet));
      day.returns -= amount;
      day.netSales += amount;
      day.taxes += Number(this.#read(adjustment.taxAmountSet));
    }
    day.duties -= Number(this.#sum(refund.duties.map(({ amountSet }) => amountSet)));
  }

  #read(bag: MoneyBag): bigint {
    return minor(bag.shopMoney.amount, this.#currency);
  }

  #sum(bags: MoneyBag[]): bigint {
    return bags.reduce((sum, bag) => sum + this.#read(bag), 0n);
  }

  #dayOf(instant: string): string {
    const at = Date.parse(instant);
    // Every zone's offset is a multiple of a quarter hour, so a day begins at one.
    const quarter = Math.floor(at / 900_000);
    let day = this.#dayCache.get(quarter);
    if (day === undefined) {
      day = this.#calendar.format(at);
      this.#dayCache.set(quarter, day);
    }
    return day;
  }

  #day(day: string): TruthDay {
    let row = this.#days.get(day);
    if (!row) {
      row = {
        day,
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
      this.#days.set(day, row);
    }
    return row;
  }

  #variantDay(variantId: number, day: string): TruthVariantDay {
    let days = this.#variantDays.get(variantId);
    if (!days) {
      days = new Map();
      this.#variantDays.set(variantId, days);
    }
    let row = days.get(day);
    if (!row) {
      row = { variantId, day, units: 0, returnedRestocked: 0, returnedLost: 0, net: 0 };
      days.set(day, row);
    }
    return row;
  }
}

/** Half away from zero; the divisor is positive or negative, never zero. */
function divide(value: bigint, by: bigint): bigint {
  const size = (n: bigint): bigint => (n < 0n ? -n : n);
  const whole = (2n * size(value) + size(by)) / (2n * size(by));
  return value < 0n !== by < 0n ? -whole : whole;
}

/** Digits beyond the currency's own are rounded half away from zero. */
function minor(amount: string, currency: string): bigint {
  const negative = amount.startsWith('-');
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const digits = FRACTION[currency] ?? 2;
  let value =
    BigInt(whole) * 10n ** BigInt(digits) + BigInt(fraction.slice(0, digits).padEnd(digits, '0') || '0');
  if (Number(fraction[digits] ?? '0') >= 5) value += 1n;
  return negative ? -value : value;
}

function number(gid: string): number {
  return Number(/(\d+)(\?.*)?$/.exec(gid)?.[1]);
}
