/** Whom a variant can be had from, and what that comes to a year: asked of the agent's planner on its newest outlook. */
import type { SupplyOffer } from '../../shared/agent.ts';
import type { SupplyOfferView } from '../../shared/contract/supply-schemas.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { LandedOffer } from '../../shared/stock.ts';
import { dayOf } from '../../shared/time.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { variantOf } from '../variant-of.ts';
import { money, type PurchasingBase } from './order-view.ts';

export function offersView(
  base: PurchasingBase,
  store: StoreRuntime,
  variantId: ShopifyId,
): SupplyOfferView[] {
  const { id, currency: own } = store.info;
  const offers = base.ledger.supplyOffers.of(id, own, variantOf(store, variantId));
  const ranked = rankedOf(base, store, variantId, offers);
  const views = offers.map((offer, index): SupplyOfferView => {
    const { terms, unitCost, chargeShare, landedCost } = offer;
    const { supplier, supplierSku, leadTimeDays, packSize, minimumUnits, currency } = terms;
    const yearly = ranked?.find((one) => one.offer === offer)?.yearly ?? null;
    return {
      supplier,
      current: index === 0,
      supplierSku,
      leadTimeDays,
      packSize,
      minimumUnits,
      unitCost: money(unitCost, currency ?? own),
      landedUnitCost: money(landedCost === null ? null : Math.round(landedCost), own),
      chargeShare,
      yearlyCost: money(yearly, own),
      own: terms.own,
      lacks: yearly === null ? lacking(offer, ranked !== null) : null,
    };
  });
  const yearly = ({ yearlyCost }: SupplyOfferView): number => yearlyCost?.minor ?? Number.MAX_SAFE_INTEGER;
  return views.sort((a, b) => yearly(a) - yearly(b));
}

function lacking(
  { unitCost, landedCost }: SupplyOffer,
  isForecast: boolean,
): NonNullable<SupplyOfferView['lacks']> {
  if (unitCost === null) return 'cost';
  if (landedCost === null) return 'rate';
  return isForecast ? 'shelf_life' : 'forecast';
}

/** Those that can be compared; null where there is no forecast. */
function rankedOf(
  { planner, clock }: PurchasingBase,
  { info, mirror }: StoreRuntime,
  variantId: ShopifyId,
  offers: readonly SupplyOffer[],
) {
  const outlook = mirror.outlook(variantId);
  const daily = outlook ? mirror.dailyOutlook(outlook) : null;
  if (!planner || !outlook || !daily) return null;
  const landed = offers.filter((offer): offer is SupplyOffer & LandedOffer => offer.landedCost !== null);
  return planner.rankOffers(landed, daily, outlook, dayOf(clock(), info.zone));
}
