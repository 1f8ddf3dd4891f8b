/**
 * Orders as columns: what a parsing thread hands to the writing one. Numbers travel in typed arrays that are moved,
 * not copied; texts once a batch; people already sealed. NaN stands for null.
 */

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
  /** Text columns hold indexes into these. */
  texts: PackedTexts;
  /** title, variant title, SKU, vendor of each distinct line text, four indexes at a time. */
  lineTexts: Uint32Array;
  /** Sealed persons one after the other; an order without a customer has its e-mail index in front. */
  people: Uint8Array;
}

/** Many short texts as one: that is moved between threads at a fraction of what each would take. */
export interface PackedTexts {
  joined: string;
  /** Where each ends in it. */
  ends: Uint32Array;
}

/** The texts apart again, each when it is first asked for. */
export class Texts {
  readonly #packed: PackedTexts;
  readonly #known: (string | undefined)[];

  constructor(packed: PackedTexts) {
    this.#packed = packed;
    this.#known = new Array(packed.ends.length).fill(undefined);
  }

  at(index: number): string {
    let text = this.#known[index];
    if (text === undefined) {
      const { joined, ends } = this.#packed;
      text = joined.slice(index === 0 ? 0 : ends[index - 1]!, ends[index]!);
      this.#known[index] = text;
    }
    return text;
  }

  /** NaN is null. */
  orNull(index: number): string | null {
    return Number.isNaN(index) ? null : this.at(index);
  }
}

/** The large buffers, which are moved to the other thread and come back when they are written. */
export function transferables({ orders, lines, transactions, people }: OrderBatch): ArrayBuffer[] {
  return [orders, lines, transactions, people].map((array) => array.buffer as ArrayBuffer);
}
