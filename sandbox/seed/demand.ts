/** What a store would sell on a day, and its stock: demand by season, weekday, trend and price; goods on order. */
import type { Article } from './catalogue.ts';
import type { Random } from './random.ts';

/** Monday first; relative orders a day. */
const WEEKDAYS = [1.05, 1, 0.98, 1.02, 1.1, 0.9, 0.95];
const PRICE_ELASTICITY = -2;

/** Relative number of orders on a day, before the scale: week, year and growth of the store. */
export function storeDemand(day: number, firstDay: number, lastDay: number): number {
  const year = 1 + 0.35 * Math.cos((2 * Math.PI * (dayOfYear(day) - 345)) / 365.25);
  const growth = 0.85 + (0.3 * (day - firstDay)) / Math.max(1, lastDay - firstDay);
  return WEEKDAYS[(day + 3) % 7]! * year * growth;
}

export function priceOn(article: Article, day: number): number {
  let price = article.price;
  for (const entry of article.prices) if (entry.day <= day) price = entry.price;
  return price;
}

/** Relative units of an article on a day; zero outside its life. */
export function articleDemand(article: Article, day: number, firstDay: number, lastDay: number): number {
  if (day < article.firstDay || day > article.lastDay) return 0;
  const { swing, peak } = article.season;
  const season = Math.max(0.05, 1 + swing * Math.cos((2 * Math.PI * (dayOfYear(day) - peak)) / 365.25));
  const trend = Math.max(0.1, 1 + article.trend * ((day - firstDay) / Math.max(1, lastDay - firstDay) - 0.5));
  const price = (priceOn(article, day) / article.price) ** PRICE_ELASTICITY;
  return article.weight * season * trend * price;
}

/** Picks articles by their demand of one day. */
export class DayDemand {
  readonly #sums: Float64Array;
  readonly #articles: Article[];

  constructor(articles: Article[], day: number, firstDay: number, lastDay: number) {
    this.#articles = articles;
    this.#sums = new Float64Array(articles.length);
    let sum = 0;
    for (let i = 0; i < articles.length; i++) {
      sum += articleDemand(articles[i]!, day, firstDay, lastDay);
      this.#sums[i] = sum;
    }
  }

  pick(random: Random): Article {
    const target = random.next() * this.#sums[this.#sums.length - 1]!;
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sums[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return this.#articles[low]!;
  }
}

/** Units that can be sold now; a bundle has what its scarcest component allows. */
export function sellable(article: Article): number {
  if (article.components.length > 0)
    return Math.min(
      ...article.components.map(({ article: part, quantity }) =>
        Math.floor(Math.max(0, part.available) / quantity),
      ),
    );
  if (!article.item.tracked || article.variant.inventoryPolicy === 'CONTINUE') return Number.MAX_SAFE_INTEGER;
  return Math.max(0, article.available);
}

/** Takes units (negative: puts back) from what is available, of the components where there are any. */
export function take(article: Article, units: number, committed: boolean): void {
  for (const { article: part, quantity } of article.components) take(part, units * quantity, committed);
  if (!article.item.tracked) return;
  article.available -= units;
  if (committed) article.committed += units;
}

/** Stock to begin with: some weeks of demand. `unitsADay` is the article's mean. */
export function openingStock(article: Article, unitsADay: number): void {
  article.available = article.item.tracked ? Math.ceil(unitsADay * (article.leadDays + 21)) + 3 : 0;
}

/**
 * Receives what is due and orders up to five weeks and the lead time when low. A supplier that is not reliable is
 * asked too late and runs late, which is where the stock-outs come from.
 */
export function replenish(article: Article, day: number, unitsADay: number, random: Random): void {
  if (!article.item.tracked || article.habit === 'archived') return;
  article.pipeline = article.pipeline.filter((order) => {
    if (order.day > day) return true;
    article.available += order.units;
    return false;
  });
  const coming = article.pipeline.reduce((sum, { units }) => sum + units, 0);
  const point = unitsADay * article.leadDays * (article.reliable ? 1.5 : 0.35) + (article.reliable ? 3 : 0);
  if (article.available + coming > point) return;
  const late = article.reliable ? random.int(0, 2) : random.int(0, 18);
  article.pipeline.push({
    day: day + article.leadDays + late,
    units: Math.max(4, Math.ceil(unitsADay * (35 + article.leadDays))),
  });
}

function dayOfYear(day: number): number {
  return day % 365.25;
}
