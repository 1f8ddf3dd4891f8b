/**
 * Orders as columns: what a parsing thread hands to the writing one. Numbers travel in typed arrays that are moved,
 * not copied; texts once a batch; people already sealed. NaN stands for null.
 */
import type { ShopifyId } from '../../shared/gid.ts';
import { lineFigures } from './order-figures.ts';
import { emailIndex, type PeopleKeys, sealPerson } from './people.ts';
import type { LineRecord, OrderRecord } from './records.ts';

/** Columns of `orders` that are numbers, in the order in which they are packed and bound. */
export const ORDER_NUMBERS = [
  'id',
  'created_at',
  'processed_at',
  'updated_at',
  'cancelled_at',
  'closed_at',
  'test',
  'edited',
  'taxes_included',
  'redacted',
  'detail_due',
  'customer_id',
  'presentment_total',
  'total',
  'current_total',
  'discounts',
  'tax',
  'shipping',
  'shipping_tax',
  'tip',
  'duties',
  'cash_rounding',
  'refunded',
  'gross',
  'line_discount',
  'line_tax',
  'units',
] as const;

/** Columns of `orders` that are texts. */
export const ORDER_TEXTS = [
  'name',
  'cancel_reason',
  'currency',
  'presentment_currency',
  'financial_status',
  'fulfillment_status',
  'return_status',
  'source_name',
  'tags',
  'discount_codes',
  'country_code',
  'province_code',
  'risk',
  'risk_facts',
] as const;

/** Columns of `order_lines` behind order_id; `text_id` travels as an index into the batch's line texts. */
export const LINE_NUMBERS = [
  'id',
  'product_id',
  'variant_id',
  'text_id',
  'quantity',
  'current_quantity',
  'is_gift_card',
  'unit_price',
  'stated_discount',
  'stated_tax',
  'duties',
  'ordered',
  'gross',
  'discount',
  'tax',
] as const;

export const TRANSACTION_NUMBERS = ['id', 'test', 'amount', 'fee', 'at'] as const;
export const TRANSACTION_TEXTS = ['kind', 'status', 'gateway'] as const;

/** After an order's numbers and texts: how many lines and transactions are its, and where its sealed person ends. */
const ORDER_EXTRA = 3;
export const ORDER_WIDTH = ORDER_NUMBERS.length + ORDER_TEXTS.length + ORDER_EXTRA;
/** One more for `tax_lines`. */
export const LINE_WIDTH = LINE_NUMBERS.length + 1;
export const TRANSACTION_WIDTH = TRANSACTION_NUMBERS.length + TRANSACTION_TEXTS.length;
export const EMAIL_INDEX_BYTES = 8;

export interface OrderBatch {
  orders: Float64Array;
  lines: Float64Array;
  transactions: Float64Array;
  /** Text columns hold indexes into this. */
  texts: string[];
  /** title, variant title, SKU, vendor of each distinct line text, four indexes at a time. */
  lineTexts: number[];
  /** Sealed persons one after the other; an order without a customer has its e-mail index in front. */
  people: Uint8Array;
}

export interface LooseLine {
  orderId: ShopifyId;
  taxesIncluded: boolean;
  line: LineRecord;
}

/** The buffers that may be moved to another thread. */
export function transferables(batch: OrderBatch): ArrayBuffer[] {
  return [batch.orders, batch.lines, batch.transactions, batch.people].map(
    (array) => array.buffer as ArrayBuffer,
  );
}

