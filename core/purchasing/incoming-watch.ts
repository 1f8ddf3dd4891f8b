/**
 * Keeps what shops show as incoming in step with the orders: whenever one is sent, received, cancelled or closed, the
 * difference is told by an action. What a crash or a shop that was away left untold is told at the next start.
 */
import type { Actor, StoreId } from '../../shared/action.ts';
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Orchestrator, OrchestratorLog } from '../orchestrator/types.ts';

const MOVES = new Set([
  'purchase_order.sent',
  'purchase_order.received',
  'purchase_order.cancelled',
  'purchase_order.closed',
]);

/** Returns what ends it. */
export function watchIncoming(options: {
  ledger: Ledger;
  orchestrator: Orchestrator;
  /** Whether a shop stands behind the store. */
  connected(storeId: StoreId): boolean;
  log: OrchestratorLog;
}): () => void {
  const { ledger, orchestrator, connected, log } = options;
  let ended = false;
  const tell = (purchaseOrderId: number, storeId: StoreId, again: boolean): void => {
    if (!connected(storeId)) return;
    attempt({ purchaseOrderId, storeId }, () =>
      tellShop(ledger, orchestrator, purchaseOrderId, storeId, again),
    );
  };
  const attempt = (about: object, work: () => void): void => {
    if (ended) return;
    try {
      work();
    } catch (error) {
      // It is told with the next change of the order, or at the next start.
      log.warn({ ...about, error: toErrorData(error) }, 'incoming units not told');
    }
  };
  const unsubscribe = ledger.subscribe(({ kind, storeId, data }) => {
    if (storeId === null) return;
    const action = kind === 'action.verified' && typeof data.actionId === 'number' ? data.actionId : null;
    if (action === null && !MOVES.has(kind)) return;
    // Out of the transaction and the turn that the event comes from.
    setImmediate(() =>
      attempt({ storeId }, () => {
        const order = action === null ? data.purchaseOrderId : toldBy(ledger, action);
        if (typeof order === 'number') tell(order, storeId, true);
      }),
    );
  });
  setImmediate(() =>
    attempt({}, () => {
      for (const { purchaseOrderId, storeId } of ledger.purchaseOrders.withUntold())
        tell(purchaseOrderId, storeId, false);
    }),
  );
  return () => {
    ended = true;
    unsubscribe();
  };
}

/** More may have happened to the order while its shop was told. */
function toldBy(ledger: Ledger, actionId: number): number | null {
  const action = ledger.actions.get(actionId);
  if (action?.type !== 'purchase_order.incoming') return null;
  return (action.input as { purchaseOrderId: number }).purchaseOrderId;
}

function tellShop(
  ledger: Ledger,
  orchestrator: Orchestrator,
  purchaseOrderId: number,
  storeId: StoreId,
  again: boolean,
): void {
  const order = ledger.purchaseOrders.require(purchaseOrderId);
  if (ledger.purchaseOrders.untold(order, storeId).length === 0) return;
  const key = `purchase_order.incoming:${storeId}:${purchaseOrderId}`;
  const [last] = ledger.actions.list({ storeId, key, limit: 1 });
  // One that failed, or waits for a word, is a person's to look at; a change of the order is a new reason.
  if (
    last &&
    (last.state === 'unknown' || (!again && (last.state === 'failed' || last.state === 'proposed')))
  )
    return;
  const by = order.sentBy ?? ledger.purchaseOrders.receipts(purchaseOrderId).at(-1)?.by.id;
  if (by === undefined) return;
  const actor: Actor = { kind: 'person', id: by };
  const { action, outcome } = orchestrator.propose(
    { type: 'purchase_order.incoming', storeId, input: { purchaseOrderId } },
    actor,
  );
  if (outcome === 'dropped') return;
  try {
    orchestrator.approve(action.id, actor);
  } catch (error) {
    // Whoever may not approve it has it wait for somebody who may.
    if (!(error instanceof RoyalError) || error.code !== 'policy_refused') throw error;
  }
}
