/** Rows that an import refused, by line and reason: nothing of what stands in them. */
import type { Migration } from '../../sqlite/open.ts';

export const importRefusals: Migration = {
  version: 4,
  name: 'refused rows of imports',
  up(db) {
    db.exec(SQL);
  },
};

const SQL = `
CREATE TABLE import_refusals (
  import INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (import, line)
) STRICT, WITHOUT ROWID;
`;
