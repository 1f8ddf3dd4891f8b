/** Purchase orders, their lines and receipts. Written only by actions, inside the transaction of their attempt. */
import type { StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import { beginWith, foldedWords } from '../../shared/folding.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { LedgerBase } from './base.ts';
import type { PurchaseOrderLine, PurchaseOrderRow, PurchaseOrderState, ReceiptRow } from './types.ts';

interface PurchaseOrderInput {
  storeId: StoreId;
  supplier: string;
  currency: Currency;
  actionId: number;
  expectedAt?: EpochMs | null;
  note?: string | null;
  lines: Omit<PurchaseOrderLine, 'id' | 'received'>[];
}

export interface PurchaseOrders {
  create(input: PurchaseOrderInput): PurchaseOrderRow;
  /** Throws invalid_state once something was received. */
  cancel(id: number): PurchaseOrderRow;
  /** Adds receipts and updates lines and state. Throws invalid_input below zero or beyond what was ordered. */
  receive(
    id: number,
    actionId: number,
    lines: readonly { lineId: number; locationId: ShopifyId; quantity: number }[],
  ): PurchaseOrderRow;
  get(id: number): PurchaseOrderRow | null;
  /** Throws not_found, also where the order is another store's. */
  require(id: number, storeId?: StoreId): PurchaseOrderRow;
  ofAction(actionId: number): PurchaseOrderRow | null;
  /** Newest first. */
  list(filter?: { storeId?: StoreId; states?: readonly PurchaseOrderState[] }): PurchaseOrderRow[];
  /** By its number, or the beginning of its supplier's name; newest first. */
  called(
    storeId: StoreId,
    text: string,
    limit: number,
  ): { id: number; supplier: string; state: PurchaseOrderState }[];
  receipts(id: number): ReceiptRow[];
  /** Units ordered and not received, by variant, on orders that are open. */
  incoming(storeId: StoreId): Map<ShopifyId, number>;
}

type OrderRecord = Omit<PurchaseOrderRow, 'lines' | 'total'>;

const ORDER = `SELECT id, store AS storeId, supplier, state, currency, action AS actionId, created_at AS createdAt,
  updated_at AS updatedAt, expected_at AS expectedAt, note FROM purchase_orders`;

export function createPurchaseOrders(base: LedgerBase): PurchaseOrders {
  const { db } = base;
  const one = db.prepare<[number], OrderRecord>(`${ORDER} WHERE id = ?`);
  const byAction = db.prepare<[number], OrderRecord>(`${ORDER} WHERE action = ?`);
  const all = db.prepare<[{ store: string | null; states: string | null }], OrderRecord>(
    `${ORDER} WHERE store = coalesce(@store, store)
       AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states))) ORDER BY id DESC`,
  );
  const lines = db.prepare<[number], PurchaseOrderLine>(
    `SELECT id, variant AS variantId, inventory_item AS inventoryItemId, title, sku, quantity, received,
       unit_cost AS unitCost FROM purchase_order_lines WHERE purchase_order = ? ORDER BY id`,
  );
  const names = db.prepare<[string], { id: number; supplier: string; state: PurchaseOrderState }>(
    'SELECT id, supplier, state FROM purchase_orders WHERE store = ? ORDER BY id DESC LIMIT 2000',
  );
  const insert = db.prepare(
    `INSERT INTO purchase_orders (store, supplier, state, currency, action, created_at, updated_at, expected_at, note)
     VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?)`,
  );
  const insertLine = db.prepare(
    `INSERT INTO purchase_order_lines (purchase_order, variant, inventory_item, title, sku, quantity, unit_cost)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertReceipt = db.prepare(
    'INSERT INTO receipts (line, action, location, quantity, at) VALUES (?, ?, ?, ?, ?)',
  );
  const addReceived = db.prepare('UPDATE purchase_order_lines SET received = received + ? WHERE id = ?');
  const setState = db.prepare('UPDATE purchase_orders SET state = ?, updated_at = ? WHERE id = ?');
  const receipts = db.prepare<[number], ReceiptRow>(
    `SELECT r.id, l.purchase_order AS purchaseOrderId, r.line AS lineId, r.action AS actionId,
       r.location AS locationId, r.quantity, r.at
     FROM receipts r JOIN purchase_order_lines l ON l.id = r.line WHERE l.purchase_order = ? ORDER BY r.id`,
  );
  const incoming = db.prepare<[string], { variant: number; units: number }>(
    `SELECT l.variant, sum(l.quantity - l.received) AS units
     FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order = o.id
     WHERE o.store = ? AND o.state IN ('open', 'partly_received') GROUP BY l.variant HAVING units > 0`,
  );

  const whole = (record: OrderRecord): PurchaseOrderRow => {
    const own = lines.all(record.id);
    const known = own.every((line) => line.unitCost !== null);
    const total = known ? own.reduce((sum, line) => sum + line.quantity * (line.unitCost ?? 0), 0) : null;
    return { ...record, lines: own, total };
  };
  const require = (id: number, storeId?: StoreId): PurchaseOrderRow => {
    const record = one.get(id);
    if (!record || (storeId !== undefined && record.storeId !== storeId))
      throw new RoyalError({
        code: 'not_found',
        message: `There is no purchase order ${id}${storeId === undefined ? '' : ` in ${storeId}`}.`,
        next: 'Look at the list of purchase orders for those there are.',
      });
    return whole(record);
  };
  const changed = (id: number, kind: string): PurchaseOrderRow => {
    const row = require(id);
    base.event(row.storeId, kind, { purchaseOrderId: id, supplier: row.supplier, state: row.state });
    return row;
  };

  return {
    require,
    create(input) {
      return base.transaction(() => {
        const at = base.now();
        const id = Number(
          insert.run(
            input.storeId,
            input.supplier,
            input.currency,
            input.actionId,
            at,
            at,
            input.expectedAt ?? null,
            input.note ?? null,
          ).lastInsertRowid,
        );
        for (const line of input.lines)
          insertLine.run(
            id,
            line.variantId,
            line.inventoryItemId,
            line.title,
            line.sku,
            line.quantity,
            line.unitCost,
          );
        return changed(id, 'purchase_order.created');
      });
    },
    cancel(id) {
      return base.transaction(() => {
        const order = require(id);
        if (order.state !== 'open')
          throw new RoyalError({
            code: 'invalid_state',
            message: `Purchase order ${id} is ${order.state.replace('_', ' ')} and can't be cancelled.`,
            next:
              order.state === 'cancelled'
                ? 'Nothing needs to be done.'
                : 'Undo its receipts first, or keep the order.',
          });
        setState.run('cancelled', base.now(), id);
        return changed(id, 'purchase_order.cancelled');
      });
    },
    receive(id, actionId, received) {
      return base.transaction(() => {
        const order = require(id);
        const at = base.now();
        for (const { lineId, locationId, quantity } of received) {
          const line = lines.all(id).find((candidate) => candidate.id === lineId);
          if (!line)
            throw new RoyalError({
              code: 'invalid_input',
              message: `Line ${lineId} is not of purchase order ${id}.`,
              next: 'Look at the purchase order for its lines.',
            });
          const total = line.received + quantity;
          if (total < 0 || total > line.quantity)
            throw new RoyalError({
              code: 'invalid_input',
              message: `${line.title}: ${total} received would be ${total < 0 ? 'below zero' : `more than the ${line.quantity} ordered`}.`,
              next: 'Correct the quantity; count what was delivered beyond the order in the shop itself.',
            });
          insertReceipt.run(lineId, actionId, locationId, quantity, at);
          addReceived.run(quantity, lineId);
        }
        const after = lines.all(id);
        const state: PurchaseOrderState = after.every((line) => line.received === line.quantity)
          ? 'received'
          : after.some((line) => line.received > 0)
            ? 'partly_received'
            : 'open';
        if (order.state !== 'cancelled') setState.run(state, at, id);
        return changed(id, 'purchase_order.received');
      });
    },
    get(id) {
      const record = one.get(id);
      return record ? whole(record) : null;
    },
    ofAction(actionId) {
      const record = byAction.get(actionId);
      return record ? whole(record) : null;
    },
    list: ({ storeId, states } = {}) =>
      all.all({ store: storeId ?? null, states: states ? JSON.stringify(states) : null }).map(whole),
    called(storeId, text, limit) {
      const words = foldedWords(text);
      if (words.length === 0) return [];
      const number = /^(?:po|#)?\s*-?(\d{1,15})$/i.exec(text.trim())?.[1];
      return names
        .all(storeId)
        .filter(({ id, supplier }) => String(id) === number || beginWith(foldedWords(supplier), words))
        .slice(0, limit);
    },
    receipts: (id) => receipts.all(id),
    incoming: (storeId) => new Map(incoming.all(storeId).map((row) => [row.variant, row.units])),
  };
}
