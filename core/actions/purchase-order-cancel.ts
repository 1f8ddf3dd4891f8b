/** purchase_order.cancel: closes an order of which nothing was received; what undoes purchase_order.create. */
import { z } from 'zod';
import { RoyalError } from '../../shared/errors.ts';
import type { LocalActionType } from './action-type.ts';

export interface PurchaseOrderCancel {
  purchaseOrderId: number;
}

export const purchaseOrderCancel: LocalActionType<PurchaseOrderCancel, PurchaseOrderCancel> = {
  type: 'purchase_order.cancel',
  kind: 'local',
  schema: z.strictObject({ purchaseOrderId: z.int().positive() }),
  scopes: [],

  title: (_context, input) => `Cancel purchase order ${input.purchaseOrderId}`,

  key: (context, input) => `purchase_order.cancel:${context.store.id}:${input.purchaseOrderId}`,

  measure: (_context, input) => ({
    subject: `purchase_order:${input.purchaseOrderId}`,
    money: null,
    change: null,
    margin: null,
    ignores: ['moneyPerDay', 'moneyPerAction', 'largestChange', 'marginFloor'],
  }),

  undoable: false,

  async preview(context, input) {
    const order = context.ledger.purchaseOrders.require(input.purchaseOrderId, context.store.id);
    return {
      lines: [`Purchase order ${order.id} with ${order.supplier} is cancelled.`],
      undoable: false,
      warnings: ['Tell the supplier yourself: nothing is sent.', 'A cancelled order can only be made anew.'],
      scopes: [],
    };
  },

  async prepare(context, input) {
    const order = context.ledger.purchaseOrders.require(input.purchaseOrderId, context.store.id);
    if (order.state !== 'draft' && order.state !== 'sent')
      throw new RoyalError({
        code: 'invalid_state',
        message: `Purchase order ${order.id} is ${order.state.replace('_', ' ')} and can't be cancelled.`,
        next: 'Undo its receipts first, or keep the order.',
      });
    return input;
  },

  apply(context, { request }) {
    const { decidedBy, proposedBy } = context.action!;
    const order = context.ledger.purchaseOrders.cancel(
      request.purchaseOrderId,
      null,
      decidedBy ?? proposedBy,
    );
    return { text: `Purchase order ${order.id} is cancelled.`, data: { purchaseOrderId: order.id } };
  },

  undo: async (_context, _action, { request }) => ({
    refused: `Purchase order ${request.purchaseOrderId} is cancelled for good.`,
    next: 'Propose a new purchase order.',
  }),
};
