/** Seeds whole stores with a true-looking history: the same options make the same store, to the last byte. */
import type { Documents } from '../documents.ts';
import type { FulfillmentOrder, Location, Order } from '../model.ts';
import { addLine, addUnits, cancel, fulfil, refund, removeUnits } from './after-sale.ts';
import { fillBasket, lineOf, sellBasket } from './basket.ts';
import { Buyers } from './buyers.ts';
import { type Article, makeCatalogue, makeLocations } from './catalogue.ts';
import { DAY_MS, instantOf, iso, localDay } from './clock.ts';
import { articleDemand, DayDemand, openingStock, priceOn, replenish, storeDemand, take } from './demand.ts';
import { levelsOf } from './levels.ts';
import { Random } from './random.ts';
import { STORES, type StoreName, type StorePlan, shopOf } from './shops.ts';
import { Till } from './till.ts';

export interface SeedOptions {
  /** The end of the history, epoch milliseconds. */
  now: number;
  seed?: number;
  /** Multiplies the number of orders (gbp 6,000, eur 3,000, jpy 2,000 at 1). */
  scale?: number;
  stores?: StoreName[];
  /** Length of the history. */
  days?: number;
}

const HOUR_MS = 3_600_000;
/** What a mean order holds, to derive an article's daily units from its weight. */
const UNITS_PER_ORDER = 2.2;

export function seedStores(documents: Documents, options: SeedOptions): void {
  for (const name of options.stores ?? ['gbp', 'eur', 'jpy'])
    new StoreSeed(documents, STORES[name], options).run();
}

/** Shops with their settings and locations and nothing else. */
export function seedEmpty(documents: Documents, options: { now: number; stores?: StoreName[] }): void {
  for (const name of options.stores ?? ['gbp']) {
    const shop = shopOf(STORES[name]);
    documents.putShop(shop);
    makeLocations(documents, shop, STORES[name], options.now);
  }
}

class StoreSeed {
  readonly #documents: Documents;
  readonly #plan: StorePlan;
  readonly #random: Random;
  readonly #till: Till;
  readonly #buyers: Buyers;
  readonly #locations: Location[];
  readonly #articles: Article[];
  readonly #now: number;
  readonly #firstDay: number;
  readonly #lastDay: number;
  readonly #orders: number;
  /** Stock that comes back, and parcels that leave, by day. */
  readonly #returning = new Map<number, { article: Article; units: number }[]>();
  readonly #leaving = new Map<number, { article: Article; units: number }[]>();
  #number = 1000;
  #guests = 0;

  constructor(documents: Documents, plan: StorePlan, options: SeedOptions) {
    const { now, seed = 1, scale = 1, days = 400 } = options;
    const shop = shopOf(plan);
    documents.putShop(shop);
    this.#documents = documents;
    this.#plan = plan;
    this.#random = new Random(seed, `orders ${plan.name}`);
    this.#till = new Till(documents, shop);
    this.#buyers = new Buyers(documents, shop);
    this.#now = now;
    this.#lastDay = localDay(now, plan.zone);
    this.#firstDay = this.#lastDay - days + 1;
    this.#orders = plan.orders * scale;
    this.#locations = makeLocations(documents, shop, plan, (this.#firstDay - 30) * DAY_MS);
    this.#articles = makeCatalogue(documents, shop, plan, seed, this.#firstDay, this.#lastDay);
  }

