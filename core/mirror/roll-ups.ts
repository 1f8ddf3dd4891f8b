/** Keeps the sums of days: which days were touched, and settling them, in the transaction that wrote or later. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Day } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { DayClock } from './day-clock.ts';
import {
  type DaySums,
  daySummer,
  formatQuantities,
  isEmptyStore,
  parseQuantities,
  type VariantSums,
} from './day-sums.ts';
import { UNIT_COST } from './unit-cost.ts';

/** What a writing transaction may spend on its touched days before it leaves the rest marked. */
const IN_TRANSACTION_MS = 20;
/** Transactions of a load after which a day that none of them touched may be settled. */
const QUIET_AFTER = 4;

export class RollUps {
  readonly #db: Database;
  readonly #clock: () => DayClock;
  readonly #sum: (day: Day, clock: DayClock) => DaySums;
  readonly #touched = new Set<Day>();
  #costsTouched = false;
  /** First and last day touched by the last transactions of a load. */
  readonly #recent: [Day, Day][] = [];
  /** Changes of line counts by quantity and variant, of the days that the running transaction settled. */
  readonly #moves = new Map<number, Map<ShopifyId, number>>();
  #costs: Map<ShopifyId, number> | null = null;
  readonly #mark;
  readonly #unmark;
  readonly #markCosts;
  readonly #markAll;
  readonly #next;
  readonly #nextWithin;
  readonly #pending;
  readonly #statements;

