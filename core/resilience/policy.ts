/** The one stack every outside call goes through: timeout, retry, circuit breaker, rate limit; its state is visible. */
import type { EpochMs } from '../../shared/time.ts';

export interface PolicyState {
  circuit: 'closed' | 'open' | 'half_open';
  /** Calls that were answered, that failed for good, that were tried again, and that Shopify throttled. */
  calls: { answered: number; failed: number; retried: number; throttled: number };
  lastFailure: { at: EpochMs; code: string; message: string } | null;
  /** Points of the cost bucket; null before the first answer. */
  bucket: { available: number; maximum: number; restorePerSecond: number } | null;
  /** Requests waiting for points. */
  waiting: number;
}
