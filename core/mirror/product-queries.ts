/** One product as the shop has it, one variant's days, and products found by their words. */
import type { VariantDay } from '../../shared/agent.ts';
import { beginWith, fold, foldedWords } from '../../shared/folding.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import type { Day, EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import { bulkUnits, thresholdReader } from './bulk-purchases.ts';
import { parseQuantities } from './day-sums.ts';
import { fullTitle } from './full-title.ts';
import { matchOf } from './stock-table.ts';
import { UNIT_COST } from './unit-cost.ts';

interface ProductFacts {
  productId: ShopifyId;
  title: string;
  vendor: string;
  productType: string;
  status: string;
  tags: string[];
  isGiftCard: boolean;
  createdAt: EpochMs;
  publishedAt: EpochMs | null;
  variants: ProductVariantFacts[];
}

interface ProductVariantFacts {
  variantId: ShopifyId;
  barcode: string | null;
  price: Minor;
  compareAtPrice: Minor | null;
  tracked: boolean;
  levels: {
    locationId: ShopifyId;
    location: string;
    available: number;
    onHand: number;
    committed: number;
    incoming: number;
  }[];
}

export interface VariantHead {
  variantId: ShopifyId;
  productId: ShopifyId;
  inventoryItemId: ShopifyId;
  vendor: string;
  /** When it was first offered. */
  offeredAt: EpochMs;
  available: number;
  incoming: number;
  unitCost: Minor | null;
  /** As the shop has it, whatever was filled in here. */
  shopCost: Minor | null;
}

interface FoundProduct {
  variantId: ShopifyId;
  productId: ShopifyId;
  title: string;
  sku: string | null;
}

export interface ProductQueries {
  /** null where the mirror has no such product. */
  product(id: ShopifyId): ProductFacts | null;
  variantHead(id: ShopifyId): VariantHead | null;
  /** One variant's own days and, times their quantity, those of bundles it is a component of; ascending. */
  daysOfVariant(id: ShopifyId, from: Day, to: Day): Omit<VariantDay, 'variantId' | 'net'>[];
  /** By SKU or barcode as a whole, then by the beginnings of words; case and accents don't matter. */
  findProducts(text: string, limit: number): FoundProduct[];
  vendorsLike(text: string, limit: number): string[];
}

/** Candidates ranked in memory: more than anyone reads, few enough to be quick. */
const RANKED = 200;

