/** Policies by store, pauses of agents, notifications. */
import type { Migration } from '../../sqlite/open.ts';

export const oversight: Migration = {
  version: 6,
  name: 'policies by store, pauses, notifications',
  up(db) {
    db.exec(SQL);
  },
};

const SQL = `
CREATE TABLE policies_by_store (
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('agent', 'person')),
  subject_id TEXT NOT NULL,
  action_type TEXT NOT NULL,
  store TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('observe', 'propose', 'act')),
  limits TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (subject_kind, subject_id, action_type, store)
) STRICT, WITHOUT ROWID;
INSERT INTO policies_by_store SELECT subject_kind, subject_id, action_type, '*', mode, limits, updated_at FROM policies;
DROP TABLE policies;
ALTER TABLE policies_by_store RENAME TO policies;

CREATE TABLE agent_pauses (
  agent TEXT NOT NULL,
  store TEXT NOT NULL,
  by_id TEXT NOT NULL,
  reason TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (agent, store)
) STRICT, WITHOUT ROWID;

CREATE TABLE notifications (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  cause TEXT NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
  store TEXT,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  open TEXT NOT NULL,
  count INTEGER NOT NULL,
  told_from INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  over_at INTEGER
) STRICT;
CREATE UNIQUE INDEX notifications_one_a_cause ON notifications (cause) WHERE over_at IS NULL;
CREATE INDEX notifications_newest ON notifications (last_at);
CREATE TABLE notification_reads (
  notification INTEGER NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (notification, person)
) STRICT, WITHOUT ROWID;

-- Of the work alone; NULL in rows of older versions.
ALTER TABLE steps ADD COLUMN ms REAL;
CREATE INDEX actions_run ON actions (run) WHERE run IS NOT NULL;
CREATE INDEX actions_agent ON actions (agent, type, created_at) WHERE agent IS NOT NULL;
`;
