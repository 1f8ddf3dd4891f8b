/** purchase_order.create: a purchase order in the ledger. Local: written in one transaction with its attempt. */
import { z } from 'zod';
import { counted } from '../../shared/counted.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { type Currency, formatMoney, type Minor } from '../../shared/money.ts';
import { dayOf, type EpochMs, formatDay } from '../../shared/time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { orderNumber } from '../ledger/purchase-order-rows.ts';
import type { ActionContext, LocalActionType } from './action-type.ts';

/** Quantities in units, costs in minor units of the order's currency; null is a cost not known. */
export interface PurchaseOrderCreate {
  /** As the supply terms name it, else the vendor as Shopify does. */
  supplier: string;
  /** What the supplier is paid in; the store's where left out. */
  currency?: Currency;
  lines: {
    variantId: ShopifyId;
    inventoryItemId: ShopifyId;
    title: string;
    sku: string | null;
    quantity: number;
    unitCost: Minor | null;
  }[];
  expectedAt?: EpochMs;
  /** Where no date is agreed: from placing it until the last of it comes. */
  leadTimeDays?: number;
  note?: string;
}

export const purchaseOrderCreate: LocalActionType<PurchaseOrderCreate, PurchaseOrderCreate> = {
  type: 'purchase_order.create',
  kind: 'local',
  schema: z.strictObject({
    supplier: z.string().min(1),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    lines: z
      .array(
        z.strictObject({
          // Below zero where an imported file names no id of Shopify’s.
          variantId: z.int(),
          inventoryItemId: z.int(),
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
    leadTimeDays: z.number().nonnegative().max(3650).optional(),
    note: z.string().max(2000).optional(),
  }),
  scopes: [],

  title: (_context, input) => `Order ${counted(units(input), 'unit')} from ${input.supplier}`,

  key: (context, input) => `purchase_order:${context.store.id}:${input.supplier}`,

  // In another currency than the store's, its limits can't tell whether it is too much.
  measure: (context, input) => ({
    subject: `supplier:${input.supplier}`,
    money: currencyOf(context, input) === context.store.currency ? totalOf(input) : null,
    change: null,
    margin: null,
    ignores: ['largestChange', 'marginFloor'],
  }),

  async preview(context, input) {
    const total = totalOf(input);
    const unknown = input.lines.filter((line) => line.unitCost === null).length;
    const warnings = [
      ...orderedSince(context, input),
      'Nothing is sent to the supplier: a draft is kept here for you to place.',
    ];
    const currency = currencyOf(context, input);
    if (unknown > 0) warnings.push(`The cost of ${unknown} of ${input.lines.length} lines is not known.`);
    return {
      lines: [
        `${input.supplier}: ${counted(units(input), 'unit')} on ${counted(input.lines.length, 'line')}${total === null ? '' : `, ${formatMoney(total, currency)}`}`,
        ...input.lines.map((line) => {
          const cost = line.unitCost === null ? '' : ` at ${formatMoney(line.unitCost, currency)}`;
          return `${line.quantity} × ${line.title}${line.sku ? ` (${line.sku})` : ''}${cost}`;
        }),
      ],
      undoable: true,
      warnings,
      scopes: [],
    };
  },

  async prepare(context, input) {
    const [ordered] = orderedSince(context, input);
    if (ordered === undefined) return input;
    throw new RoyalError({
      code: 'stale_value',
      message: ordered,
      next: 'Have the agent look again, or order by hand what is still missing.',
    });
  },

  apply(context, { request }) {
    const { ledger, store } = context;
    const action = context.action!;
    const order = ledger.purchaseOrders.create(
      {
        supplier: request.supplier,
        currency: currencyOf(context, request),
        expectedOn: expectedOn(context, request),
        note: request.note ?? null,
        lines: request.lines.map(({ title, sku, unitCost, ...of }) => ({
          title,
          sku,
          unitCost,
          supplierSku: supplierSku(ledger, store.id, of.variantId, request.supplier),
          allocations: [{ storeId: store.id, ...of }],
        })),
      },
      action.decidedBy ?? action.proposedBy,
      action.id,
    );
    return { text: `${orderNumber(order.number)} is a draft.`, data: { purchaseOrderId: order.id } };
  },

  async undo(context, action) {
    const order = context.ledger.purchaseOrders.ofAction(action.id);
    if (!order) return { refused: 'Its purchase order is not there.', next: 'Run `royal doctor`.' };
    if (order.state === 'cancelled')
      return {
        refused: `${orderNumber(order.number)} is cancelled already.`,
        next: 'Nothing needs to be done.',
      };
    if (order.state === 'sent')
      return {
        refused: `${orderNumber(order.number)} was sent to ${order.supplier}.`,
        next: 'Call it off with the supplier, then cancel it in the list of purchase orders.',
      };
    if (order.state !== 'draft')
      return {
        refused: `Goods of ${orderNumber(order.number)} were received.`,
        next: 'Undo the receipts first.',
      };
    return {
      proposal: {
        type: 'purchase_order.cancel',
        storeId: action.storeId,
        input: { purchaseOrderId: order.id },
        title: `Undo: cancel ${orderNumber(order.number)} with ${order.supplier}`,
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

/** A lead time counts from now: it may have waited for its approval. */
function expectedOn(
  { now, store }: ActionContext,
  { expectedAt, leadTimeDays }: PurchaseOrderCreate,
): string | null {
  if (expectedAt !== undefined) return formatDay(dayOf(expectedAt, store.zone));
  return leadTimeDays === undefined ? null : formatDay(dayOf(now, store.zone) + Math.ceil(leadTimeDays));
}

function currencyOf(context: ActionContext, input: PurchaseOrderCreate): Currency {
  return input.currency ?? context.store.currency;
}

/**
 * Orders that were made after the agent looked and hold what it wishes: with this one the same goods would be ordered
 * twice. Whoever changed the wish since knew of them; what a person wishes is theirs to know.
 */
function orderedSince({ action, ledger, store }: ActionContext, input: PurchaseOrderCreate): string[] {
  const run = action?.runId == null ? null : ledger.runs.get(action.runId);
  if (!run) return [];
  const wished = new Set(input.lines.map((line) => line.variantId));
  const made = ledger.purchaseOrders
    .madeSince(store.id, Math.max(run.startedAt, action?.edited?.at ?? 0))
    .filter((line) => wished.has(line.variantId));
  return [...Map.groupBy(made, (line) => line.order)].map(([order, [first, ...others]]) => {
    const more = others.length === 0 ? '' : ` and ${counted(others.length, 'more line')}`;
    return `${order} with ${first!.supplier} orders ${first!.title}${more} too, and was made after this was proposed.`;
  });
}

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

/** Its own number of that supplier, whom it may have ceased to be ordered from since the order was proposed. */
function supplierSku(ledger: Ledger, storeId: string, variantId: number, supplier: string): string | null {
  const set = ledger.supplyTerms.get(storeId, variantId);
  if (set?.supplier === supplier) return set.supplierSku;
  const offered = ledger.supplyOffers.termsOf(storeId, variantId, supplier);
  if (offered) return offered.supplierSku;
  return set?.supplier == null ? (set?.supplierSku ?? null) : null;
}
