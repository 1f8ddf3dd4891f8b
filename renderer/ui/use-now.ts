/** The present, renewed now and then for "12 seconds ago"; stands still while nobody looks. */
import { useSyncExternalStore } from 'react';

const EVERY_MS = 10_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  if (document.hidden) return;
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(tick, EVERY_MS);
    document.addEventListener('visibilitychange', tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

export function useNow(): number {
  // What happened a moment ago must not lie in the future of a clock that is read now and then.
  if (Date.now() - now > EVERY_MS) now = Date.now();
  return useSyncExternalStore(subscribe, () => now);
}