/** Packs orders; works out each line's figures as ordered and seals the people. */
export function packOrders(orders: readonly OrderRecord[], keys: PeopleKeys): OrderBatch {
  let lineCount = 0;
  let transactionCount = 0;
  for (const order of orders) {
    lineCount += order.lines.length;
    transactionCount += order.transactions.length;
  }
  const texts = new TextPool();
  const packed = {
    orders: new Float64Array(orders.length * ORDER_WIDTH),
    lines: new Float64Array(lineCount * LINE_WIDTH),
    transactions: new Float64Array(transactionCount * TRANSACTION_WIDTH),
  };
  const sealed: Buffer[] = [];
  let sealedBytes = 0;
  let lineAt = 0;
  let transactionAt = 0;
  for (let i = 0; i < orders.length; i++) {
    const order = orders[i]!;
    let gross = 0;
    let discount = 0;
    let tax = 0;
    let units = 0;
    for (const line of order.lines) {
      packLine(packed.lines, lineAt, line, order.taxesIncluded, texts);
      if (!line.isGiftCard) {
        units += packed.lines[lineAt + 11]!;
        gross += packed.lines[lineAt + 12]!;
        discount += packed.lines[lineAt + 13]!;
      }
      tax += packed.lines[lineAt + 14]!;
      lineAt += LINE_WIDTH;
    }
    for (const transaction of order.transactions) {
      const row = packed.transactions;
      row[transactionAt++] = transaction.id;
      row[transactionAt++] = transaction.test ? 1 : 0;
      row[transactionAt++] = transaction.amount;
      row[transactionAt++] = transaction.fee;
      row[transactionAt++] = transaction.at;
      row[transactionAt++] = texts.add(transaction.kind);
      row[transactionAt++] = texts.add(transaction.status);
      row[transactionAt++] = texts.addOrNull(transaction.gateway);
    }
    if (order.person) {
      if (order.customerId === null) {
        const index = order.person.email
          ? emailIndex(keys, order.person.email)
          : Buffer.alloc(EMAIL_INDEX_BYTES);
        sealed.push(index);
        sealedBytes += index.length;
      }
      const blob = sealPerson(keys, 'order', order.id, order.person);
      sealed.push(blob);
      sealedBytes += blob.length;
    }
    const row = packed.orders;
    let at = i * ORDER_WIDTH;
    row[at++] = order.id;
    row[at++] = order.createdAt;
    row[at++] = order.processedAt;
    row[at++] = order.updatedAt;
    row[at++] = order.cancelledAt ?? Number.NaN;
    row[at++] = order.closedAt ?? Number.NaN;
    row[at++] = order.test ? 1 : 0;
    row[at++] = order.edited ? 1 : 0;
    row[at++] = order.taxesIncluded ? 1 : 0;
    row[at++] = order.redacted ? 1 : 0;
    row[at++] = order.needsDetail ? 1 : 0;
    row[at++] = order.customerId ?? Number.NaN;
    row[at++] = order.presentmentTotal;
    row[at++] = order.total;
    row[at++] = order.currentTotal;
    row[at++] = order.discounts;
    row[at++] = order.tax;
    row[at++] = order.shipping;
    row[at++] = order.shippingTax;
    row[at++] = order.tip;
    row[at++] = order.duties;
    row[at++] = order.cashRounding;
    row[at++] = order.refunded;
    row[at++] = gross;
    row[at++] = discount;
    row[at++] = tax;
    row[at++] = units;
    row[at++] = texts.append(order.name);
    row[at++] = texts.addOrNull(order.cancelReason);
    row[at++] = texts.add(order.currency);
    row[at++] = texts.add(order.presentmentCurrency);
    row[at++] = texts.addOrNull(order.financialStatus);
    row[at++] = texts.add(order.fulfillmentStatus);
    row[at++] = texts.add(order.returnStatus);
    row[at++] = texts.addOrNull(order.sourceName);
    row[at++] = texts.addList(order.tags);
    row[at++] = texts.addList(order.discountCodes);
    row[at++] = texts.addOrNull(order.countryCode);
    row[at++] = texts.addOrNull(order.provinceCode);
    row[at++] = texts.addOrNull(order.riskRecommendation);
    row[at++] = texts.addList(order.riskFacts);
    row[at++] = order.lines.length;
    row[at++] = order.transactions.length;
    row[at] = sealedBytes;
  }
  const people = new Uint8Array(sealedBytes);
  let at = 0;
  for (const blob of sealed) {
    people.set(blob, at);
    at += blob.length;
  }
  return { ...packed, texts: texts.list, lineTexts: texts.lineTexts, people };
}

