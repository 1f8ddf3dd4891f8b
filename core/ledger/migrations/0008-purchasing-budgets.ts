/** What an owner wants to spend on purchases a month, by store. */
import type { Migration } from '../../sqlite/open.ts';

export const purchasingBudgets: Migration = {
  version: 8,
  name: 'purchasing budgets',
  up(db) {
    db.exec(`-- monthly: minor units of the store's currency.
CREATE TABLE purchasing_budgets (
  store TEXT PRIMARY KEY,
  monthly INTEGER NOT NULL CHECK (monthly >= 0),
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;`);
  },
};
