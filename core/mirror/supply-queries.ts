/** What purchasing asks of the catalogue: variants by code, where they are stocked, and the terms that are still unknown. */
import { foldedWords } from '../../shared/folding.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import type { Day } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import { fullTitle } from './full-title.ts';
import { UNIT_COST } from './unit-cost.ts';

export interface SupplyVariant {
  variantId: ShopifyId;
  inventoryItemId: ShopifyId;
  title: string;
  sku: string | null;
  barcode: string | null;
  vendor: string;
  unitCost: Minor | null;
}

export interface StockedAt {
  inventoryItemId: ShopifyId;
  locationId: ShopifyId;
  name: string;
  available: number;
  onHand: number;
}

/** Terms as the ledger has them; null is not set. */
interface KnownTerms {
  variantId: ShopifyId;
  supplier: string | null;
  leadTimeDays: number | null;
  packSize: number | null;
  unitCost: Minor | null;
}

interface KnownSupplier {
  supplier: string;
  leadTimeDays?: number;
  packSize?: number;
}

/** The ledger's side, taken over when its revision is another than at the last question. */
export interface SupplyKnowledge {
  revision: string;
  terms(): Iterable<KnownTerms>;
  suppliers(): Iterable<KnownSupplier>;
  /** Suppliers whose deliveries taught their lead time. */
  learned: readonly string[];
}

interface SupplyPageQuery {
  filter: 'gaps' | 'all';
  search?: string;
  supplier?: string;
  limit: number;
  offset: number;
  today: Day;
}

export interface SupplyQueries {
  variants(ids: readonly ShopifyId[]): SupplyVariant[];
  /** A SKU wins over another variant's barcode; several where a code is not unique. Case does not count. */
  variantsByCode(codes: readonly string[]): (SupplyVariant & { code: string; by: 'sku' | 'barcode' })[];
  /** Active locations that stock them. */
  stockedAt(inventoryItemIds: readonly ShopifyId[]): StockedAt[];
  /** Tracked variants at a location, by title. */
  stockOf(locationId: ShopifyId, search?: string): IterableIterator<SupplyVariant & { onHand: number }>;
  locations(): { locationId: ShopifyId; name: string; isActive: boolean; countryCode: string | null }[];
  vendors(): string[];
  onHand(inventoryItemId: ShopifyId, locationId: ShopifyId): number | null;
  /** As last added up for a page. */
  salesOf(ids: readonly ShopifyId[]): Map<ShopifyId, Minor>;
  /** Variants that are sold, the sales of 90 days that hang on each first. */
  supplyPage(
    knowledge: SupplyKnowledge,
    query: SupplyPageQuery,
  ): { rows: (SupplyVariant & { sales: Minor })[]; total: number; gaps: { variants: number; sales: Minor } };
}

const SALES_DAYS = 90;
/** Sales of 90 days change little in a few minutes; adding them up anew for every page would cost more. */
const SALES_KEPT_MS = 300_000;

const VARIANT = `v.id AS variantId, v.inventory_item_id AS inventoryItemId, p.title AS product, v.title AS variant,
  nullif(v.sku, '') AS sku, nullif(v.barcode, '') AS barcode, p.vendor, ${UNIT_COST} AS unitCost`;
const FROM = `FROM variants v JOIN products p ON p.id = v.product_id
  LEFT JOIN inventory_items i ON i.id = v.inventory_item_id`;

/** SQL of what `variants v` of `products p` is found by, folded: as the stock has it; a new one's is put together. */
const WORDS = `coalesce((SELECT words FROM product_texts x WHERE x.variant_id = v.id),
  fold(p.title || ' ' || v.title || ' ' || p.vendor || ' ' || coalesce(v.sku, '') || ' ' || coalesce(v.barcode, '')))`;

/** SQL of whether a text has every one of @words, a JSON array, anywhere in it; any has where there is none. */
function saysAll(text: string): string {
  return `NOT EXISTS (SELECT 1 FROM json_each(@words) w WHERE instr(${text}, w.value) = 0)`;
}

/** Signs alone are searched as they are. */
function wordsIn(search: string | undefined): string {
  const typed = search?.trim() ?? '';
  const words = foldedWords(typed);
  return JSON.stringify(words.length > 0 || typed === '' ? words : [typed]);
}