export function productQueries(db: Database): ProductQueries {
  const sql = {
    product: db.prepare<[number], ProductRecord>(
      `SELECT id AS productId, title, vendor, product_type AS productType, status, tags, is_gift_card AS isGiftCard,
         created_at AS createdAt, published_at AS publishedAt FROM products WHERE id = ?`,
    ),
    variants: db.prepare<[number], VariantRecord>(
      `SELECT v.id AS variantId, v.inventory_item_id AS itemId, v.barcode, v.price,
         v.compare_at_price AS compareAtPrice, coalesce(i.tracked, 0) AS tracked
       FROM variants v LEFT JOIN inventory_items i ON i.id = v.inventory_item_id
       WHERE v.product_id = ? ORDER BY v.position, v.id`,
    ),
    levels: db.prepare<[number], ProductVariantFacts['levels'][number]>(
      `SELECT l.location_id AS locationId, coalesce(o.name, 'Location …' || substr(l.location_id, -4)) AS location, l.available,
         l.on_hand AS onHand, l.committed, l.incoming
       FROM inventory_levels l LEFT JOIN locations o ON o.id = l.location_id
       WHERE l.item_id = ? ORDER BY l.location_id`,
    ),
    head: db.prepare<[number], VariantHead>(
      `SELECT v.id AS variantId, v.product_id AS productId, v.inventory_item_id AS inventoryItemId, p.vendor,
         coalesce(p.published_at, v.created_at) AS offeredAt, coalesce(r.available, 0) AS available,
         coalesce(r.incoming, 0) AS incoming, ${UNIT_COST} AS unitCost,
         i.unit_cost AS shopCost
       FROM variants v JOIN products p ON p.id = v.product_id
       LEFT JOIN inventory_items i ON i.id = v.inventory_item_id
       LEFT JOIN stock_rows r ON r.variant_id = v.id WHERE v.id = ?`,
    ),
    days: db
      .prepare<[number, number, number], [number, number, number, number, number, number, string | null]>(
        // Day by day: the table is kept by day, and a span of it holds all variants.
        `WITH RECURSIVE span (day) AS (VALUES (?) UNION ALL SELECT day + 1 FROM span WHERE day < ?)
         SELECT v.day, v.units, v.restocked, v.lost, v.largest, v.lines, v.quantities
         FROM span CROSS JOIN variant_days v ON v.day = span.day AND v.variant_id = ?`,
      )
      .raw(),
    bundles: db
      .prepare<[number], [number, number]>(
        'SELECT variant_id, quantity FROM components WHERE component_id = ?',
      )
      .raw(),
    exact: db.prepare<[string, string, number], FoundRecord>(
      `SELECT v.id AS variantId, v.product_id AS productId, p.title AS product, v.title AS variant, v.sku
       FROM variants v JOIN products p ON p.id = v.product_id
       WHERE v.id IN (SELECT id FROM variants WHERE sku = ? COLLATE NOCASE
         UNION SELECT id FROM variants WHERE barcode = ? COLLATE NOCASE) LIMIT ?`,
    ),
    words: db.prepare<[string, number], FoundRecord>(
      `SELECT v.id AS variantId, v.product_id AS productId, p.title AS product, v.title AS variant, v.sku
       FROM (SELECT rowid FROM product_words WHERE product_words MATCH ? LIMIT ?) w
       JOIN variants v ON v.id = w.rowid JOIN products p ON p.id = v.product_id`,
    ),
    vendors: db.prepare<[], string>("SELECT DISTINCT vendor FROM products WHERE vendor <> ''").pluck(),
  };

  const thresholdOf = thresholdReader(db);
  const ownDays = (id: ShopifyId, from: Day, to: Day): Omit<VariantDay, 'variantId' | 'net'>[] => {
    const threshold = thresholdOf(id);
    return sql.days.all(from, to, id).map(([day, units, restocked, lost, largest, lines, quantities]) => ({
      day,
      units,
      bulkUnits: largest >= 10 ? bulkUnits(parseQuantities(quantities, lines), threshold) : 0,
      returnedRestocked: restocked,
      returnedLost: lost,
    }));
  };

  return {
    product(id) {
      const row = sql.product.get(id);
      if (!row) return null;
      return {
        ...row,
        tags: row.tags === null ? [] : (JSON.parse(row.tags) as string[]),
        isGiftCard: row.isGiftCard === 1,
        variants: sql.variants.all(id).map(({ itemId, tracked, ...variant }) => ({
          ...variant,
          tracked: tracked === 1,
          levels: sql.levels.all(itemId),
        })),
      };
    },
    variantHead: (id) => sql.head.get(id) ?? null,
    daysOfVariant(id, from, to) {
      const sums = new Map<Day, Omit<VariantDay, 'variantId' | 'net'>>();
      const sources: [number, number][] = [[id, 1], ...sql.bundles.all(id)];
      for (const [source, times] of sources)
        for (const day of ownDays(source, from, to)) {
          const sum = sums.get(day.day);
          sums.set(day.day, {
            day: day.day,
            units: (sum?.units ?? 0) + day.units * times,
            bulkUnits: (sum?.bulkUnits ?? 0) + day.bulkUnits * times,
            returnedRestocked: (sum?.returnedRestocked ?? 0) + day.returnedRestocked * times,
            returnedLost: (sum?.returnedLost ?? 0) + day.returnedLost * times,
          });
        }
      return [...sums.values()].sort((a, b) => a.day - b.day);
    },
    findProducts(text, limit) {
      const words = foldedWords(text);
      const exact = sql.exact.all(text.trim(), text.trim(), limit);
      const known = new Set(exact.map(({ variantId }) => variantId));
      const wanted = fold(text.trim());
      const byWords = words.length === 0 ? [] : sql.words.all(matchOf(words), RANKED);
      const ranked = byWords
        .filter(({ variantId }) => !known.has(variantId))
        .map((row) => ({ row, title: fold(fullTitle(row.product, row.variant)) }))
        .sort(
          (a, b) =>
            Number(b.title.startsWith(wanted)) - Number(a.title.startsWith(wanted)) ||
            a.title.length - b.title.length ||
            a.row.variantId - b.row.variantId,
        );
      return [...exact, ...ranked.map(({ row }) => row)].slice(0, limit).map(toFound);
    },
    vendorsLike(text, limit) {
      const words = foldedWords(text);
      if (words.length === 0) return [];
      const found: string[] = [];
      for (const vendor of sql.vendors.iterate()) {
        if (beginWith(foldedWords(vendor), words)) found.push(vendor);
        if (found.length >= limit) break;
      }
      return found;
    },
  };
}

interface ProductRecord extends Omit<ProductFacts, 'tags' | 'isGiftCard' | 'variants'> {
  tags: string | null;
  isGiftCard: number;
}

interface VariantRecord extends Omit<ProductVariantFacts, 'tracked' | 'levels'> {
  itemId: number;
  tracked: number;
}

interface FoundRecord {
  variantId: number;
  productId: number;
  product: string;
  variant: string;
  sku: string | null;
}

function toFound({ product, variant, ...row }: FoundRecord): FoundProduct {
  return { ...row, title: fullTitle(product, variant) };
}
