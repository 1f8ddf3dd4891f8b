/** Stocktakes: what was expected at a location, what was counted, and by whom. */
import type { ActionState, Actor, StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import { fold } from '../../shared/folding.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Minor } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { LedgerBase } from './base.ts';

type StocktakeState = 'counting' | 'finishing' | 'finished' | 'cancelled';

/** Values at cost in minor units of the store's currency, over lines whose cost is known. */
export interface StocktakeRow {
  id: number;
  storeId: StoreId;
  locationId: ShopifyId;
  name: string;
  state: StocktakeState;
  /** Why it is counted on after it was finished; null where it is not. */
  because: string | null;
  version: number;
  createdBy: Actor;
  createdAt: EpochMs;
  finishedAt: EpochMs | null;
  lines: number;
  counted: number;
  different: number;
  unitsOver: number;
  unitsUnder: number;
  valueOver: Minor;
  valueUnder: Minor;
  unvalued: number;
  /** Of the finishing under way or done, and what earlier ones have set. */
  actionIds: number[];
}

interface StocktakeLineInput {
  variantId: ShopifyId;
  inventoryItemId: ShopifyId;
  title: string;
  sku: string | null;
  barcode: string | null;
  unitCost: Minor | null;
  /** Units on hand. */
  expected: number;
}

export interface StocktakeLineRow extends StocktakeLineInput {
  id: number;
  counted: number | null;
  countedBy: string | null;
  countedAt: EpochMs | null;
}

interface StocktakeLineFilter {
  filter: 'all' | 'counted' | 'uncounted' | 'different';
  search?: string;
  limit: number;
  offset: number;
}

export interface Stocktakes {
  create(
    input: { storeId: StoreId; locationId: ShopifyId; name: string; lines: Iterable<StocktakeLineInput> },
    actor: Actor,
  ): StocktakeRow;
  get(id: number): StocktakeRow | null;
  /** Throws not_found. */
  require(id: number): StocktakeRow;
  list(filter: { storeId?: StoreId; limit: number; offset: number }): { rows: StocktakeRow[]; total: number };
  lines(id: number, filter: StocktakeLineFilter): { rows: StocktakeLineRow[]; total: number };
  line(id: number, lineId: number): StocktakeLineRow | null;
  /** By SKU, else by barcode; several where the code is not unique. */
  linesOf(id: number, code: string): StocktakeLineRow[];
  different(id: number): StocktakeLineRow[];
  /** null takes the count back. Throws invalid_state unless it is being counted. */
  count(
    id: number,
    lineId: number,
    quantity: number | null,
    expected: number,
    actor: Actor,
  ): StocktakeLineRow;
  /** Throws invalid_state, stale_value. */
  move(id: number, version: number, to: 'finishing' | 'cancelled', actor: Actor): StocktakeRow;
  addAction(id: number, actionId: number): void;
  /** Finished once all of its actions are verified; `verified` is one that is about to be. */
  settleAfter(id: number, verified: number | null): void;
  finishing(): number[];
  /** Whether its finishing, still under way, is carried out by this action among others. */
  awaits(id: number, actionId: number): boolean;
  /**
   * Back to counting, once nothing of a finishing is under way any more and a part of it did not go through. What its
   * other parts have set is what is expected from then on, so that nothing is set twice.
   */
  reopenRefused(id: number): void;
}

type StocktakeRecord = Omit<StocktakeRow, 'createdBy' | 'actionIds'> & {
  byKind: Actor['kind'];
  byId: string;
};

/** One action of a finishing. */
interface Part {
  id: number;
  state: ActionState;
  reason: string | null;
  input: string;
  decidedBy: string | null;
  outcome: string | null;
}

interface CountedPart {
  lines: { inventoryItemId: ShopifyId; counted: number }[];
}

/** Ended, and nothing of it is in the shop. */
const REFUSED: ReadonlySet<ActionState> = new Set(['failed', 'rejected', 'expired']);

function whyRefused({ state, reason, decidedBy, outcome }: Part): string {
  if (state === 'failed') return outcome ?? 'It was not carried out.';
  if (state === 'rejected') return `${decidedBy} turned it down${reason ? `: ${reason}` : '.'}`;
  return reason ?? 'Nobody decided in time.';
}

const DIFFERENT = 'counted IS NOT NULL AND counted <> expected';
const STOCKTAKE = `SELECT s.id, s.store AS storeId, s.location AS locationId, s.name, s.state, s.because, s.version,
    s.by_kind AS byKind, s.by_id AS byId, s.created_at AS createdAt, s.finished_at AS finishedAt,
    count(l.id) AS lines, count(l.counted) AS counted,
    coalesce(sum(l.counted <> l.expected), 0) AS different,
    coalesce(sum(max(0, l.counted - l.expected)), 0) AS unitsOver,
    coalesce(sum(max(0, l.expected - l.counted)), 0) AS unitsUnder,
    coalesce(sum(max(0, l.counted - l.expected) * l.unit_cost), 0) AS valueOver,
    coalesce(sum(max(0, l.expected - l.counted) * l.unit_cost), 0) AS valueUnder,
    coalesce(sum(l.counted <> l.expected AND l.unit_cost IS NULL), 0) AS unvalued
  FROM stocktakes s LEFT JOIN stocktake_lines l ON l.stocktake = s.id`;
const LINE = `SELECT id, variant AS variantId, inventory_item AS inventoryItemId, title, sku, barcode,
  unit_cost AS unitCost, expected, counted, counted_by AS countedBy, counted_at AS countedAt FROM stocktake_lines`;

export function createStocktakes(base: LedgerBase): Stocktakes {
  const { db } = base;
  const one = db.prepare<[number], StocktakeRecord>(`${STOCKTAKE} WHERE s.id = ? GROUP BY s.id`);
  const page = db.prepare<[string | null, number, number], StocktakeRecord>(
    `${STOCKTAKE} WHERE s.store = coalesce(?, s.store) GROUP BY s.id ORDER BY s.id DESC LIMIT ? OFFSET ?`,
  );
  const total = db
    .prepare<[string | null], number>('SELECT count(*) FROM stocktakes WHERE store = coalesce(?, store)')
    .pluck();
  const actionIds = db
    .prepare<[number], number>(
      `SELECT a.id FROM stocktake_actions s JOIN actions a ON a.id = s.action
       WHERE s.stocktake = ? AND (NOT s.over OR a.state IN ('verified', 'undone')) ORDER BY a.id`,
    )
    .pluck();
  const insert = db.prepare(
    `INSERT INTO stocktakes (store, location, name, state, by_kind, by_id, created_at, updated_at)
     VALUES (?, ?, ?, 'counting', ?, ?, ?, ?)`,
  );
  const insertLine = db.prepare(
    `INSERT INTO stocktake_lines (stocktake, variant, inventory_item, title, sku, barcode, unit_cost, expected)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const matching = (filter: string) =>
    `FROM stocktake_lines WHERE stocktake = @id AND ${filter} AND (@search IS NULL
       OR instr(fold(title), @search) > 0 OR instr(fold(sku), @search) > 0 OR instr(fold(barcode), @search) > 0)`;
  const FILTERS = {
    all: '1',
    counted: 'counted IS NOT NULL',
    uncounted: 'counted IS NULL',
    different: DIFFERENT,
  };
  const byFilter = new Map(
    Object.entries(FILTERS).map(([name, filter]) => [
      name,
      {
        rows: db.prepare<[Record<string, unknown>], StocktakeLineRow>(
          `${LINE.replace(' FROM stocktake_lines', '')} ${matching(filter)}
           ORDER BY abs(coalesce(counted - expected, 0)) * coalesce(unit_cost, 0) DESC,
             abs(coalesce(counted - expected, 0)) DESC, id LIMIT @limit OFFSET @offset`,
        ),
        total: db.prepare<[Record<string, unknown>], number>(`SELECT count(*) ${matching(filter)}`).pluck(),
      },
    ]),
  );
  const oneLine = db.prepare<[number, number], StocktakeLineRow>(`${LINE} WHERE stocktake = ? AND id = ?`);
  const bySku = db.prepare<[number, string], StocktakeLineRow>(`${LINE} WHERE stocktake = ? AND sku = ?`);
  const byBarcode = db.prepare<[number, string], StocktakeLineRow>(
    `${LINE} WHERE stocktake = ? AND barcode = ?`,
  );
  const different = db.prepare<[number], StocktakeLineRow>(
    `${LINE} WHERE stocktake = ? AND ${DIFFERENT} ORDER BY id`,
  );
  const setCount = db.prepare(
    'UPDATE stocktake_lines SET counted = ?, expected = ?, counted_by = ?, counted_at = ? WHERE id = ?',
  );
  const setState = db.prepare(
    `UPDATE stocktakes SET state = @state, because = @because, version = version + 1, updated_at = @at,
       finished_at = CASE WHEN @state IN ('finished', 'cancelled') THEN @at END WHERE id = @id`,
  );
  const setExpected = db.prepare(
    'UPDATE stocktake_lines SET expected = ? WHERE stocktake = ? AND inventory_item = ?',
  );
  const addAction = db.prepare(
    'INSERT INTO stocktake_actions (stocktake, action) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const endActions = db.prepare('UPDATE stocktake_actions SET over = 1 WHERE stocktake = ?');
  const parts = db.prepare<[number], Part>(
    `SELECT a.id, a.state, a.reason, a.input, a.decided_by_id AS decidedBy, a.outcome ->> 'text' AS outcome
     FROM stocktake_actions s JOIN actions a ON a.id = s.action WHERE s.stocktake = ? AND NOT s.over ORDER BY a.id`,
  );
  const awaited = db.prepare<[number, number], unknown>(
    `SELECT 1 FROM stocktake_actions s JOIN stocktakes t ON t.id = s.stocktake
     WHERE t.id = ? AND t.state = 'finishing' AND s.action = ? AND NOT s.over`,
  );
  const finishing = db.prepare<[], number>(`SELECT id FROM stocktakes WHERE state = 'finishing'`).pluck();
  const unsettled = db
    .prepare<[number, number], number>(
      `SELECT count(*) FROM stocktake_actions s JOIN actions a ON a.id = s.action
       WHERE s.stocktake = ? AND NOT s.over AND a.id <> ? AND a.state NOT IN ('verified', 'undone')`,
    )
    .pluck();

  const whole = ({ byKind, byId, ...row }: StocktakeRecord): StocktakeRow => ({
    ...row,
    createdBy: { kind: byKind, id: byId },
    actionIds: actionIds.all(row.id),
  });
  const require = (id: number): StocktakeRow => {
    const record = one.get(id);
    if (record) return whole(record);
    throw new RoyalError({
      code: 'not_found',
      message: `There is no stocktake ${id}.`,
      next: 'Look at the list of stocktakes for those there are.',
    });
  };
  const assertCounting = (row: StocktakeRow): void => {
    if (row.state === 'counting') return;
    throw new RoyalError({
      code: 'invalid_state',
      message: `Stocktake ${row.id} is ${row.state}.`,
      next: 'Begin a new stocktake.',
    });
  };

  return {
    require,
    get(id) {
      const record = one.get(id);
      return record ? whole(record) : null;
    },
    create({ storeId, locationId, name, lines }, actor) {
      return base.transaction(() => {
        const at = base.now();
        const id = Number(
          insert.run(storeId, locationId, name, actor.kind, actor.id, at, at).lastInsertRowid,
        );
        for (const line of lines)
          insertLine.run(
            id,
            line.variantId,
            line.inventoryItemId,
            line.title,
            line.sku,
            line.barcode,
            line.unitCost,
            line.expected,
          );
        const row = require(id);
        base.audit({
          actor,
          kind: 'stocktake.created',
          storeId,
          subject: `stocktake:${id}`,
          data: { locationId, lines: row.lines },
        });
        base.event(storeId, 'stocktake.created', { stocktakeId: id });
        return row;
      });
    },
    list: ({ storeId, limit, offset }) => ({
      rows: page.all(storeId ?? null, limit, offset).map(whole),
      total: total.get(storeId ?? null)!,
    }),
    lines(id, { filter, search, limit, offset }) {
      const sql = byFilter.get(filter)!;
      const given = { id, search: search?.trim() ? fold(search.trim()) : null };
      return { rows: sql.rows.all({ ...given, limit, offset }), total: sql.total.get(given)! };
    },
    line: (id, lineId) => oneLine.get(id, lineId) ?? null,
    linesOf(id, code) {
      const found = bySku.all(id, code);
      return found.length > 0 ? found : byBarcode.all(id, code);
    },
    different: (id) => different.all(id),
    count(id, lineId, quantity, expected, actor) {
      return base.transaction(() => {
        const row = require(id);
        assertCounting(row);
        const at = base.now();
        if (quantity === null) setCount.run(null, expected, null, null, lineId);
        else setCount.run(quantity, expected, actor.id, at, lineId);
        base.audit({
          actor,
          kind: 'stocktake.counted',
          storeId: row.storeId,
          subject: `stocktake:${id}`,
          data: { lineId, quantity, expected },
        });
        base.event(row.storeId, 'stocktake.counted', { stocktakeId: id, lineId });
        return oneLine.get(id, lineId)!;
      });
    },
    move(id, version, to, actor) {
      return base.transaction(() => {
        const row = require(id);
        assertCounting(row);
        if (row.version !== version)
          throw new RoyalError({
            code: 'stale_value',
            message: `Stocktake ${id} was changed in the meantime.`,
            next: 'Load it again, then decide.',
            details: { version: row.version },
          });
        setState.run({ id, state: to, because: null, at: base.now() });
        const kind = to === 'finishing' ? 'stocktake.finishing' : 'stocktake.cancelled';
        base.audit({ actor, kind, storeId: row.storeId, subject: `stocktake:${id}` });
        base.event(row.storeId, kind, { stocktakeId: id });
        return require(id);
      });
    },
    addAction: (id, actionId) => void addAction.run(id, actionId),
    settleAfter(id, verified) {
      base.transaction(() => {
        const row = require(id);
        if (row.state !== 'finishing' || unsettled.get(id, verified ?? 0)! > 0) return;
        setState.run({ id, state: 'finished', because: null, at: base.now() });
        base.event(row.storeId, 'stocktake.finished', { stocktakeId: id });
      });
    },
    finishing: () => finishing.all(),
    awaits: (id, actionId) => awaited.get(id, actionId) !== undefined,
    reopenRefused(id) {
      base.transaction(() => {
        const row = require(id);
        const all = parts.all(id);
        const refused = all.filter(({ state }) => REFUSED.has(state));
        const set = all.filter(({ state }) => state === 'verified');
        const undone = all.filter(({ state }) => state === 'undone');
        const over = refused.length + set.length + undone.length === all.length;
        if (row.state !== 'finishing' || refused.length === 0 || !over) return;
        for (const { input } of set)
          for (const line of (JSON.parse(input) as CountedPart).lines)
            setExpected.run(line.counted, id, line.inventoryItemId);
        endActions.run(id);
        const because = [...new Set(refused.map(whyRefused))].join(' ');
        setState.run({ id, state: 'counting', because, at: base.now() });
        base.audit({
          actor: { kind: 'system', id: 'stocktakes' },
          kind: 'stocktake.reopened',
          storeId: row.storeId,
          subject: `stocktake:${id}`,
          data: { refused: refused.map((part) => part.id), set: set.map((part) => part.id) },
        });
        base.event(row.storeId, 'stocktake.reopened', { stocktakeId: id });
      });
    },
  };
}
