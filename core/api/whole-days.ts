/** Up to which day a store's sales are whole: a part of a day is never shown beside whole ones. */
import { type Day, dayOf, type EpochMs } from '../../shared/time.ts';
import { isConnected, type StoreRuntime } from '../stores.ts';

/** Yesterday, or the day before the newest sync where that is older: what came since is not known. */
export function lastWholeDay(store: StoreRuntime, now: EpochMs): Day {
  const { zone } = store.info;
  const today = dayOf(now, zone);
  const reader = store.mirror.reader();
  const seen = reader.syncedAt();
  if (seen !== null) return Math.min(today, dayOf(seen, zone)) - 1;
  // Imported files end with their last order; whether that day is whole nobody knows.
  const { lastDay } = reader.history();
  return Math.min(today, isConnected(store) ? today : (lastDay ?? today)) - 1;
}
