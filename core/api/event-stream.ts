/** events.*: what happened, in numbered batches, to those who were there and those who come back. */
import { setTimeout as pause } from 'node:timers/promises';
import type { EventBatch, EventView } from '../../shared/contract/schemas.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerEvent } from '../ledger/types.ts';

/** Events of one batch: a reader who fell behind catches up in strides, and a frame stays small. */
const BATCH = 500;
/** Between two batches that are not full: a flood costs twenty messages a second, and few calls meet one on their way. */
const STRIDE_MS = 50;

export function eventsSince(ledger: Ledger, seq: number, limit: number): EventBatch {
  const { events, complete, head } = ledger.events.since(seq, limit);
  return { events: events.map(eventView), seq: events.at(-1)?.id ?? head, complete };
}

/** Reads from the ledger each time it is told that something is new, so a slow reader misses nothing. */
export async function* liveEvents(
  ledger: Ledger,
  since: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<EventBatch, void> {
  let wake: () => void = () => {};
  let fresh = false;
  const notify = (): void => {
    fresh = true;
    wake();
  };
  const unsubscribe = ledger.subscribe(notify);
  signal.addEventListener('abort', notify);
  try {
    let batch = eventsSince(ledger, since ?? Number.MAX_SAFE_INTEGER, BATCH);
    if (since === undefined) batch = { ...batch, complete: true };
    // Also where nothing is new: the reader learns where it stands.
    yield batch;
    let toldAt = performance.now();
    while (!signal.aborted) {
      if (!fresh && batch.events.length < BATCH)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      const early = toldAt + STRIDE_MS - performance.now();
      // An event after a silence goes out at once.
      if (early > 0 && batch.events.length < BATCH) await pause(early, undefined, { signal }).catch(() => {});
      fresh = false;
      if (signal.aborted) return;
      const next = eventsSince(ledger, batch.seq, BATCH);
      batch = next;
      if (next.events.length === 0 && next.complete) continue;
      toldAt = performance.now();
      yield next;
    }
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', notify);
  }
}

function eventView(event: LedgerEvent): EventView {
  return { seq: event.id, at: event.at, storeId: event.storeId, kind: event.kind, data: event.data };
}
