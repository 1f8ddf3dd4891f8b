/**
 * Reads JSON as bulk files have it, straight from the bytes and without a tree of objects in between: keys that are
 * known, no white space, no escapes. Whatever else there is throws UNUSUAL, and the caller parses it the long way.
 */
import type { ShopifyId } from '../../../shared/gid.ts';
import { type Currency, currencyDigits, type Minor } from '../../../shared/money.ts';
import type { EpochMs } from '../../../shared/time.ts';

export const UNUSUAL = new Error('Not as bulk files usually have it');

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Keys of an object in the order in which they usually come. */
export function keysOf(...names: string[]): Uint8Array[] {
  return names.map((name) => encode(`"${name}":`));
}

const ID_OPEN = encode('{"id":');
const MONEY_OPEN = encode('{"amount":"');
const MONEY_CURRENCY = encode('","currencyCode":');
const SHOP_OPEN = encode('{"shopMoney":');
const PRESENTMENT = encode(',"presentmentMoney":');
const NULL = encode('null');
const TRUE = encode('true');
const FALSE = encode('false');
const GID_OPEN = encode('{"id":"gid:');

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

export interface ReadMoney {
  minor: Minor;
  currency: Currency;
}

export class JsonCursor {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Texts come again and again: a slot by hash keeps the last one seen. */
  readonly #texts = new Array<string>(TEXT_SLOTS).fill('');

  /** What `read` makes of the bytes between start and end, or null where they are unusual. */
  read<T>(bytes: Buffer, start: number, end: number, read: () => T): T | null {
    this.#bytes = bytes;
    this.#at = start;
    try {
      const value = read();
      return this.#at === end ? value : null;
    } catch (error) {
      if (error === UNUSUAL) return null;
      throw error;
    }
  }

