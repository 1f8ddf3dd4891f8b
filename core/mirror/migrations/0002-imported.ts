/** What files have brought: which import wrote which record, so that importing twice changes nothing and can be undone. */
import type { Migration } from '../../sqlite/open.ts';

export const imported: Migration = {
  version: 2,
  name: 'what files have brought',
  up: (db) => {
    db.exec(SQL);
  },
};

const SQL = `
-- digest: SHA-256 of the file, in hex.
CREATE TABLE imported_files (import INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE);
-- fingerprint: of the content; version: updated_at as written, NULL where the mirror had it and nothing was written.
-- part: of a stock level its location, of a product the first variant of the rows, else 0.
CREATE TABLE imported (
  kind TEXT NOT NULL, id INTEGER NOT NULL, part INTEGER NOT NULL, import INTEGER NOT NULL, fingerprint BLOB NOT NULL,
  version INTEGER,
  PRIMARY KEY (kind, id, part, import)
) WITHOUT ROWID;
CREATE INDEX imported_by_import ON imported (import);
CREATE INDEX orders_by_name ON orders (name);
CREATE INDEX products_by_handle ON products (handle);
`;
