/** Lists told in brief, edits of proposals, rules of a scope, and stores that were offline. */
import type { Migration } from '../../sqlite/open.ts';

export const decisions: Migration = {
  version: 5,
  name: 'briefs, edits, rules of a scope, stores offline',
  up(db) {
    db.exec(SQL);
  },
};

const SQL = `
ALTER TABLE actions ADD COLUMN brief TEXT;
ALTER TABLE actions ADD COLUMN edited TEXT;
CREATE INDEX audit_stops ON audit (number) WHERE kind IN ('stop.pulled', 'stop.lifted');
-- Holds all that pages filter by: rows carry their evidence before it and are slow to walk through.
CREATE INDEX actions_changed ON actions (updated_at, id, state, store, type, agent, title);

CREATE TABLE rules_scoped (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- null is any, in each part of the scope.
  store TEXT,
  action_type TEXT,
  agent TEXT,
  variant INTEGER,
  product INTEGER,
  supplier TEXT,
  key TEXT,
  condition TEXT,
  -- Canonical scope and condition: one rule says a thing once.
  says TEXT NOT NULL,
  until_at INTEGER,
  reason TEXT NOT NULL,
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  from_action INTEGER REFERENCES actions (id),
  created_at INTEGER NOT NULL,
  retired_at INTEGER,
  retired_by_kind TEXT,
  retired_by_id TEXT
) STRICT;
INSERT INTO rules_scoped (id, store, action_type, key, says, reason, by_kind, by_id, from_action, created_at, retired_at)
  SELECT id, store, action_type, key,
    json_object('scope', json_object('actionType', action_type, 'key', key, 'storeId', store)),
    reason, by_kind, by_id, from_action, created_at, retired_at FROM rules;
DROP TABLE rules;
ALTER TABLE rules_scoped RENAME TO rules;
CREATE UNIQUE INDEX rules_in_force ON rules (says) WHERE retired_at IS NULL;

CREATE TABLE kept_back (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  rule INTEGER NOT NULL REFERENCES rules (id),
  store TEXT NOT NULL,
  action_type TEXT NOT NULL,
  agent TEXT NOT NULL,
  key TEXT NOT NULL,
  -- 0: the whole proposal.
  variant INTEGER NOT NULL,
  title TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  times INTEGER NOT NULL,
  UNIQUE (rule, store, action_type, agent, key, variant)
) STRICT;

CREATE TABLE watch_gaps_of_stores (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  from_at INTEGER NOT NULL,
  -- null: it goes on.
  to_at INTEGER,
  cause TEXT NOT NULL CHECK (cause IN ('asleep', 'not_running', 'clock_set_back', 'offline')),
  store TEXT
) STRICT;
INSERT INTO watch_gaps_of_stores (id, from_at, to_at, cause) SELECT id, from_at, to_at, cause FROM watch_gaps;
DROP TABLE watch_gaps;
ALTER TABLE watch_gaps_of_stores RENAME TO watch_gaps;
CREATE UNIQUE INDEX watch_gaps_open ON watch_gaps (store) WHERE to_at IS NULL;
`;
