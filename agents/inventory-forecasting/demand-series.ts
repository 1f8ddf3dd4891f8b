/**
 * Demand by variant and day, out of what was sold: what people wanted, not what the shelf let them have.
 *
 * - One-off bulk purchases are set apart: they come announced or not again.
 * - What an edit takes off an order was not wanted: it is taken off the days before.
 * - A bundle's units are demand for its components, quantity by quantity.
 * - Returns do not reduce demand (it was there), but those that go back on the shelf reduce what must be bought.
 * - A day without stock and without a sale is unknown; one with a sale counts, even where the last unit went.
 * - A day on which the store was closed is unknown; the week's shape says what to expect of such a weekday.
 * - A variant's history begins when it was first offered or sold.
 * - Days on which a unit brought less than usual are marked, and not left out: on real sales that made forecasts of
 *   a product no better (docs/forecasting.md).
 */
import type { StockDay, VariantDay, VariantFact } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { type Day, dayOf } from '../../shared/time.ts';
import { lastPaid, type PricesPaid, pricesPaid } from './prices-paid.ts';

export interface VariantDemand {
  variantId: ShopifyId;
  /** Day of `y[0]`; `y` ends with the last complete day. */
  start: Day;
  y: (number | null)[];
  /** Units in `y`. */
  units: number;
  bulkUnits: number;
  /** Units out of bundles among `units`. */
  fromBundles: number;
  /** Share of the units sold that comes back to stock, 0 to 0.5: the variant's own beside the store's. */
  restockRate: number;
  /** Days taken as unknown because there was no stock. */
  daysOut: number;
  lastSale: Day | null;
}

interface Tally {
  /** Below zero on a day on which edits took off more than was ordered. */
  units: Map<Day, number>;
  /** Set apart from `units`. */
  bulk: Map<Day, number>;
  /** What a unit brought, of days without returns: those are booked against the day they come back on. */
  perUnit: Map<Day, number>;
  fromBundles: number;
  sold: number;
  restocked: number;
}

/** Of one item, as snapshots saw it. */
interface SeenStock {
  /** From the first day on: 1 where nothing was left. Half a catalogue may be out for months. */
  without: Uint8Array;
  lastWith: Day | null;
}

/** More than half coming back is a data fault or a recall, not a rate to plan with. */
const MOST_RESTOCKED = 0.5;
/** Units sold that the store's rate counts for beside a variant's own: one return is no habit. */
const OTHERS_SOLD = 16;

/** Collects facts in any order and in pieces, so that a large store's history needn't be read in one go. */
export class DemandBook {
  readonly #variants: Map<ShopifyId, VariantFact>;
  readonly #from: Day;
  readonly #to: Day;
  readonly #zone: string;
  readonly #closed: Set<Day>;
  readonly #tallies = new Map<ShopifyId, Tally>();
  /** Of all variants as ordered, those that are deleted too. */
  readonly #store = { sold: 0, restocked: 0 };
  /** By inventory item. */
  readonly #stock = new Map<ShopifyId, SeenStock>();

  /** `from` to `to` (both included) are the days wanted; `to` is the last complete one. */
  constructor(options: {
    variants: readonly VariantFact[];
    from: Day;
    to: Day;
    zone: string;
    closedDays: readonly Day[];
  }) {
    this.#variants = new Map(options.variants.map((variant) => [variant.variantId, variant]));
    this.#from = options.from;
    this.#to = options.to;
    this.#zone = options.zone;
    this.#closed = new Set(options.closedDays);
  }

