/** purchase_order.create: a purchase order in the ledger. Local: written in one transaction with its attempt. */
import { z } from 'zod';
import type { ShopifyId } from '../../shared/gid.ts';
import { formatMoney, type Minor } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { LocalActionType } from './action-type.ts';

/** Quantities in units, costs in minor units of the store's currency; null is a cost not known. */
export interface PurchaseOrderCreate {
  /** The vendor as Shopify names it. */
  supplier: string;
  lines: {
    variantId: ShopifyId;
    inventoryItemId: ShopifyId;
    title: string;
    sku: string | null;
    quantity: number;
    unitCost: Minor | null;
  }[];
  expectedAt?: EpochMs;
  note?: string;
}

export const purchaseOrderCreate: LocalActionType<PurchaseOrderCreate, PurchaseOrderCreate> = {
  type: 'purchase_order.create',
  kind: 'local',
  schema: z.strictObject({
    supplier: z.string().min(1),
    lines: z
      .array(
        z.strictObject({
          variantId: z.int().positive(),
          inventoryItemId: z.int().positive(),
          title: z.string(),
          sku: z.string().nullable(),
          quantity: z.int().positive().max(1_000_000),
          unitCost: z.int().nonnegative().nullable(),
        }),
      )
      .min(1)
      .max(1000)
      .refine((lines) => new Set(lines.map((line) => line.variantId)).size === lines.length, {
        message: 'each variant may be on one line only',
      }),
    expectedAt: z.int().optional(),
    note: z.string().max(2000).optional(),
  }),
  scopes: [],

  title: (_context, input) => `Order ${units(input)} units from ${input.supplier}`,

  key: (context, input) => `purchase_order:${context.store.id}:${input.supplier}`,

  measure: (_context, input) => ({
    subject: `supplier:${input.supplier}`,
    money: totalOf(input),
    change: null,
    margin: null,
    ignores: ['largestChange', 'marginFloor'],
  }),

  async preview(context, input) {
    const total = totalOf(input);
    const unknown = input.lines.filter((line) => line.unitCost === null).length;
    const warnings = ['Nothing is sent to the supplier: the order is kept here for you to place.'];
    if (unknown > 0) warnings.push(`The cost of ${unknown} of ${input.lines.length} lines is not known.`);
    return {
      lines: [
        `${input.supplier}: ${units(input)} units on ${input.lines.length} lines${total === null ? '' : `, ${formatMoney(total, context.store.currency)}`}`,
        ...input.lines.map((line) => {
          const cost =
            line.unitCost === null ? '' : ` at ${formatMoney(line.unitCost, context.store.currency)}`;
          return `${line.quantity} × ${line.title}${line.sku ? ` (${line.sku})` : ''}${cost}`;
        }),
      ],
      undoable: true,
      warnings,
      scopes: [],
    };
  },

  prepare: async (_context, input) => input,

  apply(context, { request }) {
    const order = context.ledger.purchaseOrders.create({
      storeId: context.store.id,
      supplier: request.supplier,
      currency: context.store.currency,
      actionId: context.action!.id,
      expectedAt: request.expectedAt ?? null,
      note: request.note ?? null,
      lines: request.lines,
    });
    return { text: `Purchase order ${order.id} is open.`, data: { purchaseOrderId: order.id } };
  },

  async undo(context, action) {
    const order = context.ledger.purchaseOrders.ofAction(action.id);
    if (!order) return { refused: 'Its purchase order is not there.', next: 'Run `royal doctor`.' };
    if (order.state === 'cancelled')
      return {
        refused: `Purchase order ${order.id} is cancelled already.`,
        next: 'Nothing needs to be done.',
      };
    if (order.state !== 'open')
      return {
        refused: `Goods of purchase order ${order.id} were received.`,
        next: 'Undo the receipts first.',
      };
    return {
      proposal: {
        type: 'purchase_order.cancel',
        storeId: action.storeId,
        input: { purchaseOrderId: order.id },
        title: `Undo: cancel purchase order ${order.id} with ${order.supplier}`,
        evidence: [
          {
            kind: 'undo',
            text: `Takes back action ${action.id}; nothing of the order was received.`,
            data: { actionId: action.id, purchaseOrderId: order.id },
          },
        ],
      },
    };
  },
};

function units(input: PurchaseOrderCreate): number {
  return input.lines.reduce((sum, line) => sum + line.quantity, 0);
}

function totalOf(input: PurchaseOrderCreate): Minor | null {
  let total = 0;
  for (const line of input.lines) {
    if (line.unitCost === null) return null;
    total += line.unitCost * line.quantity;
  }
  return total;
}
