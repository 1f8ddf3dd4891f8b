/** Makes columns of orders: works out each line's figures as ordered, seals the people, gathers the texts. */
import type { ShopifyId } from '../../shared/gid.ts';
import {
  EMAIL_INDEX_BYTES,
  LINE_WIDTH,
  ORDER_WIDTH,
  type OrderBatch,
  TRANSACTION_WIDTH,
} from './order-batch.ts';
import { lineFigures } from './order-figures.ts';
import { emailIndex, type PeopleKeys, sealPerson } from './people.ts';
import type { LineRecord, OrderRecord, TransactionRecord } from './records.ts';

export interface LooseLine {
  orderId: ShopifyId;
  taxesIncluded: boolean;
  line: LineRecord;
}

/** Buffers that came back from the writing thread: what is used again need not be found and given back each time. */
export class BufferPool {
  readonly #spare: ArrayBuffer[] = [];

  give(buffers: readonly ArrayBuffer[]): void {
    this.#spare.push(...buffers);
  }

  /** At least so many bytes, with anything in them. */
  take(bytes: number): ArrayBuffer {
    const fitting = this.#spare.findIndex((buffer) => buffer.byteLength >= bytes);
    const [buffer] = fitting < 0 ? [] : this.#spare.splice(fitting, 1);
    return buffer ?? new ArrayBuffer(2 ** Math.ceil(Math.log2(bytes)));
  }
}

export function packOrders(orders: readonly OrderRecord[], keys: PeopleKeys): OrderBatch {
  const packer = new OrderPacker(keys, new BufferPool());
  for (const order of orders) packer.add(order);
  return packer.end();
}

/** Takes orders one by one and keeps nothing of them but numbers, so that what they were read into dies young. */
export class OrderPacker {
  readonly #keys: PeopleKeys;
  readonly #pool: BufferPool;
  readonly #texts = new TextPool();
  readonly #orders: Numbers;
  readonly #lines: Numbers;
  readonly #transactions: Numbers;
  #people: Uint8Array;
  #peopleEnd = 0;

  constructor(keys: PeopleKeys, pool: BufferPool) {
    this.#keys = keys;
    this.#pool = pool;
    this.#orders = new Numbers(pool, 512 * ORDER_WIDTH);
    this.#lines = new Numbers(pool, 2048 * LINE_WIDTH);
    this.#transactions = new Numbers(pool, 1024 * TRANSACTION_WIDTH);
    this.#people = new Uint8Array(pool.take(1 << 18));
  }

  add(order: OrderRecord): void {
    const texts = this.#texts;
    let gross = 0;
    let discount = 0;
    let tax = 0;
    let units = 0;
    for (const line of order.lines) {
      const at = this.#lines.room(LINE_WIDTH);
      const row = this.#lines.values;
      packLine(row, at, line, order.taxesIncluded, texts);
      if (!line.isGiftCard) {
        units += row[at + 11]!;
        gross += row[at + 12]!;
        discount += row[at + 13]!;
      }
      tax += row[at + 14]!;
    }
    for (const transaction of order.transactions) this.#addTransaction(transaction);
    if (order.person) {
      if (order.customerId === null)
        this.#addBytes(
          order.person.email ? emailIndex(this.#keys, order.person.email) : Buffer.alloc(EMAIL_INDEX_BYTES),
        );
      this.#addBytes(sealPerson(this.#keys, 'order', order.id, order.person));
    }
    let at = this.#orders.room(ORDER_WIDTH);
    const row = this.#orders.values;
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
    row[at] = this.#peopleEnd;
  }

  end(): OrderBatch {
    return {
      orders: this.#orders.end(),
      lines: this.#lines.end(),
      transactions: this.#transactions.end(),
      ...this.#texts.pack(),
      people: this.#people.subarray(0, this.#peopleEnd),
    };
  }

  #addTransaction(transaction: TransactionRecord): void {
    let at = this.#transactions.room(TRANSACTION_WIDTH);
    const row = this.#transactions.values;
    row[at++] = transaction.id;
    row[at++] = transaction.test ? 1 : 0;
    row[at++] = transaction.amount;
    row[at++] = transaction.fee;
    row[at++] = transaction.at;
    row[at++] = this.#texts.add(transaction.kind);
    row[at++] = this.#texts.add(transaction.status);
    row[at] = this.#texts.addOrNull(transaction.gateway);
  }

  #addBytes(bytes: Uint8Array): void {
    if (this.#peopleEnd + bytes.length > this.#people.length) {
      const larger = new Uint8Array(this.#pool.take(this.#people.length * 2 + bytes.length));
      larger.set(this.#people.subarray(0, this.#peopleEnd));
      this.#pool.give([this.#people.buffer as ArrayBuffer]);
      this.#people = larger;
    }
    this.#people.set(bytes, this.#peopleEnd);
    this.#peopleEnd += bytes.length;
  }
}

/** Numbers in a row, with room made as they come. */
class Numbers {
  values: Float64Array;
  readonly #pool: BufferPool;
  #length = 0;

  constructor(pool: BufferPool, room: number) {
    this.#pool = pool;
    this.values = new Float64Array(pool.take(room * 8));
  }

  /** Where the next `count` may be written; `values` may be another array afterwards. */
  room(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.values.length) {
      const larger = new Float64Array(this.#pool.take(this.values.byteLength * 2));
      larger.set(this.values);
      this.#pool.give([this.values.buffer as ArrayBuffer]);
      this.values = larger;
    }
    return at;
  }

  end(): Float64Array {
    return this.values.subarray(0, this.#length);
  }
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
  return { lines, ...texts.pack() };
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
  readonly #list: string[] = [];
  readonly #lineTexts: number[] = [];
  readonly #indexes = new Map<string, number>();
  readonly #byKey = new Map<string, number>();
  readonly #byVariant = new Map<ShopifyId, { line: LineRecord; index: number }>();
  readonly #rates = new Map<string, Map<number, number>>();

  pack(): Pick<OrderBatch, 'texts' | 'lineTexts'> {
    const ends = new Uint32Array(this.#list.length);
    let end = 0;
    this.#list.forEach((text, index) => {
      end += text.length;
      ends[index] = end;
    });
    return { texts: { joined: this.#list.join(''), ends }, lineTexts: Uint32Array.from(this.#lineTexts) };
  }

  add(text: string): number {
    let index = this.#indexes.get(text);
    if (index === undefined) {
      index = this.#list.push(text) - 1;
      this.#indexes.set(text, index);
    }
    return index;
  }

  /** For a text that hardly comes twice. */
  append(text: string): number {
    return this.#list.push(text) - 1;
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

  /** Mostly the same for a variant: the key of all four is only made where it is not. */
  addLine(line: LineRecord): number {
    const variant = line.variantId ?? 0;
    const last = this.#byVariant.get(variant);
    if (
      last &&
      last.line.title === line.title &&
      last.line.sku === line.sku &&
      last.line.variantTitle === line.variantTitle &&
      last.line.vendor === line.vendor
    )
      return last.index;
    const key = `${line.title}\0${line.variantTitle ?? ''}\0${line.sku ?? ''}\0${line.vendor ?? ''}`;
    let index = this.#byKey.get(key);
    if (index === undefined) {
      index = this.#lineTexts.length / 4;
      this.#lineTexts.push(
        this.add(line.title),
        this.add(line.variantTitle ?? ''),
        this.add(line.sku ?? ''),
        this.add(line.vendor ?? ''),
      );
      this.#byKey.set(key, index);
    }
    this.#byVariant.set(variant, { line, index });
    return index;
  }
}
