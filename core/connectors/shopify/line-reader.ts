/**
 * Order lines straight from the bytes of a bulk file. They are most of the largest file that a store has, and reading
 * them without a tree of objects in between takes a fraction of the time. Whatever is unusual (an escape, another
 * field) is left to JSON.parse and mapLine, which mean the same.
 */
import type { ShopifyId } from '../../../shared/gid.ts';
import { currencyDigits, type Minor } from '../../../shared/money.ts';
import type { LineRecord } from '../../mirror/records.ts';

export interface ReadLine {
  orderId: ShopifyId;
  line: LineRecord;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const keysOf = (...names: string[]): Uint8Array[] => names.map((name) => encode(`"${name}":`));

const LINE_KEYS = keysOf(
  'id',
  'title',
  'variantTitle',
  'sku',
  'vendor',
  'quantity',
  'currentQuantity',
  'isGiftCard',
  'taxable',
  'requiresShipping',
  'product',
  'variant',
  'originalUnitPriceSet',
  'discountAllocations',
  'taxLines',
  'duties',
  '__parentId',
);
const TAX_KEYS = keysOf('title', 'rate', 'priceSet');
const ID_OPEN = encode('{"id":');
const DUTY_PRICE = encode(',"price":');
const ALLOCATION_OPEN = encode('{"allocatedAmountSet":');
const BAG_OPEN = encode('{"shopMoney":{"amount":"');
const BAG_CURRENCY = encode('","currencyCode":');
const BAG_CLOSE = encode('}}');
const NULL = encode('null');
const TRUE = encode('true');
const FALSE = encode('false');
const START = encode('{"id":"gid:');
const TYPE = encode('LineItem');

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const SLASH = 47;
const QUESTION = 63;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN = 123;
const CLOSE = 125;
const POWERS = [1, 10, 100, 1000, 10_000];
const TEXT_SLOTS = 4096;

const UNUSUAL = new Error('Not a line as bulk files have them');

export class LineReader {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Texts come again and again: a slot by hash keeps the last one seen. */
  readonly #texts = new Array<string>(TEXT_SLOTS).fill('');

  /** The line between two bytes of the buffer, or null where it is no line or an unusual one. */
  read(bytes: Buffer, start: number, end: number): ReadLine | null {
    this.#bytes = bytes;
    this.#at = start;
    if (!this.#isLine()) return null;
    try {
      const read = this.#line();
      return this.#at === end ? read : null;
    } catch (error) {
      if (error === UNUSUAL) return null;
      throw error;
    }
  }

  /** `{"id":"gid://shopify/LineItem/`, slashes escaped or not. */
  #isLine(): boolean {
    const start = this.#at;
    if (!this.#matches(START)) return false;
    this.#at = start + (this.#bytes[start + START.length] === BACKSLASH ? 24 : 21);
    const isLine = this.#matches(TYPE);
    this.#at = start;
    return isLine;
  }

  #line(): ReadLine {
    const line: LineRecord = {
      id: 0,
      productId: null,
      variantId: null,
      title: '',
      variantTitle: null,
      sku: null,
      vendor: null,
      quantity: 0,
      currentQuantity: 0,
      isGiftCard: false,
      unitPrice: 0,
      discount: 0,
      tax: 0,
      duties: 0,
      taxLines: [],
    };
    let orderId = 0;
    let seen = 0;
    this.#expect(OPEN);
    for (let next = 0; ; next++) {
      next = this.#key(LINE_KEYS, next);
      seen |= 1 << next;
      switch (next) {
        case 0:
          line.id = this.#gid();
          break;
        case 1:
          line.title = this.#text() ?? this.#unusual();
          break;
        case 2:
          line.variantTitle = this.#text();
          break;
        case 3:
          line.sku = this.#text();
          break;
        case 4:
          line.vendor = this.#text();
          break;
        case 5:
          line.quantity = this.#integer();
          break;
        case 6:
          line.currentQuantity = this.#integer();
          break;
        case 7:
          line.isGiftCard = this.#boolean();
          break;
        case 8:
        case 9:
          this.#boolean();
          break;
        case 10:
          line.productId = this.#reference();
          break;
        case 11:
          line.variantId = this.#reference();
          break;
        case 12:
          line.unitPrice = this.#bag();
          break;
        case 13:
          line.discount = this.#allocations();
          break;
        case 14:
          line.tax = this.#taxLines(line.taxLines);
          break;
        case 15:
          line.duties = this.#duties();
          break;
        default:
          orderId = this.#gid();
      }
      if (this.#bytes[this.#at] === COMMA) this.#at++;
      else break;
    }
    this.#expect(CLOSE);
    if (seen !== (1 << LINE_KEYS.length) - 1) throw UNUSUAL;
    return { orderId, line };
  }

  #unusual(): never {
    throw UNUSUAL;
  }

  #expect(byte: number): void {
    if (this.#bytes[this.#at++] !== byte) throw UNUSUAL;
  }

  /** Steps over the literal where it is next. */
  #matches(literal: Uint8Array): boolean {
    const at = this.#at;
    for (let i = 0; i < literal.length; i++) if (this.#bytes[at + i] !== literal[i]) return false;
    this.#at = at + literal.length;
    return true;
  }

  #literal(literal: Uint8Array): void {
    if (!this.#matches(literal)) throw UNUSUAL;
  }

