/** Keeps the mirrors fresh while the program runs: every few minutes each store, one after the other. */
import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, toErrorData } from '../shared/errors.ts';
import type { EpochMs } from '../shared/time.ts';
import type { Ledger } from './ledger/ledger.ts';
import { isConnected, type Stores } from './stores.ts';
import type { Log } from './telemetry/log.ts';

export const SYNC_EVERY_MS = 5 * 60_000;
/** Once the start is over and what a page reads ahead is there: whoever waits for it is answered first. */
const FIRST_SYNC_MS = 4_000;

/** No answer came: the shop, or the way to it, was away. What the shop refuses it has answered. */
const UNREACHABLE: ReadonlySet<ErrorCode> = new Set(['shop_unavailable', 'answer_lost']);

/** Resolves once `signal` fired and no sync of the schedule runs any more. A failing store does not hold up the others. */
export async function keepSynced(
  stores: Pick<Stores, 'open' | 'sync'>,
  { ledger, clock, log }: { ledger: Ledger; clock: () => EpochMs; log: Log },
  options: {
    signal: AbortSignal;
    /** Told when the next round begins; null while one is under way. */
    onNext?: (afterMs: number | null) => void;
    firstAfterMs?: number;
  },
): Promise<void> {
  const { signal, onNext = () => {}, firstAfterMs = FIRST_SYNC_MS } = options;
  const reached = (storeId: string): void =>
    ledger.transaction(() => {
      if (ledger.epochs.online(storeId, clock())) ledger.events.append(storeId, 'shop.reached', {});
    });
  const notReached = (storeId: string, code: string): void =>
    ledger.transaction(() => {
      if (ledger.epochs.offline(storeId, clock()))
        ledger.events.append(storeId, 'shop.not_reached', { code });
    });
  for (let afterMs = firstAfterMs; ; afterMs = SYNC_EVERY_MS) {
    onNext(afterMs);
    try {
      await delay(afterMs, undefined, { signal });
    } catch {
      return;
    }
    onNext(null);
    for (const store of stores.open().filter(isConnected)) {
      if (signal.aborted) return;
      try {
        await stores.sync(store);
        reached(store.info.id);
      } catch (error) {
        const told = toErrorData(error);
        log.warn({ store: store.info.id, error: told }, 'scheduled sync failed');
        if (UNREACHABLE.has(told.code)) notReached(store.info.id, told.code);
      }
    }
  }
}
