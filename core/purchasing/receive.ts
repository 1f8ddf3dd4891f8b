/** Receiving: what arrived becomes an action a store, or several where it is much, let through by whoever counted it. */
import type { Actor } from '../../shared/action.ts';
import { batchesOf } from '../../shared/batches.ts';
import type {
  PurchaseOrderReceivedView,
  PurchaseOrderReceiveInput,
} from '../../shared/contract/purchasing-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { MOST_CHANGES, type PurchaseOrderReceive, receiptKey } from '../actions/purchase-order-receive.ts';
import { canonicalJson } from '../ledger/canonical-json.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { RECEIVE } from '../ledger/purchase-order-receipts.ts';
import { orderNumber } from '../ledger/purchase-order-rows.ts';
import type { ActionRow, PurchaseOrderRow } from '../ledger/types.ts';
import type { Orchestrator } from '../orchestrator/types.ts';
import { orderView, type PurchasingBase } from './order-view.ts';

interface Wish {
  type: typeof RECEIVE;
  storeId: string;
  input: PurchaseOrderReceive;
}

export async function receiveOrder(
  base: PurchasingBase & { orchestrator: Orchestrator },
  input: Omit<PurchaseOrderReceiveInput, 'by'>,
  actor: Actor,
  signal: AbortSignal | undefined,
): Promise<PurchaseOrderReceivedView> {
  const { ledger, orchestrator } = base;
  const order = ledger.purchaseOrders.require(input.id);
  const arrived = resolved(order, input);
  const over = tooMany(arrived);
  const wishes = receiptsOf(order, arrived, over.length > 0, input.idempotencyKey);
  const earlier = madeEarlier(ledger, order, input.idempotencyKey, wishes);
  if (earlier.length === 0 && over.length > 0 && !input.confirmOver)
    return { outcome: 'confirm', over, actions: [], order: orderView(base, order) };
  const actions = [];
  // Proposed and approved all together: a policy that refuses one store keeps all of them back.
  const proposed =
    earlier.length > 0
      ? earlier
      : ledger.transaction(() =>
          wishes.map((wish) => {
            const made = orchestrator.propose(wish, actor);
            if (made.outcome === 'dropped')
              throw new RoyalError({
                code: 'invalid_state',
                message: `An earlier receipt of ${orderNumber(order.number)} for ${wish.storeId} is still under way.`,
                next: `Wait for action ${made.action.id}, or look at what holds it.`,
                details: { actionId: made.action.id },
              });
            return made.action;
          }),
        );
  const refusals = new Map<number, string>();
  for (const { id, state } of proposed)
    try {
      if (state !== 'proposed') continue;
      orchestrator.approve(id, actor);
    } catch (error) {
      // Who may not approve has counted all the same: it waits for somebody who may.
      if (!(error instanceof RoyalError) || error.code !== 'policy_refused') throw error;
      refusals.set(id, `${error.message} ${error.next}`);
    }
  for (const { id, storeId } of proposed) {
    const waits = input.wait && !refusals.has(id);
    const done = waits ? await orchestrator.whenDone(id, signal) : ledger.actions.require(id);
    actions.push({
      id,
      storeId,
      state: done.state,
      text: refusals.get(id) ?? done.outcome?.text ?? null,
    });
  }
  return { outcome: 'done', over, actions, order: orderView(base, ledger.purchaseOrders.require(order.id)) };
}

/** One a store, and for each of as many lines as a shop takes at once. */
function receiptsOf(
  order: PurchaseOrderRow,
  arrived: ReturnType<typeof resolved>,
  over: boolean,
  idempotencyKey: string | undefined,
): Wish[] {
  return [...Map.groupBy(arrived, (one) => one.part.storeId)].flatMap(([storeId, parts]) =>
    batchesOf(parts, MOST_CHANGES).map((batch, index, { length }) => ({
      type: RECEIVE,
      storeId,
      input: {
        purchaseOrderId: order.id,
        ...(length > 1 ? { part: index + 1 } : {}),
        lines: batch.map(({ part, locationId, accepted, damaged, short }) => ({
          lineId: part.lineId,
          allocationId: part.id,
          locationId,
          quantity: accepted,
          ...(damaged > 0 ? { damaged } : {}),
          ...(short > 0 ? { short } : {}),
        })),
        ...(over ? { over } : {}),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      },
    })),
  );
}

/** What the same count was made into before. Throws RoyalError invalid_state where it held something else. */
function madeEarlier(
  ledger: Ledger,
  order: PurchaseOrderRow,
  idempotencyKey: string | undefined,
  wishes: readonly Wish[],
): ActionRow[] {
  if (idempotencyKey === undefined) return [];
  const countOf = (action: ActionRow) => (action.edited?.original ?? action.input) as PurchaseOrderReceive;
  const keys = [
    ...order.storeIds.map((storeId) => ({ storeId, key: receiptKey(storeId, order.id) })),
    ...wishes.map(({ storeId, input }) => ({ storeId, key: receiptKey(storeId, order.id, input.part) })),
  ];
  const earlier = [...new Map(keys.map((one) => [one.key, one])).values()].flatMap((one) =>
    ledger.actions.list(one).filter((action) => countOf(action).idempotencyKey === idempotencyKey),
  );
  const linesOf = (made: readonly { storeId: string; input: PurchaseOrderReceive }[]): string =>
    canonicalJson(
      made
        .map(({ storeId, input }) => ({ key: receiptKey(storeId, order.id, input.part), lines: input.lines }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
  const made = earlier.map((action) => ({ storeId: action.storeId, input: countOf(action) }));
  if (earlier.length === 0 || linesOf(made) === linesOf(wishes)) return earlier;
  const ids = earlier.map(({ id }) => id);
  throw new RoyalError({
    code: 'invalid_state',
    message: `This count was handed in before, with other figures: action ${ids.join(', ')}.`,
    next: 'Look at the order for what was booked, and count anew what it lacks.',
    details: { actionIds: ids },
  });
}

function resolved(order: PurchaseOrderRow, input: Pick<PurchaseOrderReceiveInput, 'lines'>) {
  const parts = new Map(
    order.lines.flatMap((line) => line.allocations.map((part) => [part.id, { line, part }])),
  );
  const seen = new Set<number>();
  const arrived = input.lines.map((given) => {
    const found = parts.get(given.allocationId);
    if (!found || seen.has(given.allocationId))
      throw new RoyalError({
        code: 'invalid_input',
        message: found
          ? `${found.line.title} is named twice.`
          : `Allocation ${given.allocationId} is not of ${orderNumber(order.number)}.`,
        next: 'Load the order again, and name each of its allocations once.',
      });
    seen.add(given.allocationId);
    const locationId = given.locationId ?? found.part.locationId;
    if (locationId === null)
      throw new RoyalError({
        code: 'invalid_input',
        message: `${found.line.title}: it is not said where it was put.`,
        next: 'Name the location.',
      });
    return { ...given, ...found, locationId };
  });
  const something = arrived.filter((one) => one.accepted + one.damaged + one.short > 0);
  if (something.length > 0) return something;
  throw new RoyalError({
    code: 'invalid_input',
    message: 'Nothing was received.',
    next: 'Enter what arrived, was damaged, or will not come.',
  });
}

function tooMany(arrived: ReturnType<typeof resolved>): PurchaseOrderReceivedView['over'] {
  return arrived.flatMap(({ line, part, accepted, damaged, short }) => {
    const would = part.received + part.damaged + part.short + accepted + damaged + short;
    return would > part.quantity
      ? [{ allocationId: part.id, title: line.title, ordered: part.quantity, would }]
      : [];
  });
}
