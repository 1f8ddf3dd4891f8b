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

/** What a writing transaction may spend on its touched days before it leaves the rest marked. */
const IN_TRANSACTION_MS = 20;

export class RollUps {
  readonly #db: Database;
  readonly #clock: () => DayClock;
  readonly #sum: (day: Day, clock: DayClock) => DaySums;
  readonly #touched = new Set<Day>();
  #costsTouched = false;
  #costs: Map<ShopifyId, number> | null = null;
  readonly #mark;
  readonly #unmark;
  readonly #markCosts;
  readonly #markAll;
  readonly #next;
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
    this.#next = db.prepare('SELECT day, cost_only FROM touched_days ORDER BY day DESC LIMIT 1').raw();
    this.#pending = db.prepare('SELECT count(*) FROM touched_days').pluck();
    this.#statements = {
      costs: db
        .prepare(
          `SELECT v.id, i.unit_cost FROM inventory_items i JOIN variants v ON v.inventory_item_id = i.id
           WHERE i.unit_cost IS NOT NULL`,
        )
        .raw(),
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
      staleCovers: db.prepare("DELETE FROM meta WHERE key = 'covers_day'"),
    };
  }

  /** To be called inside the transaction that changes what is booked on the day. */
  touch(day: Day): void {
    this.#touched.add(day);
  }

  /** Unit costs changed: every day's margin is to be worked out again. */
  touchCosts(): void {
    this.#costs = null;
    this.#costsTouched = true;
  }

  /** The store's zone changed: `days` are those that now have something. */
  touchEverything(days: Iterable<Day>): void {
    this.#markAll.run();
    for (const day of days) this.#mark.run(day);
  }

  staleCovers(): void {
    this.#statements.staleCovers.run();
  }

  /** Ends a transaction's part: settles what fits where `now`, marks the rest. */
  finish(settle: 'now' | 'later'): void {
    const until = performance.now() + IN_TRANSACTION_MS;
    for (const day of this.#touched) {
      if (settle === 'now' && performance.now() < until) this.#settleDay(day);
      else this.#mark.run(day);
    }
    this.#touched.clear();
    if (this.#costsTouched) this.#markCosts.run();
    this.#costsTouched = false;
  }

  /** The transaction was rolled back. */
  abandon(): void {
    this.#touched.clear();
    this.#costsTouched = false;
    this.#costs = null;
  }

  pending(): number {
    return this.#pending.get() as number;
  }

  /** One day at least, newest first, each in its own transaction, for about `budgetMs`; returns how many are left. */
  settle(budgetMs: number): number {
    const until = performance.now() + budgetMs;
    const one = this.#db.transaction((day: Day, costOnly: number) => {
      if (costOnly) this.#settleCosts(day);
      else this.#settleDay(day);
    });
    do {
      const next = this.#next.get() as [Day, number] | undefined;
      if (!next) return 0;
      one.immediate(next[0], next[1]);
    } while (performance.now() < until);
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
    this.staleCovers();
  }

  /** Adds the difference between the day's lines as they were summed before and now to the variants' histograms. */
  #moveQuantities(day: Day, variants: ReadonlyMap<ShopifyId, VariantSums>): void {
    const sql = this.#statements;
    const old = new Map<ShopifyId, [lines: number, quantities: string | null]>();
    for (const [id, lines, quantities] of sql.oldLines.iterate(day) as IterableIterator<
      [ShopifyId, number, string | null]
    >)
      old.set(id, [lines, quantities]);
    const move = (
      id: ShopifyId,
      from: readonly [number, string | null],
      to: VariantSums | undefined,
    ): void => {
      const text = to ? formatQuantities(to.quantities) : null;
      const lines = to?.lines ?? 0;
      if (from[0] === lines && from[1] === text) return;
      const change = new Map<number, number>();
      for (const [quantity, count] of parseQuantities(from[1], from[0])) change.set(quantity, -count);
      for (const [quantity, count] of parseQuantities(text, lines))
        change.set(quantity, (change.get(quantity) ?? 0) + count);
      let removed = false;
      for (const [quantity, count] of change) {
        if (count !== 0) sql.addQuantity.run(id, quantity, count);
        removed ||= count < 0;
      }
      if (removed) sql.dropQuantities.run(id);
    };
    for (const [id, to] of variants) {
      move(id, old.get(id) ?? [0, null], to);
      old.delete(id);
    }
    for (const [id, from] of old) move(id, from, undefined);
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
    this.#costs ??= new Map(this.#statements.costs.all() as [ShopifyId, number][]);
    return this.#costs;
  }
}
