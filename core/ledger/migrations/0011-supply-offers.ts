/** Further suppliers that a variant can be had from. */
import type { Migration } from '../../sqlite/open.ts';

export const supplyOffers: Migration = {
  version: 11,
  name: 'supply offers',
  up(db) {
    db.exec(`-- As supply_terms: NULL is what the supplier does otherwise; unit_cost in minor units of its currency.
CREATE TABLE supply_offers (
  store TEXT NOT NULL,
  variant INTEGER NOT NULL,
  supplier TEXT NOT NULL,
  supplier_sku TEXT,
  lead_time_days REAL,
  pack_size INTEGER,
  minimum_units INTEGER,
  unit_cost INTEGER,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (store, variant, supplier)
) STRICT, WITHOUT ROWID;`);
  },
};
