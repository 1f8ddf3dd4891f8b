/**
 * purchase_order.receive: goods that arrived are added to the stock of their locations. A delta: sent under an
 * idempotency key and compare-and-set with the level just read; undone by the negative of itself.
 */
import { z } from 'zod';
import { RoyalError } from '../../shared/errors.ts';
import { type ShopifyId, toGid } from '../../shared/gid.ts';
import { INVENTORY_ADJUST } from '../connectors/shopify/documents.ts';
import { RECEIVE } from '../ledger/purchase-order-receipts.ts';
import { orderNumber } from '../ledger/purchase-order-rows.ts';
import { allows } from '../ledger/purchase-order-states.ts';
import type { PurchaseOrderRow } from '../ledger/types.ts';
import type { ActionContext, RemoteActionType } from './action-type.ts';
import { type AdjustAnswer, unbooked } from './adjustment-answer.ts';
import { availableAt, levelKey } from './stock-levels.ts';
import { throwUserErrors } from './user-errors.ts';

interface ReceivedLine {
  lineId: number;
  /** Of the line's parts the one that they came for; where left out, the one of that place. */
  allocationId?: number;
  locationId: ShopifyId;
  /** Accepted: these go into stock. */
  quantity: number;
  /** Came and can't be sold; recorded, not stocked. */
  damaged?: number;
  /** Will not come; recorded. */
  short?: number;
}

/** Quantities in units; none above 0 where a receipt is undone, which then names the action. */
export interface PurchaseOrderReceive {
  purchaseOrderId: number;
  /** Of a delivery that takes several actions, from 1. */
  part?: number;
  lines: ReceivedLine[];
  /** More came than was ordered, and someone said to keep it. */
  over?: boolean;
  /** Of the count that was handed in. */
  idempotencyKey?: string;
  undoes?: number;
}

export interface ReceiveRequest {
  purchaseOrderId: number;
  lines: ReceivedLine[];
  /** One per inventory item and location. */
  changes: { inventoryItemId: ShopifyId; locationId: ShopifyId; delta: number; from: number }[];
  reason: 'received' | 'correction';
  reference: string;
}

const units = z.int().min(-1_000_000).max(1_000_000);

function figures(line: ReceivedLine): number[] {
  return [line.quantity, line.damaged ?? 0, line.short ?? 0];
}

/** Lines of one action: Shopify takes at most 250 items in an input array. */
export const MOST_CHANGES = 250;

/** Under which a store's receipt of an order is proposed; `part` of a delivery that takes several, from 1. */
export function receiptKey(storeId: string, purchaseOrderId: number, part = 1): string {
  return `${RECEIVE}:${storeId}:${purchaseOrderId}${part === 1 ? '' : `:${part}`}`;
}

