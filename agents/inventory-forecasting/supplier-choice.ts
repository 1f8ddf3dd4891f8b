/** Which of several suppliers a unit comes cheapest from, waiting and its risk included. */
import type { SupplierTerms } from '../../shared/agent.ts';
import type { Minor } from '../../shared/money.ts';
import type { DailyOutlook } from '../../shared/stock.ts';
import type { Day } from '../../shared/time.ts';
import { adviseStock } from './stock-policy.ts';

/** A year's cost of holding a unit by its cost: capital, room, loss (Silver, Pyke & Thomas 2017, ch. 1: 20 to 35%). */
export const HOLDING_A_YEAR = 0.25;

export interface SupplyOffer {
  terms: SupplierTerms;
  /** A unit with freight and duty, minor units of one currency. */
  landedCost: Minor;
}

export interface ChosenOffer {
  offer: SupplyOffer;
  /** A year of the product: goods, and the holding of reserve, cycle and what is under way. Minor units. */
  yearly: Minor;
}

/** The offers by their cost a year, the cheapest first; equal ones by lead time. */
export function rankedOffers(
  offers: readonly SupplyOffer[],
  outlook: DailyOutlook,
  today: Day,
): ChosenOffer[] {
  return offers
    .map((offer): ChosenOffer => {
      const { terms, landedCost } = offer;
      const { perDay, safetyStock, leadTimeDemand } = adviseStock(
        { available: 0, incoming: 0 },
        outlook,
        terms,
        today,
      );
      const lot = Math.max(perDay * terms.reviewDays, terms.minimumUnits, terms.packSize);
      const held = safetyStock + lot / 2 + leadTimeDemand;
      return { offer, yearly: Math.round(landedCost * (365 * perDay + HOLDING_A_YEAR * held)) };
    })
    .sort((a, b) => a.yearly - b.yearly || a.offer.terms.leadTimeDays - b.offer.terms.leadTimeDays);
}
