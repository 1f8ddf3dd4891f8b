/** Fills one basket and turns it into a sale: lines, discounts split to the penny, shipping, tips, duties, risk. */
import type { Order } from '../model.ts';
import type { Article } from './catalogue.ts';
import { type DayDemand, priceOn, sellable } from './demand.ts';
import { digitsOf, share } from './money.ts';
import { buyerOf } from './people.ts';
import type { Random } from './random.ts';
import type { StorePlan } from './shops.ts';
import type { SaleLine, SaleSpec } from './till.ts';

const SAFE: Order['risk'] = { recommendation: 'ACCEPT', assessments: [] };
const RISKY: Order['risk'] = {
  recommendation: 'CANCEL',
  assessments: [
    {
      riskLevel: 'HIGH',
      facts: [
        { description: 'Card verification value was wrong', sentiment: 'NEGATIVE' },
        { description: 'Billing address is far from the IP address', sentiment: 'NEGATIVE' },
      ],
    },
  ],
};

export interface Basket {
  picks: { article: Article; quantity: number }[];
  bulk: boolean;
}

/** Draws wishes and drops what is out of stock: that demand is lost. Empty where nothing wished for was there. */
export function fillBasket(random: Random, demand: DayDemand): Basket {
  if (random.chance(0.0035)) {
    const article = demand.pick(random);
    const quantity = Math.min(random.int(40, 150), sellable(article));
    if (article.habit === 'plain' && quantity >= 30) return { picks: [{ article, quantity }], bulk: true };
  }
  const picks: Basket['picks'] = [];
  let wishes = 1;
  while (wishes < 9 && random.chance(0.5)) wishes += 1;
  for (let i = 0; i < wishes; i++) {
    const article = demand.pick(random);
    if (picks.some((pick) => pick.article === article)) continue;
    const quantity = Math.min(1 + random.poisson(0.22), sellable(article));
    if (quantity > 0) picks.push({ article, quantity });
  }
  return { picks, bulk: false };
}

/** `customer` is a number of Buyers, or negative for a guest. */
export function sellBasket(
  random: Random,
  plan: StorePlan,
  basket: Basket,
  sale: {
    at: number;
    day: number;
    name: string;
    country: string;
    customer: number;
    customerGid: string | null;
    test: boolean;
    risky: boolean;
    paid: boolean;
  },
): SaleSpec {
  const home = sale.country === plan.country;
  const taxRate = home ? plan.taxRate : 0;
  const lines: SaleLine[] = basket.picks.map(({ article, quantity }) =>
    lineOf(article, quantity, priceOn(article, sale.day), taxRate),
  );
  if (random.chance(0.006))
    lines.push({
      title: 'Engraving',
      variantTitle: null,
      sku: null,
      vendor: null,
      product: null,
      variant: null,
      quantity: 1,
      unitPrice: 5 * plan.minorPerPound,
      discounts: [],
      taxRate,
      giftCard: false,
      requiresShipping: false,
      duty: 0,
    });
  const code = random.chance(0.12) ? random.pick(['WELCOME10', 'SPRING15', 'THANKYOU5']) : null;
  if (code)
    discount(
      lines,
      code === 'THANKYOU5' ? { amount: 5 * plan.minorPerPound } : { percent: code === 'SPRING15' ? 15 : 10 },
    );
  if (random.chance(0.08)) discount(lines.slice(0, 1), { percent: 7 });
  const goods = lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
  const presentment = plan.presentments.find(({ country }) => country === sale.country);
  if (!home && random.chance(0.5))
    for (const line of lines) if (!line.giftCard) line.duty = share(line.unitPrice * line.quantity, 10, 100);
  const ships = lines.some((line) => line.requiresShipping);
  const free = goods > 60 * plan.minorPerPound;
  const price = round(plan, home ? 4.95 : 14.5);
  const buyer = buyerOf(sale.customer, plan.name, sale.country);
  return {
    name: sale.name,
    at: sale.at,
    lines,
    shipping:
      ships && !(free && home) ? { title: home ? 'Standard' : 'International', price, taxRate } : null,
    taxTitle: plan.taxTitle,
    tip: random.chance(0.03) ? random.int(1, 5) * plan.minorPerPound : 0,
    presentment:
      presentment && random.chance(0.8) ? { currency: presentment.currency, rate: presentment.rate } : null,
    customer: sale.customerGid ? { id: sale.customerGid } : null,
    email: buyer.email,
    phone: buyer.phone,
    address: buyer.address,
    discountCodes: code ? [code] : [],
    tags: basket.bulk ? ['wholesale'] : [],
    sourceName: random.chance(0.05) ? 'pos' : 'web',
    test: sale.test,
    risk: sale.risky ? RISKY : SAFE,
    gateway: random.chance(0.3) ? 'paypal' : 'shopify_payments',
    paid: sale.paid,
    fee: sale.test ? 0 : share(goods, 2, 100) + round(plan, 0.25),
  };
}

export function lineOf(article: Article, quantity: number, unitPrice: number, taxRate: number): SaleLine {
  const gift = article.habit === 'giftCard';
  return {
    title: article.product.title,
    variantTitle: article.variant.title === 'Default Title' ? null : article.variant.title,
    sku: article.variant.sku,
    vendor: article.product.vendor,
    product: { id: article.product.id },
    variant: { id: article.variant.id },
    quantity,
    unitPrice,
    discounts: [],
    taxRate: gift ? 0 : taxRate,
    giftCard: gift,
    requiresShipping: !gift,
    duty: 0,
  };
}

/** Splits a discount over lines by their value; the last line takes what rounding left, so it adds up to the penny. */
function discount(lines: SaleLine[], off: { percent: number } | { amount: number }): void {
  const taking = lines.filter((line) => !line.giftCard);
  const values = taking.map(
    (line) => line.unitPrice * line.quantity - line.discounts.reduce((a, b) => a + b, 0),
  );
  let value = values.reduce((a, b) => a + b, 0);
  let rest = 'percent' in off ? share(value, off.percent, 100) : Math.min(off.amount, value);
  for (const [i, line] of taking.entries()) {
    if (value === 0 || rest === 0) return;
    const part = share(rest, values[i]!, value);
    rest -= part;
    value -= values[i]!;
    if (part > 0) line.discounts.push(part);
  }
}

function round(plan: StorePlan, pounds: number): number {
  const minor = pounds * plan.minorPerPound;
  return digitsOf(plan.currency) === 0 ? Math.round(minor / 10) * 10 : Math.round(minor);
}
