/** Days of cover at a 28-day pace go: the agent's outlooks say how long stock lasts, and nothing else does. */
import type { Migration } from '../../sqlite/open.ts';

export const noCovers: Migration = {
  version: 4,
  name: 'one count of days left',
  up: (db) => {
    db.exec("DROP TABLE covers; DELETE FROM meta WHERE key = 'covers_day'");
  },
};