type VariantRecord = Omit<SupplyVariant, 'title'> & { product: string; variant: string };

function titled<T extends VariantRecord>({ product, variant, ...row }: T) {
  return { ...row, title: fullTitle(product, variant) };
}

export function supplyQueries(db: Database, now: () => number): SupplyQueries {
  const sql = {
    variants: db.prepare(
      `SELECT ${VARIANT} ${FROM} WHERE v.id IN (SELECT value FROM json_each(?)) ORDER BY v.id`,
    ),
    byCode: db.prepare(
      `SELECT c.value AS code, 'sku' AS by, ${VARIANT} FROM json_each(@codes) c
         JOIN variants v ON v.sku = c.value COLLATE NOCASE JOIN products p ON p.id = v.product_id
         LEFT JOIN inventory_items i ON i.id = v.inventory_item_id
       UNION ALL
       SELECT c.value, 'barcode', ${VARIANT} FROM json_each(@codes) c
         JOIN variants v ON v.barcode = c.value COLLATE NOCASE JOIN products p ON p.id = v.product_id
         LEFT JOIN inventory_items i ON i.id = v.inventory_item_id
       ORDER BY 1, 3`,
    ),
    stockedAt: db.prepare(
      `SELECT l.item_id AS inventoryItemId, l.location_id AS locationId, o.name, l.available, l.on_hand AS onHand
       FROM json_each(?) c JOIN inventory_levels l ON l.item_id = c.value
       JOIN locations o ON o.id = l.location_id WHERE o.is_active = 1
       ORDER BY l.item_id, l.on_hand DESC, o.fulfills_online DESC, l.location_id`,
    ),
    stockOf: db.prepare(
      `SELECT ${VARIANT}, l.on_hand AS onHand ${FROM}
       JOIN inventory_levels l ON l.item_id = v.inventory_item_id AND l.location_id = @location
       WHERE i.tracked = 1 AND v.requires_components = 0 AND ${saysAll(`${WORDS} || ' ' || fold(p.product_type)`)}
       ORDER BY p.title, v.position, v.id`,
    ),
    locations: db.prepare(
      `SELECT id AS locationId, name, is_active AS isActive, country_code AS countryCode FROM locations ORDER BY name, id`,
    ),
    onHand: db.prepare('SELECT on_hand FROM inventory_levels WHERE item_id = ? AND location_id = ?').pluck(),
    vendors: db.prepare("SELECT DISTINCT vendor FROM products WHERE vendor <> '' ORDER BY vendor").pluck(),
  };
  const book = supplyBook(db, now);
  const sales = db
    .prepare('SELECT variant, net FROM temp.recent_sales WHERE variant IN (SELECT value FROM json_each(?))')
    .raw();

  return {
    variants: (ids) => (sql.variants.all(JSON.stringify(ids)) as VariantRecord[]).map(titled),
    variantsByCode(codes) {
      const rows = sql.byCode.all({ codes: JSON.stringify([...new Set(codes)]) }) as (VariantRecord & {
        code: string;
        by: 'sku' | 'barcode';
      })[];
      const bySku = new Set(rows.filter((row) => row.by === 'sku').map((row) => row.code));
      return rows.filter((row) => row.by === 'sku' || !bySku.has(row.code)).map(titled);
    },
    stockedAt: (ids) => sql.stockedAt.all(JSON.stringify([...new Set(ids)])) as StockedAt[],
    *stockOf(locationId, search) {
      const given = { location: locationId, words: wordsIn(search) };
      for (const row of sql.stockOf.iterate(given) as IterableIterator<VariantRecord & { onHand: number }>)
        yield titled(row);
    },
    locations: () =>
      (
        sql.locations.all() as {
          locationId: number;
          name: string;
          isActive: number;
          countryCode: string | null;
        }[]
      ).map((row) => ({ ...row, isActive: row.isActive === 1 })),
    vendors: () => sql.vendors.all() as string[],
    onHand: (item, location) => (sql.onHand.get(item, location) as number | undefined) ?? null,
    salesOf: (ids) => new Map(sales.all(JSON.stringify(ids)) as [ShopifyId, Minor][]),
    supplyPage: book,
  };
}

