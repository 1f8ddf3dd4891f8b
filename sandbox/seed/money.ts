/** Amounts as the sandbox reckons: integer minor units, written as decimal strings the way Shopify writes them. */
import type { MoneyBag, MoneyV2 } from '../model.ts';

const DIGITS: Record<string, number> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  KWD: 3,
  BHD: 3,
  JOD: 3,
  OMR: 3,
  TND: 3,
};

export function digitsOf(currency: string): number {
  return DIGITS[currency] ?? 2;
}

/** MoneyV2's form: "74.0", "12.34", "1200.0". */
export function decimal(minor: number, digits: number): string {
  const sign = minor < 0 ? '-' : '';
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  if (digits === 0) return `${sign}${text}.0`;
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return `${sign}${text.slice(0, -digits)}.${fraction || '0'}`;
}

/** The Money scalar's form, all digits of the currency: "74.00", "1200". */
export function fixed(minor: number, digits: number): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const body = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0 ? `-${body}` : body;
}

/** Minor units of a decimal string that has no more digits than the currency. */
export function minorOf(amount: string, digits: number): number {
  return Math.round(Number(amount) * 10 ** digits);
}

/** value × part / whole, rounded half away from zero. */
export function share(value: number, part: number, whole: number): number {
  const product = value * part;
  const rounded = Math.floor((2 * Math.abs(product) + Math.abs(whole)) / (2 * Math.abs(whole)));
  return product < 0 !== whole < 0 ? -rounded || 0 : rounded;
}

export interface Presentment {
  currency: string;
  /** Units of the presentment currency for one of the shop's. */
  rate: number;
}

/** Writes amounts of one order: shop money, and presentment money where the buyer's currency is another. */
export class Pen {
  readonly currency: string;
  readonly digits: number;
  readonly #presentment: Presentment | null;

  constructor(currency: string, presentment: Presentment | null = null) {
    this.currency = currency;
    this.digits = digitsOf(currency);
    this.#presentment = presentment;
  }

  money(minor: number): MoneyV2 {
    return { amount: decimal(minor, this.digits), currencyCode: this.currency };
  }

  bag(minor: number): MoneyBag {
    const shopMoney = this.money(minor);
    if (!this.#presentment) return { shopMoney };
    const { currency, rate } = this.#presentment;
    const digits = digitsOf(currency);
    const converted = Math.round(Math.abs(minor) * rate * 10 ** (digits - this.digits));
    return {
      shopMoney,
      presentmentMoney: {
        amount: decimal(minor < 0 ? -converted : converted, digits),
        currencyCode: currency,
      },
    };
  }

  read(bag: MoneyBag): number {
    return minorOf(bag.shopMoney.amount, this.digits);
  }
}
