/** The stock rows as they are asked for: searched, filtered, sorted, a page; sums for the first screen. */
import { foldedWords } from '../../shared/folding.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import type { Day, EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import { fullTitle } from './full-title.ts';
import { FOREVER, NO_DAY, UNKNOWN } from './stock-shelf.ts';

type StockSort =
  | 'days_left'
  | 'order_by'
  | 'title'
  | 'sku'
  | 'vendor'
  | 'available'
  | 'incoming'
  | 'per_day'
  | 'value';

export interface StockQuestion {
  search?: string;
  states?: readonly string[];
  vendor?: string;
  locationId?: ShopifyId;
  sort: StockSort;
  descending: boolean;
}

export interface StockRow {
  variantId: ShopifyId;
  productId: ShopifyId;
  inventoryItemId: ShopifyId;
  title: string;
  product: string;
  /** null where the product has only one. */
  variant: string | null;
  sku: string | null;
  vendor: string;
  available: number;
  incoming: number;
  /** null without an outlook; its `days` null beyond ten years. */
  daysLeft: { days: number | null; low: number | null; high: number | null } | null;
  orderBy: Day | null;
  state: string;
  quantity: number;
  leadTimeDays: number | null;
  perDay: number | null;
  unitCost: Minor | null;
  value: Minor | null;
  reason: string | null;
  asOf: EpochMs | null;
}

interface LateCount {
  day: Day;
  count: number;
}

export interface StockTable {
  stockPage(question: StockQuestion, limit: number, offset: number): { rows: StockRow[]; total: number };
  /** Ids of all that match, in order: what a file is written of, so that it is of one moment. */
  stockIds(question: StockQuestion): ShopifyId[];
  /** In the order of the ids; those that are gone since are left out. */
  stockRows(ids: readonly ShopifyId[]): StockRow[];
  stockHorizon(limit: number): { rows: StockRow[]; total: number };
  stockStates(): ReadonlyMap<string, number>;
  atRisk(): {
    late: number;
    judged: number;
    uncosted: number;
    costed: number;
    low: Minor;
    mid: Minor;
    high: Minor;
  };
  /** As the agent's runs left them, newest first. */
  lateCounts(limit: number): LateCount[];
}

const COLUMNS: Record<StockSort, string> = {
  days_left: 'days_left',
  order_by: 'order_by',
  title: 'title_key',
  sku: 'sku',
  vendor: 'vendor',
  available: 'available',
  incoming: 'incoming',
  per_day: 'per_day',
  value: 'value',
};

interface Raw {
  variantId: number;
  productId: number;
  inventoryItemId: number;
  product: string;
  variant: string;
  sku: string | null;
  vendor: string;
  available: number;
  incoming: number;
  days: number;
  low: number | null;
  high: number | null;
  orderBy: number;
  state: string;
  quantity: number;
  leadTimeDays: number | null;
  perDay: number | null;
  unitCost: number | null;
  value: number | null;
  reason: string | null;
  asOf: number | null;
}

const SELECT = `SELECT r.variant_id AS variantId, r.product_id AS productId, r.item_id AS inventoryItemId,
  p.title AS product, v.title AS variant, r.sku, r.vendor, r.available, r.incoming, r.days_left AS days,
  r.days_low AS low, r.days_high AS high, r.order_by AS orderBy, r.state, r.quantity, r.lead_time AS leadTimeDays,
  r.per_day AS perDay, r.unit_cost AS unitCost, r.value, r.reason, r.as_of AS asOf
  FROM stock_rows r JOIN variants v ON v.id = r.variant_id JOIN products p ON p.id = r.product_id`;

/** Questions remembered, and letters from which on a search is taken to find few. */
const LATELY = 8;
const SELECTIVE = 4;

