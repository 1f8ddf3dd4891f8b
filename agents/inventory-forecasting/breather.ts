/** Lets others of the thread come in between, in walks over all that a store has. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Nobody waits longer than a frame takes. */
const SLICE_MS = 12;

/** To be awaited after each piece of a walk: resolves at once until the thread was held for a slice. */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MS) return undefined;
    return nextTurn().then(() => {
      since = performance.now();
    });
  };
}
