/** What the screens count among a hundred thousand variants, counted in a narrow index instead of the wide rows. */
import type { Migration } from '../../sqlite/open.ts';

export const counts: Migration = {
  version: 9,
  name: 'indexes to count by',
  up: (db) => {
    db.exec(`
      CREATE INDEX outlooks_judged ON outlooks (variant_id) WHERE reason IS NULL;
      CREATE INDEX stock_rows_by_state ON stock_rows (state);
    `);
  },
};
