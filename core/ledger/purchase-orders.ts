/** Purchase orders: what is ordered of whom, for which stores, and how far it is. */
import type { Actor, StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import { beginWith, foldedWords } from '../../shared/folding.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { type Currency, type Minor, sameDecimal } from '../../shared/money.ts';
import type { LedgerBase } from './base.ts';
import {
  createPurchaseOrderReceipts,
  type PurchaseOrderReceipts,
  RECEIVE,
} from './purchase-order-receipts.ts';
import { createPurchaseOrderRows, orderNumber, type PurchaseOrderRows } from './purchase-order-rows.ts';
import { allows, type PurchaseOrderStep } from './purchase-order-states.ts';
import type { PurchaseOrderRow, PurchaseOrderState } from './types.ts';

export interface PurchaseOrderLineInput {
  title: string;
  sku: string | null;
  barcode?: string | null;
  supplierSku?: string | null;
  unitCost: Minor | null;
  allocations: {
    storeId: StoreId;
    variantId: ShopifyId;
    inventoryItemId: ShopifyId;
    locationId?: ShopifyId | null;
    quantity: number;
  }[];
}

interface PurchaseOrderFields {
  supplier: string;
  currency: Currency;
  spread: 'value' | 'units';
  freight: Minor;
  duty: Minor;
  other: Minor;
  expectedOn: string | null;
  note: string | null;
  rates: { storeId: StoreId; rate: string; on: string }[];
  lines: PurchaseOrderLineInput[];
}

export interface PurchaseOrders extends PurchaseOrderRows, PurchaseOrderReceipts {
  create(
    input: Pick<PurchaseOrderFields, 'supplier' | 'currency' | 'lines'> & Partial<PurchaseOrderFields>,
    actor: Actor,
    actionId?: number,
  ): PurchaseOrderRow;
  /** By its number, or the beginning of its supplier's name; newest first. */
  called(
    storeId: StoreId,
    text: string,
    limit: number,
  ): { id: number; supplier: string; state: PurchaseOrderState }[];
  /**
   * Lines, supplier and currency of a draft; charges, rates, note and expected date until it is closed. In another currency
   * amounts stay as they are written, rounded to its smallest unit. Lines that receipts were booked to, and taken back from,
   * stay. Throws stale_value where another changed it since, invalid_state.
   */
  edit(id: number, version: number, fields: Partial<PurchaseOrderFields>, actor: Actor): PurchaseOrderRow;
  /** `locations`: of allocations that had none. Throws invalid_state, stale_value. */
  send(
    id: number,
    version: number | null,
    sent: { to?: string; expectedOn?: string; locations?: ReadonlyMap<number, ShopifyId> },
    actor: Actor,
  ): PurchaseOrderRow;
  /** Throws invalid_state once something was received, or a receipt is under way. `version` null: whatever it is. */
  cancel(id: number, version: number | null, actor: Actor, reason?: string): PurchaseOrderRow;
  /** Throws invalid_state where a receipt is under way. */
  close(id: number, version: number, actor: Actor, reason?: string): PurchaseOrderRow;
}

export function createPurchaseOrders(base: LedgerBase): PurchaseOrders {
  const { db } = base;
  const rows = createPurchaseOrderRows(db);
  const receipts = createPurchaseOrderReceipts(base, rows);
  const nextNumber = db
    .prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM purchase_orders')
    .pluck();
  const names = db.prepare<
    [string],
    { id: number; number: number; supplier: string; state: PurchaseOrderState }
  >(
    `SELECT id, number, supplier, state FROM purchase_orders WHERE id IN (
       SELECT l.purchase_order FROM purchase_order_lines l
       JOIN purchase_order_allocations a ON a.line = l.id WHERE a.store = ?)
     ORDER BY id DESC LIMIT 2000`,
  );
  const insert = db.prepare(
    `INSERT INTO purchase_orders (number, supplier, state, currency, spread, freight, duty, other, expected_on, note,
       action, by_kind, by_id, created_at, updated_at)
     VALUES (@number, @supplier, 'draft', @currency, @spread, @freight, @duty, @other, @expectedOn, @note,
       @action, @byKind, @byId, @at, @at)`,
  );
  const update = db.prepare(
    `UPDATE purchase_orders SET supplier = @supplier, currency = @currency, spread = @spread, freight = @freight,
       duty = @duty, other = @other, expected_on = @expectedOn, note = @note, version = version + 1, updated_at = @at
     WHERE id = @id`,
  );
  const move = db.prepare(
    `UPDATE purchase_orders SET state = @state, version = version + 1, updated_at = @at,
       sent_at = CASE @state WHEN 'sent' THEN @at ELSE sent_at END,
       sent_to = coalesce(@to, sent_to), sent_by = coalesce(@by, sent_by),
       expected_on = coalesce(@expectedOn, expected_on),
       closed_at = CASE WHEN @state IN ('closed', 'cancelled') THEN @at ELSE closed_at END
     WHERE id = @id`,
  );
  const insertLine = db.prepare(
    `INSERT INTO purchase_order_lines (purchase_order, title, sku, barcode, supplier_sku, unit_cost)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const insertAllocation = db.prepare(
    `INSERT INTO purchase_order_allocations (line, store, variant, inventory_item, location, quantity)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const dropAllocations = db.prepare(
    'DELETE FROM purchase_order_allocations WHERE line IN (SELECT id FROM purchase_order_lines WHERE purchase_order = ?)',
  );
  const dropLines = db.prepare('DELETE FROM purchase_order_lines WHERE purchase_order = ?');
  const dropRates = db.prepare('DELETE FROM purchase_order_rates WHERE purchase_order = ?');
  const insertRate = db.prepare('INSERT INTO purchase_order_rates VALUES (?, ?, ?, ?)');
  const setCost = db.prepare('UPDATE purchase_order_lines SET unit_cost = ? WHERE id = ?');
  const placeAllocation = db.prepare('UPDATE purchase_order_allocations SET location = ? WHERE id = ?');

  const writeLines = (id: number, lines: readonly PurchaseOrderLineInput[]): void => {
    for (const line of lines) {
      const lineId = Number(
        insertLine.run(
          id,
          line.title,
          line.sku,
          line.barcode ?? null,
          line.supplierSku ?? null,
          line.unitCost,
        ).lastInsertRowid,
      );
      for (const part of line.allocations)
        insertAllocation.run(
          lineId,
          part.storeId,
          part.variantId,
          part.inventoryItemId,
          part.locationId ?? 0,
          part.quantity,
        );
    }
  };
  const writeRates = (id: number, rates: PurchaseOrderFields['rates']): void => {
    dropRates.run(id);
    for (const rate of rates) insertRate.run(id, rate.storeId, rate.rate, rate.on);
  };

  /** Tells each of the stores; a draft without lines, the whole program. */
  const tell = (
    order: PurchaseOrderRow,
    kind: string,
    actor: Actor,
    data: Record<string, unknown> = {},
  ): PurchaseOrderRow => {
    base.audit({
      actor,
      kind,
      storeId: order.storeIds.length === 1 ? order.storeIds[0]! : null,
      subject: `purchase_order:${order.id}`,
      data: { number: orderNumber(order.number), version: order.version, ...data },
    });
    for (const storeId of order.storeIds.length > 0 ? order.storeIds : [null])
      base.event(storeId, kind, {
        purchaseOrderId: order.id,
        supplier: order.supplier,
        state: order.state,
      });
    return order;
  };

  const checked = (id: number, version: number | null, step: PurchaseOrderStep): PurchaseOrderRow => {
    const order = rows.require(id);
    if (!allows(order.state, step)) throw notNow(order, step);
    if (version !== null && version !== order.version)
      throw new RoyalError({
        code: 'stale_value',
        message: `${orderNumber(order.number)} was changed in the meantime.`,
        next: 'Load the order again, then make your change.',
        details: { version: order.version },
      });
    return order;
  };
  /** A receipt that may still be booked would come to an order that is over, or to lines that are gone. */
  const settled = (order: PurchaseOrderRow, step: PurchaseOrderStep): void => {
    const receipt = receipts.pending(order).find(({ type, state }) => type === RECEIVE && state !== 'failed');
    if (receipt === undefined) return;
    throw new RoyalError({
      code: 'invalid_state',
      message: `A receipt of ${orderNumber(order.number)} is under way, so it can't be ${STEPS[step]}: action ${receipt.actionId}.`,
      next: 'Wait for it, or reject it, then try again.',
      details: { actionId: receipt.actionId },
    });
  };
  const moved = (
    id: number,
    state: PurchaseOrderState,
    more: { to?: string; by?: string; expectedOn?: string } = {},
  ): PurchaseOrderRow => {
    move.run({
      id,
      state,
      at: base.now(),
      to: more.to ?? null,
      by: more.by ?? null,
      expectedOn: more.expectedOn ?? null,
    });
    return rows.require(id);
  };

  return {
    ...rows,
    ...receipts,
    create(input, actor, actionId) {
      return base.transaction(() => {
        const id = Number(
          insert.run({
            number: nextNumber.get()!,
            supplier: input.supplier,
            currency: input.currency,
            spread: input.spread ?? 'value',
            freight: input.freight ?? 0,
            duty: input.duty ?? 0,
            other: input.other ?? 0,
            expectedOn: input.expectedOn ?? null,
            note: input.note ?? null,
            action: actionId ?? null,
            byKind: actor.kind,
            byId: actor.id,
            at: base.now(),
          }).lastInsertRowid,
        );
        writeLines(id, input.lines);
        writeRates(id, input.rates ?? []);
        return tell(rows.require(id), 'purchase_order.created', actor, actionId ? { actionId } : {});
      });
    },
    edit(id, version, fields, actor) {
      return base.transaction(() => {
        const whole = ['lines', 'supplier', 'currency'].some((name) => Object.hasOwn(fields, name));
        const order = checked(id, version, whole ? 'edit' : 'adjust');
        if (whole) settled(order, 'edit');
        const { lines, rates: given, ...rest } = fields;
        // Rates are of the order's currency: of another they say nothing.
        const currency = fields.currency ?? order.currency;
        const rates = given ?? (currency === order.currency ? null : []);
        // What was typed stays as it is written: nobody said at what rate it would be converted.
        const written = (minor: Minor): Minor => sameDecimal(minor, order.currency, currency);
        update.run({
          id,
          supplier: order.supplier,
          currency,
          spread: order.spread,
          freight: written(order.freight),
          duty: written(order.duty),
          other: written(order.other),
          expectedOn: order.expectedOn,
          note: order.note,
          ...rest,
          at: base.now(),
        });
        if (lines) {
          if (rows.receipts(id).length > 0)
            throw new RoyalError({
              code: 'invalid_state',
              message: `${orderNumber(order.number)} has receipts that were taken back: its lines stay as they were booked.`,
              next: 'Cancel it, and make a new order.',
            });
          dropAllocations.run(id);
          dropLines.run(id);
          writeLines(id, lines);
        } else if (currency !== order.currency)
          for (const { id: line, unitCost } of order.lines)
            if (unitCost !== null) setCost.run(written(unitCost), line);
        if (rates) writeRates(id, rates);
        return tell(rows.require(id), 'purchase_order.edited', actor, { fields: Object.keys(fields) });
      });
    },
    send(id, version, sent, actor) {
      return base.transaction(() => {
        const order = checked(id, version, 'send');
        if (order.lines.length === 0)
          throw new RoyalError({
            code: 'invalid_state',
            message: `${orderNumber(order.number)} has no lines.`,
            next: 'Add what is to be ordered, then send it.',
          });
        for (const [allocation, location] of sent.locations ?? []) placeAllocation.run(location, allocation);
        return tell(
          moved(id, 'sent', { to: sent.to, by: actor.id, expectedOn: sent.expectedOn }),
          'purchase_order.sent',
          actor,
        );
      });
    },
    cancel(id, version, actor, reason) {
      return base.transaction(() => {
        const order = checked(id, version, 'cancel');
        settled(order, 'cancel');
        if (order.lines.some((line) => line.received + line.damaged > 0)) throw notNow(order, 'cancel');
        return tell(moved(id, 'cancelled'), 'purchase_order.cancelled', actor, reason ? { reason } : {});
      });
    },
    close(id, version, actor, reason) {
      return base.transaction(() => {
        settled(checked(id, version, 'close'), 'close');
        return tell(moved(id, 'closed'), 'purchase_order.closed', actor, reason ? { reason } : {});
      });
    },
    called(storeId, text, limit) {
      const words = foldedWords(text);
      if (words.length === 0) return [];
      const number = /^(?:po|#)?\s*-?0*(\d{1,15})$/i.exec(text.trim())?.[1];
      return names
        .all(storeId)
        .filter((order) => String(order.number) === number || beginWith(foldedWords(order.supplier), words))
        .slice(0, limit);
    },
  };
}

const STEPS: Record<PurchaseOrderStep, string> = {
  edit: 'changed in its lines',
  adjust: 'changed',
  send: 'sent',
  receive: 'received',
  cancel: 'cancelled',
  close: 'closed',
};

function notNow(order: PurchaseOrderRow, step: PurchaseOrderStep): RoyalError {
  const next: Record<PurchaseOrderStep, string> = {
    edit: 'Make a new draft for what is missing.',
    adjust: 'Keep it as it is: it is over.',
    send: 'Nothing needs to be done.',
    receive: 'Make a new purchase order for what arrived.',
    cancel:
      order.state === 'cancelled' ? 'Nothing needs to be done.' : 'Undo its receipts first, or close it.',
    close: 'Receive or cancel it.',
  };
  return new RoyalError({
    code: 'invalid_state',
    message: `${orderNumber(order.number)} is ${order.state.replace('_', ' ')} and can't be ${STEPS[step]}.`,
    next: next[step],
  });
}
