/** Stocktakes whose finishing did not go through are counted on: why, and which of their actions that ended. */
import type { Migration } from '../../sqlite/open.ts';

export const stocktakesReopened: Migration = {
  version: 12,
  name: 'stocktakes reopened',
  up(db) {
    db.exec(`ALTER TABLE stocktakes ADD COLUMN because TEXT;
ALTER TABLE stocktake_actions ADD COLUMN over INTEGER NOT NULL DEFAULT 0 CHECK (over IN (0, 1));`);
  },
};
