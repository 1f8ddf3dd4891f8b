/** Which of several suppliers a variant comes cheapest from, waiting and its risk included. */
import type { DailyOutlook, LandedOffer, RankedOffer, SalesStanding } from '../../shared/stock.ts';
import type { Day } from '../../shared/time.ts';
import { average, needByDay } from './daily-need.ts';
import { HOLDING_A_YEAR, serviceTerms } from './service-levels.ts';
import { sellableBeforeExpiry } from './shelf-life.ts';
import { adviseStock } from './stock-policy.ts';

/**
 * The offers by their cost a year, the cheapest first; equal ones by lead time. Left out are those of which the least
 * that is sent would spoil unsold.
 */
export function rankOffers<Offer extends LandedOffer>(
  offers: readonly Offer[],
  outlook: DailyOutlook,
  standing: SalesStanding,
  today: Day,
): RankedOffer<Offer>[] {
  const need = needByDay(outlook);
  // The same sales for all of them, however far each must look ahead.
  const perDay = average(need);
  return offers
    .flatMap((offer): RankedOffer<Offer>[] => {
      const { landedCost } = offer;
      const terms = serviceTerms(offer.terms, { ...standing, unitCost: landedCost });
      const most = sellableBeforeExpiry(0, need, terms) ?? Number.POSITIVE_INFINITY;
      if (most === 0) return [];
      const { safetyStock } = adviseStock({ available: 0, incoming: 0 }, outlook, terms, today);
      const lot = Math.min(most, Math.max(perDay * terms.reviewDays, terms.minimumUnits, terms.packSize));
      const held = safetyStock + lot / 2 + perDay * terms.leadTimeDays;
      return [{ offer, yearly: Math.round(landedCost * (365 * perDay + HOLDING_A_YEAR * held)) }];
    })
    .sort((a, b) => a.yearly - b.yearly || a.offer.terms.leadTimeDays - b.offer.terms.leadTimeDays);
}
