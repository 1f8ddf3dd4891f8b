/** Erasing a store, held against the schema itself: a table that is added later is noticed here. */
import DatabaseConstructor from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const ADA = { kind: 'person', id: 'ada' } as const;
const ERASED = 'planted-store';
const OTHER = 'other-store';

/** What proves each other, and the numbers that go on where the store is connected again. */
const STAYS = new Set([
  'actions',
  'attempts',
  'audit',
  'event_heads',
  'purchase_orders',
  'purchase_order_rates',
  'purchase_order_lines',
  'purchase_order_allocations',
  'receipts',
  'incoming_told',
  'runs',
]);
/** Nothing in them is of a store. */
const OF_NO_STORE = new Set(['meta', 'epochs', 'sqlite_sequence']);

/** Rows of a store in every table there is, each with its id where the table has a place for it. */
function planted(store: string, n: number): string[] {
  const id = n * 100;
  return [
    `INSERT INTO suppliers (store, supplier, updated_at) VALUES ('${store}', 'ACME', 1)`,
    `INSERT INTO purchasing_budgets (store, monthly, updated_at) VALUES ('${store}', 100, 1)`,
    `INSERT INTO supply_terms (store, variant, updated_at) VALUES ('${store}', 1, 1)`,
    `INSERT INTO supply_offers (store, variant, supplier, updated_at) VALUES ('${store}', 1, 'Else', 1)`,
    `INSERT INTO stock_snapshots (store, item, location, day, available, lowest) VALUES ('${store}', 1, 2, 20000, 3, 3)`,
    `INSERT INTO imports (id, store, file, kind, digest, bytes, state, counts, by_kind, by_id, started_at)
       VALUES (${id}, '${store}', 'a.csv', 'orders', 'x', 1, 'done', '{}', 'person', 'ada', 1)`,
    `INSERT INTO import_refusals (import, line, reason) VALUES (${id}, 1, '${store}')`,
    `INSERT INTO policies (subject_kind, subject_id, action_type, store, mode, limits, updated_at)
       VALUES ('agent', 'x', '*', '${store}', 'act', '{}', 1)`,
    `INSERT INTO agent_pauses (agent, store, by_id, at) VALUES ('x', '${store}', 'ada', 1)`,
    `INSERT INTO notifications (id, cause, kind, severity, store, title, text, open, count, told_from, first_at, last_at)
       VALUES (${id}, 'sync:${store}', 'sync_failing', 'info', '${store}', '${store}', 't', '{}', 1, 1, 1, 1)`,
    `INSERT INTO notification_reads (notification, person, at) VALUES (${id}, '${store}', 1)`,
    `INSERT INTO rules (id, store, says, reason, by_kind, by_id, created_at)
       VALUES (${id}, '${store}', '${store}', 'r', 'person', 'ada', 1)`,
    `INSERT INTO kept_back (rule, store, action_type, agent, key, variant, title, first_at, last_at, times)
       VALUES (${id}, '${store}', 't', 'x', 'k', 0, 't', 1, 1, 1)`,
    `INSERT INTO field_owners (store, subject, field, writer, value, at)
       VALUES ('${store}', 'variant:1', 'price', 'other', '1', 1)`,
    `INSERT INTO watch_gaps (from_at, to_at, cause, store) VALUES (1, 2, 'offline', '${store}')`,
    `INSERT INTO runs (id, agent, store, trigger, epoch, state, started_at)
       SELECT ${id}, 'x', '${store}', 'manual', max(id), 'completed', 1 FROM epochs`,
    `INSERT INTO steps (run, name, result, at) VALUES (${id}, 's', '"${store}"', 1)`,
    `INSERT INTO findings (run, kind, severity, title, evidence, at)
       VALUES (${id}, 'k', 'info', '${store}', '[]', 1)`,
    `INSERT INTO events (store, seq, at, kind, data) VALUES ('${store}', 1000, 1, 'sync.started', '{}')`,
    `INSERT INTO stocktakes (id, store, location, name, state, by_kind, by_id, created_at, updated_at)
       VALUES (${id}, '${store}', 2, 'n', 'counting', 'person', 'ada', 1, 1)`,
    `INSERT INTO stocktake_lines (stocktake, variant, inventory_item, title, expected)
       VALUES (${id}, 1, 1, '${store}', 1)`,
    `INSERT INTO stocktake_actions (stocktake, action) SELECT ${id}, id FROM actions WHERE store = '${store}'`,
    `INSERT INTO purchase_orders (id, number, supplier, state, currency, note, by_kind, by_id, created_at, updated_at)
       VALUES (${id}, ${id}, 'ACME', 'draft', 'GBP', '${store}', 'person', 'ada', 1, 1)`,
    `INSERT INTO purchase_order_rates (purchase_order, store, rate, entered_on)
       VALUES (${id}, '${store}', '1', '2026-01-01')`,
    `INSERT INTO purchase_order_lines (id, purchase_order, title) VALUES (${id}, ${id}, '${store}')`,
    `INSERT INTO purchase_order_allocations (id, line, store, variant, inventory_item, quantity)
       VALUES (${id}, ${id}, '${store}', 1, 1, 1)`,
  ];
}

it('what is erased of a store leaves its actions, its orders, the record, and the other stores', () => {
  const ledger = openTestLedger();
  const db = new DatabaseConstructor(ledger.file);
  onTestFinished(() => void db.close());
  const ids = [ERASED, OTHER].map((storeId, n) => {
    const { id } = ledger.actions.propose(
      { type: 'order.tag', storeId, input: {}, title: storeId, evidence: [], key: `tag ${storeId}` },
      { actor: ADA },
    ) as { id: number };
    for (const sql of planted(storeId, n + 1)) db.exec(sql);
    return id;
  });

  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  const naming = (store: string): string[] =>
    tables.filter((table) =>
      db
        .prepare(`SELECT * FROM ${table}`)
        .all()
        .some((row) => JSON.stringify(row).includes(store)),
    );
  const rowsOf = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;

  // Nothing is left out of what is planted: a new table belongs here, and where stores are erased.
  const before = new Set(naming(ERASED));
  const unplanted = tables.filter((table) => !before.has(table) && !OF_NO_STORE.has(table));
  expect(unplanted).toEqual(['attempts', 'incoming_told', 'receipts', 'stocktake_actions']);
  expect(rowsOf('stocktake_actions')).toBe(2);

  let erased = 0;
  for (let rows = ledger.eraseSlice(ERASED, 1); rows > 0; rows = ledger.eraseSlice(ERASED, 1)) erased += rows;
  expect(erased).toBeGreaterThan(6);
  expect(ledger.eraseStore(ERASED, ADA, erased)).toBeGreaterThan(erased);

  const after = naming(ERASED);
  expect(after.filter((table) => !STAYS.has(table))).toEqual(['events']);
  const told = db.prepare('SELECT kind FROM events WHERE store = ?').pluck().all(ERASED);
  expect(told).toEqual(['store.erased']);
  for (const table of ['import_refusals', 'notification_reads', 'stocktake_actions', 'stocktake_lines'])
    expect([table, rowsOf(table)]).toEqual([table, 1]);
  expect(naming(OTHER)).toEqual(tables.filter((table) => before.has(table)));

  expect(ledger.actions.require(ids[0]!).title).toBe(ERASED);
  expect(ledger.audit.verify()).toMatchObject({ state: 'ok' });
  expect(ledger.audit.list({ limit: 1 })).toMatchObject([{ kind: 'store.erased', storeId: ERASED }]);
  expect(ledger.integrity()).toEqual([]);
});