/** A copy of what the ledger knows in temporary tables beside the catalogue, so that SQL can filter and sort it. */
function supplyBook(db: Database, now: () => number): SupplyQueries['supplyPage'] {
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS known_terms (
      variant INTEGER PRIMARY KEY, supplier TEXT, lead INTEGER NOT NULL, pack INTEGER NOT NULL, cost INTEGER NOT NULL);
    CREATE TEMP TABLE IF NOT EXISTS known_suppliers (
      supplier TEXT PRIMARY KEY, lead INTEGER NOT NULL, pack INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS recent_sales (variant INTEGER PRIMARY KEY, net INTEGER NOT NULL);`);
  const insertTerms = db.prepare('INSERT INTO temp.known_terms VALUES (?, ?, ?, ?, ?)');
  const insertSupplier = db.prepare('INSERT INTO temp.known_suppliers VALUES (?, ?, ?)');
  const insertLearned = db.prepare(
    `INSERT INTO temp.known_suppliers VALUES (?, 1, 0) ON CONFLICT (supplier) DO UPDATE SET lead = 1`,
  );
  const insertSales = db.prepare(
    `INSERT INTO temp.recent_sales SELECT variant_id, sum(net) FROM variant_days WHERE day BETWEEN ? AND ?
     GROUP BY variant_id`,
  );
  // What decisions rest on: whom to order of, how long it takes, in what packs, at what cost.
  const gap = `(coalesce(t.supplier, p.vendor) = '' OR NOT coalesce(t.lead, 0) + coalesce(s.lead, 0)
    OR NOT coalesce(t.pack, 0) + coalesce(s.pack, 0) OR NOT (coalesce(t.cost, 0) OR i.unit_cost IS NOT NULL))`;
  const from = `${FROM} LEFT JOIN temp.known_terms t ON t.variant = v.id
    LEFT JOIN temp.known_suppliers s ON s.supplier = coalesce(t.supplier, p.vendor)
    LEFT JOIN temp.recent_sales n ON n.variant = v.id
    WHERE p.status <> 'ARCHIVED' AND p.is_gift_card = 0 AND v.requires_components = 0`;
  const matching = `${from} AND (@gaps = 0 OR ${gap}) AND (@supplier IS NULL OR coalesce(t.supplier, p.vendor) = @supplier)
    AND ${saysAll(`${WORDS} || ' ' || fold(t.supplier)`)}`;
  const rows = db.prepare(
    `SELECT ${VARIANT}, coalesce(n.net, 0) AS sales ${matching} ORDER BY sales DESC, v.id LIMIT @limit OFFSET @offset`,
  );
  const count = db.prepare(`SELECT count(*) ${matching}`).pluck();
  const gaps = db.prepare(`SELECT count(*) AS variants, coalesce(sum(n.net), 0) AS sales ${from} AND ${gap}`);
  let revision: string | null = null;
  let sales: { day: Day; at: number } | null = null;

  return (knowledge, { filter, search, supplier, limit, offset, today }) => {
    db.transaction(() => {
      if (revision !== knowledge.revision) {
        db.exec('DELETE FROM temp.known_terms; DELETE FROM temp.known_suppliers;');
        for (const one of knowledge.terms())
          insertTerms.run(
            one.variantId,
            one.supplier,
            one.leadTimeDays === null ? 0 : 1,
            one.packSize === null ? 0 : 1,
            one.unitCost === null ? 0 : 1,
          );
        for (const one of knowledge.suppliers())
          insertSupplier.run(
            one.supplier,
            one.leadTimeDays === undefined ? 0 : 1,
            one.packSize === undefined ? 0 : 1,
          );
        for (const supplier of knowledge.learned) insertLearned.run(supplier);
        revision = knowledge.revision;
      }
      if (sales?.day !== today || now() - sales.at > SALES_KEPT_MS || now() < sales.at) {
        db.exec('DELETE FROM temp.recent_sales');
        insertSales.run(today - SALES_DAYS + 1, today);
        sales = { day: today, at: now() };
      }
    })();
    const given = {
      gaps: filter === 'gaps' ? 1 : 0,
      words: wordsIn(search),
      supplier: supplier ?? null,
    };
    return {
      rows: (rows.all({ ...given, limit, offset }) as (VariantRecord & { sales: Minor })[]).map(titled),
      total: count.get(given) as number,
      gaps: gaps.get() as { variants: number; sales: Minor },
    };
  };
}
