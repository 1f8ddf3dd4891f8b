/**
 * purchase_order.incoming: the shop is told how many units of an order are on their way to its locations. What it was
 * told before is kept in the ledger, so the request is the difference: sent under an idempotency key, and never sent
 * twice. Undone by the next such action once the order has moved on.
 */
import { z } from 'zod';
import { type ShopifyId, toGid } from '../../shared/gid.ts';
import { INVENTORY_ADJUST } from '../connectors/shopify/documents.ts';
import { orderNumber } from '../ledger/purchase-order-rows.ts';
import type { RemoteActionType } from './action-type.ts';
import { type AdjustAnswer, unbooked } from './adjustment-answer.ts';
import { levelKey, levelsOf } from './stock-levels.ts';
import { throwUserErrors } from './user-errors.ts';

interface PurchaseOrderIncoming {
  purchaseOrderId: number;
}

interface IncomingRequest {
  /** One per inventory item and location. */
  changes: { inventoryItemId: ShopifyId; locationId: ShopifyId; delta: number; from: number }[];
  /** What the changes are made of. */
  parts: { allocationId: number; delta: number }[];
  document: string;
}

/** Shopify takes at most 250 items in an input array; the rest is told by the next action. */
const MOST_CHANGES = 250;

export const purchaseOrderIncoming: RemoteActionType<PurchaseOrderIncoming, IncomingRequest> = {
  type: 'purchase_order.incoming',
  kind: 'delta',
  schema: z.strictObject({ purchaseOrderId: z.int().positive() }),
  scopes: ['write_inventory'],

  title(context, { purchaseOrderId }) {
    const order = context.ledger.purchaseOrders.get(purchaseOrderId);
    return `Show what is on its way of ${order ? orderNumber(order.number) : `purchase order ${purchaseOrderId}`}`;
  },

  key: (context, input) => `purchase_order.incoming:${context.store.id}:${input.purchaseOrderId}`,

  measure: (_context, input) => ({
    subject: `purchase_order.incoming:${input.purchaseOrderId}`,
    money: null,
    change: null,
    margin: null,
    ignores: ['moneyPerDay', 'moneyPerAction', 'largestChange', 'marginFloor', 'coolDownHours'],
  }),

  async preview(context, input) {
    const order = context.ledger.purchaseOrders.require(input.purchaseOrderId, context.store.id);
    const untold = context.ledger.purchaseOrders.untold(order, context.store.id);
    return {
      lines: untold.map(
        ({ allocation, delta }) =>
          `${order.lines.find((line) => line.id === allocation.lineId)!.title}: ${delta > 0 ? '+' : ''}${delta} incoming at location ${allocation.locationId}`,
      ),
      undoable: false,
      warnings: ['It follows the order: what is received, cancelled or closed is taken off again.'],
      scopes: [...purchaseOrderIncoming.scopes],
    };
  },

  async prepare(context, input) {
    const { ledger, store, client } = context;
    const order = ledger.purchaseOrders.require(input.purchaseOrderId, store.id);
    const untold = ledger.purchaseOrders.untold(order, store.id);
    const changes = new Map<string, Omit<IncomingRequest['changes'][number], 'from'>>();
    const parts: IncomingRequest['parts'] = [];
    for (const { allocation, delta } of untold) {
      const locationId = allocation.locationId!;
      const key = levelKey(allocation.inventoryItemId, locationId);
      const sum = changes.get(key) ?? { inventoryItemId: allocation.inventoryItemId, locationId, delta: 0 };
      if (!changes.has(key) && changes.size === MOST_CHANGES) continue;
      changes.set(key, { ...sum, delta: sum.delta + delta });
      parts.push({ allocationId: allocation.id, delta });
    }
    const wanted = [...changes.values()].filter((change) => change.delta !== 0);
    const { units, gone } = await levelsOf(
      client,
      'incoming',
      wanted.map((change) => change.inventoryItemId),
    );
    return {
      // What was deleted shows nothing any more: there is nothing to tell of it.
      changes: wanted
        .filter((change) => !gone.has(change.inventoryItemId))
        .map((change) => ({
          ...change,
          from: units.get(levelKey(change.inventoryItemId, change.locationId)) ?? 0,
        })),
      parts,
      document: `gid://royal-equips/PurchaseOrder/${order.id}`,
    };
  },

  async send({ client }, { key, request }) {
    if (request.changes.length === 0) return null;
    const rising = request.changes.some((change) => change.delta > 0);
    const answer = await client.request<{ inventoryAdjustQuantities: AdjustAnswer }>(
      INVENTORY_ADJUST,
      {
        key,
        input: {
          name: 'incoming',
          reason: rising ? 'movement_created' : 'movement_received',
          referenceDocumentUri: request.document,
          changes: request.changes.map((change) => ({
            inventoryItemId: toGid('InventoryItem', change.inventoryItemId),
            locationId: toGid('Location', change.locationId),
            delta: change.delta,
            changeFromQuantity: change.from,
            ledgerDocumentUri: request.document,
          })),
        },
      },
      { mutation: true },
    );
    throwUserErrors(answer.inventoryAdjustQuantities.userErrors);
    return answer.inventoryAdjustQuantities;
  },

  async readBack(_context, _input, { request, answer }) {
    if (request.changes.length === 0) return { state: 'done', text: 'The shop shows it already.' };
    const missing = unbooked(answer, 'incoming', request.changes);
    if (missing.length > 0)
      return {
        state: 'differs',
        text: `The shop's answer does not show ${missing.length} of ${request.changes.length} changes.`,
        data: { missing },
      };
    const units = request.changes.reduce((sum, change) => sum + change.delta, 0);
    return {
      state: 'done',
      text: `${Math.abs(units)} units ${units < 0 ? 'are incoming no more' : 'are shown as incoming'}.`,
    };
  },

  recordVerified(context, input, intent) {
    const { purchaseOrders } = context.ledger;
    const parts =
      intent?.request.parts ??
      purchaseOrders
        .untold(purchaseOrders.require(input.purchaseOrderId), context.store.id)
        .map(({ allocation, delta }) => ({ allocationId: allocation.id, delta }));
    purchaseOrders.told(context.action!.id, parts);
  },

  undo: async () => ({
    refused: 'What the shop shows as incoming follows the order.',
    next: 'Receive, cancel or close the order: the shop is told by itself.',
  }),
};
