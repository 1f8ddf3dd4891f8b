/** Out of stock that nobody needs: back to the supplier, cheaper, with something that sells, or off the books. */
import type { Minor } from '../../shared/money.ts';

export interface IdleStock {
  available: number;
  /** Units a day expected at today's price. */
  perDay: number;
  price: Minor;
  /** Null where nobody knows it. */
  unitCost: Minor | null;
  /** Whether it sold in the last 90 days. */
  sells: boolean;
}

export type WayOut =
  | { way: 'markdown'; price: Minor; units: number; days: number }
  | { way: 'bundle' | 'return'; units: number };

/**
 * Sales rise by the price's power of this: the mean of 1,851 elasticities in 81 studies is −2.6 (Bijmolt, van Heerde &
 * Pieters 2005). A prior, no knowledge of this product.
 */
const ELASTICITY = 2.6;
const LARGEST_MARKDOWN = 0.5;
/** What is left after so many days is surplus. */
const WANTED_DAYS = 90;

/**
 * What to try first. A markdown where one of at most half, and not below cost, is expected to sell what is over in 90
 * days; a bundle for what sells too slowly for that; a return (or a write-off) of what does not sell at all.
 */
export function wayOut({ available, perDay, price, unitCost, sells }: IdleStock): WayOut | null {
  const units = Math.floor(available - WANTED_DAYS * perDay);
  if (units <= 0) return null;
  if (!sells) return { way: 'return', units: available };
  const faster = available / (WANTED_DAYS * Math.max(perDay, 1e-9));
  const share = faster ** (-1 / ELASTICITY);
  const marked = Math.round(price * share);
  if (share < 1 - LARGEST_MARKDOWN || marked < (unitCost ?? 0) || marked <= 0)
    return { way: 'bundle', units };
  return { way: 'markdown', price: marked, units, days: WANTED_DAYS };
}
