/** Adds up one local day out of orders, edits and refunds, as docs/numbers.md defines each figure. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import type { Day } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { DayClock } from './day-clock.ts';

export interface StoreSums {
  orders: number;
  gross: Minor;
  discounts: Minor;
  returns: Minor;
  taxes: Minor;
  shipping: Minor;
  tips: Minor;
  duties: Minor;
  unitsSold: number;
  unitsReturned: number;
}

interface HourSums {
  orders: number;
  net: Minor;
  units: number;
}

export interface VariantSums {
  units: number;
  lines: number;
  /** Largest quantity of one line. */
  largest: number;
  restocked: number;
  lost: number;
  /** Units sold less units back in stock, of all orders that count as sales. */
  kept: number;
  net: Minor;
  /** Lines by quantity where any is not one. */
  quantities: Map<number, number>;
}

export interface DaySums {
  store: StoreSums;
  hours: (HourSums | undefined)[];
  variants: Map<ShopifyId, VariantSums>;
}

type OrderRow = [
  processedAt: number,
  gross: number,
  discount: number,
  tax: number,
  units: number,
  shipping: number,
  shippingTax: number,
  taxesIncluded: number,
  tip: number,
  duties: number,
];
type LineRow = [variantId: number, ordered: number, net: number, cancelled: number];
type EditRow = [
  at: number,
  quantity: number,
  gross: number,
  discount: number,
  tax: number,
  cancelled: number,
  variantId: number | null,
];
type RefundRow = [
  at: number,
  shipping: number,
  shippingTax: number,
  duties: number,
  adjustment: number,
  adjustmentTax: number,
  taxesIncluded: number,
];
type RefundLineRow = [
  at: number,
  quantity: number,
  restockType: string,
  subtotal: number,
  tax: number,
  taxesIncluded: number,
  cancelled: number,
  isGiftCard: number | null,
  variantId: number | null,
];

/** Test orders count nowhere, and several currencies are never added up. */
const COUNTS = 'o.test = 0 AND o.currency = (SELECT currency FROM shop)';

