/** The syncs that the program begins by itself: every few minutes of each store, and before an agent reads an old mirror. */
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreId } from '../shared/action.ts';
import { type ErrorCode, toErrorData } from '../shared/errors.ts';
import type { EpochMs } from '../shared/time.ts';
import type { Ledger } from './ledger/ledger.ts';
import { isConnected, type StoreRuntime } from './store-runtime.ts';
import type { Stores } from './stores.ts';
import type { Log } from './telemetry/log.ts';

export const SYNC_EVERY_MS = 5 * 60_000;
/** Once the start is over and what a page reads ahead is there: whoever waits for it is answered first. */
const FIRST_SYNC_MS = 4_000;
/** Older than the rounds leave it while the program is awake: it slept, was off, or the shop was away. */
const OLD_MS = 2 * SYNC_EVERY_MS;
/** Enough for what a fortnight left behind; a run that waited longer would come too late for the day's orders. */
const LONGEST_WAIT_MS = 10 * 60_000;

/** No answer came: the shop, or the way to it, was away. What the shop refuses it has answered. */
const UNREACHABLE: ReadonlySet<ErrorCode> = new Set(['shop_unavailable', 'answer_lost']);

export interface OwnSyncs {
  /** One of a store at a time: joins one that is under way. Never rejects; what went wrong is told. */
  sync(store: StoreRuntime): Promise<void>;
  /**
   * One sync where the mirror is old; null where it is not, where it was never loaded, and where no shop stands behind
   * it. Resolves once it has ended, whichever way, and no later than `signal` fires or the longest wait is over, with
   * whether the mirror is old no more.
   */
  freshen(store: StoreRuntime, signal: AbortSignal): Promise<boolean> | null;
  /** Resolves once none runs any more. */
  settled(): Promise<void>;
}

export function createOwnSyncs(
  stores: Pick<Stores, 'sync'>,
  {
    ledger,
    clock,
    log,
    longestWaitMs = LONGEST_WAIT_MS,
  }: { ledger: Ledger; clock: () => EpochMs; log: Log; longestWaitMs?: number },
): OwnSyncs {
  const underWay = new Map<StoreId, Promise<void>>();
  const reached = (storeId: StoreId): void =>
    ledger.transaction(() => {
      if (ledger.epochs.online(storeId, clock())) ledger.events.append(storeId, 'shop.reached', {});
    });
  const notReached = (storeId: StoreId, code: string): void =>
    ledger.transaction(() => {
      if (ledger.epochs.offline(storeId, clock()))
        ledger.events.append(storeId, 'shop.not_reached', { code });
    });

  const syncOnce = async (store: StoreRuntime): Promise<void> => {
    const { id } = store.info;
    try {
      await stores.sync(store);
      reached(id);
    } catch (error) {
      const told = toErrorData(error);
      log.warn({ store: id, error: told }, 'scheduled sync failed');
      if (!UNREACHABLE.has(told.code)) return;
      try {
        notReached(id, told.code);
      } catch (unwritten) {
        // Told with the next round; thrown here, it would end the rounds.
        log.warn({ store: id, error: toErrorData(unwritten) }, 'shop not reached, not written down');
      }
    }
  };

  const sync: OwnSyncs['sync'] = (store) => {
    const { id } = store.info;
    const present = underWay.get(id);
    if (present) return present;
    const begun = syncOnce(store).finally(() => underWay.delete(id));
    underWay.set(id, begun);
    return begun;
  };

  const waitFor = async (work: Promise<void>, signal: AbortSignal): Promise<void> => {
    const over = new AbortController();
    const waited = delay(longestWaitMs, undefined, { signal: AbortSignal.any([signal, over.signal]) });
    await Promise.race([work, waited.catch(() => {})]);
    over.abort();
  };

  const isOld = (seen: EpochMs): boolean => clock() - seen > OLD_MS;

  return {
    sync,
    freshen(store, signal) {
      const reader = store.mirror.reader();
      const seen = reader.syncedAt();
      if (!isConnected(store) || seen === null || !isOld(seen)) return null;
      return waitFor(sync(store), signal).then(() => !isOld(reader.syncedAt() ?? seen));
    },
    async settled() {
      await Promise.all(underWay.values());
    },
  };
}

/** Resolves once `signal` fired and its sync has ended. Each store after the other; a failing one does not hold up the others. */
export async function keepSynced(
  stores: Pick<Stores, 'open'>,
  { sync }: Pick<OwnSyncs, 'sync'>,
  options: {
    signal: AbortSignal;
    /** Told when the next round begins; null while one is under way. */
    onNext?: (afterMs: number | null) => void;
    firstAfterMs?: number;
  },
): Promise<void> {
  const { signal, onNext = () => {}, firstAfterMs = FIRST_SYNC_MS } = options;
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
      await sync(store);
    }
  }
}
