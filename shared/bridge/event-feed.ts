/** Events as they come in, held against the position that was reached: what is handed on has no gap and no double. */
import type { EventBatch } from '../contract/schemas.ts';
import type { EventFeed } from './bridge.ts';

export interface EventIntake {
  feed: EventFeed;
  /** `gap`: events are missing before or within the batch; nothing of it was handed on. */
  take(batch: EventBatch): 'taken' | 'gap';
}

/** `since`: goes on after that position; from now on where it is absent. */
export function eventIntake(since?: number): EventIntake {
  const listeners = new Set<(batch: EventBatch) => void>();
  let position = since;

  const handOn = (batch: EventBatch): void => {
    position = batch.seq;
    if (batch.events.length === 0 && batch.complete) return;
    for (const listener of [...listeners])
      try {
        listener(batch);
      } catch (error) {
        // The others still hear of it, and the fault is not swallowed.
        queueMicrotask(() => {
          throw error;
        });
      }
  };

  return {
    feed: {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      position: () => position,
    },
    take(batch) {
      // An incomplete batch may also lead back: a backup took the place of what was followed.
      if (position === undefined || !batch.complete) {
        handOn(batch);
        return 'taken';
      }
      const reached = position;
      if (batch.seq <= reached) return 'taken';
      const events = batch.events.filter((event) => event.seq > reached);
      const unbroken =
        events.length === batch.seq - reached &&
        events.every((event, index) => event.seq === reached + 1 + index);
      if (!unbroken) return 'gap';
      handOn({ ...batch, events });
      return 'taken';
    },
  };
}
