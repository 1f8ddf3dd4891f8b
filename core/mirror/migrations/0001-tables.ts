/** The mirror's first tables. Money is minor units, instants epoch milliseconds, ids Shopify's integers. */
import type { Migration } from '../../sqlite/open.ts';

export const tables: Migration = {
  version: 1,
  name: 'tables of a store',
  up: (db) => {
    db.exec(SQL);
  },
};

const SQL = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE progress (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE shop (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, shop_domain TEXT NOT NULL, currency TEXT NOT NULL,
  zone TEXT NOT NULL, taxes_included INTEGER NOT NULL, plan TEXT NOT NULL
);

CREATE TABLE products (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, handle TEXT NOT NULL, vendor TEXT NOT NULL,
  product_type TEXT NOT NULL, status TEXT NOT NULL, tags TEXT, is_gift_card INTEGER NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, published_at INTEGER
);
CREATE TABLE variants (
  id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, inventory_item_id INTEGER NOT NULL, title TEXT NOT NULL,
  sku TEXT, barcode TEXT, price INTEGER NOT NULL, compare_at_price INTEGER, position INTEGER NOT NULL,
  inventory_policy TEXT NOT NULL, taxable INTEGER NOT NULL, requires_components INTEGER NOT NULL,
  requires_shipping INTEGER NOT NULL, options TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
);
CREATE INDEX variants_by_product ON variants (product_id);
CREATE INDEX variants_by_item ON variants (inventory_item_id);
CREATE TABLE components (
  variant_id INTEGER NOT NULL, component_id INTEGER NOT NULL, quantity INTEGER NOT NULL,
  PRIMARY KEY (variant_id, component_id)
) WITHOUT ROWID;
CREATE TABLE inventory_items (
  id INTEGER PRIMARY KEY, tracked INTEGER NOT NULL, unit_cost INTEGER, updated_at INTEGER NOT NULL
);
CREATE TABLE inventory_levels (
  item_id INTEGER NOT NULL, location_id INTEGER NOT NULL, available INTEGER NOT NULL, on_hand INTEGER NOT NULL,
  committed INTEGER NOT NULL, incoming INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (item_id, location_id)
) WITHOUT ROWID;
CREATE TABLE locations (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, is_active INTEGER NOT NULL, fulfills_online INTEGER NOT NULL,
  country_code TEXT, updated_at INTEGER NOT NULL
);

-- gross, line_discount, line_tax and units are the order as ordered, without gift cards (docs/numbers.md).
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, created_at INTEGER NOT NULL, processed_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, cancelled_at INTEGER, closed_at INTEGER, test INTEGER NOT NULL,
  edited INTEGER NOT NULL, taxes_included INTEGER NOT NULL, redacted INTEGER NOT NULL,
  detail_due INTEGER NOT NULL, customer_id INTEGER, presentment_total INTEGER NOT NULL,
  total INTEGER NOT NULL, current_total INTEGER NOT NULL, discounts INTEGER NOT NULL, tax INTEGER NOT NULL,
  shipping INTEGER NOT NULL, shipping_tax INTEGER NOT NULL, tip INTEGER NOT NULL, duties INTEGER NOT NULL,
  cash_rounding INTEGER NOT NULL, refunded INTEGER NOT NULL,
  gross INTEGER NOT NULL, line_discount INTEGER NOT NULL, line_tax INTEGER NOT NULL, units INTEGER NOT NULL,
  cancel_reason TEXT, currency TEXT NOT NULL, presentment_currency TEXT NOT NULL, financial_status TEXT,
  fulfillment_status TEXT NOT NULL, return_status TEXT NOT NULL, source_name TEXT, tags TEXT,
  discount_codes TEXT, country_code TEXT, province_code TEXT, risk TEXT, risk_facts TEXT
);
CREATE INDEX orders_by_time ON orders (processed_at);
CREATE INDEX orders_by_customer ON orders (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX orders_with_detail_due ON orders (id) WHERE detail_due = 1;

-- stated_*: as Shopify states them now; ordered, gross, discount and tax: as ordered, edits taken out.
CREATE TABLE order_lines (
  order_id INTEGER NOT NULL, id INTEGER NOT NULL, product_id INTEGER, variant_id INTEGER, text_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL, current_quantity INTEGER NOT NULL, is_gift_card INTEGER NOT NULL,
  unit_price INTEGER NOT NULL, stated_discount INTEGER NOT NULL, stated_tax INTEGER NOT NULL,
  duties INTEGER NOT NULL, ordered INTEGER NOT NULL, gross INTEGER NOT NULL, discount INTEGER NOT NULL,
  tax INTEGER NOT NULL, tax_lines TEXT,
  PRIMARY KEY (order_id, id)
) WITHOUT ROWID;
-- What a line was called when it was sold, once for all lines that say the same.
CREATE TABLE line_texts (
  id INTEGER PRIMARY KEY, title TEXT NOT NULL, variant_title TEXT NOT NULL, sku TEXT NOT NULL, vendor TEXT NOT NULL
);
CREATE UNIQUE INDEX line_texts_by_text ON line_texts (title, variant_title, sku, vendor);
CREATE TABLE order_transactions (
  order_id INTEGER NOT NULL, id INTEGER NOT NULL, test INTEGER NOT NULL, amount INTEGER NOT NULL,
  fee INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL, gateway TEXT,
  PRIMARY KEY (order_id, id)
) WITHOUT ROWID;
-- email_index only for orders without a customer: those of customers are found through the customer.
CREATE TABLE order_people (order_id INTEGER PRIMARY KEY, email_index BLOB, sealed BLOB NOT NULL);
CREATE INDEX order_people_by_email ON order_people (email_index) WHERE email_index IS NOT NULL;

CREATE TABLE order_details (order_id INTEGER PRIMARY KEY, updated_at INTEGER NOT NULL);
CREATE TABLE original_quantities (
  order_id INTEGER NOT NULL, line_id INTEGER NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY (order_id, line_id)
) WITHOUT ROWID;
CREATE TABLE order_edits (
  order_id INTEGER NOT NULL, id INTEGER NOT NULL, line_id INTEGER NOT NULL, at INTEGER NOT NULL,
  quantity INTEGER NOT NULL, gross INTEGER NOT NULL, discount INTEGER NOT NULL, tax INTEGER NOT NULL,
  PRIMARY KEY (order_id, id)
) WITHOUT ROWID;
CREATE INDEX order_edits_by_time ON order_edits (at);
CREATE TABLE refunds (
  order_id INTEGER NOT NULL, id INTEGER NOT NULL, processed_at INTEGER NOT NULL, total INTEGER NOT NULL,
  shipping INTEGER NOT NULL, shipping_tax INTEGER NOT NULL, duties INTEGER NOT NULL, adjustment INTEGER NOT NULL,
  adjustment_tax INTEGER NOT NULL,
  PRIMARY KEY (order_id, id)
) WITHOUT ROWID;
CREATE INDEX refunds_by_time ON refunds (processed_at);
CREATE TABLE refund_lines (
  order_id INTEGER NOT NULL, refund_id INTEGER NOT NULL, id INTEGER NOT NULL, line_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL, restock_type TEXT NOT NULL, restocked INTEGER NOT NULL, location_id INTEGER,
  subtotal INTEGER NOT NULL, tax INTEGER NOT NULL,
  PRIMARY KEY (order_id, refund_id, id)
) WITHOUT ROWID;
CREATE TABLE returns (
  order_id INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
  created_at INTEGER NOT NULL, closed_at INTEGER, lines TEXT NOT NULL,
  PRIMARY KEY (order_id, id)
) WITHOUT ROWID;

CREATE TABLE customers (
  id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, state TEXT NOT NULL,
  tags TEXT, orders INTEGER NOT NULL, spent INTEGER NOT NULL, country_code TEXT, province_code TEXT,
  email_consent TEXT, email_consent_at INTEGER, sms_consent TEXT, redacted INTEGER NOT NULL
);
CREATE TABLE customer_people (customer_id INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE customer_index (
  token BLOB NOT NULL, customer_id INTEGER NOT NULL, PRIMARY KEY (token, customer_id)
) WITHOUT ROWID;
CREATE INDEX customer_index_by_customer ON customer_index (customer_id);

CREATE TABLE fulfillment_orders (
  id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, status TEXT NOT NULL, request_status TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, fulfill_at INTEGER, fulfill_by INTEGER,
  location_id INTEGER
);
CREATE INDEX fulfillment_orders_by_order ON fulfillment_orders (order_id);

-- Children of a bulk file whose parent was not beside them; emptied when the file ends.
CREATE TABLE staged_children (
  file TEXT NOT NULL, kind TEXT NOT NULL, parent_id INTEGER NOT NULL, id INTEGER NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (file, kind, parent_id, id)
) WITHOUT ROWID;

CREATE TABLE store_days (
  day INTEGER PRIMARY KEY, orders INTEGER NOT NULL, gross INTEGER NOT NULL, discounts INTEGER NOT NULL,
  returns INTEGER NOT NULL, taxes INTEGER NOT NULL, shipping INTEGER NOT NULL, tips INTEGER NOT NULL,
  duties INTEGER NOT NULL, units_sold INTEGER NOT NULL, units_returned INTEGER NOT NULL,
  known_net INTEGER NOT NULL, known_cost INTEGER NOT NULL
);
CREATE TABLE store_hours (
  day INTEGER NOT NULL, hour INTEGER NOT NULL, orders INTEGER NOT NULL, net INTEGER NOT NULL, units INTEGER NOT NULL,
  PRIMARY KEY (day, hour)
) WITHOUT ROWID;
-- units, restocked, lost: of orders that count as demand; net and kept (units sold less units back in stock): of all.
-- quantities: "quantity*lines" of the lines behind units, NULL where every line was of one.
CREATE TABLE variant_days (
  day INTEGER NOT NULL, variant_id INTEGER NOT NULL, units INTEGER NOT NULL, lines INTEGER NOT NULL,
  largest INTEGER NOT NULL, restocked INTEGER NOT NULL, lost INTEGER NOT NULL, kept INTEGER NOT NULL,
  net INTEGER NOT NULL, quantities TEXT,
  PRIMARY KEY (day, variant_id)
) WITHOUT ROWID;
CREATE INDEX variant_days_of_large_lines ON variant_days (variant_id) WHERE largest >= 10;
-- How many lines of each quantity a variant ever had: the median that tells one-off bulk purchases.
CREATE TABLE variant_quantities (
  variant_id INTEGER NOT NULL, quantity INTEGER NOT NULL, lines INTEGER NOT NULL, PRIMARY KEY (variant_id, quantity)
) WITHOUT ROWID;
-- Days whose sums wait to be settled; cost_only where only unit costs changed.
CREATE TABLE touched_days (day INTEGER PRIMARY KEY, cost_only INTEGER NOT NULL);
-- Days of cover, rebuilt when sales, stock or the day have moved on.
CREATE TABLE covers (
  variant_id INTEGER PRIMARY KEY, available INTEGER NOT NULL, incoming INTEGER NOT NULL, units INTEGER NOT NULL,
  days_left REAL NOT NULL
);
CREATE INDEX covers_by_days_left ON covers (days_left, variant_id);
`;
