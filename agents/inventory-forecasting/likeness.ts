/** Which products a young one is like, and what they sell: variants of the same product, else its type, else the store. */
import type { VariantFact } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Likeness } from '../demand/types.ts';
import type { VariantDemand } from './demand-series.ts';

/** A product with as many days of its own is forecast from them alone: eight weeks, of which a part is tested on. */
const YOUNG_DAYS = 56;
/** Days that say what a product sells now, and how many of them at least. */
const RECENT_DAYS = 56;
const FEWEST_RECENT_DAYS = 28;

interface Group {
  /** Most like first. */
  key: (variant: VariantFact) => string | null;
  what: string;
  /** Fewer say too little of how far apart they are. */
  fewest: number;
}

const GROUPS: readonly Group[] = [
  { key: ({ productId }) => `product ${productId}`, what: 'other variants of it', fewest: 2 },
  {
    key: ({ productType, vendor }) => (productType ? `type ${productType} of ${vendor}` : null),
    what: 'variants of its type and vendor',
    fewest: 3,
  },
  {
    key: ({ productType }) => (productType ? `type ${productType}` : null),
    what: 'variants of its type',
    fewest: 3,
  },
  { key: () => 'store', what: 'variants of the store', fewest: 10 },
];

interface Recent {
  mean: number;
  variance: number;
}

/** Of each young variant that has others to be like. */
export function likenessOf(
  variants: readonly VariantFact[],
  demands: ReadonlyMap<ShopifyId, VariantDemand>,
): Map<ShopifyId, Likeness> {
  const young = variants.filter(
    ({ variantId }) => (demands.get(variantId)?.y.length ?? YOUNG_DAYS) < YOUNG_DAYS,
  );
  const found = new Map<ShopifyId, Likeness>();
  if (young.length === 0) return found;
  const groups = new Map<string, Recent[]>();
  for (const variant of variants) {
    const recent = recentOf(demands.get(variant.variantId));
    if (recent === null || variant.isGiftCard) continue;
    for (const { key } of GROUPS) {
      const name = key(variant);
      if (name === null) continue;
      const members = groups.get(name);
      if (members) members.push(recent);
      else groups.set(name, [recent]);
    }
  }
  const summed = new Map([...groups].map(([name, members]) => [name, summaryOf(members)]));
  for (const variant of young)
    for (const { key, what, fewest } of GROUPS) {
      const name = key(variant);
      const summary = name === null ? undefined : summed.get(name);
      if (!summary || summary.products < fewest || summary.mean === 0) continue;
      found.set(variant.variantId, { ...summary, what });
      break;
    }
  return found;
}

/** null for a young one: it says nothing of others yet. */
function recentOf(demand: VariantDemand | undefined): Recent | null {
  if (!demand || demand.y.length < YOUNG_DAYS) return null;
  const seen = demand.y.slice(-RECENT_DAYS).filter((units): units is number => units !== null);
  if (seen.length < FEWEST_RECENT_DAYS) return null;
  const mean = seen.reduce((sum, units) => sum + units, 0) / seen.length;
  return { mean, variance: seen.reduce((sum, units) => sum + (units - mean) ** 2, 0) / (seen.length - 1) };
}

function summaryOf(members: readonly Recent[]): Omit<Likeness, 'what'> {
  const products = members.length;
  const mean = members.reduce((sum, one) => sum + one.mean, 0) / products;
  const apart = members.reduce((sum, one) => sum + (one.mean - mean) ** 2, 0);
  return {
    mean,
    between: products > 1 ? apart / (products - 1) : 0,
    within: members.reduce((sum, one) => sum + one.variance, 0) / products,
    products,
  };
}