  /** Whether an object with such an id begins there: `{"id":"gid://shopify/<type>/`, slashes escaped or not. */
  isOf(bytes: Buffer, start: number, type: Uint8Array): boolean {
    this.#bytes = bytes;
    this.#at = start;
    if (!this.#matches(GID_OPEN)) return false;
    this.#at = start + (bytes[this.#at] === BACKSLASH ? 24 : 21);
    return this.#matches(type) && (bytes[this.#at] === SLASH || bytes[this.#at] === BACKSLASH);
  }

  /** An object with exactly these keys, in any order; `field` reads the value of the key with that index. */
  object(keys: readonly Uint8Array[], field: (index: number) => void): void {
    this.#expect(OPEN);
    let read = 0;
    for (let next = 0; ; next++) {
      next = this.#key(keys, next);
      field(next);
      read++;
      if (this.#bytes[this.#at] !== COMMA) break;
      this.#at++;
    }
    this.#expect(CLOSE);
    if (read !== keys.length) throw UNUSUAL;
  }

  list(item: () => void): void {
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

  /** Steps over a null where it is next. */
  isNull(): boolean {
    return this.#matches(NULL);
  }

  gid(): ShopifyId {
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

  /** `{"id":"gid://…"}`. */
  reference(): ShopifyId | null {
    if (this.isNull()) return null;
    this.#literal(ID_OPEN);
    const id = this.gid();
    this.#expect(CLOSE);
    return id;
  }

  text(): string {
    return this.textOrNull() ?? this.#unusual();
  }

  textOrNull(): string | null {
    if (this.#bytes[this.#at] !== QUOTE) {
      this.#literal(NULL);
      return null;
    }
    const start = ++this.#at;
    let hash = 0;
    let bits = 0;
    let byte = this.#bytes[this.#at];
    for (; byte !== QUOTE; byte = this.#bytes[++this.#at]) {
      if (byte === undefined || byte === BACKSLASH || byte < 32) throw UNUSUAL;
      hash = (Math.imul(hash, 31) + byte) | 0;
      bits |= byte;
    }
    const end = this.#at++;
    if (bits > 127) return this.#bytes.toString('utf8', start, end);
    const slot = (hash ^ (hash >>> 12)) & (TEXT_SLOTS - 1);
    const known = this.#texts[slot]!;
    if (known.length === end - start && this.#isAt(known, start)) return known;
    const text = this.#bytes.toString('latin1', start, end);
    this.#texts[slot] = text;
    return text;
  }

  texts(): string[] {
    const texts: string[] = [];
    this.list(() => texts.push(this.text()));
    return texts;
  }

  /** "2026-11-02T12:00:00Z". */
  instant(): EpochMs {
    const at = this.#at;
    const bytes = this.#bytes;
    const isUsual =
      bytes[at] === QUOTE &&
      bytes[at + 5] === MINUS &&
      bytes[at + 8] === MINUS &&
      bytes[at + 11] === 84 &&
      bytes[at + 14] === 58 &&
      bytes[at + 17] === 58 &&
      bytes[at + 20] === 90 &&
      bytes[at + 21] === QUOTE;
    if (!isUsual) throw UNUSUAL;
    this.#at = at + 22;
    const year = this.#two(at + 1) * 100 + this.#two(at + 3);
    const month = this.#two(at + 6);
    const day = this.#two(at + 9);
    const hour = this.#two(at + 12);
    const minute = this.#two(at + 15);
    const second = this.#two(at + 18);
    if (
      month < 1 ||
      month > 12 ||
      day < 1 ||
      day > 28 + (month === 2 ? 0 : 2) ||
      hour > 23 ||
      minute > 59 ||
      second > 59
    )
      return this.#unusualDate(at);
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  instantOrNull(): EpochMs | null {
    return this.isNull() ? null : this.instant();
  }

  integer(): number {
    const negative = this.#bytes[this.#at] === MINUS;
    if (negative) this.#at++;
    let value = 0;
    const start = this.#at;
    for (let byte = this.#bytes[start]!; byte >= 48 && byte <= 57; byte = this.#bytes[++this.#at]!)
      value = value * 10 + byte - 48;
    if (this.#at === start || this.#at - start > 15) throw UNUSUAL;
    return negative && value !== 0 ? -value : value;
  }

  boolean(): boolean {
    if (this.#matches(TRUE)) return true;
    this.#literal(FALSE);
    return false;
  }

  /** A fraction such as 0.2; null is 0. */
  rate(): number {
    if (this.isNull()) return 0;
    const start = this.#at;
    for (let byte = this.#bytes[start]!; (byte >= 48 && byte <= 57) || byte === POINT; )
      byte = this.#bytes[++this.#at]!;
    const rate = Number(this.#bytes.toString('latin1', start, this.#at));
    if (this.#at === start || Number.isNaN(rate)) throw UNUSUAL;
    return rate;
  }

  /** `{"amount":"12.34","currencyCode":"GBP"}`. */
  money(): ReadMoney {
    this.#literal(MONEY_OPEN);
    const negative = this.#bytes[this.#at] === MINUS;
    if (negative) this.#at++;
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
    this.#literal(MONEY_CURRENCY);
    const currency = this.text();
    this.#expect(CLOSE);
    // More decimals than the currency has are to be rounded, which is parseMoney's part.
    const missing = currencyDigits(currency) - (point < 0 ? 0 : digits - point);
    if (digits === 0 || digits > 13 || missing < 0) throw UNUSUAL;
    const minor = units * POWERS[missing]!;
    return { minor: negative && minor !== 0 ? -minor : minor, currency };
  }

  /** A bag's shop money; null is nothing. */
  bag(): Minor {
    if (this.isNull()) return 0;
    this.#literal(SHOP_OPEN);
    const { minor } = this.money();
    this.#expect(CLOSE);
    return minor;
  }

  /** A bag with both of its moneys. */
  bothMoneys(): { shop: ReadMoney; presentment: ReadMoney } {
    this.#literal(SHOP_OPEN);
    const shop = this.money();
    this.#literal(PRESENTMENT);
    const presentment = this.money();
    this.#expect(CLOSE);
    return { shop, presentment };
  }

  #isAt(text: string, start: number): boolean {
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== this.#bytes[start + i]) return false;
    return true;
  }

  #two(at: number): number {
    const tens = this.#bytes[at]! - 48;
    const ones = this.#bytes[at + 1]! - 48;
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) throw UNUSUAL;
    return tens * 10 + ones;
  }

  /** The last days of months, and what is no date. */
  #unusualDate(at: number): EpochMs {
    const ms = Date.parse(this.#bytes.toString('latin1', at + 1, at + 21));
    return Number.isNaN(ms) ? this.#unusual() : ms;
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
}
