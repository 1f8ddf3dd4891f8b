/** What is typed into a cell of the supply terms, as the core takes it, or why not. */
import { type Currency, currencyDigits, type Minor, parseMoney } from '../../../shared/money.ts';
import { readNumber } from '../../../shared/written-number.ts';

export type TermName = 'supplier' | 'leadTimeDays' | 'packSize' | 'unitCost';

/** null takes back what was set. */
export type Term = string | number | null;

export function readTerm(
  name: TermName,
  text: string,
  currency: Currency,
): { value: Term } | { problem: string } {
  const typed = text.trim();
  if (typed === '') return { value: null };
  if (name === 'supplier')
    return typed.length > 255 ? { problem: 'A name has at most 255 letters.' } : { value: typed };
  const bare = name === 'unitCost' ? withoutCurrency(typed, currency) : typed.replace(/\s*(days?|d)$/i, '');
  const number = readNumber(bare);
  if (typeof number !== 'string') return { problem: `“${typed}”: ${number.problem}` };
  if (number.startsWith('-')) return { problem: `“${typed}”: it can’t be less than nothing.` };
  if (name === 'unitCost') return readCost(typed, number, currency);
  const value = Number(number);
  if (name === 'packSize')
    return Number.isInteger(value) && value >= 1 && value <= 1_000_000
      ? { value }
      : { problem: `“${typed}”: a pack holds whole units, at least one.` };
  return value <= 3650 ? { value } : { problem: `“${typed}”: that is more than ten years.` };
}

function readCost(typed: string, number: string, currency: Currency): { value: Minor } | { problem: string } {
  const fraction = number.split('.')[1] ?? '';
  const digits = currencyDigits(currency);
  if (fraction.replace(/0+$/, '').length > digits)
    return {
      problem: `“${typed}”: ${currency} has ${digits === 0 ? 'no' : digits} decimals.`,
    };
  const value = parseMoney(number, currency);
  return value <= 1_000_000_000_000 ? { value } : { problem: `“${typed}”: that is too much.` };
}

const SIGNS: Readonly<Record<string, RegExp>> = { EUR: /€/g, GBP: /£/g, USD: /(US)?\$/g, JPY: /(JP)?[¥￥]/g };

function withoutCurrency(text: string, currency: Currency): string {
  const bare = text.replaceAll(new RegExp(`\\b${currency}\\b`, 'gi'), '');
  const sign = SIGNS[currency];
  return (sign ? bare.replaceAll(sign, '') : bare).trim();
}
