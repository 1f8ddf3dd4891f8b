/** Keeps the mirrors fresh while the program runs: each store at once and then every few minutes, one after the other. */
import { setTimeout as delay } from 'node:timers/promises';
import { toErrorData } from '../shared/errors.ts';
import { isConnected, type Stores } from './stores.ts';
import type { Log } from './telemetry/log.ts';

export const SYNC_EVERY_MS = 5 * 60_000;

/** Resolves once `signal` fired and no sync of the schedule runs any more. A failing store does not hold up the others. */
export async function keepSynced(
  stores: Stores,
  log: Log,
  signal: AbortSignal,
  /** Told when the next round begins; null while one is under way. */
  onNext: (afterMs: number | null) => void,
): Promise<void> {
  while (!signal.aborted) {
    onNext(null);
    for (const store of stores.open().filter(isConnected)) {
      if (signal.aborted) return;
      try {
        await stores.sync(store);
      } catch (error) {
        log.warn({ store: store.info.id, error: toErrorData(error) }, 'scheduled sync failed');
      }
    }
    onNext(SYNC_EVERY_MS);
    try {
      await delay(SYNC_EVERY_MS, undefined, { signal });
    } catch {
      return;
    }
  }
}
