/** What variants are, what is in stock, and what will be gone first. */
import type { VariantFact } from '../../shared/agent.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Day } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import { bulkUnits } from './bulk-purchases.ts';
import { parseQuantities } from './day-sums.ts';
import type { MirrorCounts, MirrorFigures, RunningOut, StockNow } from './types.ts';

/** Full days before today whose mean is the pace of days of cover. */
const PACE_DAYS = 28;

export interface StockQueries {
  variants(): VariantFact[];
  stockNow(): StockNow[];
  stock(): MirrorFigures['stock'];
  prices(): MirrorFigures['prices'];
  counts(): MirrorCounts;
  coversAreFresh(today: Day): boolean;
  /** Inside a transaction: works out the days of cover of every variant that sold lately. */
  rebuildCovers(today: Day, thresholds: ReadonlyMap<ShopifyId, number>): void;
  runningOut(limit: number): RunningOut[];
}

export function stockQueries(db: Database): StockQueries {
  const levels = `SELECT item_id, sum(available) AS available, sum(on_hand) AS on_hand, sum(incoming) AS incoming
    FROM inventory_levels GROUP BY item_id`;
  const sql = {
    variants: db.prepare(
      `SELECT v.id AS variantId, v.product_id AS productId, v.inventory_item_id AS inventoryItemId, p.title AS product,
         v.title AS variant, v.sku, p.vendor, p.product_type AS productType, p.tags, p.status AS productStatus,
         p.is_gift_card AS isGiftCard, coalesce(i.tracked, 0) AS tracked, v.inventory_policy AS inventoryPolicy,
         v.requires_components AS requiresComponents, v.price, i.unit_cost AS unitCost,
         coalesce(l.available, 0) AS available, coalesce(l.on_hand, 0) AS onHand, coalesce(l.incoming, 0) AS incoming,
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
    count: (['products', 'variants', 'orders', 'order_lines', 'customers'] as const).map((table) =>
      db.prepare(`SELECT count(*) FROM ${table}`).pluck(),
    ),
    coversDay: db.prepare("SELECT value FROM meta WHERE key = 'covers_day'").pluck(),
    setCoversDay: db.prepare("REPLACE INTO meta VALUES ('covers_day', ?)"),
    dropCovers: db.prepare('DELETE FROM covers'),
    pace: db
      .prepare(
        `SELECT s.variant_id, s.units, coalesce(l.available, 0), coalesce(l.incoming, 0)
         FROM (SELECT variant_id, sum(units) AS units FROM variant_days WHERE day BETWEEN ? AND ?
               GROUP BY variant_id) s
         JOIN variants v ON v.id = s.variant_id JOIN products p ON p.id = v.product_id
         JOIN inventory_items i ON i.id = v.inventory_item_id
         LEFT JOIN (${levels}) l ON l.item_id = v.inventory_item_id
         WHERE p.status = 'ACTIVE' AND p.is_gift_card = 0 AND i.tracked = 1 AND v.requires_components = 0`,
      )
      .raw(),
    largeLines: db
      .prepare(
        `SELECT variant_id, lines, quantities FROM variant_days WHERE largest >= 10 AND day BETWEEN ? AND ?`,
      )
      .raw(),
    addCover: db.prepare('INSERT INTO covers VALUES (?, ?, ?, ?, ?)'),
    runningOut: db.prepare(
      `SELECT c.variant_id AS variantId, v.product_id AS productId, p.title AS product, v.title AS variant, v.sku,
         c.available, c.incoming, c.units, c.days_left AS daysLeft
       FROM covers c JOIN variants v ON v.id = c.variant_id JOIN products p ON p.id = v.product_id
       ORDER BY c.days_left, c.variant_id LIMIT ?`,
    ),
  };

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
    counts() {
      const [products, variants, orders, lines, customers] = sql.count.map((one) => one.get() as number);
      return {
        products: products!,
        variants: variants!,
        orders: orders!,
        lines: lines!,
        customers: customers!,
      };
    },
    coversAreFresh: (today) => sql.coversDay.get() === String(today),
    rebuildCovers(today, thresholds) {
      const from = today - PACE_DAYS;
      const bulk = new Map<ShopifyId, number>();
      for (const [id, lines, quantities] of sql.largeLines.iterate(from, today - 1) as IterableIterator<
        [number, number, string | null]
      >) {
        const units = bulkUnits(parseQuantities(quantities, lines), thresholds.get(id) ?? null);
        if (units > 0) bulk.set(id, (bulk.get(id) ?? 0) + units);
      }
      sql.dropCovers.run();
      for (const [id, units, available, incoming] of sql.pace.all(from, today - 1) as [
        number,
        number,
        number,
        number,
      ][]) {
        const sold = units - (bulk.get(id) ?? 0);
        if (sold > 0)
          sql.addCover.run(id, available, incoming, sold, (Math.max(0, available) * PACE_DAYS) / sold);
      }
      sql.setCoversDay.run(String(today));
    },
    runningOut: (limit) =>
      (sql.runningOut.all(limit) as CoverRow[]).map(({ product, variant, units, ...row }) => ({
        ...row,
        title: fullTitle(product, variant),
        unitsPerDay: units / PACE_DAYS,
      })),
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

interface CoverRow extends Omit<RunningOut, 'title' | 'unitsPerDay'> {
  product: string;
  variant: string;
  units: number;
}

/** Shopify calls the only variant of a product without options "Default Title". */
export function fullTitle(product: string, variant: string): string {
  return variant === 'Default Title' ? product : `${product} · ${variant}`;
}
