/** app.db's migrations in order; a released one is never changed. */
import type { Migration } from '../sqlite/open.ts';
import { ACCESS_TABLE } from './access-rows.ts';

export const APP_MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: 'stores, people, settings, emergency stop, outbox',
    up(db) {
      db.exec(`
CREATE TABLE stores (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  shop_domain TEXT NOT NULL UNIQUE,
  endpoint TEXT,
  credentials_kind TEXT NOT NULL CHECK (credentials_kind IN ('client_credentials', 'admin_token')),
  added_at INTEGER NOT NULL,
  scopes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE people (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('owner', 'helper')),
  approval_limit INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE emergency_stop (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  store TEXT,
  data TEXT NOT NULL
) STRICT;`);
    },
  },
  { version: 2, name: 'sessions and API tokens', up: (db) => db.exec(ACCESS_TABLE) },
  {
    version: 3,
    name: 'stores without a shop',
    up(db) {
      // SQLite changes no CHECK in place (https://sqlite.org/lang_altertable.html#otheralter).
      db.exec(`
CREATE TABLE stores_of_all_kinds (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  shop_domain TEXT NOT NULL UNIQUE,
  endpoint TEXT,
  credentials_kind TEXT NOT NULL CHECK (credentials_kind IN ('client_credentials', 'admin_token', 'none')),
  added_at INTEGER NOT NULL,
  scopes TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO stores_of_all_kinds SELECT id, name, shop_domain, endpoint, credentials_kind, added_at, scopes FROM stores;
DROP TABLE stores;
ALTER TABLE stores_of_all_kinds RENAME TO stores;`);
    },
  },
];