  /** Which key is next; the expected one is tried first. */
  #key(keys: readonly Uint8Array[], expected: number): number {
    const first = keys[expected];
    if (first && this.#matches(first)) return expected;
    for (let i = 0; i < keys.length; i++) if (this.#matches(keys[i]!)) return i;
    throw UNUSUAL;
  }

  #gid(): ShopifyId {
    this.#expect(QUOTE);
    let id = 0;
    let byte = this.#bytes[this.#at++];
    for (; byte !== QUOTE && byte !== QUESTION; byte = this.#bytes[this.#at++]) {
      if (byte === undefined) throw UNUSUAL;
      if (byte === SLASH) id = 0;
      else if (byte >= 48 && byte <= 57) id = id * 10 + byte - 48;
      else id = Number.NaN;
    }
    if (byte === QUESTION || !Number.isSafeInteger(id) || id <= 0) throw UNUSUAL;
    return id;
  }

  #reference(): ShopifyId | null {
    if (this.#matches(NULL)) return null;
    this.#literal(ID_OPEN);
    const id = this.#gid();
    this.#expect(CLOSE);
    return id;
  }

  #text(): string | null {
    if (this.#bytes[this.#at] !== QUOTE) {
      this.#literal(NULL);
      return null;
    }
    const start = ++this.#at;
    let hash = 0;
    let ascii = 0;
    let byte = this.#bytes[this.#at];
    for (; byte !== QUOTE; byte = this.#bytes[++this.#at]) {
      if (byte === undefined || byte === BACKSLASH || byte < 32) throw UNUSUAL;
      hash = (Math.imul(hash, 31) + byte) | 0;
      ascii |= byte;
    }
    const end = this.#at++;
    if (ascii > 127) return this.#bytes.toString('utf8', start, end);
    const slot = (hash ^ (hash >>> 12)) & (TEXT_SLOTS - 1);
    const known = this.#texts[slot]!;
    if (known.length === end - start && this.#isAt(known, start)) return known;
    const text = this.#bytes.toString('latin1', start, end);
    this.#texts[slot] = text;
    return text;
  }

  #isAt(text: string, start: number): boolean {
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== this.#bytes[start + i]) return false;
    return true;
  }

  #integer(): number {
    const negative = this.#bytes[this.#at] === MINUS;
    if (negative) this.#at++;
    let value = 0;
    const start = this.#at;
    for (let byte = this.#bytes[this.#at]!; byte >= 48 && byte <= 57; byte = this.#bytes[++this.#at]!)
      value = value * 10 + byte - 48;
    if (this.#at === start || this.#at - start > 15) throw UNUSUAL;
    return negative && value !== 0 ? -value : value;
  }

  #boolean(): boolean {
    if (this.#matches(TRUE)) return true;
    this.#literal(FALSE);
    return false;
  }

  /** A fraction such as 0.2; null is 0. */
  #rate(): number {
    if (this.#matches(NULL)) return 0;
    const start = this.#at;
    for (let byte = this.#bytes[start]!; (byte >= 48 && byte <= 57) || byte === POINT; )
      byte = this.#bytes[++this.#at]!;
    const rate = Number(this.#bytes.toString('latin1', start, this.#at));
    if (this.#at === start || Number.isNaN(rate)) throw UNUSUAL;
    return rate;
  }

  #bag(): Minor {
    this.#literal(BAG_OPEN);
    let units = 0;
    let digits = 0;
    let point = -1;
    for (let byte = this.#bytes[this.#at]!; byte !== QUOTE; byte = this.#bytes[++this.#at]!) {
      if (byte >= 48 && byte <= 57) {
        units = units * 10 + byte - 48;
        digits++;
      } else if (byte === POINT && point < 0 && digits > 0) point = digits;
      else throw UNUSUAL;
    }
    this.#literal(BAG_CURRENCY);
    const currency = this.#text();
    this.#literal(BAG_CLOSE);
    if (currency === null || digits === 0 || digits > 13) throw UNUSUAL;
    const missing = currencyDigits(currency) - (point < 0 ? 0 : digits - point);
    // More decimals than the currency has are to be rounded: parseMoney's part.
    return missing < 0 ? this.#unusual() : units * POWERS[missing]!;
  }

  #list(item: () => void): void {
    this.#expect(OPEN_LIST);
    if (this.#bytes[this.#at] === CLOSE_LIST) {
      this.#at++;
      return;
    }
    for (;;) {
      item();
      if (this.#bytes[this.#at] !== COMMA) break;
      this.#at++;
    }
    this.#expect(CLOSE_LIST);
  }

  #allocations(): Minor {
    let sum = 0;
    this.#list(() => {
      this.#literal(ALLOCATION_OPEN);
      sum += this.#bag();
      this.#expect(CLOSE);
    });
    return sum;
  }

  #duties(): Minor {
    let sum = 0;
    this.#list(() => {
      this.#literal(ID_OPEN);
      if (this.#text() === null) throw UNUSUAL;
      this.#literal(DUTY_PRICE);
      sum += this.#bag();
      this.#expect(CLOSE);
    });
    return sum;
  }

  #taxLines(lines: LineRecord['taxLines']): Minor {
    let sum = 0;
    this.#list(() => {
      const tax = { title: '', rate: 0, amount: 0 };
      this.#expect(OPEN);
      this.#literal(TAX_KEYS[0]!);
      tax.title = this.#text() ?? this.#unusual();
      this.#expect(COMMA);
      this.#literal(TAX_KEYS[1]!);
      tax.rate = this.#rate();
      this.#expect(COMMA);
      this.#literal(TAX_KEYS[2]!);
      tax.amount = this.#bag();
      this.#expect(CLOSE);
      sum += tax.amount;
      lines.push(tax);
    });
    return sum;
  }
}
