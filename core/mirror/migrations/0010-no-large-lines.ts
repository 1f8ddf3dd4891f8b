/** Quantities are read by variant where a line is large: nothing asks for the variants of large lines any more. */
import type { Migration } from '../../sqlite/open.ts';

export const noLargeLines: Migration = {
  version: 10,
  name: 'no index of large lines',
  up: (db) => {
    db.exec('DROP INDEX variant_days_of_large_lines;');
  },
};