/** Prepares the statements once; the result adds up any day. */
export function daySummer(db: Database): (day: Day, clock: DayClock) => DaySums {
  const raw = (sql: string) => db.prepare(sql).raw();
  const orders = raw(`SELECT processed_at, gross, line_discount, line_tax, units, shipping, shipping_tax,
    taxes_included, tip, duties FROM orders o WHERE processed_at >= ? AND processed_at < ? AND ${COUNTS}`);
  const lines = raw(`SELECT l.variant_id, l.ordered, l.gross - l.discount, o.cancelled_at IS NOT NULL
    FROM orders o CROSS JOIN order_lines l ON l.order_id = o.id
    WHERE o.processed_at >= ? AND o.processed_at < ? AND ${COUNTS}
      AND l.is_gift_card = 0 AND l.variant_id IS NOT NULL`);
  const edits =
    raw(`SELECT e.at, e.quantity, e.gross, e.discount, e.tax, o.cancelled_at IS NOT NULL, l.variant_id
    FROM order_edits e CROSS JOIN orders o ON o.id = e.order_id
    LEFT JOIN order_lines l ON l.order_id = e.order_id AND l.id = e.line_id
    WHERE e.at >= ? AND e.at < ? AND ${COUNTS} AND coalesce(l.is_gift_card, 0) = 0`);
  const refunds =
    raw(`SELECT r.processed_at, r.shipping, r.shipping_tax, r.duties, r.adjustment, r.adjustment_tax,
    o.taxes_included FROM refunds r CROSS JOIN orders o ON o.id = r.order_id
    WHERE r.processed_at >= ? AND r.processed_at < ? AND ${COUNTS}`);
  const refundLines =
    raw(`SELECT r.processed_at, f.quantity, f.restock_type, f.subtotal, f.tax, o.taxes_included,
    o.cancelled_at IS NOT NULL, l.is_gift_card, l.variant_id
    FROM refunds r CROSS JOIN orders o ON o.id = r.order_id
    CROSS JOIN refund_lines f ON f.order_id = r.order_id AND f.refund_id = r.id
    LEFT JOIN order_lines l ON l.order_id = f.order_id AND l.id = f.line_id
    WHERE r.processed_at >= ? AND r.processed_at < ? AND ${COUNTS}`);

  return (day, clock) => {
    const { start, end } = clock.bounds(day);
    const sums: DaySums = { store: emptyStore(), hours: [], variants: new Map() };
    const { store } = sums;
    const hourAt = (at: number): HourSums => {
      const hour = clock.hourOf(at);
      sums.hours[hour] ??= { orders: 0, net: 0, units: 0 };
      return sums.hours[hour];
    };
    const variantOf = (id: ShopifyId): VariantSums => {
      let variant = sums.variants.get(id);
      if (!variant) {
        variant = {
          units: 0,
          lines: 0,
          largest: 0,
          restocked: 0,
          lost: 0,
          kept: 0,
          net: 0,
          quantities: new Map(),
        };
        sums.variants.set(id, variant);
      }
      return variant;
    };

    for (const row of orders.iterate(start, end) as IterableIterator<OrderRow>) {
      const [at, gross, discount, tax, units, shipping, shippingTax, taxesIncluded, tip, duties] = row;
      store.orders++;
      store.gross += gross;
      store.discounts += discount;
      store.taxes += tax + shippingTax;
      store.unitsSold += units;
      store.shipping += taxesIncluded ? shipping - shippingTax : shipping;
      store.tips += tip;
      store.duties += duties;
      const hour = hourAt(at);
      hour.orders++;
      hour.net += gross - discount;
      hour.units += units;
    }
    for (const [id, ordered, net, cancelled] of lines.iterate(start, end) as IterableIterator<LineRow>) {
      const variant = variantOf(id);
      variant.net += net;
      variant.kept += ordered;
      if (cancelled || ordered === 0) continue;
      variant.units += ordered;
      variant.lines++;
      if (ordered > variant.largest) variant.largest = ordered;
      if (ordered !== 1) variant.quantities.set(ordered, (variant.quantities.get(ordered) ?? 0) + 1);
    }
    for (const row of edits.iterate(start, end) as IterableIterator<EditRow>) {
      const [at, quantity, gross, discount, tax, cancelled, variantId] = row;
      store.gross += gross;
      store.discounts += discount;
      store.taxes += tax;
      store.unitsSold += quantity;
      const hour = hourAt(at);
      hour.net += gross - discount;
      hour.units += quantity;
      if (variantId === null) continue;
      const variant = variantOf(variantId);
      variant.net += gross - discount;
      variant.kept += quantity;
      if (!cancelled) variant.units += quantity;
    }
    for (const row of refunds.iterate(start, end) as IterableIterator<RefundRow>) {
      const [at, shipping, shippingTax, duties, adjustment, adjustmentTax, taxesIncluded] = row;
      store.returns -= adjustment;
      store.taxes += adjustmentTax - shippingTax;
      store.shipping -= taxesIncluded ? shipping - shippingTax : shipping;
      store.duties -= duties;
      hourAt(at).net += adjustment;
    }
    for (const row of refundLines.iterate(start, end) as IterableIterator<RefundLineRow>) {
      const [at, quantity, restockType, subtotal, tax, taxesIncluded, cancelled, isGiftCard, variantId] = row;
      store.taxes -= tax;
      if (isGiftCard) continue;
      const net = taxesIncluded ? subtotal - tax : subtotal;
      store.returns += net;
      store.unitsReturned += quantity;
      hourAt(at).net -= net;
      if (variantId === null) continue;
      const variant = variantOf(variantId);
      variant.net -= net;
      const lost = restockType === 'NO_RESTOCK';
      if (!lost) variant.kept -= quantity;
      if (cancelled) continue;
      if (lost) variant.lost += quantity;
      else variant.restocked += quantity;
    }
    for (const variant of sums.variants.values()) {
      const others = [...variant.quantities.values()].reduce((a, b) => a + b, 0);
      if (others > 0 && variant.lines > others) variant.quantities.set(1, variant.lines - others);
    }
    return sums;
  };
}

function emptyStore(): StoreSums {
  return {
    orders: 0,
    gross: 0,
    discounts: 0,
    returns: 0,
    taxes: 0,
    shipping: 0,
    tips: 0,
    duties: 0,
    unitsSold: 0,
    unitsReturned: 0,
  };
}

export function isEmptyStore(sums: StoreSums): boolean {
  return Object.values(sums).every((value) => value === 0);
}

/** "1*5,3*1": five lines of one, one of three; null where every line was of one. */
export function formatQuantities(quantities: ReadonlyMap<number, number>): string | null {
  if (quantities.size === 0) return null;
  return [...quantities]
    .sort((a, b) => a[0] - b[0])
    .map(([quantity, lines]) => `${quantity}*${lines}`)
    .join(',');
}

export function parseQuantities(text: string | null, lines: number): [quantity: number, lines: number][] {
  if (text === null) return lines > 0 ? [[1, lines]] : [];
  return text.split(',').map((part) => {
    const [quantity, count] = part.split('*');
    return [Number(quantity), Number(count)];
  });
}
