/** Time as the orchestrator sees it: injected, so that tests can turn it forwards, backwards and to a standstill. */
import type { EpochMs } from '../../shared/time.ts';

export interface Clock {
  now(): EpochMs;
  /** Calls once after `ms`; returns the cancelling of it. */
  setTimer(call: () => void, ms: number): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(call, ms) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or at once when the signal is aborted. */
export function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.setTimer(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
