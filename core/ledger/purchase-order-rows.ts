/** Reads purchase orders: one with all that it has, or a page of them, summed up. */

import type { Actor, StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import { fold } from '../../shared/folding.ts';
import type { Minor } from '../../shared/money.ts';
import type { Database } from '../sqlite/open.ts';
import type {
  PurchaseOrderAllocation,
  PurchaseOrderLine,
  PurchaseOrderRow,
  PurchaseOrderState,
  ReceiptRow,
} from './types.ts';

interface PurchaseOrderFilter {
  storeId?: StoreId;
  states?: readonly PurchaseOrderState[];
  supplier?: string;
  /** Part of a number, supplier, title, SKU or barcode. */
  search?: string;
  /** Expected before this date, "2026-11-30", and something is still to come. */
  lateOn?: string;
  sort?: 'newest' | 'expected';
  limit: number;
  offset?: number;
}

/** An order in a list; quantities in units over all lines. */
export interface PurchaseOrderSummary
  extends Pick<
    PurchaseOrderRow,
    | 'id'
    | 'number'
    | 'supplier'
    | 'state'
    | 'currency'
    | 'storeIds'
    | 'expectedOn'
    | 'actionId'
    | 'createdAt'
    | 'updatedAt'
    | 'sentAt'
    | 'goods'
  > {
  charges: Minor;
  lines: number;
  units: number;
  received: number;
  open: number;
}

export interface PurchaseOrderRows {
  get(id: number): PurchaseOrderRow | null;
  /** Throws not_found, also where the order has nothing for the store. */
  require(id: number, storeId?: StoreId): PurchaseOrderRow;
  ofAction(actionId: number): PurchaseOrderRow | null;
  page(filter: PurchaseOrderFilter): { rows: PurchaseOrderSummary[]; total: number };
  receipts(id: number): ReceiptRow[];
}

type OrderRecord = Omit<PurchaseOrderRow, 'lines' | 'goods' | 'rates' | 'storeIds' | 'createdBy'> & {
  byKind: Actor['kind'];
  byId: string;
};
type SummaryRecord = Omit<PurchaseOrderSummary, 'storeIds'> & { storeIds: string | null };

const ORDER = `SELECT id, number, supplier, state, version, currency, spread, freight, duty, other,
  expected_on AS expectedOn, note, action AS actionId, by_kind AS byKind, by_id AS byId, created_at AS createdAt,
  updated_at AS updatedAt, sent_at AS sentAt, sent_to AS sentTo, sent_by AS sentBy,
  closed_at AS closedAt FROM purchase_orders`;

/** "PO-0001": what a person calls it. */
export function orderNumber(number: number): string {
  return `PO-${String(number).padStart(4, '0')}`;
}

export function createPurchaseOrderRows(db: Database): PurchaseOrderRows {
  const one = db.prepare<[number], OrderRecord>(`${ORDER} WHERE id = ?`);
  const byAction = db.prepare<[number], OrderRecord>(`${ORDER} WHERE action = ?`);
  const lines = db.prepare<[number], Omit<PurchaseOrderLine, keyof Sums | 'allocations'>>(
    `SELECT id, title, sku, barcode, supplier_sku AS supplierSku, unit_cost AS unitCost
     FROM purchase_order_lines WHERE purchase_order = ? ORDER BY id`,
  );
  const allocations = db.prepare<[number], PurchaseOrderAllocation>(
    `SELECT a.id, a.line AS lineId, a.store AS storeId, a.variant AS variantId, a.inventory_item AS inventoryItemId,
       nullif(a.location, 0) AS locationId, a.quantity, a.received, a.damaged, a.short, a.told
     FROM purchase_order_allocations a JOIN purchase_order_lines l ON l.id = a.line
     WHERE l.purchase_order = ? ORDER BY a.id`,
  );
  const rates = db.prepare<[number], PurchaseOrderRow['rates'][number]>(
    'SELECT store AS storeId, rate, entered_on AS "on" FROM purchase_order_rates WHERE purchase_order = ? ORDER BY store',
  );
  const receipts = db.prepare<[number], Omit<ReceiptRow, 'by'> & { byKind: Actor['kind']; byId: string }>(
    `SELECT r.id, l.purchase_order AS purchaseOrderId, l.id AS lineId, r.allocation AS allocationId,
       a.store AS storeId, r.action AS actionId, r.location AS locationId, r.accepted, r.damaged, r.short, r.at,
       r.by_kind AS byKind, r.by_id AS byId
     FROM receipts r JOIN purchase_order_allocations a ON a.id = r.allocation
     JOIN purchase_order_lines l ON l.id = a.line WHERE l.purchase_order = ? ORDER BY r.id`,
  );

  const matching = `FROM purchase_orders o
    WHERE (@states IS NULL OR o.state IN (SELECT value FROM json_each(@states)))
      AND (@supplier IS NULL OR o.supplier = @supplier)
      AND (@lateOn IS NULL OR (o.expected_on < @lateOn AND o.state IN ('sent', 'partly_received')))
      AND (@store IS NULL OR EXISTS (SELECT 1 FROM purchase_order_lines l
        JOIN purchase_order_allocations a ON a.line = l.id WHERE l.purchase_order = o.id AND a.store = @store))
      AND (@search IS NULL OR instr(fold(o.supplier), @search) > 0
        OR instr(fold(printf('PO-%04d', o.number)), @search) > 0
        OR EXISTS (SELECT 1 FROM purchase_order_lines l WHERE l.purchase_order = o.id
          AND (instr(fold(l.title), @search) > 0 OR instr(fold(l.sku), @search) > 0
            OR instr(fold(l.barcode), @search) > 0)))`;
  const summary = (order: string) =>
    db.prepare<[Record<string, unknown>], SummaryRecord>(
      `WITH chosen AS (SELECT o.* ${matching} ORDER BY ${order} LIMIT @limit OFFSET @offset)
       SELECT o.id, o.number, o.supplier, o.state, o.currency, o.expected_on AS expectedOn, o.action AS actionId,
         o.created_at AS createdAt, o.updated_at AS updatedAt, o.sent_at AS sentAt,
         o.freight + o.duty + o.other AS charges, count(DISTINCT l.id) AS lines,
         coalesce(sum(a.quantity), 0) AS units, coalesce(sum(a.received), 0) AS received,
         CASE WHEN o.state IN ('draft', 'sent', 'partly_received')
           THEN coalesce(sum(max(0, a.quantity - a.received - a.damaged - a.short)), 0) ELSE 0 END AS open,
         CASE WHEN count(a.id) = count(l.unit_cost) THEN coalesce(sum(a.quantity * l.unit_cost), 0) END AS goods,
         json_group_array(DISTINCT a.store) FILTER (WHERE a.store IS NOT NULL) AS storeIds
       FROM chosen o LEFT JOIN purchase_order_lines l ON l.purchase_order = o.id
       LEFT JOIN purchase_order_allocations a ON a.line = l.id
       GROUP BY o.id ORDER BY ${order}`,
    );
  const byNewest = summary('o.id DESC');
  const byExpected = summary('o.expected_on IS NULL, o.expected_on, o.id');
  const total = db.prepare<[Record<string, unknown>], number>(`SELECT count(*) ${matching}`).pluck();

  const whole = ({ byKind, byId, ...record }: OrderRecord): PurchaseOrderRow => {
    const own = Map.groupBy(allocations.all(record.id), (one) => one.lineId);
    const full = lines.all(record.id).map((line) => withSums(line, own.get(line.id) ?? []));
    const known = full.every((line) => line.unitCost !== null);
    return {
      ...record,
      createdBy: { kind: byKind, id: byId },
      storeIds: [...new Set(full.flatMap((line) => line.allocations.map((one) => one.storeId)))].sort(),
      rates: rates.all(record.id),
      lines: full,
      goods: known ? full.reduce((sum, line) => sum + line.quantity * line.unitCost!, 0) : null,
    };
  };

  return {
    get(id) {
      const record = one.get(id);
      return record ? whole(record) : null;
    },
    require(id, storeId) {
      const record = one.get(id);
      const order = record ? whole(record) : null;
      if (order && (storeId === undefined || order.storeIds.includes(storeId))) return order;
      throw new RoyalError({
        code: 'not_found',
        message: `There is no purchase order ${id}${storeId === undefined ? '' : ` in ${storeId}`}.`,
        next: 'Look at the list of purchase orders for those there are.',
      });
    },
    ofAction(actionId) {
      const record = byAction.get(actionId);
      return record ? whole(record) : null;
    },
    page({ storeId, states, supplier, search, lateOn, sort, limit, offset }) {
      const given = {
        store: storeId ?? null,
        states: states ? JSON.stringify(states) : null,
        supplier: supplier ?? null,
        search: search?.trim() ? fold(search.trim()) : null,
        lateOn: lateOn ?? null,
      };
      const rows = (sort === 'expected' ? byExpected : byNewest)
        .all({ ...given, limit, offset: offset ?? 0 })
        .map((row) => ({ ...row, storeIds: (JSON.parse(row.storeIds ?? '[]') as StoreId[]).sort() }));
      return { rows, total: total.get(given)! };
    },
    receipts: (id) =>
      receipts.all(id).map(({ byKind, byId, ...row }) => ({ ...row, by: { kind: byKind, id: byId } })),
  };
}

type Sums = Pick<PurchaseOrderLine, 'quantity' | 'received' | 'damaged' | 'short'>;

function withSums(
  line: Omit<PurchaseOrderLine, keyof Sums | 'allocations'>,
  own: PurchaseOrderAllocation[],
): PurchaseOrderLine {
  const sum = (of: keyof Sums): number => own.reduce((total, one) => total + one[of], 0);
  return {
    ...line,
    quantity: sum('quantity'),
    received: sum('received'),
    damaged: sum('damaged'),
    short: sum('short'),
    allocations: own,
  };
}

/** Still to come of an allocation or a line. */
export function openUnits(of: Sums): number {
  return Math.max(0, of.quantity - of.received - of.damaged - of.short);
}
