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
