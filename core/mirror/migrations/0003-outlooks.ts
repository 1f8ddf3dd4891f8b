/** What the inventory agent knows of each variant, stock as the screens show it, and words to find products by. */
import type { Migration } from '../../sqlite/open.ts';

export const outlooks: Migration = {
  version: 3,
  name: 'outlooks, stock rows and product words',
  up: (db) => {
    db.exec(SQL);
  },
};

const SQL = `
-- day: of the fan's first value. fan: six stretches of 32-bit floats, little-endian: mean, q10, q25, q50, q75, q90.
CREATE TABLE outlooks (
  variant_id INTEGER PRIMARY KEY, run INTEGER NOT NULL, made_at INTEGER NOT NULL, day INTEGER NOT NULL,
  reason TEXT, dead INTEGER NOT NULL, restock_rate REAL, net_per_unit INTEGER, method TEXT, explain TEXT, mase REAL,
  naive_mase REAL, coverage REAL, fell_back INTEGER, history_days INTEGER, fan BLOB
);
-- How many were running out when the agent looked, by day.
CREATE TABLE outlook_counts (
  day INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, late INTEGER NOT NULL, judged INTEGER NOT NULL
);
-- One row a variant, of facts and the planner's judgement. days_left: 1e6 beyond ten years, 1e7 unknown; order_by:
-- 9e6 unknown, so that both sort as they are. lost_*: margin in minor units, NULL where the cost is unknown.
CREATE TABLE stock_rows (
  variant_id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, item_id INTEGER NOT NULL, state TEXT NOT NULL,
  urgent INTEGER NOT NULL, late INTEGER NOT NULL, available INTEGER NOT NULL, incoming INTEGER NOT NULL,
  days_left REAL NOT NULL, days_low REAL, days_high REAL, order_by INTEGER NOT NULL, per_day REAL,
  lead_time REAL, quantity INTEGER NOT NULL, unit_cost INTEGER, value INTEGER, lost_low INTEGER, lost_mid INTEGER,
  lost_high INTEGER, as_of INTEGER, reason TEXT, vendor TEXT NOT NULL, sku TEXT, title_key TEXT NOT NULL
);
CREATE INDEX stock_rows_by_days_left ON stock_rows (days_left, variant_id);
CREATE INDEX stock_rows_by_order_by ON stock_rows (order_by, variant_id);
CREATE INDEX stock_rows_by_title ON stock_rows (title_key, variant_id);
CREATE INDEX stock_rows_by_sku ON stock_rows (sku, variant_id);
CREATE INDEX stock_rows_by_vendor ON stock_rows (vendor, days_left, variant_id);
CREATE INDEX stock_rows_by_available ON stock_rows (available, variant_id);
CREATE INDEX stock_rows_by_incoming ON stock_rows (incoming, variant_id);
CREATE INDEX stock_rows_by_per_day ON stock_rows (per_day, variant_id);
CREATE INDEX stock_rows_by_value ON stock_rows (value, variant_id);
-- Whatever is filtered and sorted by, in a third of the table's room: a filtered page reads this alone.
CREATE INDEX stock_rows_narrow ON stock_rows (state, vendor, days_left, order_by, available, incoming, per_day, value,
  item_id, sku, title_key, variant_id);
CREATE INDEX stock_rows_to_order ON stock_rows (late, unit_cost, lost_low, lost_mid, lost_high) WHERE quantity > 0;
CREATE INDEX stock_rows_urgent ON stock_rows (days_left, lost_mid DESC, variant_id) WHERE urgent = 1;
CREATE INDEX stock_rows_late ON stock_rows (variant_id) WHERE late = 1;
CREATE INDEX levels_by_location ON inventory_levels (location_id, item_id);

-- The words of a variant as they were indexed, so that only what changed is indexed anew.
CREATE TABLE product_texts (variant_id INTEGER PRIMARY KEY, words TEXT NOT NULL);
CREATE VIRTUAL TABLE product_words USING fts5(
  words, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 0', prefix='1 2 3'
);
CREATE INDEX variants_by_sku ON variants (sku COLLATE NOCASE) WHERE sku IS NOT NULL;
CREATE INDEX variants_by_barcode ON variants (barcode COLLATE NOCASE) WHERE barcode IS NOT NULL;
CREATE INDEX products_by_vendor ON products (vendor);
CREATE INDEX orders_by_total ON orders (total, id);

-- Variants whose row is to be worked out again, whoever wrote what it rests on. No OR IGNORE: an upsert's own rule
-- takes its place inside a trigger.
CREATE TABLE stock_marks (variant_id INTEGER PRIMARY KEY);
INSERT INTO stock_marks SELECT id FROM variants;
CREATE TRIGGER stock_marks_variant_added AFTER INSERT ON variants BEGIN
  INSERT INTO stock_marks SELECT new.id WHERE new.id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_variant_changed AFTER UPDATE ON variants
WHEN old.title IS NOT new.title OR old.sku IS NOT new.sku OR old.barcode IS NOT new.barcode
  OR old.product_id <> new.product_id OR old.inventory_item_id <> new.inventory_item_id
  OR old.inventory_policy <> new.inventory_policy BEGIN
  INSERT INTO stock_marks SELECT new.id WHERE new.id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_variant_removed AFTER DELETE ON variants BEGIN
  INSERT INTO stock_marks SELECT old.id WHERE old.id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_product_changed AFTER UPDATE ON products
WHEN old.title <> new.title OR old.vendor <> new.vendor OR old.status <> new.status
  OR old.is_gift_card <> new.is_gift_card BEGIN
  INSERT INTO stock_marks SELECT id FROM variants WHERE product_id = new.id
    AND id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_item_added AFTER INSERT ON inventory_items BEGIN
  INSERT INTO stock_marks SELECT id FROM variants WHERE inventory_item_id = new.id
    AND id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_item_changed AFTER UPDATE ON inventory_items
WHEN old.unit_cost IS NOT new.unit_cost OR old.tracked <> new.tracked BEGIN
  INSERT INTO stock_marks SELECT id FROM variants WHERE inventory_item_id = new.id
    AND id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_level_added AFTER INSERT ON inventory_levels BEGIN
  INSERT INTO stock_marks SELECT id FROM variants WHERE inventory_item_id = new.item_id
    AND id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_level_changed AFTER UPDATE ON inventory_levels
WHEN old.available <> new.available OR old.incoming <> new.incoming BEGIN
  INSERT INTO stock_marks SELECT id FROM variants WHERE inventory_item_id = new.item_id
    AND id NOT IN (SELECT variant_id FROM stock_marks);
END;
CREATE TRIGGER stock_marks_level_removed AFTER DELETE ON inventory_levels BEGIN
  INSERT INTO stock_marks SELECT id FROM variants WHERE inventory_item_id = old.item_id
    AND id NOT IN (SELECT variant_id FROM stock_marks);
END;
`;
