/** Progress of long work as events: at most one a second of each work, none of what is over within a second. */
import type { Ledger } from './ledger/ledger.ts';

interface ProgressEvent {
  storeId: string;
  kind: string;
  /** Tells works of one store apart: an agent's id, "sync". */
  about: string;
  data: Record<string, unknown>;
}

const EVERY_MS = 1_000;
/** A work not heard of for so long is over; what comes then is another. */
const QUIET_MS = 10_000;

export function tellProgress<Progress>(
  ledger: Ledger,
  eventOf: (progress: Progress) => ProgressEvent,
  now: () => number = performance.now.bind(performance),
): (progress: Progress) => void {
  const works = new Map<string, { heard: number; told: number }>();
  return (progress) => {
    const { storeId, kind, about, data } = eventOf(progress);
    const key = `${storeId} ${about}`;
    const at = now();
    const work = works.get(key);
    if (!work || at - work.heard > QUIET_MS) {
      works.set(key, { heard: at, told: at });
      return;
    }
    work.heard = at;
    if (at - work.told < EVERY_MS) return;
    work.told = at;
    ledger.events.append(storeId, kind, data);
  };
}
