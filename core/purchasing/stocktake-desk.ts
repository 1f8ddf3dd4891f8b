/** Stocktakes: begun with what the mirror expects, counted, and finished by actions that set the stock in the shop. */
import type { Actor } from '../../shared/action.ts';
import type { StocktakeLineView, StocktakeView } from '../../shared/contract/stocktake-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import { dayOf, formatDay } from '../../shared/time.ts';
import type { StocktakeLineRow, StocktakeRow } from '../ledger/stocktakes.ts';
import type { Orchestrator } from '../orchestrator/types.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { money, type PurchasingBase } from './order-view.ts';

type Base = PurchasingBase & { orchestrator: Orchestrator };

/** Lines of one action: an input array of Shopify's takes 250. */
const LINES_PER_ACTION = 250;

export function stocktakeView(base: PurchasingBase, row: StocktakeRow): StocktakeView {
  const store = base.stores().find(({ info }) => info.id === row.storeId);
  const currency = store?.info.currency ?? '';
  const { createdBy, valueOver, valueUnder, ...rest } = row;
  const values = (minor: number) => (currency === '' ? null : money(minor, currency));
  return {
    ...rest,
    locationName:
      store?.mirror.supply.locations().find((one) => one.locationId === row.locationId)?.name ?? null,
    valueOver: values(valueOver),
    valueUnder: values(valueUnder),
    createdBy: createdBy.id,
  };
}

export function stocktakeLineView(
  base: PurchasingBase,
  { storeId }: StocktakeRow,
  { unitCost, ...line }: StocktakeLineRow,
): StocktakeLineView {
  const currency = base.stores().find(({ info }) => info.id === storeId)?.info.currency;
  const difference = line.counted === null ? null : line.counted - line.expected;
  return {
    ...line,
    difference,
    value:
      difference === null || unitCost === null || !currency ? null : money(difference * unitCost, currency),
  };
}

export function beginStocktake(
  base: Base,
  store: StoreRuntime,
  input: { locationId: ShopifyId; name?: string; search?: string },
  actor: Actor,
): StocktakeRow {
  const { info, mirror } = store;
  const location = mirror.supply.locations().find((one) => one.locationId === input.locationId);
  if (!location)
    throw new RoyalError({
      code: 'not_found',
      message: `${info.id} has no location ${input.locationId}.`,
      next: 'Choose one of the locations of the store.',
    });
  const lines = [...mirror.supply.stockOf(input.locationId, input.search)];
  if (lines.length === 0)
    throw new RoyalError({
      code: 'invalid_input',
      message: `Nothing that is tracked at ${location.name} ${input.search ? 'matches that' : 'is there to count'}.`,
      next: 'Search for something else, or choose another location.',
    });
  return base.ledger.stocktakes.create(
    {
      storeId: info.id,
      locationId: input.locationId,
      name: input.name ?? `${location.name}, ${formatDay(dayOf(base.clock(), info.zone))}`,
      lines: lines.map(({ onHand, ...line }) => ({ ...line, expected: onHand })),
    },
    actor,
  );
}

type Count = { lineId?: number; code?: string; quantity: number | null; add: boolean };

export function countLines(base: Base, id: number, counts: readonly Count[], actor: Actor) {
  const { stocktakes } = base.ledger;
  const row = stocktakes.require(id);
  const store = base.stores().find(({ info }) => info.id === row.storeId);
  const lines: StocktakeLineRow[] = [];
  const refused: { index: number; code: string | null; reason: string }[] = [];
  for (const [index, count] of counts.entries()) {
    const found = lineFor(base, id, count);
    if (typeof found === 'string') {
      refused.push({ index, code: count.code ?? null, reason: found });
      continue;
    }
    const quantity =
      count.quantity === null ? null : count.add ? (found.counted ?? 0) + count.quantity : count.quantity;
    if (quantity !== null && quantity < 0) {
      refused.push({
        index,
        code: count.code ?? null,
        reason: `${found.title}: less than nothing is counted.`,
      });
      continue;
    }
    // What was on hand when it was first counted: what moves later is not a difference.
    const expected =
      found.counted === null || quantity === null
        ? (store?.mirror.supply.onHand(found.inventoryItemId, row.locationId) ?? found.expected)
        : found.expected;
    lines.push(stocktakes.count(id, found.id, quantity, expected, actor));
  }
  return { lines: lines.map((line) => stocktakeLineView(base, row, line)), refused };
}

function lineFor({ ledger }: Base, id: number, { lineId, code }: Count): StocktakeLineRow | string {
  if (lineId !== undefined)
    return ledger.stocktakes.line(id, lineId) ?? `Line ${lineId} is not of this stocktake.`;
  if (code === undefined) return 'It names neither a line nor a code.';
  const [first, ...others] = ledger.stocktakes.linesOf(id, code);
  if (!first) return `Nothing in this stocktake has the SKU or barcode ${JSON.stringify(code)}.`;
  return others.length > 0
    ? `${others.length + 1} lines have the code ${JSON.stringify(code)}: count by line.`
    : first;
}

/** One action for every 250 lines that differ; none where everything was as expected. */
export async function finishStocktake(
  base: Base,
  id: number,
  version: number,
  wait: boolean,
  actor: Actor,
  signal: AbortSignal | undefined,
): Promise<StocktakeRow> {
  const { ledger, orchestrator } = base;
  const { stocktakes } = ledger;
  const proposed = ledger.transaction(() => {
    const row = stocktakes.move(id, version, 'finishing', actor);
    const lines = stocktakes.different(id);
    const ids: number[] = [];
    for (let start = 0; start < lines.length; start += LINES_PER_ACTION) {
      const { action } = orchestrator.propose(
        {
          type: 'stock.count',
          storeId: row.storeId,
          input: {
            stocktakeId: id,
            locationId: row.locationId,
            part: row.actionIds.length + start / LINES_PER_ACTION + 1,
            lines: lines.slice(start, start + LINES_PER_ACTION).map((line) => ({
              inventoryItemId: line.inventoryItemId,
              title: line.title,
              expected: line.expected,
              counted: line.counted!,
            })),
          },
        },
        actor,
      );
      stocktakes.addAction(id, action.id);
      ids.push(action.id);
    }
    stocktakes.settleAfter(id, null);
    return ids;
  });
  for (const actionId of proposed)
    try {
      orchestrator.approve(actionId, actor);
      if (wait) await orchestrator.whenDone(actionId, signal);
    } catch (error) {
      // Who may not approve has counted all the same: it waits for somebody who may.
      if (!(error instanceof RoyalError) || error.code !== 'policy_refused') throw error;
    }
  stocktakes.reopenRefused(id);
  return stocktakes.require(id);
}
