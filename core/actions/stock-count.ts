/**
 * stock.count: what a stocktake counted becomes what is on hand at a location. Units that moved in the shop since they
 * were counted stay moved: the difference found is applied to the present level, under compare-and-set with it. What is
 * stocked there no more is left out, and nothing is set below zero: the other lines were counted all the same.
 */
import { z } from 'zod';
import { counted } from '../../shared/counted.ts';
import { RoyalError } from '../../shared/errors.ts';
import { type ShopifyId, toGid } from '../../shared/gid.ts';
import type { ShopClient } from '../connectors/shop-client.ts';
import { INVENTORY_SET } from '../connectors/shopify/documents.ts';
import type { ActionContext, RemoteActionType } from './action-type.ts';
import { type AdjustAnswer, unbooked } from './adjustment-answer.ts';
import { levelKey, levelsOf } from './stock-levels.ts';
import { throwUserErrors } from './user-errors.ts';

interface StockCount {
  stocktakeId: number;
  locationId: ShopifyId;
  /** Of a stocktake that takes several actions, from 1. */
  part: number;
  /** On hand, as it was expected when it was counted, and as it was counted. */
  lines: { inventoryItemId: ShopifyId; title: string; expected: number; counted: number }[];
  undoes?: number;
}

interface CountRequest {
  quantities: {
    inventoryItemId: ShopifyId;
    locationId: ShopifyId;
    from: number;
    to: number;
    /** to − from: what the answer must show. */
    delta: number;
  }[];
  /** Titles of what is stocked there no more; absent where nothing is. */
  gone?: string[];
  reference: string;
}

/** Shopify takes at most 250 items in an input array. */
const MOST_LINES = 250;
const units = z.int().min(-1_000_000_000).max(1_000_000_000);

