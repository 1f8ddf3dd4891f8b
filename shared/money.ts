/**
 * Money is an integer count of an ISO 4217 currency's minor unit (pence, yen, fils); never a float.
 * Amounts cross Shopify's API as decimal strings in the major unit.
 */
import { numberFormat } from './number-format.ts';

/** Integer minor units: 1234 is £12.34, ¥1234 and KD 1.234. */
export type Minor = number;

/** ISO 4217 alphabetic code, upper case. */
export type Currency = string;

/** ISO 4217's code for "no currency": amounts are shown without one until a person or a file tells. */
export const NO_CURRENCY: Currency = 'XXX';

/** ISO 4217 minor-unit digits where they are not two (active codes, amendment list of 2024). */
const DIGITS: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** Number of digits after the decimal point of a currency's major unit. */
export function currencyDigits(currency: Currency): number {
  return DIGITS[currency] ?? 2;
}

/**
 * Reads a decimal string of the major unit ("12.34", "-0.5", "1200") as minor units; digits beyond the
 * currency's own are rounded half away from zero. Throws RangeError on anything else.
 */
export function parseMoney(decimal: string, currency: Currency): Minor {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(decimal);
  if (!match) throw new RangeError(`Not a decimal amount: ${JSON.stringify(decimal)}`);
  const digits = currencyDigits(currency);
  const fraction = match[3] ?? '';
  let minor = Number(match[2] + fraction.slice(0, digits).padEnd(digits, '0'));
  if (fraction.length > digits && fraction.charCodeAt(digits) >= 53) minor += 1;
  if (!Number.isSafeInteger(minor)) throw new RangeError(`Amount too large: ${decimal}`);
  return match[1] && minor !== 0 ? -minor : minor;
}

/** The inverse of parseMoney: a decimal string of the major unit, as Shopify's API takes it. */
export function formatDecimal(minor: Minor, currency: Currency): string {
  const digits = currencyDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** For people: the amount with its currency in the given locale. */
/** The amount as it is written, in another currency: 12.00 of one is 12 of the other, rounded where that has no cents. */
export function sameDecimal(minor: Minor, from: Currency, to: Currency): Minor {
  return parseMoney(formatDecimal(minor, from), to);
}

export function formatMoney(minor: Minor, currency: Currency, locale = 'en-GB'): string {
  return numberFormat(locale, { style: 'currency', currency }).format(
    formatDecimal(minor, currency) as Intl.StringNumericLiteral,
  );
}

/** numerator × factor / denominator in exact integers, rounded half away from zero. */
export function mulDiv(value: number, factor: number, denominator: number): number {
  const product = value * factor;
  if (Number.isSafeInteger(product * 2)) {
    const quotient = Math.abs(product) / Math.abs(denominator);
    const rounded = Number.isSafeInteger(quotient)
      ? quotient
      : Math.floor((2 * Math.abs(product) + Math.abs(denominator)) / (2 * Math.abs(denominator)));
    const result = product < 0 !== denominator < 0 ? -rounded : rounded;
    return result === 0 ? 0 : result;
  }
  const exact = BigInt(value) * BigInt(factor);
  const divisor = BigInt(denominator);
  const abs = (n: bigint): bigint => (n < 0n ? -n : n);
  const rounded = (2n * abs(exact) + abs(divisor)) / (2n * abs(divisor));
  return Number(exact < 0n !== divisor < 0n ? -rounded : rounded);
}

/**
 * Splits an amount by integer weights ≥ 0 so that the parts add up to it exactly (largest remainder; the first
 * of equal ones). Throws RangeError where the weights add up to nothing.
 */
export function allocate(total: Minor, weights: readonly number[]): Minor[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum <= 0) throw new RangeError('allocate needs a positive total weight');
  const shares = weights.map((weight) => divide(total, weight, sum));
  const parts = shares.map(({ quotient }) => quotient);
  let rest = total - parts.reduce((a, b) => a + b, 0);
  const order = shares
    .map(({ remainder }, index) => ({ index, remainder }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (let i = 0; rest !== 0; i = (i + 1) % order.length) {
    const at = order[i]!.index;
    parts[at] = parts[at]! + Math.sign(rest);
    rest -= Math.sign(rest);
  }
  return parts.map((part) => (part === 0 ? 0 : part));
}

/** value × factor / denominator in exact integers, cut off towards zero, and the size of what was cut off. */
function divide(value: number, factor: number, denominator: number): { quotient: number; remainder: number } {
  const product = value * factor;
  if (Number.isSafeInteger(product)) {
    const remainder = product % denominator;
    return { quotient: (product - remainder) / denominator, remainder: Math.abs(remainder) };
  }
  const exact = BigInt(value) * BigInt(factor);
  const divisor = BigInt(denominator);
  const remainder = exact % divisor;
  return {
    quotient: Number(exact / divisor),
    remainder: Number(remainder < 0n ? -remainder : remainder),
  };
}