  constructor(db: Database, clock: () => DayClock) {
    this.#db = db;
    this.#clock = clock;
    this.#sum = daySummer(db);
    this.#mark = db.prepare(
      'INSERT INTO touched_days VALUES (?, 0) ON CONFLICT (day) DO UPDATE SET cost_only = 0 WHERE cost_only = 1',
    );
    this.#unmark = db.prepare('DELETE FROM touched_days WHERE day = ?');
    this.#markCosts = db.prepare(
      'INSERT INTO touched_days SELECT day, 1 FROM store_days WHERE true ON CONFLICT (day) DO NOTHING',
    );
    this.#markAll = db.prepare(
      'INSERT INTO touched_days SELECT day, 0 FROM store_days WHERE true ON CONFLICT (day) DO UPDATE SET cost_only = 0',
    );
    this.#next = db
      .prepare(
        'SELECT day, cost_only FROM touched_days WHERE day NOT BETWEEN ? AND ? ORDER BY day DESC LIMIT 1',
      )
      .raw();
    this.#nextWithin = db
      .prepare('SELECT day FROM touched_days WHERE cost_only = 0 AND day BETWEEN ? AND ? LIMIT 1')
      .pluck();
    this.#pending = db.prepare('SELECT count(*) FROM touched_days').pluck();
    this.#statements = {
      costs: db
        .prepare(
          `SELECT v.id, ${UNIT_COST} FROM variants v LEFT JOIN inventory_items i ON i.id = v.inventory_item_id`,
        )
        .raw(),
      cost: db
        .prepare(
          `SELECT ${UNIT_COST} FROM variants v LEFT JOIN inventory_items i ON i.id = v.inventory_item_id
           WHERE v.id = ?`,
        )
        .pluck(),
      oldLines: db.prepare('SELECT variant_id, lines, quantities FROM variant_days WHERE day = ?').raw(),
      keptDay: db.prepare('SELECT variant_id, net, kept FROM variant_days WHERE day = ?').raw(),
      setCosts: db.prepare('UPDATE store_days SET known_net = ?, known_cost = ? WHERE day = ?'),
      dropStore: db.prepare('DELETE FROM store_days WHERE day = ?'),
      dropHours: db.prepare('DELETE FROM store_hours WHERE day = ?'),
      dropVariants: db.prepare('DELETE FROM variant_days WHERE day = ?'),
      addStore: db.prepare(`INSERT INTO store_days VALUES (${'?, '.repeat(12)}?)`),
      addHour: db.prepare('INSERT INTO store_hours VALUES (?, ?, ?, ?, ?)'),
      addVariant: db.prepare(`INSERT INTO variant_days VALUES (${'?, '.repeat(9)}?)`),
      addQuantity: db.prepare(
        `INSERT INTO variant_quantities VALUES (?, ?, ?)
         ON CONFLICT (variant_id, quantity) DO UPDATE SET lines = lines + excluded.lines`,
      ),
      dropQuantities: db.prepare('DELETE FROM variant_quantities WHERE variant_id = ? AND lines = 0'),
    };
  }

  /** To be called inside the transaction that changes what is booked on the day. */
  touch(day: Day): void {
    this.#touched.add(day);
  }

  /** Unit costs changed, where told only of these: every day's margin is to be worked out again. */
  touchCosts(variantIds?: readonly ShopifyId[]): void {
    this.#costsTouched = true;
    if (!variantIds || !this.#costs) {
      this.#costs = null;
      return;
    }
    for (const id of variantIds) {
      const cost = this.#statements.cost.get(id) as number | null | undefined;
      if (cost == null) this.#costs.delete(id);
      else this.#costs.set(id, cost);
    }
  }

  /** The store's zone changed: `days` are those that now have something. */
  touchEverything(days: Iterable<Day>): void {
    this.#costs = null;
    this.#markAll.run();
    for (const day of days) this.#mark.run(day);
  }

  /** Ends a transaction's part: settles what fits where `now`, marks the rest. */
  finish(settle: 'now' | 'later'): void {
    const until = performance.now() + IN_TRANSACTION_MS;
    if (settle === 'later' && this.#touched.size > 0) {
      this.#recent.push([Math.min(...this.#touched), Math.max(...this.#touched)]);
      if (this.#recent.length > QUIET_AFTER) this.#recent.shift();
    }
    for (const day of this.#touched) {
      if (settle === 'now' && performance.now() < until) this.#settleDay(day);
      else this.#mark.run(day);
    }
    this.#touched.clear();
    this.#writeQuantities();
    if (this.#costsTouched) this.#markCosts.run();
    this.#costsTouched = false;
  }

  /** The transaction was rolled back. */
  abandon(): void {
    this.#touched.clear();
    this.#moves.clear();
    this.#costsTouched = false;
    this.#costs = null;
  }

  pending(): number {
    return this.#pending.get() as number;
  }

  /**
   * One day at least, newest first, in transactions of about 20 ms, for about `budgetMs`; returns how many are left.
   */
  settle(budgetMs: number): number {
    return this.#settleOutside(budgetMs, [0, -1]);
  }

  /**
   * The same for days that a running load seems to have left behind: none of its last batches touched them. Returns
   * whether there were any.
   */
  settleQuiet(budgetMs: number): boolean {
    if (this.#recent.length < QUIET_AFTER) return false;
    const lo = Math.min(...this.#recent.map(([first]) => first));
    const hi = Math.max(...this.#recent.map(([, last]) => last));
    if (this.#next.get(lo, hi) === undefined) return false;
    this.#settleOutside(budgetMs, [lo, hi]);
    return true;
  }

  /** What variants sold on the days `from` to `to`; other costs change nothing of it, and wait. */
  settleWithin(from: Day, to: Day): void {
    const next = (): Day | undefined => this.#nextWithin.get(from, to) as Day | undefined;
    const settle = this.#db.transaction((day: Day): void => {
      this.#settleDay(day);
      this.#writeQuantities();
    });
    try {
      for (let day = next(); day !== undefined; day = next()) settle.immediate(day);
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  #settleOutside(budgetMs: number, [lo, hi]: [Day, Day]): number {
    const until = performance.now() + budgetMs;
    const some = this.#db.transaction((end: number): boolean => {
      do {
        const next = this.#next.get(lo, hi) as [Day, number] | undefined;
        if (!next) {
          this.#writeQuantities();
          return false;
        }
        if (next[1]) this.#settleCosts(next[0]);
        else this.#settleDay(next[0]);
      } while (performance.now() < end);
      this.#writeQuantities();
      return true;
    });
    try {
      while (some.immediate(Math.min(until, performance.now() + IN_TRANSACTION_MS)))
        if (performance.now() >= until) break;
    } catch (error) {
      this.abandon();
      throw error;
    }
    return this.pending();
  }

  /** Fresh sums of a day, for comparison. */
  sum(day: Day): DaySums {
    return this.#sum(day, this.#clock());
  }

  #settleDay(day: Day): void {
    const sql = this.#statements;
    const sums = this.sum(day);
    this.#moveQuantities(day, sums.variants);
    sql.dropVariants.run(day);
    let knownNet = 0;
    let knownCost = 0;
    const costs = this.#costsByVariant();
    const ids = Float64Array.from(sums.variants.keys()).sort();
    for (const id of ids) {
      const v = sums.variants.get(id)!;
      const cost = costs.get(id);
      if (cost !== undefined) {
        knownNet += v.net;
        knownCost += cost * v.kept;
      }
      if (v.lines !== 0 || v.units !== 0 || v.restocked !== 0 || v.lost !== 0 || v.kept !== 0 || v.net !== 0)
        sql.addVariant.run(
          day,
          id,
          v.units,
          v.lines,
          v.largest,
          v.restocked,
          v.lost,
          v.kept,
          v.net,
          formatQuantities(v.quantities),
        );
    }
    const s = sums.store;
    sql.dropStore.run(day);
    if (!isEmptyStore(s))
      sql.addStore.run(
        day,
        s.orders,
        s.gross,
        s.discounts,
        s.returns,
        s.taxes,
        s.shipping,
        s.tips,
        s.duties,
        s.unitsSold,
        s.unitsReturned,
        knownNet,
        knownCost,
      );
    sql.dropHours.run(day);
    sums.hours.forEach((hour, index) => {
      if (hour) sql.addHour.run(day, index, hour.orders, hour.net, hour.units);
    });
    this.#unmark.run(day);
  }

  /** Notes the difference between the day's lines as they were summed before and now, by variant and quantity. */
  #moveQuantities(day: Day, variants: ReadonlyMap<ShopifyId, VariantSums>): void {
    for (const [id, lines, quantities] of this.#statements.oldLines.iterate(day) as IterableIterator<
      [ShopifyId, number, string | null]
    >)
      for (const [quantity, count] of parseQuantities(quantities, lines))
        this.#noteLines(id, quantity, -count);
    for (const [id, { lines, quantities }] of variants)
      if (quantities.size === 0) this.#noteLines(id, 1, lines);
      else for (const [quantity, count] of quantities) this.#noteLines(id, quantity, count);
  }

  #noteLines(id: ShopifyId, quantity: number, count: number): void {
    let moves = this.#moves.get(quantity);
    if (!moves) {
      moves = new Map();
      this.#moves.set(quantity, moves);
    }
    moves.set(id, (moves.get(id) ?? 0) + count);
  }

  /** Ends a transaction that settled days: the histograms follow. */
  #writeQuantities(): void {
    const sql = this.#statements;
    for (const [quantity, moves] of this.#moves)
      for (const [id, count] of moves) {
        if (count !== 0) sql.addQuantity.run(id, quantity, count);
        if (count < 0) sql.dropQuantities.run(id);
      }
    this.#moves.clear();
  }

  #settleCosts(day: Day): void {
    const costs = this.#costsByVariant();
    let knownNet = 0;
    let knownCost = 0;
    for (const [id, net, kept] of this.#statements.keptDay.iterate(day) as IterableIterator<
      [ShopifyId, number, number]
    >) {
      const cost = costs.get(id);
      if (cost === undefined) continue;
      knownNet += net;
      knownCost += cost * kept;
    }
    this.#statements.setCosts.run(knownNet, knownCost, day);
    this.#unmark.run(day);
  }

  #costsByVariant(): Map<ShopifyId, number> {
    if (this.#costs) return this.#costs;
    this.#costs = new Map();
    for (const [id, cost] of this.#statements.costs.iterate() as IterableIterator<[ShopifyId, number | null]>)
      if (cost !== null) this.#costs.set(id, cost);
    return this.#costs;
  }
}