/** `moved` grows whenever a row was worked out anew. */
export function stockTable(db: Database, moved: () => number): StockTable {
  const prepare = (text: string) => db.prepare<unknown[]>(text);
  const statements = new Map<string, ReturnType<typeof prepare>>();
  const prepared = (text: string): ReturnType<typeof prepare> => {
    let statement = statements.get(text);
    if (!statement) {
      statement = prepare(text).pluck();
      statements.set(text, statement);
    }
    return statement;
  };
  const byIds = db.prepare<[string], Raw>(
    `${SELECT} JOIN json_each(?) j ON j.value = r.variant_id ORDER BY j.key`,
  );
  const urgent = db
    .prepare<[number], number>(
      `SELECT variant_id FROM stock_rows WHERE urgent = 1
       ORDER BY days_left, lost_mid DESC, variant_id LIMIT ?`,
    )
    .pluck();
  const urgentCount = db.prepare<[], number>('SELECT count(*) FROM stock_rows WHERE urgent = 1').pluck();
  const states = db
    .prepare<[], [string, number]>('SELECT state, count(*) FROM stock_rows GROUP BY state')
    .raw();
  const atRisk = db.prepare(
    `SELECT sum(unit_cost IS NULL) AS uncosted, sum(unit_cost IS NOT NULL) AS costed,
       coalesce(sum(lost_low), 0) AS low, coalesce(sum(lost_mid), 0) AS mid, coalesce(sum(lost_high), 0) AS high
     FROM stock_rows INDEXED BY stock_rows_to_order WHERE quantity > 0`,
  );
  const late = db.prepare<[], number>('SELECT count(*) FROM stock_rows WHERE late = 1').pluck();
  const judged = db.prepare<[], number>('SELECT count(*) FROM outlooks WHERE reason IS NULL').pluck();
  const lateCounts = db.prepare<[number], LateCount>(
    'SELECT day, late AS count FROM outlook_counts ORDER BY day DESC LIMIT ?',
  );

  // What was asked lately, for as long as no row moved: turning pages neither sorts nor counts again.
  const lately = new Map<string, readonly ShopifyId[]>();
  let latelyCounted: Map<string, number> | null = null;
  let latelyOf = -1;
  const forgetMoved = (): void => {
    if (latelyOf === moved()) return;
    latelyOf = moved();
    lately.clear();
    latelyCounted = null;
  };
  const matching = (text: string, values: readonly unknown[]): readonly ShopifyId[] => {
    forgetMoved();
    const key = JSON.stringify([text, values]);
    let ids = lately.get(key);
    if (!ids) {
      ids = prepared(`SELECT r.variant_id ${text}`).all(...values) as number[];
      lately.set(key, ids);
      if (lately.size > LATELY) lately.delete(lately.keys().next().value!);
    }
    return ids;
  };

  const conditions = (question: StockQuestion): { from: string; where: string; values: unknown[] } => {
    let few = false;
    const parts: string[] = [];
    const values: unknown[] = [];
    const words = foldedWords(question.search ?? '');
    if (question.search !== undefined && question.search.trim() !== '') {
      if (words.length === 0) parts.push('0');
      else {
        parts.push('r.variant_id IN (SELECT rowid FROM product_words WHERE product_words MATCH ?)');
        values.push(matchOf(words));
        few = words.join('').length >= SELECTIVE;
      }
    }
    if (question.states && question.states.length > 0) {
      parts.push(`r.state IN (${question.states.map(() => '?').join(', ')})`);
      values.push(...question.states);
    }
    if (question.vendor !== undefined) {
      parts.push('r.vendor = ?');
      values.push(question.vendor);
    }
    if (question.locationId !== undefined) {
      parts.push('r.item_id IN (SELECT item_id FROM inventory_levels WHERE location_id = ?)');
      values.push(question.locationId);
    }
    // A search that finds few goes to them; anything else reads the narrow index through.
    const from = `FROM stock_rows r ${few || parts.length === 0 ? '' : 'INDEXED BY stock_rows_narrow'}`;
    return { from, where: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values };
  };
  const orderOf = ({ sort, descending }: StockQuestion): string => {
    const direction = descending ? 'DESC' : 'ASC';
    return `ORDER BY r.${COLUMNS[sort]} ${direction}, r.variant_id ${direction}`;
  };
  const rowsOf = (ids: readonly number[]): StockRow[] =>
    ids.length === 0 ? [] : byIds.all(JSON.stringify(ids)).map(toRow);

  return {
    stockPage(question, limit, offset) {
      const { from, where, values } = conditions(question);
      if (where === '') {
        // Of all rows the sort's own index is enough, and what is skipped is read from it alone.
        const ids = prepared(
          `SELECT r.variant_id FROM stock_rows r ${orderOf(question)} LIMIT ? OFFSET ?`,
        ).all(limit, offset) as number[];
        return { rows: rowsOf(ids), total: prepared('SELECT count(*) FROM stock_rows').get() as number };
      }
      const ids = matching(`${from} ${where} ${orderOf(question)}`, values);
      return { rows: rowsOf(ids.slice(offset, offset + limit)), total: ids.length };
    },
    stockIds(question) {
      const { from, where, values } = conditions(question);
      return [...matching(`${from} ${where} ${orderOf(question)}`, values)];
    },
    stockRows: rowsOf,
    stockHorizon: (limit) => ({ rows: rowsOf(urgent.all(limit)), total: urgentCount.get()! }),
    stockStates() {
      forgetMoved();
      latelyCounted ??= new Map(states.all());
      return latelyCounted;
    },
    atRisk() {
      const row = atRisk.get() as Record<'uncosted' | 'costed' | 'low' | 'mid' | 'high', number | null>;
      return {
        late: late.get()!,
        judged: judged.get()!,
        uncosted: row.uncosted ?? 0,
        costed: row.costed ?? 0,
        low: row.low ?? 0,
        mid: row.mid ?? 0,
        high: row.high ?? 0,
      };
    },
    lateCounts: (limit) => lateCounts.all(limit),
  };
}

/** Every word by its beginning. Words are letters and digits alone, so nothing in them is syntax to the index. */
export function matchOf(words: readonly string[]): string {
  return words.map((word) => `"${word}"*`).join(' AND ');
}

function toRow({ product, variant, days, low, high, orderBy, ...row }: Raw): StockRow {
  return {
    ...row,
    title: fullTitle(product, variant),
    product,
    variant: variant === 'Default Title' ? null : variant,
    daysLeft: days >= UNKNOWN ? null : { days: days >= FOREVER ? null : days, low, high },
    orderBy: orderBy >= NO_DAY ? null : orderBy,
  };
}
