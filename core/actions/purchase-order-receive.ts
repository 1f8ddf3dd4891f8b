/**
 * purchase_order.receive: goods that arrived are added to the stock of their locations. A delta: sent under an
 * idempotency key and compare-and-set with the level just read; undone by the negative of itself.
 */
import { z } from 'zod';
import { RoyalError } from '../../shared/errors.ts';
import { fromGid, type ShopifyId, toGid } from '../../shared/gid.ts';
import { INVENTORY_ADJUST } from '../connectors/shopify/documents.ts';
import type { PurchaseOrderRow } from '../ledger/types.ts';
import type { RemoteActionType } from './action-type.ts';
import { availableAt, levelKey } from './stock-levels.ts';
import { throwUserErrors, type UserError } from './user-errors.ts';

/** Quantities in units; all negative where a receipt is undone, which then names the action. */
export interface PurchaseOrderReceive {
  purchaseOrderId: number;
  lines: { lineId: number; locationId: ShopifyId; quantity: number }[];
  undoes?: number;
}

export interface ReceiveRequest {
  purchaseOrderId: number;
  lines: { lineId: number; locationId: ShopifyId; quantity: number }[];
  /** One per inventory item and location. */
  changes: { inventoryItemId: ShopifyId; locationId: ShopifyId; delta: number; from: number }[];
  reason: 'received' | 'correction';
  reference: string;
}

interface AdjustAnswer {
  inventoryAdjustmentGroup: {
    id: string;
    changes: {
      name: string;
      delta: number;
      quantityAfterChange: number | null;
      item: { id: string };
      location: { id: string };
    }[];
  } | null;
  userErrors: UserError[];
}

/** Shopify takes at most 250 items in an input array. */
const MOST_CHANGES = 250;

