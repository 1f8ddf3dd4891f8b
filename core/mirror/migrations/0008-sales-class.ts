/** How much of the sales a variant brings, which its service level goes by where no one has set one. */
import type { Migration } from '../../sqlite/open.ts';

export const salesClass: Migration = {
  version: 8,
  name: 'sales class of outlooks',
  up: (db) => {
    db.exec('ALTER TABLE outlooks ADD COLUMN sales_class TEXT');
  },
};
