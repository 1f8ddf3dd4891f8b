/**
 * What came of purchase orders, what is still to come, and how long suppliers took. Written by actions, inside the
 * transaction that marks them verified.
 */
import type { ActionState, Actor, StoreId } from '../../shared/action.ts';
import type { UnitsToCome } from '../../shared/agent.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { DAY_MS, type EpochMs, parseDay } from '../../shared/time.ts';
import type { LedgerBase } from './base.ts';
import { openUnits, orderNumber, type PurchaseOrderRows } from './purchase-order-rows.ts';
import { allows, OVER, stateAfterReceipt } from './purchase-order-states.ts';
import type { PurchaseOrderAllocation, PurchaseOrderRow } from './types.ts';

interface ReceivedAt {
  lineId: number;
  locationId: ShopifyId;
  /** Absent where only line and place were told. */
  allocationId?: number;
}

/** The action that books what came. */
export const RECEIVE = 'purchase_order.receive';

/** All negative or 0 where a receipt is taken back. */
interface ReceivedUnits extends ReceivedAt {
  accepted: number;
  damaged: number;
  short: number;
}

interface PendingAction {
  actionId: number;
  type: string;
  state: ActionState;
  storeId: StoreId;
}

interface OrderSpan {
  supplier: string;
  purchaseOrderId: number;
  number: number;
  days: number;
}

export interface PurchaseOrderReceipts {
  /**
   * Adds receipts of one store and moves the order on. Throws invalid_input below zero, and beyond what was ordered
   * unless `over`.
   */
  receive(
    id: number,
    storeId: StoreId,
    actionId: number,
    lines: readonly ReceivedUnits[],
    actor: Actor,
    over?: boolean,
  ): PurchaseOrderRow;
  /** The part of a line that units for this store belong to: the one named, else by their place. Throws invalid_input. */
  allocationFor(order: PurchaseOrderRow, storeId: StoreId, at: ReceivedAt): PurchaseOrderAllocation;
  /** What the shop should show as incoming, less what it was told, of allocations where that is not 0. */
  untold(order: PurchaseOrderRow, storeId: StoreId): { allocation: PurchaseOrderAllocation; delta: number }[];
  /** Orders and stores whose shop should show other incoming units than it was told. */
  withUntold(): { purchaseOrderId: number; storeId: StoreId }[];
  /** Receiving and telling that is not settled yet, or failed; newest first. */
  pending(order: Pick<PurchaseOrderRow, 'id' | 'storeIds'>): PendingAction[];
  told(actionId: number, changes: readonly { allocationId: number; delta: number }[]): void;
  /**
   * By variant, units on their way that a mirror synced at `seenAt` does not show yet, neither as incoming nor as
   * available: add them to what it shows. May be negative while the mirror shows units twice.
   */
  incoming(storeId: StoreId, seenAt?: EpochMs | null): Map<ShopifyId, number>;
  /** By order, oldest first. */
  toCome(storeId: StoreId): UnitsToCome[];
  /** Of orders made after an instant and not called off, each of a store's variants; the oldest first. */
  madeSince(
    storeId: StoreId,
    at: EpochMs,
  ): { order: string; supplier: string; variantId: ShopifyId; title: string }[];
  /** Sent → the store's first receipt that stands, newest first. */
  leadTimes(storeId: StoreId, supplier?: string): OrderSpan[];
}

