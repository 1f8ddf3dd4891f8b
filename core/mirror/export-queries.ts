/** What leaves a mirror as rows: pages in the order of a key, so that a million rows cost no more memory than one page. */
import type { Database } from '../sqlite/open.ts';
import { UNIT_COST } from './unit-cost.ts';

export type MirrorExport = 'orders' | 'order_lines' | 'products' | 'stock' | 'sales_days' | 'customers';

type Value = string | number | null;
/** minor: money in the shop's currency; time: milliseconds; day: days since 1970. */
export type ExportColumn = { name: string; as?: 'minor' | 'time' | 'day' };

export interface ExportPage {
  columns: readonly ExportColumn[];
  rows: Value[][];
  /** To go on after; null at the end. */
  next: readonly number[] | null;
}

interface Query {
  columns: readonly ExportColumn[];
  /** The key's columns come first, `keys` of them, then the columns. */
  sql: string;
  keys: number;
}

const minor = (name: string): ExportColumn => ({ name, as: 'minor' });
const time = (name: string): ExportColumn => ({ name, as: 'time' });
const plain = (name: string): ExportColumn => ({ name });

const QUERIES: Record<MirrorExport, Query> = {
  orders: {
    keys: 1,
    columns: [
      plain('Id'),
      plain('Name'),
      time('Processed at'),
      time('Cancelled at'),
      plain('Financial Status'),
      plain('Fulfillment Status'),
      plain('Currency'),
      minor('Subtotal'),
      minor('Discount Amount'),
      minor('Shipping'),
      minor('Taxes'),
      minor('Total'),
      minor('Refunded Amount'),
      plain('Units'),
      plain('Country'),
      plain('Source'),
      plain('Customer ID'),
    ],
    sql: `SELECT id, id, name, processed_at, cancelled_at, financial_status, fulfillment_status, currency, gross,
        discounts, shipping, tax, total, refunded, units, country_code, source_name, customer_id
      FROM orders WHERE test = 0 AND id > ? ORDER BY id LIMIT ?`,
  },
  order_lines: {
    keys: 2,
    columns: [
      plain('Order Id'),
      plain('Line Id'),
      plain('Lineitem name'),
      plain('Lineitem variant'),
      plain('Lineitem sku'),
      plain('Vendor'),
      plain('Variant Id'),
      plain('Lineitem quantity'),
      minor('Lineitem price'),
      minor('Lineitem discount'),
      minor('Lineitem tax'),
    ],
    sql: `SELECT l.order_id, l.id, l.order_id, l.id, t.title, t.variant_title, t.sku, t.vendor, l.variant_id,
        l.quantity, l.unit_price, l.discount, l.tax
      FROM order_lines l JOIN line_texts t ON t.id = l.text_id
      WHERE (l.order_id, l.id) > (?, ?) ORDER BY l.order_id, l.id LIMIT ?`,
  },
  products: {
    keys: 1,
    columns: [
      plain('Product Id'),
      plain('Variant Id'),
      plain('Title'),
      plain('Variant'),
      plain('URL handle'),
      plain('Vendor'),
      plain('Type'),
      plain('Status'),
      plain('SKU'),
      plain('Barcode'),
      minor('Price'),
      minor('Compare-at price'),
      minor('Cost per item'),
    ],
    sql: `SELECT v.id, p.id, v.id, p.title, v.title, p.handle, p.vendor, p.product_type, p.status, v.sku, v.barcode,
        v.price, v.compare_at_price, ${UNIT_COST}
      FROM variants v JOIN products p ON p.id = v.product_id
        LEFT JOIN inventory_items i ON i.id = v.inventory_item_id
      WHERE v.id > ? ORDER BY v.id LIMIT ?`,
  },
  stock: {
    keys: 2,
    columns: [
      plain('Inventory item'),
      plain('SKU'),
      plain('Title'),
      plain('Variant'),
      plain('Location'),
      plain('Available'),
      plain('On hand'),
      plain('Committed'),
      plain('Incoming'),
    ],
    sql: `SELECT s.item_id, s.location_id, s.item_id, v.sku, p.title, v.title, l.name, s.available, s.on_hand,
        s.committed, s.incoming
      FROM inventory_levels s LEFT JOIN variants v ON v.inventory_item_id = s.item_id
        LEFT JOIN products p ON p.id = v.product_id LEFT JOIN locations l ON l.id = s.location_id
      WHERE (s.item_id, s.location_id) > (?, ?) ORDER BY s.item_id, s.location_id LIMIT ?`,
  },
  sales_days: {
    keys: 1,
    columns: [
      { name: 'Date', as: 'day' },
      plain('Orders'),
      minor('Gross sales'),
      minor('Discounts'),
      minor('Returns'),
      minor('Taxes'),
      minor('Shipping'),
      minor('Tips'),
      minor('Duties'),
      plain('Units sold'),
      plain('Units returned'),
    ],
    sql: `SELECT day, day, orders, gross, discounts, returns, taxes, shipping, tips, duties, units_sold,
        units_returned
      FROM store_days WHERE day > ? ORDER BY day LIMIT ?`,
  },
  customers: {
    keys: 1,
    columns: [
      plain('Customer ID'),
      time('Created at'),
      plain('Country'),
      plain('Accepts Email Marketing'),
      minor('Total Spent'),
      plain('Total Orders'),
      plain('Tags'),
    ],
    sql: `SELECT id, id, created_at, country_code, email_consent, spent, orders, tags FROM customers
      WHERE id > ? ORDER BY id LIMIT ?`,
  },
};

export function exportQueries(db: Database): {
  exportPage(what: MirrorExport, after: readonly number[] | null, limit: number): ExportPage;
  customerFacts(id: number): { countryCode: string | null; orders: number; spent: number } | null;
} {
  const facts = db.prepare<[number], { countryCode: string | null; orders: number; spent: number }>(
    'SELECT country_code AS countryCode, orders, spent FROM customers WHERE id = ?',
  );
  return {
    exportPage(what, after, limit) {
      const { columns, sql, keys } = QUERIES[what];
      // Imported records have negative ids.
      const from = after ?? new Array<number>(keys).fill(Number.MIN_SAFE_INTEGER);
      const found = db
        .prepare(sql)
        .raw()
        .all(...from, limit) as Value[][];
      const last = found.at(-1);
      return {
        columns,
        rows: found.map((row) => row.slice(keys)),
        next: last && found.length === limit ? (last.slice(0, keys) as number[]) : null,
      };
    },
    customerFacts: (id) => facts.get(id) ?? null,
  };
}
