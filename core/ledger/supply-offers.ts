/** Further suppliers that a variant can be had from, and what a unit of each comes to on the shelf. */
import type { Actor, StoreId } from '../../shared/action.ts';
import type { SupplyOffer, VariantFact } from '../../shared/agent.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import { remembered } from '../../shared/remembered.ts';
import type { VariantTerms } from '../../shared/supplier-terms.ts';
import { convert } from '../purchasing/landed-cost.ts';
import type { LedgerBase } from './base.ts';
import type { SupplyTerms, SupplyTermsRow } from './supply-terms.ts';

type OfferRow = Omit<SupplyTermsRow, 'supplier' | 'shelfLifeDays'> & { supplier: string };
type Sold = Pick<VariantFact, 'variantId' | 'vendor' | 'shopCost'>;

export interface SupplyOffers {
  /** Throws invalid_input where it is ordered from that supplier already. */
  set(storeId: StoreId, vendor: string, offer: OfferRow, actor: Actor): void;
  /** Throws not_found. */
  remove(storeId: StoreId, variantId: ShopifyId, supplier: string, actor: Actor): void;
  /** From now on it is ordered from that one; the one before becomes an offer. Throws not_found, invalid_state. */
  choose(storeId: StoreId, currency: Currency, variant: Sold, supplier: string, actor: Actor): void;
  /** What a supplier asks in its offers, once it is paid in another currency. */
  rewriteCosts(storeId: StoreId, supplier: string, written: (cost: Minor) => Minor): void;
  /** First whom it is ordered from. `currency`: the store's. */
  of(storeId: StoreId, currency: Currency, variant: Sold): SupplyOffer[];
  /** The same for every variant of a store, as it is when this is called; empty where there is no further one. */
  ofStore(storeId: StoreId, currency: Currency): (variant: Sold) => SupplyOffer[];
  /** What one of its further suppliers does; null where that is none of them. */
  termsOf(storeId: StoreId, variantId: ShopifyId, supplier: string): VariantTerms | null;
}

const COLUMNS = `variant AS variantId, supplier, supplier_sku AS supplierSku, lead_time_days AS leadTimeDays,
  pack_size AS packSize, minimum_units AS minimumUnits, unit_cost AS unitCost`;
/** Orders of a supplier whose charges tell what the next will cost. */
const NEWEST_ORDERS = 10;

