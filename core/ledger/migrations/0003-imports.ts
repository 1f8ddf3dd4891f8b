/** Files that were imported. */
import type { Migration } from '../../sqlite/open.ts';

export const imports: Migration = {
  version: 3,
  name: 'imported files',
  up(db) {
    db.exec(SQL);
  },
};

const SQL = `
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  store TEXT NOT NULL,
  file TEXT NOT NULL,
  kind TEXT NOT NULL,
  digest TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'undoing', 'undone')),
  counts TEXT NOT NULL,
  by_kind TEXT NOT NULL,
  by_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX imports_store ON imports (store, id);
`;
