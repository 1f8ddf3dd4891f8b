/** Reads the values of Shopify's JSON: gids, instants, money, connections in both of their shapes. */
import { fromGid, type ShopifyId } from '../../../shared/gid.ts';
import { currencyDigits, type Minor, parseMoney } from '../../../shared/money.ts';
import type { EpochMs } from '../../../shared/time.ts';

export interface Money {
  amount: string;
  currencyCode: string;
}

export interface MoneyBag {
  shopMoney: Money;
  presentmentMoney?: Money;
}

export interface Ref {
  id: string;
}

/** A connection as a page holds it, or its children as a bulk file gives them. */
export type Many<T> = readonly T[] | { nodes: readonly T[] } | null | undefined;

export function many<T>(value: Many<T>): readonly T[] {
  if (!value) return [];
  return 'nodes' in value ? value.nodes : value;
}

export function idOf(ref: Ref | null | undefined): ShopifyId | null {
  return ref ? fromGid(ref.id) : null;
}

/** Throws RangeError on anything but an ISO instant. */
export function instant(text: string): EpochMs {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`Not an instant: ${JSON.stringify(text)}`);
  return at;
}

export function instantOrNull(text: string | null | undefined): EpochMs | null {
  return text ? instant(text) : null;
}

const POWERS = [1, 10, 100, 1000, 10_000];

/** parseMoney, faster for the usual amount: digits, a point, and no more decimals than the currency has. */
export function decimal(text: string, currency: string): Minor {
  const { length } = text;
  if (length === 0 || length > 15) return parseMoney(text, currency);
  let units = 0;
  let point = length;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) units = units * 10 + code - 48;
    else if (code === 46 && i > 0 && point === length) point = i;
    else return parseMoney(text, currency);
  }
  const missing = currencyDigits(currency) - Math.max(0, length - point - 1);
  return missing < 0 ? parseMoney(text, currency) : units * POWERS[missing]!;
}

export function minor(money: Money): Minor {
  return decimal(money.amount, money.currencyCode);
}

/** A bag's shop money; an absent one is nothing. */
export function shopMinor(bag: MoneyBag | null | undefined): Minor {
  return bag ? minor(bag.shopMoney) : 0;
}