  run(): void {
    const share = this.#dailyUnits();
    for (const [index, article] of this.#articles.entries()) openingStock(article, share[index]!);
    let weights = 0;
    for (let day = this.#firstDay; day <= this.#lastDay; day++)
      weights += storeDemand(day, this.#firstDay, this.#lastDay);
    for (let day = this.#firstDay; day <= this.#lastDay; day++) {
      for (const { article, units } of this.#returning.get(day) ?? []) take(article, -units, false);
      for (const { article, units } of this.#leaving.get(day) ?? []) ship(article, units);
      this.#returning.delete(day);
      this.#leaving.delete(day);
      for (const [index, article] of this.#articles.entries())
        replenish(article, day, share[index]!, this.#random);
      const demand = new DayDemand(this.#articles, day, this.#firstDay, this.#lastDay);
      const mean = (this.#orders * storeDemand(day, this.#firstDay, this.#lastDay)) / weights;
      const times = this.#times(day, this.#random.poisson(mean));
      this.#documents.transaction(() => {
        for (const at of times) this.#sell(at, day, demand);
      });
    }
    this.#buyers.store(this.#random);
    this.#storeCatalogue();
  }

  /** Expected units a day of each article, in the middle of the history. */
  #dailyUnits(): number[] {
    const day = this.#lastDay - 30;
    const demands = this.#articles.map((article) =>
      articleDemand(article, day, this.#firstDay, this.#lastDay),
    );
    const total = demands.reduce((a, b) => a + b, 0);
    const units = (this.#orders * UNITS_PER_ORDER) / (this.#lastDay - this.#firstDay + 1);
    return demands.map((value) => (value / total) * units);
  }

  /** Instants of a day's orders, ascending. Some lie within a minute of midnight, and where the clock changes. */
  #times(day: number, count: number): number[] {
    const random = this.#random;
    const start = instantOf(day * DAY_MS, this.#plan.zone);
    const end = instantOf((day + 1) * DAY_MS, this.#plan.zone);
    const times: number[] = [];
    const change = end - start !== DAY_MS;
    if (change) times.push(start, start + 3_599_000, start + 5_400_000, end - 1000);
    for (let i = times.length; i < count; i++) {
      const hour = random.chance(0.6) ? 13.5 + 3.2 * random.normal() : 20 + 1.4 * random.normal();
      const at = random.chance(0.01)
        ? random.chance(0.5)
          ? start + random.int(0, 59) * 1000
          : end - random.int(1, 60) * 1000
        : start + Math.floor((((hour % 24) + 24) % 24) * 3600) * 1000;
      times.push(Math.min(at, end - 1000));
    }
    return times.filter((at) => at <= this.#now).sort((a, b) => a - b);
  }

  #sell(at: number, day: number, demand: DayDemand): void {
    const random = this.#random;
    const plan = this.#plan;
    const basket = fillBasket(random, demand);
    if (basket.picks.length === 0) return;
    const test = random.chance(0.004);
    const risky = !test && random.chance(0.006);
    const paid = !(risky && random.chance(0.3));
    const country = random.chance(0.92) ? plan.country : random.pick(plan.presentments).country;
    const guest = random.chance(0.25);
    const customer = guest ? --this.#guests : this.#buyers.choose(random, country, at);
    const order = this.#till.ring(
      sellBasket(random, plan, basket, {
        at,
        day,
        name: `#${++this.#number}`,
        country,
        customer,
        customerGid: guest ? null : this.#buyers.gidOf(customer),
        test,
        risky,
        paid,
      }),
    );
    const location = this.#locations[order.sourceName === 'pos' ? 1 : 0]!.id;
    const parcel = this.#afterwards(order, basket.picks, at, day, risky, location);
    if (!guest && !test)
      this.#buyers.count(
        customer,
        at,
        Math.round(
          Number(order.currentTotalPriceSet.shopMoney.amount) * 10 ** this.#till.penOf(order).digits,
        ),
      );
    this.#documents.put(this.#till.shop.domain, 'Order', order);
    this.#documents.put(this.#till.shop.domain, 'FulfillmentOrder', parcel);
  }

  /** All that follows an order up to now: edits, cancellation, the parcel, what comes back. */
  #afterwards(
    order: Order,
    picks: { article: Article; quantity: number }[],
    at: number,
    day: number,
    risky: boolean,
    location: string,
  ): FulfillmentOrder {
    const random = this.#random;
    const till = this.#till;
    const fate = random.next();
    // The store has fallen behind of late, so some parcels are overdue now.
    const behind = at > this.#now - 30 * DAY_MS;
    const late = random.chance(behind ? 0.08 : 0.025);
    const shippedAt = at + (late ? random.int(6, behind ? 40 : 14) * DAY_MS : random.int(4, 52) * HOUR_MS);
    const fulfillBy = at + 3 * DAY_MS;
    const fits = (time: number): number | null => (time <= this.#now ? time : null);
    if (!order.test) for (const { article, quantity } of picks) take(article, quantity, true);
    if (risky ? fate < 0.5 : fate < 0.018) {
      const cancelAt = fits(at + random.int(1, 20) * HOUR_MS);
      if (cancelAt) {
        cancel(
          till,
          order,
          cancelAt,
          risky ? 'FRAUD' : random.pick(['CUSTOMER', 'INVENTORY', 'OTHER'] as const),
          location,
        );
        for (const { article, quantity } of order.test ? [] : picks) {
          this.#later(this.#leaving, cancelAt, { article, units: quantity });
          this.#later(this.#returning, cancelAt, { article, units: quantity });
        }
        return fulfil(till, order, location, fulfillBy, null);
      }
    } else if (fate < 0.033 && !order.test) this.#edit(order, picks, at, day);
    if (fits(shippedAt)) {
      const parcel = fulfil(till, order, location, fulfillBy, shippedAt);
      if (!order.test)
        for (const { article, quantity } of picks)
          this.#later(this.#leaving, shippedAt, { article, units: quantity });
      if (fate > 0.93 && order.displayFinancialStatus === 'PAID')
        this.#refund(order, picks, shippedAt, location);
      return parcel;
    }
    return fulfil(till, order, location, fulfillBy, null);
  }

  #edit(order: Order, picks: { article: Article; quantity: number }[], at: number, day: number): void {
    const random = this.#random;
    const editAt = at + random.int(20, 200) * 60_000;
    if (editAt > this.#now) return;
    const rate = (order.lineItems[0]?.taxLines[0]?.rate ?? 0) * 100;
    const plain = order.lineItems.findIndex(
      (line, i) =>
        i < picks.length &&
        line.discountAllocations.length === 0 &&
        !line.isGiftCard &&
        line.duties.length === 0,
    );
    const large = picks.findIndex(({ quantity }, i) => {
      const line = order.lineItems[i]!;
      return (
        quantity > 1 &&
        line.duties.length === 0 &&
        (!order.taxesIncluded || line.discountAllocations.length === 0)
      );
    });
    if (large >= 0) {
      removeUnits(this.#till, order, editAt, order.lineItems[large]!, 1);
      const pick = picks[large]!;
      take(pick.article, -1, true);
      pick.quantity -= 1;
    } else if (plain >= 0 && random.chance(0.5)) {
      addUnits(this.#till, order, editAt, order.lineItems[plain]!, 1);
      const pick = picks[plain]!;
      take(pick.article, 1, true);
      pick.quantity += 1;
    } else {
      const extra = this.#articles.find(
        (article) =>
          article.habit === 'plain' &&
          article.available > 5 &&
          picks.every((pick) => pick.article !== article),
      );
      if (!extra) return;
      addLine(this.#till, order, editAt, lineOf(extra, 1, priceOn(extra, day), rate), this.#plan.taxTitle);
      take(extra, 1, true);
      picks.push({ article: extra, quantity: 1 });
    }
  }

  #refund(
    order: Order,
    picks: { article: Article; quantity: number }[],
    shippedAt: number,
    location: string,
  ): void {
    const random = this.#random;
    const till = this.#till;
    const at = shippedAt + random.int(5, 24) * DAY_MS + random.int(0, 9) * HOUR_MS;
    if (at > this.#now) return;
    const restock = random.next();
    const type = restock < 0.7 ? 'RETURN' : restock < 0.95 ? 'NO_RESTOCK' : 'LEGACY_RESTOCK';
    const all = random.chance(0.4);
    const lines = order.lineItems
      .slice(0, all ? undefined : 1)
      .filter((line) => line.currentQuantity > 0)
      .map(
        (line) =>
          ({
            line,
            quantity: all ? line.currentQuantity : random.int(1, line.currentQuantity),
            restock: type,
            location,
          }) as const,
      );
    const pen = till.penOf(order);
    const money = random.next();
    const shipping = pen.read(order.totalShippingPriceSet);
    refund(till, order, {
      at,
      lines: money > 0.93 ? [] : lines,
      shipping: money < 0.2 ? shipping : 0,
      adjustment:
        money > 0.93 ? -Math.min(2 * this.#plan.minorPerPound, pen.read(order.currentTotalPriceSet)) : 0,
      duties: all && money <= 0.93,
      asReturn: type === 'RETURN' && money <= 0.93 && lines.length > 0,
    });
    if (money > 0.93 || type === 'NO_RESTOCK' || order.test) return;
    for (const { line, quantity } of lines) {
      const pick = picks.find(({ article }) => article.variant.id === line.variant?.id);
      if (pick) this.#later(this.#returning, at, { article: pick.article, units: quantity });
    }
  }

  #later(
    when: Map<number, { article: Article; units: number }[]>,
    at: number,
    entry: { article: Article; units: number },
  ): void {
    // Never before tomorrow: today's list has been worked off.
    const day = localDay(at, this.#plan.zone) + 1;
    const list = when.get(day);
    if (list) list.push(entry);
    else when.set(day, [entry]);
  }

  #storeCatalogue(): void {
    const { domain } = this.#till.shop;
    const now = iso(this.#now);
    this.#documents.transaction(() => {
      for (const article of this.#articles) {
        const { product, variant, item } = article;
        const changed = Math.max(
          (article.prices.at(-1)?.day ?? 0) * DAY_MS + 8 * HOUR_MS,
          Date.parse(variant.createdAt),
        );
        variant.updatedAt = iso(Math.min(changed, this.#now));
        if (variant.updatedAt > product.updatedAt) product.updatedAt = variant.updatedAt;
        item.updatedAt = now;
        item.inventoryLevels = levelsOf(
          item.id,
          this.#locations,
          {
            available: article.available,
            committed: article.committed,
            incoming: article.pipeline.reduce((sum, { units }) => sum + units, 0),
          },
          now,
        );
        this.#documents.put(domain, 'ProductVariant', variant);
        this.#documents.put(domain, 'InventoryItem', item);
      }
      for (const product of new Set(this.#articles.map(({ product }) => product)))
        this.#documents.put(domain, 'Product', product);
    });
  }
}

function ship(article: Article, units: number): void {
  for (const { article: part, quantity } of article.components) ship(part, units * quantity);
  if (article.item.tracked) article.committed -= units;
}
