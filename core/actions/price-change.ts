/** price.change: sets the price of one variant. Absolute: it can be read back, sent again and undone. */
import { z } from 'zod';
import { RoyalError } from '../../shared/errors.ts';
import { fromGid, type ShopifyId, toGid } from '../../shared/gid.ts';
import { type Currency, formatDecimal, formatMoney, type Minor, parseMoney } from '../../shared/money.ts';
import { VARIANT_PRICE_UPDATE, VARIANT_PRICES } from '../connectors/shopify/documents.ts';
import type { ActionContext, RemoteActionType } from './action-type.ts';
import { throwUserErrors, type UserError } from './user-errors.ts';

/** Prices in minor units of the store's currency. With `from`, the price must still be that. */
export interface PriceChange {
  variantId: ShopifyId;
  price: Minor;
  from?: Minor;
}

export interface PriceRequest {
  variantId: ShopifyId;
  productId: ShopifyId;
  before: Minor;
  after: Minor;
  currency: Currency;
}

export const priceChange: RemoteActionType<PriceChange, PriceRequest> = {
  type: 'price.change',
  kind: 'absolute',
  schema: z.strictObject({
    variantId: z.int().positive(),
    price: z.int().nonnegative(),
    from: z.int().nonnegative().optional(),
  }),
  scopes: ['write_products'],

  title(context, input) {
    const { title } = variantOf(context, input.variantId);
    return `${title}: price ${money(context, input.price)}`;
  },

  key: (context, input) => `price:${context.store.id}:${input.variantId}`,

  measure(context, input) {
    const variant = variantOf(context, input.variantId);
    const old = input.from ?? variant.price;
    // A price that includes tax says nothing of the margin without its tax rate, which is not known here.
    const comparable = variant.unitCost !== null && input.price > 0 && !context.store.taxesIncluded;
    return {
      subject: `variant:${input.variantId}`,
      money: null,
      change: old === null || old === 0 ? null : Math.abs(input.price - old) / old,
      margin: comparable ? (input.price - (variant.unitCost ?? 0)) / input.price : null,
      ignores: ['moneyPerDay', 'moneyPerAction'],
    };
  },

  async preview(context, input) {
    const variant = variantOf(context, input.variantId);
    const old = input.from ?? variant.price;
    const change = old ? ` (${percent((input.price - old) / old)})` : '';
    const lines = [
      `${variant.title}: ${old === null ? 'a price not yet known' : money(context, old)} → ${money(context, input.price)}${change}`,
    ];
    if (variant.unitCost !== null) lines.push(`Unit cost: ${money(context, variant.unitCost)}`);
    const warnings = [
      'The shop has no compare-and-set for prices: a change by someone else in the moment between reading and writing would be overwritten.',
    ];
    if (variant.unitCost === null) warnings.push('The unit cost is not known, so the margin is not either.');
    else if (input.price < variant.unitCost) warnings.push('This is below the unit cost.');
    return { lines, undoable: true, warnings, scopes: [...priceChange.scopes] };
  },

  async prepare(context, input) {
    const current = await readPrice(context, input.variantId);
    const owner = context.ledger.fieldOwners.found({
      storeId: context.store.id,
      subject: `variant:${input.variantId}`,
      field: 'price',
      value: String(current.price),
    });
    if (owner?.writer === 'other' && context.action?.proposedBy.kind === 'agent')
      throw new RoyalError({
        code: 'policy_refused',
        message: `Someone else set this price to ${money(context, current.price)} after we set it to ${money(context, Number(owner.value))}.`,
        next: 'Change the price yourself if our agents shall have it again.',
        details: { variantId: input.variantId },
      });
    if (input.from !== undefined && current.price !== input.from)
      throw new RoyalError({
        code: 'stale_value',
        message: `The price is ${money(context, current.price)} by now, not ${money(context, input.from)}; nothing was changed.`,
        next: 'Propose the change anew if it is still wanted.',
        details: { expected: input.from, found: current.price },
      });
    if (current.price === input.price)
      throw new RoyalError({
        code: 'invalid_input',
        message: `The price is ${money(context, input.price)} already; nothing was sent.`,
        next: 'Nothing needs to be done.',
      });
    return {
      variantId: input.variantId,
      productId: current.productId,
      before: current.price,
      after: input.price,
      currency: context.store.currency,
    };
  },

  async send({ client }, { request }) {
    const answer = await client.request<{
      productVariantsBulkUpdate: {
        productVariants: { id: string; price: string; updatedAt: string }[] | null;
        userErrors: UserError[];
      };
    }>(
      VARIANT_PRICE_UPDATE,
      {
        productId: toGid('Product', request.productId),
        variants: [
          {
            id: toGid('ProductVariant', request.variantId),
            price: formatDecimal(request.after, request.currency),
          },
        ],
      },
      { mutation: true },
    );
    throwUserErrors(answer.productVariantsBulkUpdate.userErrors);
    return answer.productVariantsBulkUpdate;
  },

  async readBack(context, _input, { request }) {
    const { price } = await readPrice(context, request.variantId);
    const data = { price, before: request.before, after: request.after };
    if (price === request.after)
      return { state: 'done', text: `The price is ${money(context, price)}.`, data };
    if (price === request.before)
      return { state: 'not_done', text: `The price is still ${money(context, price)}.`, data };
    return { state: 'differs', text: `The price is ${money(context, price)}: someone else set it.`, data };
  },

  recordVerified(context, input) {
    if (!context.action) return;
    context.ledger.fieldOwners.wrote({
      storeId: context.store.id,
      subject: `variant:${input.variantId}`,
      field: 'price',
      value: String(input.price),
      actionId: context.action.id,
    });
  },

  async undo(context, action, { request }) {
    const { price } = await readPrice(context, request.variantId);
    if (price !== request.after)
      return {
        refused: `The price is ${money(context, price)} by now, not the ${money(context, request.after)} that was set here.`,
        next: 'Propose the price you want instead.',
      };
    const input: PriceChange = { variantId: request.variantId, price: request.before, from: request.after };
    return {
      proposal: {
        type: 'price.change',
        storeId: action.storeId,
        input,
        title: `Undo: ${variantOf(context, request.variantId).title} back to ${money(context, request.before)}`,
        evidence: [
          {
            kind: 'undo',
            text: `Takes back action ${action.id}, which set ${money(context, request.after)}.`,
            data: { actionId: action.id, price: request.after, before: request.before },
          },
        ],
      },
    };
  },
};

async function readPrice(
  { client, store }: ActionContext,
  variantId: ShopifyId,
): Promise<{ price: Minor; productId: ShopifyId }> {
  const { nodes } = await client.request<{
    nodes: ({ id?: string; price?: string; product?: { id: string } } | null)[];
  }>(VARIANT_PRICES, { ids: [toGid('ProductVariant', variantId)] });
  const node = nodes[0];
  if (!node?.price || !node.product)
    throw new RoyalError({
      code: 'not_found',
      message: `The shop has no variant ${variantId} any more.`,
      next: 'Run `royal sync` and look at the product in the shop.',
      details: { variantId },
    });
  return { price: parseMoney(node.price, store.currency), productId: fromGid(node.product.id) };
}

function variantOf(
  { mirror }: ActionContext,
  variantId: ShopifyId,
): { title: string; price: Minor | null; unitCost: Minor | null } {
  return mirror.variant(variantId) ?? { title: `Variant ${variantId}`, price: null, unitCost: null };
}

function money({ store }: ActionContext, amount: Minor): string {
  return formatMoney(amount, store.currency);
}

function percent(share: number): string {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)}%`;
}
