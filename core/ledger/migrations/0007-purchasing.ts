/** Purchase orders over several stores, supply terms per variant, stocktakes; what the earlier tables held is taken over. */
import type { Migration } from '../../sqlite/open.ts';

export const purchasing: Migration = {
  version: 7,
  name: 'purchase orders over stores, supply terms, stocktakes',
  up(db) {
    db.exec(SQL);
  },
};

const SQL = `
ALTER TABLE suppliers ADD COLUMN email TEXT;
ALTER TABLE suppliers ADD COLUMN minimum_order INTEGER;
ALTER TABLE suppliers ADD COLUMN free_freight_from INTEGER;
ALTER TABLE suppliers ADD COLUMN notes TEXT;

-- NULL: not set for this variant. unit_cost: minor units of the supplier's currency.
CREATE TABLE supply_terms (
  store TEXT NOT NULL,
  variant INTEGER NOT NULL,
  supplier TEXT,
  supplier_sku TEXT,
  lead_time_days REAL,
  pack_size INTEGER,
  minimum_units INTEGER,
  unit_cost INTEGER,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (store, variant)
) STRICT, WITHOUT ROWID;

ALTER TABLE receipts RENAME TO old_receipts;
ALTER TABLE purchase_order_lines RENAME TO old_lines;
ALTER TABLE purchase_orders RENAME TO old_orders;
DROP INDEX purchase_orders_store;
DROP INDEX purchase_order_lines_order;

CREATE TABLE purchase_orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number INTEGER NOT NULL UNIQUE,
  supplier TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled')),
  version INTEGER NOT NULL DEFAULT 1,
  currency TEXT NOT NULL,
  spread TEXT NOT NULL DEFAULT 'value' CHECK (spread IN ('value', 'units')),
  freight INTEGER NOT NULL DEFAULT 0 CHECK (freight >= 0),
  duty INTEGER NOT NULL DEFAULT 0 CHECK (duty >= 0),
  other INTEGER NOT NULL DEFAULT 0 CHECK (other >= 0),
  expected_on TEXT,
  note TEXT,
  action INTEGER UNIQUE REFERENCES actions (id),
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  sent_at INTEGER,
  sent_to TEXT,
  sent_by TEXT,
  first_receipt_at INTEGER,
  closed_at INTEGER
) STRICT;
CREATE INDEX purchase_orders_state ON purchase_orders (state, id);
CREATE INDEX purchase_orders_supplier ON purchase_orders (supplier, id);

CREATE TABLE purchase_order_rates (
  purchase_order INTEGER NOT NULL REFERENCES purchase_orders (id),
  store TEXT NOT NULL,
  rate TEXT NOT NULL,
  entered_on TEXT NOT NULL,
  PRIMARY KEY (purchase_order, store)
) STRICT, WITHOUT ROWID;

CREATE TABLE purchase_order_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  purchase_order INTEGER NOT NULL REFERENCES purchase_orders (id),
  title TEXT NOT NULL,
  sku TEXT,
  barcode TEXT,
  supplier_sku TEXT,
  unit_cost INTEGER
) STRICT;
CREATE INDEX purchase_order_lines_order ON purchase_order_lines (purchase_order);

-- location 0: not chosen yet. told: incoming units that the shop was told of.
CREATE TABLE purchase_order_allocations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  line INTEGER NOT NULL REFERENCES purchase_order_lines (id),
  store TEXT NOT NULL,
  variant INTEGER NOT NULL,
  inventory_item INTEGER NOT NULL,
  location INTEGER NOT NULL DEFAULT 0,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  received INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0),
  damaged INTEGER NOT NULL DEFAULT 0 CHECK (damaged >= 0),
  short INTEGER NOT NULL DEFAULT 0 CHECK (short >= 0),
  told INTEGER NOT NULL DEFAULT 0,
  UNIQUE (line, store, variant, location)
) STRICT;
CREATE INDEX purchase_order_allocations_store ON purchase_order_allocations (store, variant);

CREATE TABLE receipts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  allocation INTEGER NOT NULL REFERENCES purchase_order_allocations (id),
  action INTEGER NOT NULL REFERENCES actions (id),
  location INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  damaged INTEGER NOT NULL,
  short INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL
) STRICT;
CREATE INDEX receipts_allocation ON receipts (allocation, at);

CREATE TABLE incoming_told (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  allocation INTEGER NOT NULL REFERENCES purchase_order_allocations (id),
  action INTEGER NOT NULL REFERENCES actions (id),
  delta INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX incoming_told_allocation ON incoming_told (allocation, at);

INSERT INTO purchase_orders (id, number, supplier, state, currency, expected_on, note, action, by_kind, by_id,
    created_at, updated_at, first_receipt_at)
  SELECT o.id, row_number() OVER (ORDER BY o.id), o.supplier, CASE o.state WHEN 'open' THEN 'draft' ELSE o.state END,
    o.currency, strftime('%Y-%m-%d', o.expected_at / 1000, 'unixepoch'), o.note, o.action,
    coalesce(a.decided_by_kind, a.proposed_by_kind), coalesce(a.decided_by_id, a.proposed_by_id), o.created_at,
    o.updated_at,
    (SELECT min(r.at) FROM old_receipts r JOIN old_lines l ON l.id = r.line WHERE l.purchase_order = o.id)
  FROM old_orders o JOIN actions a ON a.id = o.action;
INSERT INTO purchase_order_lines (id, purchase_order, title, sku, unit_cost)
  SELECT id, purchase_order, title, sku, unit_cost FROM old_lines;
INSERT INTO purchase_order_allocations (id, line, store, variant, inventory_item, quantity, received)
  SELECT l.id, l.id, o.store, l.variant, l.inventory_item, l.quantity, l.received
  FROM old_lines l JOIN old_orders o ON o.id = l.purchase_order;
INSERT INTO receipts (id, allocation, action, location, accepted, damaged, short, at, by_kind, by_id)
  SELECT r.id, r.line, r.action, r.location, r.quantity, 0, 0, r.at,
    coalesce(a.decided_by_kind, a.proposed_by_kind), coalesce(a.decided_by_id, a.proposed_by_id)
  FROM old_receipts r JOIN actions a ON a.id = r.action;
DROP TABLE old_receipts;
DROP TABLE old_lines;
DROP TABLE old_orders;

CREATE TABLE stocktakes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store TEXT NOT NULL,
  location INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('counting', 'finishing', 'finished', 'cancelled')),
  version INTEGER NOT NULL DEFAULT 1,
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX stocktakes_store ON stocktakes (store, id);
-- expected: on hand when first counted, until then when the count began. unit_cost: the store's, as it was then.
CREATE TABLE stocktake_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  stocktake INTEGER NOT NULL REFERENCES stocktakes (id),
  variant INTEGER NOT NULL,
  inventory_item INTEGER NOT NULL,
  title TEXT NOT NULL,
  sku TEXT,
  barcode TEXT,
  unit_cost INTEGER,
  expected INTEGER NOT NULL,
  counted INTEGER,
  counted_by TEXT,
  counted_at INTEGER,
  UNIQUE (stocktake, inventory_item)
) STRICT;
CREATE TABLE stocktake_actions (
  stocktake INTEGER NOT NULL REFERENCES stocktakes (id),
  action INTEGER NOT NULL REFERENCES actions (id),
  PRIMARY KEY (stocktake, action)
) STRICT, WITHOUT ROWID;
`;