export function createPurchaseOrderReceipts(
  base: LedgerBase,
  rows: PurchaseOrderRows,
): PurchaseOrderReceipts {
  const { db } = base;
  const insert = db.prepare(
    `INSERT INTO receipts (allocation, action, location, accepted, damaged, short, at, by_kind, by_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const add = db.prepare(
    `UPDATE purchase_order_allocations SET received = received + ?, damaged = damaged + ?, short = short + ?
     WHERE id = ?`,
  );
  const move = db.prepare(
    'UPDATE purchase_orders SET state = ?, version = version + 1, updated_at = ? WHERE id = ?',
  );
  const pending = db.prepare<[string, number], PendingAction>(
    `SELECT id AS actionId, type, state, store AS storeId FROM actions
     WHERE state IN ('proposed', 'snoozed', 'approved', 'executing', 'unknown', 'failed')
       AND store IN (SELECT value FROM json_each(?)) AND type IN ('${RECEIVE}', 'purchase_order.incoming')
       AND json_extract(input, '$.purchaseOrderId') = ?
     ORDER BY id DESC`,
  );
  const tellOne = db.prepare('UPDATE purchase_order_allocations SET told = told + ? WHERE id = ?');
  const insertTold = db.prepare(
    'INSERT INTO incoming_told (allocation, action, delta, at) VALUES (?, ?, ?, ?)',
  );
  const owed = `CASE WHEN o.state IN ('sent', 'partly_received')
    THEN max(0, a.quantity - a.received - a.damaged - a.short) ELSE 0 END - a.told`;
  const withUntold = db.prepare<[], { purchaseOrderId: number; storeId: StoreId }>(
    `SELECT DISTINCT o.id AS purchaseOrderId, a.store AS storeId
     FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order = o.id
     JOIN purchase_order_allocations a ON a.line = l.id
     WHERE (a.told <> 0 OR o.state IN ('sent', 'partly_received')) AND a.location <> 0 AND ${owed} <> 0
     ORDER BY o.id, a.store`,
  );
  // Of orders that are over, what was not to come any more is not expected.
  const incoming = db.prepare<[{ store: string; seenAt: number }], { variant: number; units: number }>(
    `SELECT a.variant, sum(
         CASE WHEN o.state IN ('draft', 'sent', 'partly_received')
           THEN max(0, a.quantity - a.received - a.damaged - a.short) ELSE 0 END
         + a.received
         - coalesce((SELECT sum(r.accepted) FROM receipts r WHERE r.allocation = a.id AND r.at <= @seenAt), 0)
         - coalesce((SELECT sum(t.delta) FROM incoming_told t WHERE t.allocation = a.id AND t.at <= @seenAt), 0)
       ) AS units
     FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order = o.id
     JOIN purchase_order_allocations a ON a.line = l.id
     WHERE a.store = @store
       AND (o.state IN ('draft', 'sent', 'partly_received') OR o.updated_at > @seenAt OR a.told <> 0
         OR EXISTS (SELECT 1 FROM incoming_told t WHERE t.allocation = a.id AND t.at > @seenAt))
     GROUP BY a.variant HAVING units <> 0`,
  );
  const madeSince = db.prepare<
    [string, number],
    { number: number; supplier: string; variantId: ShopifyId; title: string }
  >(
    `SELECT o.number, o.supplier, a.variant AS variantId, l.title
     FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order = o.id
     JOIN purchase_order_allocations a ON a.line = l.id
     WHERE a.store = ? AND o.created_at > ? AND o.state <> 'cancelled' ORDER BY o.id, l.id`,
  );
  const toCome = db.prepare<
    [string],
    Omit<UnitsToCome, 'order' | 'expectedOn'> & { number: number; expectedOn: string | null }
  >(
    `SELECT o.number, o.supplier, o.state, coalesce(o.sent_at, o.created_at) AS orderedAt, o.expected_on AS expectedOn,
       a.variant AS variantId, sum(max(0, a.quantity - a.received - a.damaged - a.short)) AS units
     FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order = o.id
     JOIN purchase_order_allocations a ON a.line = l.id
     WHERE a.store = ? AND o.state IN ('draft', 'sent', 'partly_received')
     GROUP BY o.id, a.variant HAVING units > 0 ORDER BY o.id, a.variant`,
  );
  const leadTimes = db.prepare<
    [{ store: string; supplier: string | null }],
    { supplier: string; purchaseOrderId: number; number: number; span: number }
  >(
    `SELECT o.supplier, o.id AS purchaseOrderId, o.number, min(r.at) - o.sent_at AS span
     FROM purchase_orders o JOIN purchase_order_lines l ON l.purchase_order = o.id
     JOIN purchase_order_allocations a ON a.line = l.id AND a.store = @store
     JOIN receipts r ON r.allocation = a.id AND r.accepted + r.damaged > 0
     JOIN actions x ON x.id = r.action AND x.state <> 'undone'
     WHERE o.sent_at IS NOT NULL AND o.supplier = coalesce(@supplier, o.supplier)
     GROUP BY o.id HAVING span >= 0 ORDER BY min(r.at) DESC, o.id DESC`,
  );

  const allocationFor = (
    order: PurchaseOrderRow,
    storeId: StoreId,
    { lineId, locationId, allocationId }: ReceivedAt,
  ): PurchaseOrderAllocation => {
    const line = order.lines.find((one) => one.id === lineId);
    const own = line?.allocations.filter((one) => one.storeId === storeId) ?? [];
    const found =
      allocationId === undefined
        ? (own.find((one) => one.locationId === locationId) ??
          own.find((one) => one.locationId === null) ??
          own.find((one) => openUnits(one) > 0) ??
          own[0])
        : own.find((one) => one.id === allocationId);
    if (found) return found;
    throw new RoyalError({
      code: 'invalid_input',
      message: line
        ? `${line.title} of ${orderNumber(order.number)} is not ordered for ${storeId}.`
        : `Line ${lineId} is not of purchase order ${order.id}.`,
      next: 'Look at the purchase order for its lines.',
    });
  };

  return {
    allocationFor,
    receive(id, storeId, actionId, received, actor, over = false) {
      return base.transaction(() => {
        const order = rows.require(id, storeId);
        const takesBack = received.every((one) => one.accepted <= 0 && one.damaged <= 0 && one.short <= 0);
        if (!takesBack && !allows(order.state, 'receive'))
          throw new RoyalError({
            code: 'invalid_state',
            message: `${orderNumber(order.number)} is ${order.state}.`,
            next: 'Make a new purchase order for what arrived.',
          });
        const at = base.now();
        for (const units of received) {
          const part = allocationFor(order, storeId, units);
          const line = order.lines.find((one) => one.id === units.lineId)!;
          const after = {
            received: part.received + units.accepted,
            damaged: part.damaged + units.damaged,
            short: part.short + units.short,
          };
          const came = after.received + after.damaged + after.short;
          const below = Math.min(after.received, after.damaged, after.short) < 0;
          if (below || (came > part.quantity && !takesBack && !over))
            throw new RoyalError({
              code: 'invalid_input',
              message: `${line.title}: ${came} received would be ${below ? 'below zero' : `more than the ${part.quantity} ordered`}.`,
              next: below ? 'Correct the quantity.' : 'Correct the quantity, or confirm that more came.',
            });
          insert.run(
            part.id,
            actionId,
            units.locationId,
            units.accepted,
            units.damaged,
            units.short,
            at,
            actor.kind,
            actor.id,
          );
          add.run(units.accepted, units.damaged, units.short, part.id);
          // The next of its units find it as it is now.
          Object.assign(part, after);
        }
        move.run(stateAfterReceipt(rows.require(id)), at, id);
        const after = rows.require(id);
        base.event(storeId, 'purchase_order.received', {
          purchaseOrderId: id,
          supplier: after.supplier,
          state: after.state,
        });
        return after;
      });
    },
    untold(order, storeId) {
      const expected = order.state === 'sent' || order.state === 'partly_received';
      return order.lines
        .flatMap((line) => line.allocations)
        .filter((one) => one.storeId === storeId && one.locationId !== null)
        .map((allocation) => ({
          allocation,
          delta: (expected ? openUnits(allocation) : 0) - allocation.told,
        }))
        .filter(({ delta }) => delta !== 0);
    },
    pending: ({ id, storeIds }) => pending.all(JSON.stringify(storeIds), id),
    withUntold: () => withUntold.all(),
    told(actionId, changes) {
      base.transaction(() => {
        for (const { allocationId, delta } of changes) {
          tellOne.run(delta, allocationId);
          insertTold.run(allocationId, actionId, delta, base.now());
        }
      });
    },
    incoming: (storeId, seenAt) =>
      new Map(
        incoming
          .all({ store: storeId, seenAt: seenAt ?? Number.MAX_SAFE_INTEGER })
          .map((row) => [row.variant, row.units]),
      ),
    toCome: (storeId) =>
      toCome.all(storeId).map(({ number, expectedOn, ...row }) => ({
        ...row,
        order: orderNumber(number),
        expectedOn: expectedOn === null ? null : parseDay(expectedOn),
      })),
    madeSince: (storeId, at) =>
      madeSince.all(storeId, at).map(({ number, ...row }) => ({ ...row, order: orderNumber(number) })),
    leadTimes: (storeId, supplier) =>
      leadTimes
        .all({ store: storeId, supplier: supplier ?? null })
        .map(({ span, ...row }) => ({ ...row, days: span / DAY_MS })),
  };
}

/** Nothing of it is still to come. */
export function isOver(order: Pick<PurchaseOrderRow, 'state'>): boolean {
  return OVER.includes(order.state);
}
