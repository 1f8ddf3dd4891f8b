/** What variants are, and what is in stock. */
import type { VariantFact } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Database } from '../sqlite/open.ts';
import { UNIT_COST } from './own-costs.ts';
import type { MirrorCounts, MirrorFigures, StockNow } from './types.ts';

export interface StockQueries {
  variants(): VariantFact[];
  stockNow(): StockNow[];
  stock(): MirrorFigures['stock'];
  prices(): MirrorFigures['prices'];
  counts(): MirrorCounts;
  countOf(what: keyof MirrorCounts): number;
}

export function stockQueries(db: Database): StockQueries {
  const levels = `SELECT item_id, sum(available) AS available, sum(on_hand) AS on_hand, sum(incoming) AS incoming
    FROM inventory_levels GROUP BY item_id`;
  const sql = {
    variants: db.prepare(
      `SELECT v.id AS variantId, v.product_id AS productId, v.inventory_item_id AS inventoryItemId, p.title AS product,
         v.title AS variant, v.sku, p.vendor, p.product_type AS productType, p.tags, p.status AS productStatus,
         p.is_gift_card AS isGiftCard, coalesce(i.tracked, 0) AS tracked, v.inventory_policy AS inventoryPolicy,
         v.requires_components AS requiresComponents, v.price, ${UNIT_COST} AS unitCost,
         i.unit_cost AS shopCost, coalesce(l.available, 0) AS available, coalesce(l.on_hand, 0) AS onHand, coalesce(l.incoming, 0) AS incoming,
         v.created_at AS createdAt, p.published_at AS publishedAt
       FROM variants v JOIN products p ON p.id = v.product_id
       LEFT JOIN inventory_items i ON i.id = v.inventory_item_id
       LEFT JOIN (${levels}) l ON l.item_id = v.inventory_item_id ORDER BY v.id`,
    ),
    components: db
      .prepare('SELECT variant_id, component_id, quantity FROM components ORDER BY variant_id, component_id')
      .raw(),
    stockNow: db.prepare(
      `SELECT v.id AS variantId, l.item_id AS inventoryItemId, l.location_id AS locationId, l.available,
         l.on_hand AS onHand
       FROM inventory_levels l JOIN variants v ON v.inventory_item_id = l.item_id ORDER BY 2, 3`,
    ),
    prices: db.prepare('SELECT id AS variantId, price FROM variants ORDER BY id'),
  };

  const rowsOf = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck();
  const counters: Record<keyof MirrorCounts, ReturnType<typeof rowsOf>> = {
    products: rowsOf('products'),
    variants: rowsOf('variants'),
    orders: rowsOf('orders'),
    lines: rowsOf('order_lines'),
    customers: rowsOf('customers'),
  };
  const countOf = (what: keyof MirrorCounts): number => counters[what].get()!;

  return {
    variants() {
      const components = new Map<ShopifyId, VariantFact['components']>();
      for (const [id, variantId, quantity] of sql.components.iterate() as IterableIterator<
        [number, number, number]
      >)
        components.set(id, [...(components.get(id) ?? []), { variantId, quantity }]);
      return (sql.variants.all() as VariantRow[]).map(
        ({ product, variant, tags, isGiftCard, tracked, requiresComponents, ...row }) => ({
          ...row,
          title: fullTitle(product, variant),
          tags: tags === null ? [] : (JSON.parse(tags) as string[]),
          isGiftCard: isGiftCard === 1,
          tracked: tracked === 1,
          requiresComponents: requiresComponents === 1,
          components: components.get(row.variantId) ?? [],
        }),
      );
    },
    stockNow: () => sql.stockNow.all() as StockNow[],
    stock: () =>
      (sql.stockNow.all() as StockNow[]).map(({ inventoryItemId, locationId, available, onHand }) => ({
        inventoryItemId,
        locationId,
        available,
        onHand,
      })),
    prices: () => sql.prices.all() as MirrorFigures['prices'],
    countOf,
    counts: () => ({
      products: countOf('products'),
      variants: countOf('variants'),
      orders: countOf('orders'),
      lines: countOf('lines'),
      customers: countOf('customers'),
    }),
  };
}

interface VariantRow
  extends Omit<
    VariantFact,
    'title' | 'tags' | 'isGiftCard' | 'tracked' | 'requiresComponents' | 'components'
  > {
  product: string;
  variant: string;
  tags: string | null;
  isGiftCard: number;
  tracked: number;
  requiresComponents: number;
}

/** Shopify calls the only variant of a product without options "Default Title". */
export function fullTitle(product: string, variant: string): string {
  return variant === 'Default Title' ? product : `${product} · ${variant}`;
}