/** Lines whose orders are in the mirror already, in the same columns. */
export function packLooseLines(
  loose: readonly LooseLine[],
): Pick<OrderBatch, 'lines' | 'texts' | 'lineTexts'> {
  const texts = new TextPool();
  const lines = new Float64Array(loose.length * LINE_WIDTH);
  loose.forEach(({ line, taxesIncluded }, index) => {
    packLine(lines, index * LINE_WIDTH, line, taxesIncluded, texts);
  });
  return { lines, texts: texts.list, lineTexts: texts.lineTexts };
}

function packLine(
  row: Float64Array,
  start: number,
  line: LineRecord,
  taxesIncluded: boolean,
  texts: TextPool,
): void {
  const figures = lineFigures(line, taxesIncluded);
  let at = start;
  row[at++] = line.id;
  row[at++] = line.productId ?? Number.NaN;
  row[at++] = line.variantId ?? Number.NaN;
  row[at++] = texts.addLine(line);
  row[at++] = line.quantity;
  row[at++] = line.currentQuantity;
  row[at++] = line.isGiftCard ? 1 : 0;
  row[at++] = line.unitPrice;
  row[at++] = line.discount;
  row[at++] = line.tax;
  row[at++] = line.duties;
  row[at++] = figures.ordered;
  row[at++] = figures.gross;
  row[at++] = figures.discount;
  row[at++] = figures.tax;
  row[at] = taxText(line, texts);
}

/** ["VAT",0.2] for a single tax, whose amount is the line's; [["State",0.04,123], …] for several. */
function taxText(line: LineRecord, texts: TextPool): number {
  const taxes = line.taxLines;
  if (taxes.length === 0) return Number.NaN;
  const only = taxes.length === 1 ? taxes[0]! : null;
  if (only) return texts.addRate(only.title, only.rate);
  return texts.add(JSON.stringify(taxes.map((tax) => [tax.title, tax.rate, tax.amount])));
}

class TextPool {
  readonly list: string[] = [];
  readonly lineTexts: number[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #lines = new Map<string, number>();
  readonly #rates = new Map<string, Map<number, number>>();

  add(text: string): number {
    let index = this.#indexes.get(text);
    if (index === undefined) {
      index = this.list.push(text) - 1;
      this.#indexes.set(text, index);
    }
    return index;
  }

  /** For a text that hardly comes twice. */
  append(text: string): number {
    return this.list.push(text) - 1;
  }

  addOrNull(text: string | null): number {
    return text === null ? Number.NaN : this.add(text);
  }

  addList(list: readonly unknown[]): number {
    return list.length === 0 ? Number.NaN : this.add(JSON.stringify(list));
  }

  addRate(title: string, rate: number): number {
    let byRate = this.#rates.get(title);
    if (!byRate) {
      byRate = new Map();
      this.#rates.set(title, byRate);
    }
    let index = byRate.get(rate);
    if (index === undefined) {
      index = this.add(JSON.stringify([title, rate]));
      byRate.set(rate, index);
    }
    return index;
  }

  addLine(line: LineRecord): number {
    const key = `${line.title}\0${line.variantTitle ?? ''}\0${line.sku ?? ''}\0${line.vendor ?? ''}`;
    let index = this.#lines.get(key);
    if (index === undefined) {
      index = this.lineTexts.length / 4;
      this.lineTexts.push(
        this.add(line.title),
        this.add(line.variantTitle ?? ''),
        this.add(line.sku ?? ''),
        this.add(line.vendor ?? ''),
      );
      this.#lines.set(key, index);
    }
    return index;
  }
}
