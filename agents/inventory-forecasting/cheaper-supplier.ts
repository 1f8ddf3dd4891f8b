/** Products that another of their suppliers would send for less, all told. */
import type { Finding, StoreInfo, SupplierReader, SupplyOffer } from '../../shared/agent.ts';
import { formatMoney, type Minor } from '../../shared/money.ts';
import type { LandedOffer } from '../../shared/stock.ts';
import type { Day } from '../../shared/time.ts';
import { type Assessment, dailyOutlook } from './assessment.ts';
import { shorten } from './findings.ts';
import { tenths } from './line-evidence.ts';
import { rankOffers } from './supplier-choice.ts';

/** Share of a year's cost from which on another supplier is worth a word. */
const WORTH_SAYING = 0.02;

export function cheaperSuppliers(
  store: StoreInfo,
  assessments: readonly Assessment[],
  offersOf: ReturnType<SupplierReader['offers']>,
  today: Day,
): Finding[] {
  const found = assessments.flatMap((one) => {
    const offers = offersOf(one.variant).filter(
      (offer): offer is SupplyOffer & LandedOffer => offer.landedCost !== null,
    );
    // Nothing to compare with unless it is known what the present supplier comes to.
    if (offers.length < 2 || offers[0]!.terms.supplier !== one.terms.supplier) return [];
    const ranked = rankOffers(offers, dailyOutlook(one), one, today);
    const best = ranked[0]!;
    const now = ranked.find(({ offer }) => offer === offers[0])!;
    const saved = now.yearly - best.yearly;
    return saved > WORTH_SAYING * now.yearly ? [{ ...one, best: best.offer, now: now.offer, saved }] : [];
  });
  const money = (minor: Minor): string => formatMoney(minor, store.currency);
  return shorten(
    found
      .sort((a, b) => b.saved - a.saved)
      .map(({ variant, best, now, saved }) => {
        const unknown = [best, now].filter(({ chargeShare }) => chargeShare === null);
        return {
          kind: 'cheaper_supplier',
          severity: 'watch',
          title: `${variant.title}: ${best.terms.supplier} would come cheaper than ${now.terms.supplier}`,
          subject: { kind: 'variant', id: variant.variantId },
          evidence: [
            {
              kind: 'supplier_cost',
              text:
                `Some ${money(saved)} less a year, stock held for it included: ${money(best.landedCost)} a unit on the shelf instead of ${money(now.landedCost)}, ` +
                `delivered in ${tenths(best.terms.leadTimeDays)} instead of ${tenths(now.terms.leadTimeDays)}. ` +
                `Orders go on to ${now.terms.supplier} until you choose otherwise among the product’s terms.` +
                (unknown.length === 0
                  ? ''
                  : ` Freight and duty of ${unknown.map(({ terms }) => terms.supplier).join(' and ')} are not known yet, and left out.`),
              data: {
                supplier: best.terms.supplier,
                insteadOf: now.terms.supplier,
                costSavedAYear: saved,
                landedCost: best.landedCost,
                landedCostNow: now.landedCost,
                leadTimeDays: best.terms.leadTimeDays,
                leadTimeDaysNow: now.terms.leadTimeDays,
              },
            },
          ],
        };
      }),
  );
}