  addSales(days: readonly VariantDay[]): void {
    for (const day of days) {
      if (day.day < this.#from || day.day > this.#to) continue;
      this.#store.sold += day.units;
      this.#store.restocked += day.returnedRestocked;
      this.#credit(day.variantId, day, 1, false);
      for (const component of this.#variants.get(day.variantId)?.components ?? []) {
        this.#credit(component.variantId, day, component.quantity, true);
      }
    }
  }

  /** Items of which more must be known than the days without stock. */
  get outNow(): ShopifyId[] {
    return [...this.#variants.values()].filter(isOutNow).map(({ inventoryItemId }) => inventoryItemId);
  }

  /** Days without stock of every item, and of those that are out now the others too. */
  addStock(days: readonly StockDay[]): void {
    for (const { inventoryItemId, day, available } of days) {
      let seen = this.#stock.get(inventoryItemId);
      if (!seen) {
        seen = { without: new Uint8Array(Math.max(0, this.#to - this.#from + 1)), lastWith: null };
        this.#stock.set(inventoryItemId, seen);
      }
      if (available <= 0) seen.without[day - this.#from] = 1;
      else seen.lastWith = Math.max(seen.lastWith ?? day, day);
    }
  }

  #credit(variantId: ShopifyId, day: VariantDay, times: number, fromBundle: boolean): void {
    let tally = this.#tallies.get(variantId);
    if (!tally) {
      tally = {
        units: new Map(),
        bulk: new Map(),
        perUnit: new Map(),
        fromBundles: 0,
        sold: 0,
        restocked: 0,
      };
      this.#tallies.set(variantId, tally);
    }
    const units = (day.units - day.bulkUnits) * times;
    if (units !== 0) tally.units.set(day.day, (tally.units.get(day.day) ?? 0) + units);
    const asOrdered = !fromBundle && day.bulkUnits === 0 && day.returnedRestocked + day.returnedLost === 0;
    if (asOrdered && day.units > 0 && day.net > 0) tally.perUnit.set(day.day, day.net / day.units);
    const bulk = day.bulkUnits * times;
    if (bulk > 0) tally.bulk.set(day.day, (tally.bulk.get(day.day) ?? 0) + bulk);
    if (fromBundle) tally.fromBundles += units;
    tally.sold += day.units * times;
    tally.restocked += day.returnedRestocked * times;
  }

  /** The demand of one variant; empty `y` where it is offered for the first time today. */
  demandOf(variant: VariantFact): VariantDemand {
    const tally = this.#tallies.get(variant.variantId);
    const sales = tally ? keptUnits(tally) : new Map<Day, number>();
    let firstSale = Number.POSITIVE_INFINITY;
    let lastSale: Day | null = null;
    for (const day of sales.keys()) {
      firstSale = Math.min(firstSale, day);
      lastSale = Math.max(lastSale ?? day, day);
    }
    const offered = dayOf(variant.publishedAt ?? variant.createdAt, this.#zone);
    const start = Math.max(this.#from, Math.min(offered, firstSale, this.#to + 1));
    const stock = this.#stock.get(variant.inventoryItemId);
    const outSince = isOutNow(variant) ? this.#outSince(lastSale, stock) : this.#to + 1;
    const result: VariantDemand = {
      variantId: variant.variantId,
      start,
      y: [],
      units: 0,
      bulkUnits: [...(tally?.bulk.values() ?? [])].reduce((sum, units) => sum + units, 0),
      fromBundles: Math.max(0, tally?.fromBundles ?? 0),
      restockRate: this.#restockRate(tally),
      daysOut: 0,
      lastSale,
    };
    for (let day = start; day <= this.#to; day += 1) {
      const units = sales.get(day) ?? 0;
      const out =
        isLimited(variant) && units === 0 && (day >= outSince || stock?.without[day - this.#from] === 1);
      if (out) result.daysOut += 1;
      result.units += units;
      result.y.push(out || (units === 0 && this.#closed.has(day)) ? null : units);
    }
    return result;
  }

  /** Bühlmann's credibility, n / (n + k), for n units sold: the store's share counts as k of them. */
  #restockRate(tally: Tally | undefined): number {
    const { sold, restocked } = this.#store;
    const usual = sold > 0 ? Math.min(MOST_RESTOCKED, restocked / sold) : 0;
    const own = { sold: Math.max(0, tally?.sold ?? 0), restocked: tally?.restocked ?? 0 };
    const rate = (own.restocked + OTHERS_SOLD * usual) / (own.sold + OTHERS_SOLD);
    return Math.min(MOST_RESTOCKED, rate);
  }

  /** What a unit brought when it last sold, by no means always a whole number; null where nothing tells. */
  lastBrought(variantId: ShopifyId): number | null {
    return lastPaid(this.#tallies.get(variantId)?.perUnit ?? new Map());
  }

  /** Which days were promotions, and since when it costs what it does. */
  pricesOf(variantId: ShopifyId): PricesPaid {
    return pricesPaid(this.#tallies.get(variantId)?.perUnit ?? new Map());
  }

  /**
   * Where stock is gone now and was not watched before, it went with the last sale: every day since is one
   * without stock, unless a snapshot of that time says otherwise. Never sold: nothing is known of demand.
   */
  #outSince(lastSale: Day | null, stock: SeenStock | undefined): Day {
    const last = this.#from - 1;
    return Math.max(lastSale ?? last, stock?.lastWith ?? last) + 1;
  }
}

/**
 * Days with units, above zero, of orders less what edits took off them later: off bulk purchases until then, which edits
 * are most often of and are no demand anyway, and then off the newest days before. More than there was is of orders before.
 */
function keptUnits({ units, bulk }: Tally): Map<Day, number> {
  const kept: [day: Day, units: number][] = [];
  let apart = 0;
  for (const day of [...new Set([...units.keys(), ...bulk.keys()])].sort((a, b) => a - b)) {
    apart += bulk.get(day) ?? 0;
    const ordered = units.get(day) ?? 0;
    if (ordered > 0) kept.push([day, ordered]);
    const fromBulk = Math.min(apart, Math.max(0, -ordered));
    apart -= fromBulk;
    let off = Math.max(0, -ordered) - fromBulk;
    while (off > 0 && kept.length > 0) {
      const newest = kept.at(-1)!;
      const taken = Math.min(off, newest[1]);
      newest[1] -= taken;
      off -= taken;
      if (newest[1] === 0) kept.pop();
    }
  }
  return new Map(kept);
}

/** Sells no further than its stock goes. */
function isLimited({ tracked, inventoryPolicy }: VariantFact): boolean {
  return tracked && inventoryPolicy === 'DENY';
}

function isOutNow(variant: VariantFact): boolean {
  return isLimited(variant) && variant.stockKnown && variant.available <= 0;
}
