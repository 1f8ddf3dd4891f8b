/** The one stack every outside call goes through: timeout, retry, circuit breaker, rate limit; its state is visible. */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';

export interface PolicyState {
  circuit: 'closed' | 'open' | 'half_open';
  /** Calls that were answered, that failed for good, that were tried again, and that the other side throttled. */
  calls: { answered: number; failed: number; retried: number; throttled: number };
  lastFailure: { at: EpochMs; code: string; message: string } | null;
  /** Points of the cost bucket; null before the first answer. */
  bucket: { available: number; maximum: number; restorePerSecond: number } | null;
  /** Requests waiting for points. */
  waiting: number;
}

export interface PolicyOptions {
  /** Who is called, for messages: the shop's domain. */
  name: string;
  clock: () => EpochMs;
  /** First wait before a read is tried again; the next ones double, with jitter. */
  backoffMs?: number;
  onChange?: () => void;
}

export interface Policy {
  /** Tries again whatever `isTransient`; for reads. */
  read<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** One try, and none while the circuit is open. */
  once<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T>;
  throttled(): void;
  state(): Omit<PolicyState, 'bucket' | 'waiting'>;
}

const MORE_TRIES = 4;
const FAILURES_TO_OPEN = 8;
const OPEN_MS = 15_000;
const LONGEST_BACKOFF_MS = 8_000;

/** Worth asking again: the other side or the way to it failed, not the question. */
function isTransient(error: unknown): boolean {
  return (
    error instanceof RoyalError &&
    (error.code === 'shop_unavailable' || error.code === 'answer_lost') &&
    error.details?.retry !== false
  );
}

export function createPolicy(options: PolicyOptions): Policy {
  const { clock, backoffMs = 500, onChange = () => {} } = options;
  const calls = { answered: 0, failed: 0, retried: 0, throttled: 0 };
  let lastFailure: PolicyState['lastFailure'] = null;
  const handled = handleWhen(isTransient);
  const breaker = circuitBreaker(handled, {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  breaker.onStateChange(onChange);
  const again = retry(handled, {
    maxAttempts: MORE_TRIES,
    backoff: new ExponentialBackoff({ initialDelay: backoffMs, maxDelay: LONGEST_BACKOFF_MS }),
  });
  again.onRetry(() => {
    calls.retried += 1;
    onChange();
  });
  const readStack = wrap(again, breaker);

  const run = async <T>(work: Promise<T>): Promise<T> => {
    try {
      const answer = await work;
      calls.answered += 1;
      return answer;
    } catch (error) {
      const told =
        error instanceof BrokenCircuitError
          ? new RoyalError(
              {
                code: 'shop_unavailable',
                message: `${options.name} failed several times in a row and is left alone for a moment.`,
                next: 'Wait a minute; it is tried again by itself.',
                details: { retry: false, outcome: 'refused' },
              },
              { cause: breaker.lastFailure },
            )
          : error;
      calls.failed += 1;
      if (told instanceof RoyalError && told.code !== 'cancelled') {
        lastFailure = { at: clock(), code: told.code, message: told.message };
        onChange();
      }
      throw told;
    }
  };

  return {
    read: (call, signal) => run(untilAborted(readStack.execute(call, signal), signal)),
    once: (call, signal) => run(untilAborted(breaker.execute(call, signal), signal)),
    throttled: () => {
      calls.throttled += 1;
      onChange();
    },
    state: () => ({
      circuit:
        breaker.state === CircuitState.Closed
          ? 'closed'
          : breaker.state === CircuitState.HalfOpen
            ? 'half_open'
            : 'open',
      calls: { ...calls },
      lastFailure,
    }),
  };
}

/** Aborts the call's own signal after `ms` and throws `onTimeout()` whether or not the call heeds it. */
export async function withTimeout<T>(
  ms: number,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
  onTimeout: () => Error,
): Promise<T> {
  try {
    return await timeout(ms, TimeoutStrategy.Aggressive).execute((context) => call(context.signal), signal);
  } catch (error) {
    if (error instanceof TaskCancelledError) throw signal.aborted ? cancelled() : onTimeout();
    throw error;
  }
}

export function cancelled(): RoyalError {
  return new RoyalError({
    code: 'cancelled',
    message: 'The request was cancelled.',
    next: 'Start it again when you want it.',
  });
}

/** cockatiel sleeps through an abort between two tries; nobody should have to wait for that. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    work.catch(() => {});
    return Promise.reject(cancelled());
  }
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
