/** How long goods keep, by supplier and by variant. */
import type { Migration } from '../../sqlite/open.ts';

export const shelfLife: Migration = {
  version: 10,
  name: 'shelf life',
  up(db) {
    db.exec(`ALTER TABLE suppliers ADD COLUMN shelf_life_days REAL;
ALTER TABLE supply_terms ADD COLUMN shelf_life_days REAL;`);
  },
};
