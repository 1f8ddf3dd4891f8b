/** Out of stock that nobody needs: back to the supplier, cheaper, with something that sells, or off the books. */

import type { Minor } from '../../shared/money.ts';
import type { StockAdvice } from '../../shared/stock.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import { FOREVER_DAYS } from './stock-policy.ts';

export interface IdleStock {
  available: number;
  /** Units a day expected at today's price. */
  perDay: number;
  /** Days whose need is no surplus. */
  wantedDays: number;
  /** As the shop shows it. */
  price: Minor;
  /** What a unit brings net of tax and discounts. */
  netPerUnit: Minor;
  /** Net of tax; null where nobody knows it. */
  unitCost: Minor | null;
}

export type WayOut =
  | { way: 'markdown'; price: Minor; units: number; days: number }
  | { way: 'bundle'; units: number; days: number }
  | { way: 'return'; units: number };

type Rhythm = Pick<SupplierTerms, 'leadTimeDays' | 'reviewDays'>;

/**
 * Sales rise by the price's power of this: the mean of 1,851 elasticities in 81 studies is −2.6 (Bijmolt, van Heerde &
 * Pieters 2005). A prior, no knowledge of this product.
 */
const ELASTICITY = 2.6;
const LARGEST_MARKDOWN = 0.5;
/** What is left after so many days is surplus, where the supplier's rhythm asks for no more. */
const WANTED_DAYS = 90;
const OVERSTOCK_DAYS = 180;

/** Stock that lasts too long, and of which nothing is to be ordered all the same. */
export function isOverstock(advice: StockAdvice, terms: Rhythm): boolean {
  const tooLong = Math.max(OVERSTOCK_DAYS, plannedDays(advice, terms));
  return advice.quantity === 0 && (advice.daysOfCover ?? FOREVER_DAYS) > tooLong;
}

/** Days whose need is no surplus. */
export function wantedDays(advice: StockAdvice, terms: Rhythm): number {
  return Math.max(WANTED_DAYS, Math.ceil(plannedDays(advice, terms)));
}

/** Below it an order is due now or soon: it comes a lead time after the next review, lasts another, and has a reserve. */
function plannedDays({ perDay, safetyStock }: StockAdvice, { leadTimeDays, reviewDays }: Rhythm): number {
  return leadTimeDays + 2 * reviewDays + (perDay > 0 ? safetyStock / perDay : 0);
}

/**
 * What to try first of what sells, if too slowly. A markdown where one of at most half, and not below cost, is expected
 * to sell all in the days wanted; else a bundle. Null where nothing is over.
 */
export function wayOut(stock: IdleStock): WayOut | null {
  const { available, perDay, wantedDays: days, price, netPerUnit, unitCost } = stock;
  const units = Math.floor(available - days * perDay);
  if (units <= 0) return null;
  const faster = available / (days * Math.max(perDay, 1e-9));
  const share = faster ** (-1 / ELASTICITY);
  const marked = Math.round(price * share);
  const net = Math.min(netPerUnit, price) * share;
  if (share < 1 - LARGEST_MARKDOWN || net < (unitCost ?? 0) || marked <= 0)
    return { way: 'bundle', units, days };
  return { way: 'markdown', price: marked, units, days };
}
