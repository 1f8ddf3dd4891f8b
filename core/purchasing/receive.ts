/** Receiving: what arrived becomes an action a store, or several where it is much, let through by whoever counted it. */
import type { Actor } from '../../shared/action.ts';
import { batchesOf } from '../../shared/batches.ts';
import type {
  PurchaseOrderReceivedView,
  PurchaseOrderReceiveInput,
} from '../../shared/contract/purchasing-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { MOST_CHANGES, type PurchaseOrderReceive } from '../actions/purchase-order-receive.ts';
import { orderNumber } from '../ledger/purchase-order-rows.ts';
import type { PurchaseOrderRow } from '../ledger/types.ts';
import type { Orchestrator } from '../orchestrator/types.ts';
import { orderView, type PurchasingBase } from './order-view.ts';

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
  if (over.length > 0 && !input.confirmOver)
    return { outcome: 'confirm', over, actions: [], order: orderView(base, order) };
  const actions = [];
  // Proposed and approved all together: a policy that refuses one store keeps all of them back.
  const proposed = ledger.transaction(() =>
    receiptsOf(order, arrived, over.length > 0).map(({ storeId, input: receipt }) => {
      const made = orchestrator.propose({ type: 'purchase_order.receive', storeId, input: receipt }, actor);
      if (made.outcome === 'dropped')
        throw new RoyalError({
          code: 'invalid_state',
          message: `An earlier receipt of ${orderNumber(order.number)} for ${storeId} is still under way.`,
          next: `Wait for action ${made.action.id}, or look at what holds it.`,
          details: { actionId: made.action.id },
        });
      return made.action;
    }),
  );
  const refusals = new Map<number, string>();
  for (const { id } of proposed)
    try {
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
): { storeId: string; input: PurchaseOrderReceive }[] {
  return [...Map.groupBy(arrived, (one) => one.part.storeId)].flatMap(([storeId, parts]) =>
    batchesOf(parts, MOST_CHANGES).map((batch, index, { length }) => ({
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
      },
    })),
  );
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