export const stockCount: RemoteActionType<StockCount, CountRequest> = {
  type: 'stock.count',
  // An idempotency key keeps a repeated send from counting twice, so it is sent again and not guessed at.
  kind: 'delta',
  schema: z.strictObject({
    stocktakeId: z.int().positive(),
    locationId: z.int().positive(),
    part: z.int().positive(),
    lines: z
      .array(
        z.strictObject({
          inventoryItemId: z.int().positive(),
          title: z.string(),
          expected: units,
          counted: units,
        }),
      )
      .min(1)
      .max(MOST_LINES)
      .refine((lines) => new Set(lines.map((line) => line.inventoryItemId)).size === lines.length, {
        message: 'each item may be counted once',
      }),
    undoes: z.int().positive().optional(),
  }),
  scopes: ['write_inventory'],

  title: (_context, input) =>
    `Set ${input.lines.length === 1 ? input.lines[0]!.title : `${input.lines.length} items`} to what stocktake ${input.stocktakeId} counted`,

  key: (context, input) => `stock.count:${context.store.id}:${input.stocktakeId}:${input.part}`,

  measure: (_context, input) => ({
    subject: `stocktake:${input.stocktakeId}`,
    money: null,
    change: null,
    margin: null,
    ignores: [
      'moneyPerDay',
      'moneyPerAction',
      'largestChange',
      'marginFloor',
      ...(input.part > 1 ? (['coolDownHours'] as const) : []),
    ],
  }),

  async preview(context, input) {
    const present = await onHand(context.client, input);
    return {
      lines: input.lines.map((line) => {
        const now = present.get(levelKey(line.inventoryItemId, input.locationId));
        if (now === undefined) return `${line.title}: not stocked at location ${input.locationId} any more`;
        const moved = now - line.expected;
        return `${line.title}: ${now} → ${Math.max(0, line.counted + moved)} on hand${moved === 0 ? '' : ` (${line.counted} counted, ${moved > 0 ? '+' : ''}${moved} since)`}`;
      }),
      undoable: input.undoes === undefined,
      warnings: ['Units that moved since they were counted stay moved.'],
      scopes: [...stockCount.scopes],
    };
  },

  async prepare(context, input) {
    if (input.undoes === undefined) assertFinishing(context, input);
    const present = await onHand(context.client, input);
    const gone: string[] = [];
    const quantities = input.lines.flatMap(({ inventoryItemId, title, expected, counted }) => {
      const from = present.get(levelKey(inventoryItemId, input.locationId));
      if (from === undefined) {
        gone.push(title);
        return [];
      }
      const to = Math.max(0, from + counted - expected);
      return [{ inventoryItemId, locationId: input.locationId, from, to, delta: to - from }];
    });
    if (quantities.length === 0)
      throw new RoyalError({
        code: 'not_found',
        message: `${named(gone)} stocked at location ${input.locationId} no more.`,
        next: 'Stock it there in the shop, then try again.',
        details: { locationId: input.locationId },
      });
    return {
      quantities,
      ...(gone.length === 0 ? {} : { gone }),
      reference: `gid://royal-equips/Stocktake/${input.stocktakeId}`,
    };
  },

  async send({ client }, { key, request }) {
    const answer = await client.request<{ inventorySetQuantities: AdjustAnswer }>(
      INVENTORY_SET,
      {
        key,
        input: {
          name: 'on_hand',
          reason: 'correction',
          referenceDocumentUri: request.reference,
          quantities: request.quantities.map((one) => ({
            inventoryItemId: toGid('InventoryItem', one.inventoryItemId),
            locationId: toGid('Location', one.locationId),
            quantity: one.to,
            changeFromQuantity: one.from,
          })),
        },
      },
      { mutation: true },
    );
    throwUserErrors(answer.inventorySetQuantities.userErrors);
    return answer.inventorySetQuantities;
  },

  async readBack(_context, _input, { request, answer }) {
    const missing = unbooked(
      answer,
      'on_hand',
      request.quantities.filter((one) => one.delta !== 0),
    );
    if (missing.length > 0)
      return {
        state: 'differs',
        text: `The shop's answer does not show ${missing.length} of ${request.quantities.length} counts.`,
        data: { missing },
      };
    return {
      state: 'done',
      text: `${request.quantities.length === 1 ? 'One item was' : `${request.quantities.length} items were`} set to what was counted.${request.gone ? ` ${named(request.gone)} stocked there no more, and left out.` : ''}`,
      data: { quantities: request.quantities },
    };
  },

  recordVerified(context, input) {
    // The action itself counts as verified in this transaction, and only once it is over.
    context.ledger.stocktakes.settleAfter(input.stocktakeId, context.action!.id);
  },

  async undo(_context, action, { request }) {
    const input = action.input as StockCount;
    if (input.undoes !== undefined)
      return { refused: 'This took a count back.', next: 'Count the location anew.' };
    const titles = new Map(input.lines.map((line) => [line.inventoryItemId, line.title]));
    const lines = request.quantities
      .filter((one) => one.delta !== 0)
      .map((one) => ({
        inventoryItemId: one.inventoryItemId,
        title: titles.get(one.inventoryItemId) ?? '',
        expected: one.to,
        counted: one.from,
      }));
    if (lines.length === 0)
      return { refused: 'It changed nothing in the shop.', next: 'Nothing needs to be done.' };
    const undo: StockCount = { ...input, lines, undoes: action.id };
    return {
      proposal: {
        type: 'stock.count',
        storeId: action.storeId,
        input: undo,
        title: `Undo: what stocktake ${input.stocktakeId} set`,
        evidence: [
          {
            kind: 'undo',
            text: `Takes back action ${action.id}; units that moved since stay moved.`,
            data: { actionId: action.id },
          },
        ],
      },
    };
  },
};

/** Counted on, its lines may be others by now: tried again as it was, it would be set twice. */
function assertFinishing({ ledger, action }: ActionContext, { stocktakeId }: StockCount): void {
  if (ledger.stocktakes.awaits(stocktakeId, action!.id)) return;
  const { state } = ledger.stocktakes.require(stocktakeId);
  throw new RoyalError({
    code: 'invalid_state',
    message: `Stocktake ${stocktakeId} was taken up again after this.`,
    next: 'Finish it there: what is still to be set is sent then.',
    details: { stocktakeId, state },
  });
}

/** By levelKey. */
async function onHand(client: ShopClient, { lines }: StockCount): Promise<Map<string, number>> {
  const ids = lines.map(({ inventoryItemId }) => inventoryItemId);
  return (await levelsOf(client, 'on_hand', ids)).units;
}

const NAMED = 5;

/** "Mug, Cup and 3 others are". */
function named(titles: readonly string[]): string {
  const more = titles.length - NAMED;
  const shown = titles.slice(0, NAMED).join(', ');
  return `${shown}${more > 0 ? ` and ${counted(more, 'other')}` : ''} ${titles.length === 1 ? 'is' : 'are'}`;
}
