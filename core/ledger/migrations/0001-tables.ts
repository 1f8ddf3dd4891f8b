/** The ledger as it began: runs, actions, attempts, audit, purchasing, stock, events. */
import { randomUUID } from 'node:crypto';
import type { Migration } from '../../sqlite/open.ts';

export const tables: Migration = {
  version: 1,
  name: 'runs, actions, attempts, audit, purchasing, stock, events',
  up(db) {
    db.exec(SQL);
    db.prepare("INSERT INTO meta (name, value) VALUES ('ledger_id', ?)").run(randomUUID());
  },
};

const SQL = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE epochs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;

CREATE TABLE watch_gaps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('asleep', 'not_running', 'clock_set_back'))
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  agent TEXT NOT NULL,
  store TEXT NOT NULL,
  trigger TEXT NOT NULL,
  slot INTEGER,
  attempt INTEGER NOT NULL DEFAULT 1,
  epoch INTEGER NOT NULL REFERENCES epochs (id),
  state TEXT NOT NULL CHECK (state IN ('running', 'completed', 'failed', 'stopped')),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  summary TEXT,
  error TEXT
) STRICT;
CREATE INDEX runs_agent ON runs (agent, store, id);
CREATE UNIQUE INDEX runs_one_at_a_time ON runs (agent, store) WHERE state = 'running';

CREATE TABLE steps (
  run INTEGER NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  result TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE findings (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs (id),
  kind TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'watch', 'act')),
  title TEXT NOT NULL,
  evidence TEXT NOT NULL,
  subject TEXT,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX findings_run ON findings (run);

CREATE TABLE actions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  type TEXT NOT NULL,
  store TEXT NOT NULL,
  input TEXT NOT NULL,
  title TEXT NOT NULL,
  evidence TEXT NOT NULL,
  effect TEXT,
  confidence REAL,
  risks TEXT,
  expires_at INTEGER,
  key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'snoozed', 'approved', 'rejected', 'expired', 'executing',
    'verified', 'failed', 'unknown', 'undone')),
  agent TEXT,
  run INTEGER REFERENCES runs (id),
  proposed_by_kind TEXT NOT NULL,
  proposed_by_id TEXT NOT NULL,
  decided_by_kind TEXT,
  decided_by_id TEXT,
  decided_at INTEGER,
  reason TEXT,
  outcome TEXT,
  undoes INTEGER REFERENCES actions (id),
  undone_by INTEGER REFERENCES actions (id),
  snoozed_until INTEGER,
  needs_person INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER REFERENCES epochs (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX actions_one_wish ON actions (store, key)
  WHERE state IN ('proposed', 'snoozed', 'approved', 'executing', 'unknown');
CREATE INDEX actions_state ON actions (state, store, id);
CREATE INDEX actions_store ON actions (store, id);
CREATE INDEX actions_decided ON actions (store, decided_at) WHERE decided_at IS NOT NULL;

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  action INTEGER NOT NULL REFERENCES actions (id),
  number INTEGER NOT NULL,
  key TEXT NOT NULL UNIQUE,
  request TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('intended', 'sent', 'answered', 'refused', 'uncertain')),
  sends INTEGER NOT NULL DEFAULT 0,
  answer TEXT,
  error TEXT,
  created_at INTEGER NOT NULL,
  first_sent_at INTEGER,
  settled_at INTEGER,
  epoch INTEGER NOT NULL REFERENCES epochs (id),
  UNIQUE (action, number)
) STRICT;

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  store TEXT,
  subject TEXT,
  data TEXT NOT NULL,
  source TEXT UNIQUE,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  UNIQUE (store, seq)
) STRICT;
CREATE TABLE event_heads (store TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE suppliers (
  store TEXT NOT NULL,
  supplier TEXT NOT NULL,
  lead_time_days REAL,
  lead_time_sd_days REAL,
  review_days REAL,
  pack_size INTEGER,
  minimum_units INTEGER,
  service_level REAL,
  currency TEXT,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (store, supplier)
) STRICT, WITHOUT ROWID;

CREATE TABLE purchase_orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store TEXT NOT NULL,
  supplier TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'partly_received', 'received', 'cancelled')),
  currency TEXT NOT NULL,
  action INTEGER NOT NULL UNIQUE REFERENCES actions (id),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expected_at INTEGER,
  note TEXT
) STRICT;
CREATE INDEX purchase_orders_store ON purchase_orders (store, state);
CREATE TABLE purchase_order_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  purchase_order INTEGER NOT NULL REFERENCES purchase_orders (id),
  variant INTEGER NOT NULL,
  inventory_item INTEGER NOT NULL,
  title TEXT NOT NULL,
  sku TEXT,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  received INTEGER NOT NULL DEFAULT 0 CHECK (received >= 0),
  unit_cost INTEGER
) STRICT;
CREATE INDEX purchase_order_lines_order ON purchase_order_lines (purchase_order);
CREATE TABLE receipts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  line INTEGER NOT NULL REFERENCES purchase_order_lines (id),
  action INTEGER NOT NULL REFERENCES actions (id),
  location INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (line, action, location)
) STRICT;

CREATE TABLE stock_snapshots (
  store TEXT NOT NULL,
  item INTEGER NOT NULL,
  -- 0 is the total over all locations.
  location INTEGER NOT NULL,
  day INTEGER NOT NULL,
  available INTEGER NOT NULL,
  lowest INTEGER NOT NULL,
  PRIMARY KEY (store, day, item, location)
) STRICT, WITHOUT ROWID;

CREATE TABLE rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store TEXT NOT NULL,
  action_type TEXT NOT NULL,
  key TEXT NOT NULL,
  reason TEXT NOT NULL,
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  from_action INTEGER REFERENCES actions (id),
  created_at INTEGER NOT NULL,
  retired_at INTEGER
) STRICT;
CREATE UNIQUE INDEX rules_in_force ON rules (store, action_type, key) WHERE retired_at IS NULL;

CREATE TABLE field_owners (
  store TEXT NOT NULL,
  subject TEXT NOT NULL,
  field TEXT NOT NULL,
  writer TEXT NOT NULL CHECK (writer IN ('program', 'other')),
  action INTEGER REFERENCES actions (id),
  value TEXT NOT NULL,
  found TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (store, subject, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE policies (
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('agent', 'person')),
  subject_id TEXT NOT NULL,
  action_type TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('observe', 'propose', 'act')),
  limits TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (subject_kind, subject_id, action_type)
) STRICT, WITHOUT ROWID;
`;
