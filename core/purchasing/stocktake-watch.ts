/**
 * Takes a stocktake up again whose count the shop or a person refused: it is counted on, and says why. What a crash
 * kept from it happens at the next start.
 */
import { toErrorData } from '../../shared/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { OrchestratorLog } from '../orchestrator/types.ts';

const ENDS = new Set(['action.verified', 'action.failed', 'action.rejected', 'action.expired']);

/** Returns what ends it. */
export function watchStocktakes({ ledger, log }: { ledger: Ledger; log: OrchestratorLog }): () => void {
  let ended = false;
  const look = (): void => {
    if (ended) return;
    try {
      for (const id of ledger.stocktakes.finishing()) ledger.stocktakes.reopenRefused(id);
    } catch (error) {
      // It is looked at again with the next count that ends, and at the next start.
      log.warn({ error: toErrorData(error) }, 'stocktakes not looked at');
    }
  };
  const unsubscribe = ledger.subscribe(({ kind, data }) => {
    // Out of the transaction and the turn that the event comes from.
    if (ENDS.has(kind) && data.type === 'stock.count') setImmediate(look);
  });
  setImmediate(look);
  return () => {
    ended = true;
    unsubscribe();
  };
}
