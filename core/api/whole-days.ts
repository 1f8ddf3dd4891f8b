/** Up to which day a store's sales are whole: a part of a day is never shown beside whole ones. */
import { type Day, dayOf, type EpochMs } from '../../shared/time.ts';
import type { StoreRuntime } from '../store-runtime.ts';

/**
 * Yesterday, or the day before the last of which sales are known, where that is older: of a shop the newest sync's, of
 * files their last order's, as nobody knows whether that day is whole.
 */
export function lastWholeDay(store: StoreRuntime, now: EpochMs): Day {
  const { zone } = store.info;
  const today = dayOf(now, zone);
  const seen = store.mirror.reader().salesUntil() ?? now;
  return Math.min(today, dayOf(seen, zone)) - 1;
}