export function createSupplyOffers(base: LedgerBase, supplyTerms: SupplyTerms): SupplyOffers {
  const { db } = base;
  const ofVariant = db.prepare<[string, number], OfferRow>(
    `SELECT ${COLUMNS} FROM supply_offers WHERE store = ? AND variant = ? ORDER BY supplier`,
  );
  const all = db.prepare<[string], OfferRow>(
    `SELECT ${COLUMNS} FROM supply_offers WHERE store = ? ORDER BY variant, supplier`,
  );
  const put = db.prepare(
    `REPLACE INTO supply_offers (store, variant, supplier, supplier_sku, lead_time_days, pack_size, minimum_units,
       unit_cost, updated_at)
     VALUES (@store, @variantId, @supplier, @supplierSku, @leadTimeDays, @packSize, @minimumUnits, @unitCost, @at)`,
  );
  const drop = db.prepare('DELETE FROM supply_offers WHERE store = ? AND variant = ? AND supplier = ?');
  const charged = db.prepare<
    { store: string; supplier: string; currency: Currency; orders: number },
    { charges: Minor; goods: Minor }
  >(
    `SELECT o.freight + o.duty + o.other AS charges, sum(l.unit_cost * (a.received + a.damaged)) AS goods
     FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order = o.id
     JOIN purchase_order_allocations a ON a.line = l.id
     WHERE o.supplier = @supplier AND o.currency = @currency AND o.state IN ('received', 'closed')
     GROUP BY o.id HAVING count(*) = count(l.unit_cost) AND goods > 0 AND max(a.store = @store)
     ORDER BY o.id DESC LIMIT @orders`,
  );
  const newestRate = db
    .prepare<[string, Currency], string>(
      `SELECT r.rate FROM purchase_order_rates r JOIN purchase_orders o ON o.id = r.purchase_order
       WHERE r.store = ? AND o.currency = ? ORDER BY r.entered_on DESC, o.id DESC LIMIT 1`,
    )
    .pluck();

  /** As they will be once it is chosen: how long it keeps, where that is set for the variant, stays. */
  const termsOf = (storeId: StoreId, row: OfferRow): VariantTerms => {
    const shelfLifeDays = supplyTerms.get(storeId, row.variantId)?.shelfLifeDays ?? null;
    return supplyTerms.combined(storeId, { ...row, shelfLifeDays }, row.supplier);
  };
  const change = (
    storeId: StoreId,
    offer: OfferRow & { insteadOf?: OfferRow },
    what: 'set' | 'removed' | 'chosen',
    actor: Actor,
  ): void => {
    base.audit({
      actor,
      kind: `supply_offer.${what}`,
      storeId,
      subject: `variant:${offer.variantId}`,
      data: { ...offer },
    });
    base.event(storeId, 'supply_terms.changed', { variants: 1 });
  };
  const save = (storeId: StoreId, offer: OfferRow): void => {
    put.run({ ...offer, store: storeId, at: base.now() });
  };
  const take = (storeId: StoreId, variantId: ShopifyId, supplier: string): OfferRow => {
    const found = ofVariant.all(storeId, variantId).find((one) => one.supplier === supplier);
    if (!found)
      throw new RoyalError({
        code: 'not_found',
        message: `${supplier} is not among the further suppliers of this variant.`,
        next: 'Look at the product’s terms for those there are.',
      });
    drop.run(storeId, variantId, supplier);
    return found;
  };

  const landed = (storeId: StoreId, own: Currency) => {
    const shares = new Map<string, number | null>();
    const shareOf = (supplier: string, currency: Currency): number | null => {
      const known = shares.get(supplier);
      if (known !== undefined) return known;
      const orders = charged.all({ store: storeId, supplier, currency, orders: NEWEST_ORDERS });
      const sum = (of: 'charges' | 'goods'): number => orders.reduce((total, one) => total + one[of], 0);
      const share = orders.length === 0 ? null : sum('charges') / sum('goods');
      shares.set(supplier, share);
      return share;
    };
    const rateOf = remembered((currency: Currency) => newestRate.get(storeId, currency) ?? null);
    return (terms: VariantTerms, unitCost: Minor | null): SupplyOffer => {
      const currency = terms.currency ?? own;
      const rate = currency === own ? '1' : rateOf(currency);
      const chargeShare = shareOf(terms.supplier, currency);
      const goods = unitCost === null || rate === null ? null : convert(unitCost, currency, own, rate);
      return {
        terms,
        unitCost,
        chargeShare,
        landedCost: goods === null ? null : goods * (1 + (chargeShare ?? 0)),
      };
    };
  };
  const offersFrom = (storeId: StoreId, own: Currency, rowsOf: (id: ShopifyId) => readonly OfferRow[]) => {
    const land = landed(storeId, own);
    return (variant: Sold): SupplyOffer[] => {
      const now = supplyTerms.termsOf(storeId, variant);
      const cost = (terms: VariantTerms): Minor | null => costOf(terms, variant, own, now.supplier);
      const others = rowsOf(variant.variantId)
        .filter(({ supplier }) => supplier !== now.supplier)
        .map((row) => termsOf(storeId, row));
      return [now, ...others].map((terms) => land(terms, cost(terms)));
    };
  };

  return {
    set(storeId, vendor, offer, actor) {
      base.transaction(() => {
        const { variantId, supplier } = offer;
        if (supplyTerms.termsOf(storeId, { variantId, vendor }).supplier === supplier)
          throw new RoyalError({
            code: 'invalid_input',
            message: `${supplier} is whom it is ordered from already.`,
            next: 'Edit its terms instead.',
          });
        save(storeId, offer);
        change(storeId, offer, 'set', actor);
      });
    },
    remove(storeId, variantId, supplier, actor) {
      base.transaction(() => {
        change(storeId, take(storeId, variantId, supplier), 'removed', actor);
      });
    },
    choose(storeId, currency, variant, supplier, actor) {
      base.transaction(() => {
        const { variantId, vendor } = variant;
        const chosen = take(storeId, variantId, supplier);
        const now = supplyTerms.termsOf(storeId, variant);
        if (costOf(termsOf(storeId, chosen), variant, currency, now.supplier) === null)
          throw new RoyalError({
            code: 'invalid_state',
            message: `What ${supplier} asks for it is not known.`,
            next: 'Set its price, then choose it.',
          });
        const set = supplyTerms.get(storeId, variantId);
        const former: OfferRow = {
          variantId,
          supplier: now.supplier,
          supplierSku: set?.supplierSku ?? null,
          leadTimeDays: set?.leadTimeDays ?? null,
          packSize: set?.packSize ?? null,
          minimumUnits: set?.minimumUnits ?? null,
          unitCost: set?.unitCost ?? null,
        };
        if (now.supplier !== '' && now.supplier !== supplier) save(storeId, former);
        // The product's vendor needs no word: it goes on following what Shopify says.
        supplyTerms.set(storeId, [{ ...chosen, supplier: supplier === vendor ? null : supplier }], actor);
        change(storeId, { ...chosen, insteadOf: former }, 'chosen', actor);
      });
    },
    rewriteCosts(storeId, supplier, written) {
      for (const row of all.all(storeId))
        if (row.supplier === supplier && row.unitCost !== null)
          save(storeId, { ...row, unitCost: written(row.unitCost) });
    },
    of: (storeId, currency, variant) =>
      offersFrom(storeId, currency, (id) => ofVariant.all(storeId, id))(variant),
    termsOf(storeId, variantId, supplier) {
      const row = ofVariant.all(storeId, variantId).find((one) => one.supplier === supplier);
      return row ? termsOf(storeId, row) : null;
    },
    ofStore(storeId, currency) {
      const rows = Map.groupBy(all.all(storeId), ({ variantId }) => variantId);
      const offers = offersFrom(storeId, currency, (id) => rows.get(id)!);
      return (variant) => (rows.has(variant.variantId) ? offers(variant) : []);
    },
  };
}

/** The shop's own cost is what the present supplier takes, or the vendor, where nobody set one and it is in its money. */
function costOf(terms: VariantTerms, sold: Sold, own: Currency, present: string): Minor | null {
  const shops = terms.supplier === present || terms.supplier === sold.vendor;
  return terms.unitCost ?? (shops && (terms.currency ?? own) === own ? sold.shopCost : null);
}
