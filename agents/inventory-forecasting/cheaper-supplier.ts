/** Products that another of their suppliers would send for less, all told. */
import type { Finding, StoreInfo, SupplierReader, SupplyOffer } from '../../shared/agent.ts';
import { formatMoney, type Minor } from '../../shared/money.ts';
import type { LandedOffer } from '../../shared/stock.ts';
import type { Day } from '../../shared/time.ts';
import { type Assessment, dailyOutlook } from './assessment.ts';
import { breather } from './breather.ts';
import { shorten } from './findings.ts';
import { tenths } from './line-evidence.ts';
import { rankOffers } from './supplier-choice.ts';

type Landed = SupplyOffer & LandedOffer;

/** Share of a year's cost from which on another supplier is worth a word. */
const WORTH_SAYING = 0.02;

export async function cheaperSuppliers(
  store: StoreInfo,
  assessments: readonly Assessment[],
  offersOf: ReturnType<SupplierReader['offers']>,
  today: Day,
): Promise<Finding[]> {
  const found: (Assessment & { best: Landed; now: Landed; saved: Minor })[] = [];
  const breathe = breather();
  for (const one of assessments) {
    await breathe();
    const offers = offersOf(one.variant).filter((offer): offer is Landed => offer.landedCost !== null);
    // Nothing to compare with unless it is known what the present supplier comes to.
    if (one.advice.perDay <= 0 || offers.length < 2 || offers[0]!.terms.supplier !== one.terms.supplier)
      continue;
    const ranked = rankOffers(offers, dailyOutlook(one), one, today);
    const best = ranked[0];
    const now = ranked.find(({ offer }) => offer === offers[0]);
    if (!best || !now) continue;
    const saved = now.yearly - best.yearly;
    if (saved > WORTH_SAYING * now.yearly) found.push({ ...one, best: best.offer, now: now.offer, saved });
  }
  const money = (minor: number): string => formatMoney(Math.round(minor), store.currency);
  const delivered = ({ terms: best }: Landed, { terms: now }: Landed): string =>
    best.leadTimeDays === now.leadTimeDays
      ? ''
      : `, delivered in ${tenths(best.leadTimeDays)} instead of ${tenths(now.leadTimeDays)}`;
  return shorten(
    found.sort((a, b) => b.saved - a.saved),
    ({ variant, best, now, saved }) => {
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
              `Some ${money(saved)} less a year, stock held for it included: ${money(best.landedCost)} a unit on the shelf instead of ${money(now.landedCost)}${delivered(best, now)}. ` +
              `Orders go on to ${now.terms.supplier} until you choose otherwise among the product’s terms.` +
              (unknown.length === 0
                ? ''
                : ` Freight and duty of ${unknown.map(({ terms }) => terms.supplier).join(' and ')} are not known yet, and left out.`),
            data: {
              supplier: best.terms.supplier,
              insteadOf: now.terms.supplier,
              costSavedAYear: saved,
              landedCost: Math.round(best.landedCost),
              landedCostNow: Math.round(now.landedCost),
              leadTimeDays: best.terms.leadTimeDays,
              leadTimeDaysNow: now.terms.leadTimeDays,
            },
          },
        ],
      };
    },
  );
}
