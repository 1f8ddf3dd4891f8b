/** What variants are, and what is in stock. */
import type { IdPage, VariantFact } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Database } from '../sqlite/open.ts';
import { fullTitle } from './full-title.ts';
import type { MirrorCounts, MirrorFigures, StockNow } from './types.ts';
import { UNIT_COST } from './unit-cost.ts';

export const ALL: IdPage = { after: null, limit: -1 };

export interface StockQueries {
  /** Ascending by id. */
  variants(page: IdPage): VariantFact[];
  variant(id: ShopifyId): VariantFact | null;
  /** Every shelf of so many items, ascending by item, then location. */
  stockNow(page: IdPage): StockNow[];
  stock(): MirrorFigures['stock'];
  prices(): MirrorFigures['prices'];
  counts(): MirrorCounts;
  countOf(what: keyof MirrorCounts): number;
}

export function stockQueries(db: Database): StockQueries {
  const sql = {
    variants: db.prepare<BoundPage, VariantRow>(
      `SELECT v.id AS variantId, v.product_id AS productId, v.inventory_item_id AS inventoryItemId, p.title AS product,
         v.title AS variant, v.sku, p.vendor, p.product_type AS productType, p.tags, p.status AS productStatus,
         p.is_gift_card AS isGiftCard, coalesce(i.tracked, 0) AS tracked, v.inventory_policy AS inventoryPolicy,
         v.requires_components AS requiresComponents, v.price, ${UNIT_COST} AS unitCost,
         i.unit_cost AS shopCost, count(l.item_id) > 0 AS stockKnown, coalesce(sum(l.available), 0) AS available, coalesce(sum(l.on_hand), 0) AS onHand,
         coalesce(sum(l.incoming), 0) AS incoming, v.created_at AS createdAt, p.published_at AS publishedAt
       FROM variants v JOIN products p ON p.id = v.product_id
       LEFT JOIN inventory_items i ON i.id = v.inventory_item_id
       LEFT JOIN inventory_levels l ON l.item_id = v.inventory_item_id
       WHERE v.id > @after GROUP BY v.id ORDER BY v.id LIMIT @limit`,
    ),
    components: db
      .prepare<[ShopifyId, ShopifyId], [ShopifyId, ShopifyId, number]>(
        `SELECT variant_id, component_id, quantity FROM components WHERE variant_id BETWEEN ? AND ?
         ORDER BY variant_id, component_id`,
      )
      .raw(),
    stockNow: db.prepare<BoundPage, StockNow>(
      `SELECT v.id AS variantId, l.item_id AS inventoryItemId, l.location_id AS locationId, l.available,
         l.on_hand AS onHand
       FROM inventory_levels l JOIN variants v ON v.inventory_item_id = l.item_id
       WHERE l.item_id IN (
         SELECT DISTINCT item_id FROM inventory_levels JOIN variants ON inventory_item_id = item_id
         WHERE item_id > @after ORDER BY item_id LIMIT @limit)
       ORDER BY 2, 3`,
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

  const variants: StockQueries['variants'] = (page) => {
    const rows = sql.variants.all(bound(page));
    if (rows.length === 0) return [];
    const components = new Map<ShopifyId, VariantFact['components']>();
    for (const [id, variantId, quantity] of sql.components.all(rows[0]!.variantId, rows.at(-1)!.variantId))
      components.set(id, [...(components.get(id) ?? []), { variantId, quantity }]);
    return rows.map(
      ({ product, variant, tags, isGiftCard, tracked, requiresComponents, stockKnown, ...row }) => ({
        ...row,
        title: fullTitle(product, variant),
        tags: tags === null ? [] : (JSON.parse(tags) as string[]),
        isGiftCard: isGiftCard === 1,
        tracked: tracked === 1,
        requiresComponents: requiresComponents === 1,
        stockKnown: stockKnown === 1,
        components: components.get(row.variantId) ?? [],
      }),
    );
  };
  const stockNow = (page: IdPage): StockNow[] => sql.stockNow.all(bound(page));

  return {
    variants,
    variant: (id) => {
      const [found] = variants({ after: id - 1, limit: 1 });
      return found?.variantId === id ? found : null;
    },
    stockNow,
    stock: () =>
      stockNow(ALL).map(({ inventoryItemId, locationId, available, onHand }) => ({
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

interface BoundPage {
  after: ShopifyId;
  limit: number;
}

/** Ids that an import made up are negative. */
function bound({ after, limit }: IdPage): BoundPage {
  return { after: after ?? Number.MIN_SAFE_INTEGER, limit };
}

interface VariantRow
  extends Omit<
    VariantFact,
    'title' | 'tags' | 'isGiftCard' | 'tracked' | 'requiresComponents' | 'stockKnown' | 'components'
  > {
  product: string;
  variant: string;
  tags: string | null;
  isGiftCard: number;
  tracked: number;
  requiresComponents: number;
  stockKnown: number;
}
