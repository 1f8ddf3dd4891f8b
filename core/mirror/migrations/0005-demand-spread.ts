/** How demand adds up over weeks, beside the forecast by day. */
import type { Migration } from '../../sqlite/open.ts';

export const demandSpread: Migration = {
  version: 5,
  name: 'spread of demand',
  up: (db) => {
    db.exec(`ALTER TABLE outlooks ADD COLUMN dispersion REAL;
      ALTER TABLE outlooks ADD COLUMN long_run_per_day REAL;
      ALTER TABLE outlooks ADD COLUMN long_run_share REAL;`);
  },
};