export const purchaseOrderReceive: RemoteActionType<PurchaseOrderReceive, ReceiveRequest> = {
  type: 'purchase_order.receive',
  kind: 'delta',
  schema: z
    .strictObject({
      purchaseOrderId: z.int().positive(),
      lines: z
        .array(
          z.strictObject({
            lineId: z.int().positive(),
            locationId: z.int().positive(),
            quantity: z.int().refine((quantity) => quantity !== 0, { message: 'a quantity may not be 0' }),
          }),
        )
        .min(1)
        .max(MOST_CHANGES)
        .refine(
          (lines) => new Set(lines.map((line) => `${line.lineId} ${line.locationId}`)).size === lines.length,
          { message: 'each line may be named once per location' },
        ),
      undoes: z.int().positive().optional(),
    })
    .refine((input) => input.lines.every((line) => line.quantity < 0 === (input.undoes !== undefined)), {
      message: 'quantities are positive, and negative only where a receipt is undone',
    }),
  scopes: ['write_inventory'],

  title(_context, input) {
    const units = input.lines.reduce((sum, line) => sum + line.quantity, 0);
    return `Receive ${units} units of purchase order ${input.purchaseOrderId}`;
  },

  key: (context, input) => `purchase_order.receive:${context.store.id}:${input.purchaseOrderId}`,

  measure: (_context, input) => ({
    subject: `purchase_order:${input.purchaseOrderId}`,
    money: null,
    change: null,
    margin: null,
    ignores: ['moneyPerDay', 'moneyPerAction', 'largestChange', 'marginFloor'],
  }),

  async preview(context, input) {
    const order = context.ledger.purchaseOrders.require(input.purchaseOrderId, context.store.id);
    return {
      lines: input.lines.map((line) => {
        const own = lineOf(order, line.lineId);
        const sign = line.quantity > 0 ? '+' : '';
        return `${own.title}: ${sign}${line.quantity} available at location ${line.locationId} (${own.received} of ${own.quantity} received so far)`;
      }),
      undoable: input.undoes === undefined,
      warnings:
        input.undoes === undefined
          ? ['It can be taken back only while the units are still available.']
          : ['The units leave the stock again.'],
      scopes: [...purchaseOrderReceive.scopes],
    };
  },

  async prepare(context, input) {
    const order = context.ledger.purchaseOrders.require(input.purchaseOrderId, context.store.id);
    checkAgainstOrder(order, input);
    const deltas = new Map<string, { inventoryItemId: ShopifyId; locationId: ShopifyId; delta: number }>();
    for (const line of input.lines) {
      const { inventoryItemId } = lineOf(order, line.lineId);
      const key = levelKey(inventoryItemId, line.locationId);
      const sum = deltas.get(key) ?? { inventoryItemId, locationId: line.locationId, delta: 0 };
      deltas.set(key, { ...sum, delta: sum.delta + line.quantity });
    }
    const wanted = [...deltas.values()];
    const available = await availableAt(
      context.client,
      wanted.map((change) => change.inventoryItemId),
    );
    const changes = wanted.map((change) => {
      const from = available.get(levelKey(change.inventoryItemId, change.locationId));
      if (from === undefined)
        throw new RoyalError({
          code: 'not_found',
          message: `Inventory item ${change.inventoryItemId} is not stocked at location ${change.locationId}.`,
          next: 'Stock the item at that location in the shop, or choose another location.',
          details: { ...change },
        });
      if (from + change.delta < 0 && change.delta < 0)
        throw new RoyalError({
          code: 'stale_value',
          message: `Only ${Math.max(0, from)} of the ${-change.delta} units are still available at location ${change.locationId}; nothing was changed.`,
          next: 'Count the goods and correct the stock in the shop.',
          details: { ...change, available: from },
        });
      return { ...change, from };
    });
    return {
      purchaseOrderId: order.id,
      lines: input.lines,
      changes,
      reason: input.undoes === undefined ? 'received' : 'correction',
      reference: `gid://royal-equips/PurchaseOrder/${order.id}`,
    };
  },

  async send({ client }, { key, request }) {
    const answer = await client.request<{ inventoryAdjustQuantities: AdjustAnswer }>(
      INVENTORY_ADJUST,
      {
        key,
        input: {
          name: 'available',
          reason: request.reason,
          referenceDocumentUri: request.reference,
          changes: request.changes.map((change) => ({
            inventoryItemId: toGid('InventoryItem', change.inventoryItemId),
            locationId: toGid('Location', change.locationId),
            delta: change.delta,
            changeFromQuantity: change.from,
          })),
        },
      },
      { mutation: true },
    );
    throwUserErrors(answer.inventoryAdjustQuantities.userErrors);
    return answer.inventoryAdjustQuantities;
  },

  /** The proof is the shop's answer: levels move on with every sale, so they are only reported. */
  async readBack(context, _input, { request, answer }) {
    const group = (answer as AdjustAnswer | null)?.inventoryAdjustmentGroup;
    const booked = new Map(
      (group?.changes ?? [])
        .filter((change) => change.name === 'available')
        .map((change) => [levelKey(fromGid(change.item.id), fromGid(change.location.id)), change.delta]),
    );
    const missing = request.changes.filter(
      (change) => booked.get(levelKey(change.inventoryItemId, change.locationId)) !== change.delta,
    );
    if (missing.length > 0)
      return {
        state: 'differs',
        text: `The shop's answer does not show ${missing.length} of ${request.changes.length} changes.`,
        data: { missing },
      };
    const now = await availableAt(
      context.client,
      request.changes.map((change) => change.inventoryItemId),
    );
    const levels = request.changes.map((change) => ({
      ...change,
      available: now.get(levelKey(change.inventoryItemId, change.locationId)) ?? null,
    }));
    const units = request.changes.reduce((sum, change) => sum + change.delta, 0);
    return {
      state: 'done',
      text: `${Math.abs(units)} units ${units < 0 ? 'left the' : 'were added to the'} stock.`,
      data: { adjustment: group?.id ?? null, levels },
    };
  },

  recordVerified(context, input) {
    context.ledger.purchaseOrders.receive(input.purchaseOrderId, context.action!.id, input.lines);
  },

  async undo(context, action, { request }) {
    if (request.reason === 'correction')
      return { refused: 'This took a receipt back.', next: 'Receive the goods anew.' };
    const available = await availableAt(
      context.client,
      request.changes.map((change) => change.inventoryItemId),
    );
    const gone = request.changes.find(
      (change) => (available.get(levelKey(change.inventoryItemId, change.locationId)) ?? 0) < change.delta,
    );
    if (gone)
      return {
        refused: `Of ${gone.delta} units received at location ${gone.locationId} not all are still available.`,
        next: 'Count the goods and correct the stock in the shop.',
      };
    const input: PurchaseOrderReceive = {
      purchaseOrderId: request.purchaseOrderId,
      lines: request.lines.map((line) => ({ ...line, quantity: -line.quantity })),
      undoes: action.id,
    };
    return {
      proposal: {
        type: 'purchase_order.receive',
        storeId: action.storeId,
        input,
        title: `Undo: take back the receipt of purchase order ${request.purchaseOrderId}`,
        evidence: [
          {
            kind: 'undo',
            text: `Takes back action ${action.id}; all of its units are still available.`,
            data: { actionId: action.id, purchaseOrderId: request.purchaseOrderId },
          },
        ],
      },
    };
  },
};

function lineOf(order: PurchaseOrderRow, lineId: number): PurchaseOrderRow['lines'][number] {
  const line = order.lines.find((candidate) => candidate.id === lineId);
  if (!line)
    throw new RoyalError({
      code: 'invalid_input',
      message: `Line ${lineId} is not of purchase order ${order.id}.`,
      next: 'Look at the purchase order for its lines.',
    });
  return line;
}

function checkAgainstOrder(order: PurchaseOrderRow, input: PurchaseOrderReceive): void {
  if (order.state === 'cancelled')
    throw new RoyalError({
      code: 'invalid_state',
      message: `Purchase order ${order.id} is cancelled.`,
      next: 'Make a new purchase order for what arrived.',
    });
  const sums = new Map<number, number>();
  for (const { lineId, quantity } of input.lines) sums.set(lineId, (sums.get(lineId) ?? 0) + quantity);
  for (const [lineId, quantity] of sums) {
    const line = lineOf(order, lineId);
    const total = line.received + quantity;
    if (total < 0 || total > line.quantity)
      throw new RoyalError({
        code: 'invalid_input',
        message: `${line.title}: ${line.quantity} were ordered and ${line.received} received; ${Math.abs(quantity)} ${quantity > 0 ? 'more are too many' : 'can’t be taken back'}.`,
        next: 'Correct the quantity; count what was delivered beyond the order in the shop itself.',
      });
  }
}
