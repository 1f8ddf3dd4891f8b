/** order.tag: adds tags to an order, or takes them off. Absolute: a tag is there or not, and can be read. */
import { z } from 'zod';
import { RoyalError } from '../../shared/errors.ts';
import { type ShopifyId, toGid } from '../../shared/gid.ts';
import { ORDER_TAGS, TAGS_ADD, TAGS_REMOVE } from '../connectors/shopify/documents.ts';
import type { ActionContext, RemoteActionType } from './action-type.ts';
import { throwUserErrors, type UserError } from './user-errors.ts';

export interface OrderTag {
  orderId: ShopifyId;
  tags: string[];
  /** 'add' unless told. */
  operation?: 'add' | 'remove';
}

export interface OrderTagRequest {
  orderId: ShopifyId;
  operation: 'add' | 'remove';
  /** Only those that change something: not there before an add, there before a removal. */
  tags: string[];
}

const tag = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .refine((text) => !text.includes(','), { message: 'a tag has no comma' });

export const orderTag: RemoteActionType<OrderTag, OrderTagRequest> = {
  type: 'order.tag',
  kind: 'absolute',
  schema: z.strictObject({
    orderId: z.int().positive(),
    tags: z.array(tag).min(1).max(50),
    operation: z.enum(['add', 'remove']).optional(),
  }),
  scopes: ['write_orders'],

  title: (_context, input) =>
    `${input.operation === 'remove' ? 'Untag' : 'Tag'} order ${input.orderId}: ${input.tags.join(', ')}`,

  key: (context, input) =>
    `order.tag:${context.store.id}:${input.orderId}:${input.operation ?? 'add'}:${input.tags.map(fold).sort().join(',')}`,

  measure: (_context, input) => ({
    subject: `order:${input.orderId}`,
    money: null,
    change: null,
    margin: null,
    ignores: ['moneyPerDay', 'moneyPerAction', 'largestChange', 'marginFloor'],
  }),

  preview: async (_context, input) => ({
    lines: [
      `Order ${input.orderId} ${input.operation === 'remove' ? 'loses' : 'gets'} the tags ${input.tags.join(', ')}.`,
    ],
    undoable: true,
    warnings: ['Automations in the shop may react to tags.'],
    scopes: [...orderTag.scopes],
  }),

  async prepare(context, input) {
    const present = new Set((await readTags(context, input.orderId)).map(fold));
    const operation = input.operation ?? 'add';
    const tags = input.tags.filter((name) => present.has(fold(name)) === (operation === 'remove'));
    if (tags.length === 0)
      throw new RoyalError({
        code: 'invalid_input',
        message: `The order ${operation === 'add' ? 'has all of these tags already' : 'has none of these tags'}; nothing was sent.`,
        next: 'Nothing needs to be done.',
      });
    return { orderId: input.orderId, operation, tags };
  },

  async send({ client }, { request }) {
    type Payload = { node: { id: string } | null; userErrors: UserError[] };
    const answer = await client.request<{ tagsAdd?: Payload; tagsRemove?: Payload }>(
      request.operation === 'add' ? TAGS_ADD : TAGS_REMOVE,
      { id: toGid('Order', request.orderId), tags: request.tags },
      { mutation: true },
    );
    const payload = answer.tagsAdd ?? answer.tagsRemove;
    throwUserErrors(payload?.userErrors ?? []);
    return payload ?? null;
  },

  async readBack(context, _input, { request }) {
    const present = new Set((await readTags(context, request.orderId)).map(fold));
    const adding = request.operation === 'add';
    const open = request.tags.filter((name) => present.has(fold(name)) !== adding);
    if (open.length === 0)
      return {
        state: 'done',
        text: `The order ${adding ? 'has' : 'no longer has'} ${request.tags.join(', ')}.`,
        data: { tags: request.tags },
      };
    return {
      state: 'not_done',
      text: `The order ${adding ? 'lacks' : 'still has'} ${open.join(', ')}.`,
      data: { tags: open },
    };
  },

  async undo(context, action, { request }) {
    const present = new Set((await readTags(context, request.orderId)).map(fold));
    const adding = request.operation === 'add';
    const tags = request.tags.filter((name) => present.has(fold(name)) === adding);
    if (tags.length === 0)
      return {
        refused: `The order ${adding ? 'has none of these tags any more' : 'has these tags again'}.`,
        next: 'Nothing needs to be done.',
      };
    const input: OrderTag = { orderId: request.orderId, tags, operation: adding ? 'remove' : 'add' };
    return {
      proposal: {
        type: 'order.tag',
        storeId: action.storeId,
        input,
        title: `Undo: ${orderTag.title(context, input).toLowerCase()}`,
        evidence: [
          {
            kind: 'undo',
            text: `Takes back action ${action.id}: only tags that it changed itself.`,
            data: { actionId: action.id, tags },
          },
        ],
      },
    };
  },
};

/** Shopify compares tags without regard to case. */
function fold(name: string): string {
  return name.trim().toLowerCase();
}

async function readTags({ client }: ActionContext, orderId: ShopifyId): Promise<string[]> {
  const { order } = await client.request<{ order: { tags: string[] } | null }>(ORDER_TAGS, {
    id: toGid('Order', orderId),
  });
  if (!order)
    throw new RoyalError({
      code: 'not_found',
      message: `The shop has no order ${orderId}, or it is older than the app may read.`,
      next: 'Look at the order in the shop; orders older than 60 days need read_all_orders.',
      details: { orderId },
    });
  return order.tags;
}
