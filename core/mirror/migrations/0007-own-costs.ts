/** Costs that people filled in, as the ledger has them, beside those of the shop: every margin reckons with both. */
import type { Migration } from '../../sqlite/open.ts';

export const ownCosts: Migration = {
  version: 7,
  name: 'costs filled in by hand',
  up: (db) => {
    db.exec(`
-- supplier NULL: the product's vendor. cost: minor units of the supplier's currency.
CREATE TABLE own_costs (variant_id INTEGER PRIMARY KEY, supplier TEXT, cost INTEGER NOT NULL);
-- Suppliers that are not named are paid in the money of the store.
CREATE TABLE supplier_currencies (supplier TEXT PRIMARY KEY, currency TEXT NOT NULL) WITHOUT ROWID;

CREATE TRIGGER stock_marks_cost_added AFTER INSERT ON own_costs BEGIN
  INSERT INTO stock_marks SELECT new.variant_id WHERE new.variant_id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_cost_changed AFTER UPDATE ON own_costs BEGIN
  INSERT INTO stock_marks SELECT new.variant_id WHERE new.variant_id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_cost_removed AFTER DELETE ON own_costs BEGIN
  INSERT INTO stock_marks SELECT old.variant_id WHERE old.variant_id NOT IN (SELECT variant_id FROM stock_marks);
END;
`);
  },
};