export const purchaseOrderReceive: RemoteActionType<PurchaseOrderReceive, ReceiveRequest> = {
  type: RECEIVE,
  kind: 'delta',
  schema: z
    .strictObject({
      purchaseOrderId: z.int().positive(),
      part: z.int().positive().optional(),
      lines: z
        .array(
          z.strictObject({
            lineId: z.int().positive(),
            allocationId: z.int().positive().optional(),
            locationId: z.int().positive(),
            quantity: units,
            damaged: units.optional(),
            short: units.optional(),
          }),
        )
        .min(1)
        .max(MOST_CHANGES)
        .refine(
          (lines) =>
            new Set(lines.map((line) => `${line.lineId} ${line.allocationId} ${line.locationId}`)).size ===
            lines.length,
          { message: 'each part of a line may be named once per location' },
        ),
      over: z.boolean().optional(),
      idempotencyKey: z.string().max(100).optional(),
      undoes: z.int().positive().optional(),
    })
    .refine((input) => input.lines.every((line) => figures(line).some((quantity) => quantity !== 0)), {
      message: 'a quantity may not be 0',
    })
    .refine(
      (input) =>
        input.lines.every((line) =>
          figures(line).every((quantity) => (input.undoes === undefined ? quantity >= 0 : quantity <= 0)),
        ),
      { message: 'quantities are positive, and negative only where a receipt is undone' },
    ),
  scopes: ['write_inventory'],

  title(context, input) {
    const sum = (of: (line: ReceivedLine) => number): number =>
      input.lines.reduce((total, line) => total + of(line), 0);
    const damaged = sum((line) => line.damaged ?? 0);
    const short = sum((line) => line.short ?? 0);
    const asides = [
      ...(damaged === 0 ? [] : [`${damaged} damaged`]),
      ...(short === 0 ? [] : [`${short} short`]),
    ];
    const order = context.ledger.purchaseOrders.get(input.purchaseOrderId);
    const name = order ? orderNumber(order.number) : `purchase order ${input.purchaseOrderId}`;
    return `Receive ${sum((line) => line.quantity)} units of ${name}${asides.length > 0 ? ` (${asides.join(', ')})` : ''}`;
  },

  key: (context, { purchaseOrderId, part }) => receiptKey(context.store.id, purchaseOrderId, part),

  measure: (_context, input) => ({
    subject: `purchase_order:${input.purchaseOrderId}`,
    money: null,
    change: null,
    margin: null,
    ignores: [
      'moneyPerDay',
      'moneyPerAction',
      'largestChange',
      'marginFloor',
      ...((input.part ?? 1) > 1 ? (['coolDownHours'] as const) : []),
    ],
  }),

  async preview(context, input) {
    const order = context.ledger.purchaseOrders.require(input.purchaseOrderId, context.store.id);
    return {
      lines: input.lines.map((line) => {
        const own = lineOf(order, line.lineId);
        const sign = line.quantity > 0 ? '+' : '';
        const aside = [
          ...(line.damaged ? [`${line.damaged} damaged`] : []),
          ...(line.short ? [`${line.short} will not come`] : []),
        ];
        return `${own.title}: ${[`${sign}${line.quantity} available at location ${line.locationId}`, ...aside].join(', ')} (${own.received} of ${own.quantity} received so far)`;
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
    checkAgainstOrder(context, order, input);
    const deltas = new Map<string, { inventoryItemId: ShopifyId; locationId: ShopifyId; delta: number }>();
    for (const line of input.lines) {
      lineOf(order, line.lineId);
      if (line.quantity === 0) continue;
      const { inventoryItemId } = context.ledger.purchaseOrders.allocationFor(order, context.store.id, line);
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
    // Nothing was accepted: there is nothing to tell the shop.
    if (request.changes.length === 0) return null;
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
    if (request.changes.length === 0)
      return { state: 'done', text: 'Nothing was to be added to the stock; it is recorded.' };
    const missing = unbooked(answer, 'available', request.changes);
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
      data: { adjustment: (answer as AdjustAnswer | null)?.inventoryAdjustmentGroup?.id ?? null, levels },
    };
  },

  recordVerified(context, input) {
    const action = context.action!;
    context.ledger.purchaseOrders.receive(
      input.purchaseOrderId,
      context.store.id,
      action.id,
      input.lines.map(({ quantity, damaged = 0, short = 0, ...at }) => ({
        ...at,
        accepted: quantity,
        damaged,
        short,
      })),
      action.decidedBy ?? action.proposedBy,
      input.over,
    );
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
    const { part } = action.input as PurchaseOrderReceive;
    const input: PurchaseOrderReceive = {
      purchaseOrderId: request.purchaseOrderId,
      ...(part === undefined ? {} : { part }),
      lines: request.lines.map(({ quantity, damaged = 0, short = 0, ...at }) => ({
        ...at,
        quantity: 0 - quantity,
        damaged: 0 - damaged,
        short: 0 - short,
      })),
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

function checkAgainstOrder(
  { ledger, store }: ActionContext,
  order: PurchaseOrderRow,
  input: PurchaseOrderReceive,
): void {
  if (input.undoes === undefined && !allows(order.state, 'receive'))
    throw new RoyalError({
      code: 'invalid_state',
      message: `${orderNumber(order.number)} is ${order.state}.`,
      next: 'Make a new purchase order for what arrived.',
    });
  const sums = new Map<number, number>();
  for (const line of input.lines) {
    const part = ledger.purchaseOrders.allocationFor(order, store.id, line);
    const before = sums.get(part.id) ?? part.received + part.damaged + part.short;
    const total = before + figures(line).reduce((a, b) => a + b, 0);
    sums.set(part.id, total);
    if (total < 0 || (total > part.quantity && !input.over && input.undoes === undefined))
      throw new RoyalError({
        code: 'invalid_input',
        message: `${lineOf(order, line.lineId).title}: ${part.quantity} were ordered, and it would be ${total} received.`,
        next:
          total < 0
            ? 'Correct the quantity.'
            : 'Correct the quantity, or confirm that more came than was ordered.',
      });
  }
}
