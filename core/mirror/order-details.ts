/** Refunds, returns and edits of an order: replaced as a whole by a newer payload. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Day } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { OrderWriter } from './orders.ts';
import type { OrderDetailRecord } from './records.ts';

export interface DetailWriter {
  write(row: OrderDetailRecord): void;
  due(limit: number): ShopifyId[];
}

/** Details of orders that are not in the mirror, which wait for them. */
export function findDetailsAhead(db: Database): Set<ShopifyId> {
  return new Set(
    db
      .prepare(
        'SELECT order_id FROM order_details WHERE NOT EXISTS (SELECT 1 FROM orders WHERE id = order_id)',
      )
      .pluck()
      .all() as ShopifyId[],
  );
}

export function detailWriter(
  db: Database,
  orders: OrderWriter,
  touch: (day: Day) => void,
  detailsAhead: Set<ShopifyId>,
): DetailWriter {
  const sql = {
    version: db.prepare('SELECT updated_at FROM order_details WHERE order_id = ?').pluck(),
    orderVersion: db.prepare('SELECT updated_at FROM orders WHERE id = ?').pluck(),
    replace: db.prepare('REPLACE INTO order_details VALUES (?, ?)'),
    settled: db.prepare('UPDATE orders SET detail_due = 0 WHERE id = ? AND updated_at <= ?'),
    drop: ['original_quantities', 'order_edits', 'refunds', 'refund_lines', 'returns'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE order_id = ?`),
    ),
    original: db.prepare('INSERT INTO original_quantities VALUES (?, ?, ?)'),
    edit: db.prepare(`INSERT INTO order_edits VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    refund: db.prepare('INSERT INTO refunds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    refundLine: db.prepare('INSERT INTO refund_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    return: db.prepare('INSERT INTO returns VALUES (?, ?, ?, ?, ?, ?, ?)'),
    due: db
      .prepare(
        'SELECT id FROM orders INDEXED BY orders_with_detail_due WHERE detail_due = 1 ORDER BY id LIMIT ?',
      )
      .pluck(),
  };

  return {
    write(row) {
      const id = row.orderId;
      const version = sql.version.get(id) as number | undefined;
      if (version !== undefined && row.updatedAt < version) return;
      for (const day of orders.bookedDays(id)) touch(day);
      sql.replace.run(id, row.updatedAt);
      for (const statement of sql.drop) statement.run(id);
      for (const line of row.originalQuantities) sql.original.run(id, line.lineId, line.quantity);
      for (const edit of row.edits) {
        const net = edit.total - edit.tax;
        const gross = net + edit.discountBeforeTaxes;
        sql.edit.run(
          id,
          edit.id,
          edit.lineId,
          edit.at,
          edit.quantity,
          gross,
          edit.discountBeforeTaxes,
          edit.tax,
        );
      }
      for (const refund of row.refunds) {
        sql.refund.run(
          id,
          refund.id,
          refund.processedAt,
          refund.totalRefunded,
          refund.shipping,
          refund.shippingTax,
          refund.duties,
          refund.adjustment,
          refund.adjustmentTax,
        );
        for (const line of refund.lines)
          sql.refundLine.run(
            id,
            refund.id,
            line.id,
            line.lineId,
            line.quantity,
            line.restockType,
            line.restocked ? 1 : 0,
            line.locationId,
            line.subtotal,
            line.tax,
          );
      }
      for (const item of row.returns)
        sql.return.run(
          id,
          item.id,
          item.name,
          item.status,
          item.createdAt,
          item.closedAt,
          JSON.stringify(item.lines),
        );
      if (sql.orderVersion.get(id) === undefined) {
        detailsAhead.add(id);
        return;
      }
      sql.settled.run(id, row.updatedAt);
      orders.rederive(id);
      for (const day of orders.bookedDays(id)) touch(day);
    },
    due: (limit) => sql.due.all(limit) as ShopifyId[],
  };
}
