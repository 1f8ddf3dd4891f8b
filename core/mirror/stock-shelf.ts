/**
 * One row a variant of what its stock is and how long it lasts: facts of the mirror judged by the agent's planner on
 * the agent's newest outlook. Whatever a row rests on marks it when it changes; marked rows are worked out again.
 */

import { fold, foldedWords } from '../../shared/folding.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { mulDiv } from '../../shared/money.ts';
import type {
  DailyOutlook,
  DemandFan,
  DueUnits,
  KeptOutlook,
  SalesStanding,
  StockAdvice,
  StockJudgement,
  StockPlanner,
} from '../../shared/stock.ts';
import type { SupplierTerms } from '../../shared/supplier-terms.ts';
import type { Day, EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import { fullTitle } from './full-title.ts';
import { type OutlookRow, type Outlooks, outlookTable } from './outlooks.ts';
import { UNIT_COST } from './unit-cost.ts';

/** What the mirror asks of ledger and agent to judge its stock. */
export interface StockJudge {
  planner: StockPlanner;
  terms(variant: { variantId: ShopifyId; vendor: string }): SupplierTerms;
  /** Units on open purchase orders of the program. */
  onOrder(): ReadonlyMap<ShopifyId, number>;
  /** Of those and what the shop shows of them, the ones of which it is known when they come. */
  due(today: Day): ReadonlyMap<ShopifyId, readonly DueUnits[]>;
}

export interface StockShelf {
  /** In transactions of about 20 ms with turns in between; `yieldTurn` lets others in. */
  keepOutlooks(
    rows: readonly KeptOutlook[],
    of: { run: number; madeAt: EpochMs; day: Day; pool?: string },
    yieldTurn: () => Promise<void>,
  ): Promise<void>;
  outlook(variantId: ShopifyId): OutlookRow | null;
  /** What its newest outlook knows of its sales; null without a forecast. */
  salesStanding(variantId: ShopifyId): SalesStanding | null;
  /** What the newest outlooks' series have in common, as the agent wrote it; null before the first. */
  outlookPool(): string | null;
  /** When the newest outlooks were made; null before the first. */
  outlookAt(): EpochMs | null;
  /** Works out marked rows for about so long; returns how many are left. */
  settleStock(budgetMs: number): number;
  /** Grows whenever a row was worked out anew. */
  stockMoved(): number;
  /** Their terms or open orders changed. */
  markVariants(ids: readonly ShopifyId[]): void;
  markVendor(vendor: string): void;
  /** The outlook of a variant for the days from today on, as judged; null without a forecast. */
  dailyOutlook(row: OutlookRow): DailyOutlook | null;
}

/** Stand for "outlasts ten years", "unknown", and "no day, or none known", so that all sort as they should. */
export const FOREVER = 1e6;
export const UNKNOWN = 1e7;
export const NO_DAY = 9e6;
/** Fewest days of a forecast that has partly passed. */
const FEWEST_DAYS = 7;
const SLICE_MS = 15;
/** Beyond so many days a day more or less is nothing to anyone: such rows wait for the next run. */
const NEAR_DAYS = 400;

interface Ordered {
  units: ReadonlyMap<ShopifyId, number>;
  due: ReadonlyMap<ShopifyId, readonly DueUnits[]>;
}

interface Facts {
  variantId: number;
  productId: number;
  itemId: number;
  product: string;
  variant: string;
  sku: string | null;
  barcode: string | null;
  vendor: string;
  status: string;
  isGiftCard: number;
  policy: string;
  tracked: number;
  unitCost: number | null;
  /** 1 where any place states how much there is. */
  stockKnown: number;
  available: number;
  incoming: number;
}

export function stockShelf(
  db: Database,
  options: { judge?: StockJudge; today: () => Day; now: () => EpochMs; readOnly: boolean },
): StockShelf {
  const outlooks: Outlooks = outlookTable(db);
  const sql = {
    marks: db.prepare<[number], number>('SELECT variant_id FROM stock_marks LIMIT ?').pluck(),
    markCount: db.prepare<[], number>('SELECT count(*) FROM stock_marks').pluck(),
    unmark: db.prepare('DELETE FROM stock_marks WHERE variant_id = ?'),
    mark: db.prepare('INSERT OR IGNORE INTO stock_marks VALUES (?)'),
    markVendor: db.prepare(
      `INSERT OR IGNORE INTO stock_marks SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id
       WHERE p.vendor = ?`,
    ),
    markNear: db.prepare(
      `INSERT OR IGNORE INTO stock_marks SELECT variant_id FROM stock_rows WHERE days_left < ${NEAR_DAYS}`,
    ),
    day: db.prepare("SELECT value FROM meta WHERE key = 'stock_day'").pluck(),
    pool: db.prepare<[], string>("SELECT value FROM meta WHERE key = 'outlook_pool'").pluck(),
    setPool: db.prepare("REPLACE INTO meta VALUES ('outlook_pool', ?)"),
    setDay: db.prepare("REPLACE INTO meta VALUES ('stock_day', ?)"),
    facts: db.prepare<[number], Facts>(
      `SELECT v.id AS variantId, v.product_id AS productId, v.inventory_item_id AS itemId, p.title AS product,
         v.title AS variant, v.sku, v.barcode, p.vendor, p.status, p.is_gift_card AS isGiftCard,
         v.inventory_policy AS policy, coalesce(i.tracked, 0) AS tracked, ${UNIT_COST} AS unitCost,
         EXISTS (SELECT 1 FROM inventory_levels l WHERE l.item_id = v.inventory_item_id) AS stockKnown,
         coalesce((SELECT sum(available) FROM inventory_levels l WHERE l.item_id = v.inventory_item_id), 0) AS available,
         coalesce((SELECT sum(incoming) FROM inventory_levels l WHERE l.item_id = v.inventory_item_id), 0) AS incoming
       FROM variants v JOIN products p ON p.id = v.product_id
       LEFT JOIN inventory_items i ON i.id = v.inventory_item_id WHERE v.id = ?`,
    ),
    put: db.prepare(
      `REPLACE INTO stock_rows VALUES (@variantId, @productId, @itemId, @state, @urgent, @late, @available, @incoming,
         @daysLeft, @daysLow, @daysHigh, @orderBy, @perDay, @leadTime, @quantity, @unitCost, @value, @lostLow, @lostMid,
         @lostHigh, @asOf, @reason, @vendor, @sku, @titleKey)`,
    ),
    drop: db.prepare('DELETE FROM stock_rows WHERE variant_id = ?'),
    words: db.prepare<[number], string>('SELECT words FROM product_texts WHERE variant_id = ?').pluck(),
    putWords: db.prepare('REPLACE INTO product_texts VALUES (?, ?)'),
    dropWords: db.prepare('DELETE FROM product_texts WHERE variant_id = ?'),
    dropIndexed: db.prepare('DELETE FROM product_words WHERE rowid = ?'),
    index: db.prepare('INSERT INTO product_words (rowid, words) VALUES (?, ?)'),
    late: db.prepare<[], number>('SELECT count(*) FROM stock_rows WHERE late = 1').pluck(),
    judged: db.prepare<[], number>('SELECT count(*) FROM outlooks WHERE reason IS NULL').pluck(),
    putCount: db.prepare('REPLACE INTO outlook_counts VALUES (?, ?, ?, ?)'),
  };

  const indexWords = (facts: Facts): void => {
    const words = wordsOf(facts);
    const before = sql.words.get(facts.variantId);
    if (before === words) return;
    if (before !== undefined) sql.dropIndexed.run(facts.variantId);
    sql.index.run(facts.variantId, words);
    sql.putWords.run(facts.variantId, words);
  };
  const forget = (id: number): void => {
    sql.drop.run(id);
    if (sql.words.get(id) === undefined) return;
    sql.dropIndexed.run(id);
    sql.dropWords.run(id);
  };

  const dailyOutlook: StockShelf['dailyOutlook'] = (row) => {
    if (!row.fan) return null;
    const { mean, q10, q90 } = fanFrom(row.fan, options.today() - row.day);
    const { restockRate, dead, spread } = row;
    return { mean, low: q10, high: q90, restockRate, dead, ...(spread ? { spread } : {}) };
  };

  let moved = 0;
  const workOut = (id: number, ordered: Ordered, today: Day): void => {
    moved += 1;
    const facts = sql.facts.get(id);
    if (!facts) {
      forget(id);
      return;
    }
    indexWords(facts);
    const incoming = facts.incoming + (ordered.units.get(id) ?? 0);
    const outlook = outlooks.get(id);
    const daily = outlook ? dailyOutlook(outlook) : null;
    const { judge } = options;
    const cost = facts.unitCost;
    const terms = judge?.planner.serviceTerms(judge.terms(facts), {
      salesClass: outlook?.salesClass ?? null,
      netPerUnit: outlook?.netPerUnit ?? 0,
      unitCost: cost,
    });
    const judged =
      judge && terms && daily
        ? judge.planner.judge(
            { available: facts.available, incoming, due: ordered.due.get(id) },
            daily,
            terms,
            today,
          )
        : null;
    sql.put.run({
      variantId: id,
      productId: facts.productId,
      itemId: facts.itemId,
      state: judged?.state ?? stateWithout(facts, outlook),
      ...figuresOf(judged, today),
      available: facts.available,
      incoming,
      leadTime: judged ? (terms?.leadTimeDays ?? null) : null,
      unitCost: cost,
      value: cost === null ? null : Math.max(0, facts.available) * cost,
      ...lossOf(judged, outlook, cost),
      asOf: judged ? options.now() : null,
      reason: judged ? null : reasonWithout(outlook, outlooks.madeAt()),
      vendor: facts.vendor,
      sku: facts.sku,
      titleKey: fold(fullTitle(facts.product, facts.variant)),
    });
  };

  /** Orders to place by a day that is over are due today: what is near moves with the day. */
  const followDay = (today: Day): void => {
    if (sql.day.get() === String(today)) return;
    db.transaction(() => {
      sql.markNear.run();
      sql.setDay.run(String(today));
    }).immediate();
  };

  const settleStock = (budgetMs: number): number => {
    if (options.readOnly) return sql.markCount.get()!;
    const today = options.today();
    followDay(today);
    if (sql.marks.get(1) === undefined) return 0;
    const until = performance.now() + budgetMs;
    const { judge } = options;
    const ordered: Ordered = judge
      ? { units: judge.onOrder(), due: judge.due(today) }
      : { units: new Map(), due: new Map() };
    const slice = db.transaction((end: number): boolean => {
      const ids = sql.marks.all(500);
      for (const id of ids) {
        workOut(id, ordered, today);
        sql.unmark.run(id);
        if (performance.now() >= end) return true;
      }
      return ids.length === 500;
    });
    while (slice.immediate(Math.min(until, performance.now() + SLICE_MS)))
      if (performance.now() >= until) break;
    return sql.markCount.get()!;
  };

  return {
    async keepOutlooks(rows, of, yieldTurn) {
      for (let start = 0; start < rows.length; start += 200) {
        db.transaction(() => outlooks.put(rows.slice(start, start + 200), of)).immediate();
        await yieldTurn();
      }
      db.transaction(() => {
        outlooks.dropBefore(of.run);
        if (of.pool !== undefined) sql.setPool.run(of.pool);
      }).immediate();
      while (settleStock(SLICE_MS) > 0) await yieldTurn();
      sql.putCount.run(of.day, of.madeAt, sql.late.get()!, sql.judged.get()!);
    },
    outlook: (id) => outlooks.get(id),
    salesStanding: (id) => outlooks.standing(id),
    outlookPool: () => sql.pool.get() ?? null,
    outlookAt: () => outlooks.madeAt(),
    settleStock,
    stockMoved: () => moved,
    markVariants(ids) {
      db.transaction(() => {
        for (const id of ids) sql.mark.run(id);
      }).immediate();
    },
    markVendor: (vendor) => {
      sql.markVendor.run(vendor);
    },
    dailyOutlook,
  };
}

/** From the n-th day of a fan on; the last week stands for what lies beyond. */
export function fanFrom(fan: DemandFan, passed: number): DemandFan {
  const from = Math.max(0, Math.min(passed, fan.mean.length - FEWEST_DAYS));
  const cut = (values: readonly number[]): number[] => values.slice(from);
  const { mean, q10, q25, q50, q75, q90 } = fan;
  return { mean: cut(mean), q10: cut(q10), q25: cut(q25), q50: cut(q50), q75: cut(q75), q90: cut(q90) };
}

/** Day to order by; null where nobody buys it, or what there is and comes outlasts ten years. */
export function orderDay({ perDay, daysOfPosition, orderBy }: StockAdvice): Day | null {
  return perDay > 0 && daysOfPosition !== null ? orderBy : null;
}

function figuresOf(judged: StockJudgement | null, today: Day) {
  if (!judged)
    return {
      urgent: 0,
      late: 0,
      daysLeft: UNKNOWN,
      daysLow: null,
      daysHigh: null,
      orderBy: NO_DAY,
      perDay: null,
      quantity: 0,
    };
  const { advice, state, daysOfCoverRange, late } = judged;
  const sells = advice.perDay > 0;
  const urgent = state === 'order_now' || (state === 'out' && sells) || (state === 'out_first' && late);
  const orderBy = orderDay(advice);
  return {
    urgent: urgent ? 1 : 0,
    late: late ? 1 : 0,
    // An empty shelf lasts for ever where nobody asks for what was on it.
    daysLeft: sells ? (advice.daysOfCover ?? FOREVER) : FOREVER,
    daysLow: sells ? daysOfCoverRange.low : null,
    daysHigh: sells ? daysOfCoverRange.high : null,
    orderBy: orderBy === null ? NO_DAY : Math.max(today, orderBy),
    perDay: advice.perDay,
    quantity: advice.quantity,
  };
}

/** As the agent's proposals state it: margin of the units that would go unsold if nothing was ordered now. */
function lossOf(judged: StockJudgement | null, outlook: OutlookRow | null, cost: number | null) {
  if (!judged || !outlook || cost === null || judged.advice.quantity === 0)
    return { lostLow: null, lostMid: null, lostHigh: null };
  const margin = Math.max(0, outlook.netPerUnit - cost);
  const lost = (units: number): number => mulDiv(margin, Math.round(units * 1000), 1000);
  const { low, mid, high } = judged.advice.lostUnits;
  return { lostLow: lost(low), lostMid: lost(mid), lostHigh: lost(high) };
}

/** Without a forecast only facts remain: an active product that can't be sold for want of stock is out. */
function stateWithout(facts: Facts, outlook: OutlookRow | null): string {
  if (outlook?.dead && facts.available > 0) return 'dead';
  const sellable =
    facts.status === 'ACTIVE' && facts.isGiftCard === 0 && facts.tracked === 1 && facts.stockKnown === 1;
  return !outlook && sellable && facts.policy === 'DENY' && facts.available <= 0 ? 'out' : 'unknown';
}

function reasonWithout(outlook: OutlookRow | null, madeAt: EpochMs | null): string {
  if (outlook?.reason) return outlook.reason;
  return madeAt === null
    ? 'The inventory agent has not looked at this store yet.'
    : 'It came after the inventory agent’s newest run; the next one looks at it.';
}

/** SKUs are found by their parts and as one word; barcodes by their beginning. */
function wordsOf({ product, variant, sku, barcode, vendor }: Facts): string {
  const joined = foldedWords(sku ?? '').join('');
  const words = [
    ...foldedWords(fullTitle(product, variant)),
    ...foldedWords(vendor),
    ...foldedWords(sku ?? ''),
    ...(joined === '' ? [] : [joined]),
    ...foldedWords(barcode ?? ''),
  ];
  return [...new Set(words)].join(' ');
}
