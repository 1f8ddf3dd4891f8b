/** What the doctor asks of a mirror: orders that count in no sum, and what is held of records that could not be read. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { DayClock } from './day-clock.ts';
import type { OtherCurrency, RecordKind } from './types.ts';

const PLACES: Record<RecordKind, [table: string, id: string]> = {
  products: ['products', 'id'],
  inventory: ['inventory_items', 'id'],
  customers: ['customers', 'id'],
  orders: ['orders', 'id'],
  fulfillmentOrders: ['fulfillment_orders', 'id'],
  orderDetails: ['order_details', 'order_id'],
};

/** Orders, test orders left out, in another currency than the shop's; reads every order. */
export function otherCurrencies(db: Database, clock: DayClock): OtherCurrency[] {
  const rows = db
    .prepare(
      `SELECT currency, count(*) AS orders, min(processed_at) AS first, max(processed_at) AS last FROM orders
       WHERE test = 0 AND currency <> (SELECT currency FROM shop) GROUP BY currency ORDER BY currency`,
    )
    .all() as { currency: string; orders: number; first: EpochMs; last: EpochMs }[];
  return rows.map((row) => ({ ...row, first: clock.dayOf(row.first), last: clock.dayOf(row.last) }));
}

/** Those of the ids of which the mirror has something, in their order. */
export function heldOf(db: Database, kind: RecordKind, ids: readonly ShopifyId[]): ShopifyId[] {
  const [table, column] = PLACES[kind];
  const held = db.prepare(`SELECT 1 FROM ${table} WHERE ${column} = ?`).pluck();
  return ids.filter((id) => held.get(id) !== undefined);
}
