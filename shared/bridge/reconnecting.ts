/** A bridge over lines that break: opens the next one with growing pauses and goes on after the last event it saw. */

import { ORPCError } from '@orpc/client';
import { royalClient, type Transport } from '../contract/client.ts';
import type { EventBatch } from '../contract/schemas.ts';
import { isStream } from '../contract/streams.ts';
import { RoyalError } from '../errors.ts';
import type { EpochMs } from '../time.ts';
import type { Bridge, ConnectionStatus, Unsubscribe } from './bridge.ts';
import { eventIntake } from './event-feed.ts';

/** One connection: calls go through `transport` until it is closed from either end. */
interface Line {
  transport: Transport;
  close(): void;
}

interface LineEars {
  batch(batch: EventBatch): void;
  /** The line broke; with `unauthorized` or `owner_gone` it is not opened again by itself. */
  broken(reason?: unknown): void;
}

/**
 * Opens a line that follows the events after `since` (from now on where it is undefined); its first batch comes at
 * once. Rejects with RoyalError `unauthorized`, `owner_gone` or whatever kept it from opening.
 */
export type OpenLine = (since: number | undefined, ears: LineEars) => Promise<Line>;

export interface Timing {
  now(): EpochMs;
  /** Returns what calls it off. */
  after(ms: number, then: () => void): Unsubscribe;
  /** 0 to 1. */
  random(): number;
}

export interface BridgeOptions {
  /** Goes on after this event; from now on where it is absent. */
  since?: number;
  /** Tells when a try is worth it: back online, or looked at again. Returns the unsubscribe. */
  wake?: (retry: () => void) => Unsubscribe;
  timing?: Timing;
}

/** Patience for a line to open and say where it stands. */
const OPEN_MS = 10_000;
/** Patience of a call for a connection. */
const CALL_MS = 15_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
/** A line that held so long counts as sound: the next is opened without a pause. */
const SOUND_MS = 5_000;

const realTiming: Timing = {
  now: Date.now,
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

export function reconnectingBridge(open: OpenLine, options: BridgeOptions): Bridge {
  const timing = options.timing ?? realTiming;
  const intake = eventIntake(options.since);
  const watchers = new Set<(status: ConnectionStatus) => void>();
  let status: ConnectionStatus = { state: 'connecting' };
  let failures = 0;
  let attempt: Attempt | null = null;
  let endPause: Unsubscribe = () => {};

  const setStatus = (next: ConnectionStatus): void => {
    status = next;
    for (const watcher of [...watchers]) watcher(next);
  };

  const begin = (): void => {
    endPause();
    if (status.state === 'lost') setStatus({ ...status, retryAt: null });
    attempt = new Attempt(open, intake.feed.position(), timing, {
      batch: intake.take,
      live: () => setStatus({ state: 'live' }),
      over,
    });
  };

  const over = (reason: unknown, heldMs: number): void => {
    attempt = null;
    const code = reason instanceof RoyalError ? reason.code : null;
    if (code === 'unauthorized' || code === 'owner_gone') {
      setStatus({ state: code === 'unauthorized' ? 'signed_out' : 'ended' });
      return;
    }
    if (heldMs > SOUND_MS) failures = 0;
    const longest = failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
    // Jitter: many windows must not come back in one beat.
    const pause = longest * (0.5 + timing.random() / 2);
    failures += 1;
    const since = status.state === 'lost' ? status.since : timing.now();
    endPause = timing.after(pause, begin);
    setStatus({ state: 'lost', since, retryAt: timing.now() + pause });
  };

  const retry = (): void => {
    if (attempt === null && status.state !== 'ended') begin();
  };

  const liveAttempt = (signal: AbortSignal | undefined): Promise<Attempt> =>
    new Promise((resolve, reject) => {
      const settle = (work: () => void): void => {
        watchers.delete(look);
        callOff();
        signal?.removeEventListener('abort', aborted);
        work();
      };
      const aborted = (): void => settle(() => reject(signal?.reason));
      const look = (): void => {
        if (status.state === 'live' && attempt) settle(() => resolve(attempt!));
        else if (status.state === 'signed_out') settle(() => reject(signedOut()));
        else if (status.state === 'ended') settle(() => reject(ended()));
      };
      const callOff = timing.after(CALL_MS, () => settle(() => reject(notConnected())));
      if (signal?.aborted) return aborted();
      signal?.addEventListener('abort', aborted);
      watchers.add(look);
      look();
    });

  const stopWaking = options.wake?.(() => {
    failures = 0;
    // Another window of this browser may have signed in meanwhile.
    if (status.state === 'lost' || status.state === 'signed_out') retry();
  });
  begin();

  return {
    api: royalClient({
      call: async (path, input, callOptions) =>
        (await liveAttempt(callOptions.signal)).call(path, input, callOptions),
    }),
    events: intake.feed,
    status: {
      current: () => status,
      subscribe(listener) {
        watchers.add(listener);
        return () => watchers.delete(listener);
      },
    },
    retry,
    close() {
      stopWaking?.();
      endPause();
      const last = attempt;
      attempt = null;
      setStatus({ state: 'ended' });
      last?.close();
    },
  };
}

interface AttemptEars {
  batch(batch: EventBatch): 'taken' | 'gap';
  live(): void;
  over(reason: unknown, heldMs: number): void;
}

/** One line from its opening to its end, told of once. */
class Attempt {
  readonly #timing: Timing;
  readonly #ears: AttemptEars;
  readonly #gone = new AbortController();
  readonly #endPatience: Unsubscribe;
  #line: Line | null = null;
  #heard = false;
  #liveAt: EpochMs | null = null;

  constructor(open: OpenLine, since: number | undefined, timing: Timing, ears: AttemptEars) {
    this.#timing = timing;
    this.#ears = ears;
    this.#endPatience = timing.after(OPEN_MS, () => this.#finish(null));
    const lineEars: LineEars = {
      batch: (batch) => this.#take(batch),
      broken: (reason) => this.#finish(reason),
    };
    // In a later turn: whoever makes an attempt has it in hand before it can end.
    Promise.resolve()
      .then(() => open(since, lineEars))
      .then(
        (line) => {
          this.#line = line;
          if (this.#gone.signal.aborted) line.close();
          else this.#lookWhetherLive();
        },
        (reason) => this.#finish(reason),
      );
  }

  #take(batch: EventBatch): void {
    if (this.#gone.signal.aborted) return;
    if (this.#ears.batch(batch) === 'gap') {
      // Asked for again from where it broke off; what is missing in the very answer to that is gone for good.
      if (this.#heard) {
        this.#finish(null);
        return;
      }
      this.#ears.batch({ ...batch, complete: false });
    }
    this.#heard = true;
    this.#lookWhetherLive();
  }

  #lookWhetherLive(): void {
    if (!this.#heard || !this.#line || this.#liveAt !== null) return;
    this.#endPatience();
    this.#liveAt = this.#timing.now();
    this.#ears.live();
  }

  #finish(reason: unknown): void {
    if (this.#gone.signal.aborted) return;
    this.close();
    this.#ears.over(reason, this.#liveAt === null ? 0 : this.#timing.now() - this.#liveAt);
  }

  close(): void {
    this.#endPatience();
    this.#gone.abort();
    this.#line?.close();
  }

  async call(...[path, input, options]: Parameters<Transport['call']>): Promise<unknown> {
    const gone = this.#gone.signal;
    const signal = options.signal ? AbortSignal.any([options.signal, gone]) : gone;
    try {
      signal.throwIfAborted();
      const output = await orGone(signal, this.#line!.transport.call(path, input, { ...options, signal }));
      return isStream(output) ? this.#followed(output, options.signal) : output;
    } catch (error) {
      throw this.#told(error, options.signal);
    }
  }

  async *#followed(source: AsyncIterator<unknown>, signal: AbortSignal | undefined): AsyncGenerator<unknown> {
    try {
      for (;;) {
        const step = await orGone(this.#gone.signal, source.next());
        if (step.done) return step.value;
        yield step.value;
      }
    } catch (error) {
      throw this.#told(error, signal);
    } finally {
      if (!this.#gone.signal.aborted) await source.return?.();
    }
  }

  /** What the core said stays as it is; anything else that ends a call is the line's fault. */
  #told(error: unknown, signal: AbortSignal | undefined): unknown {
    if (error instanceof RoyalError || error instanceof ORPCError) return error;
    if (signal?.aborted && !this.#gone.signal.aborted) return error;
    return new RoyalError(
      {
        code: 'connection_lost',
        message: 'The connection was lost before the answer came.',
        next: 'Look whether it happened once the connection is back, before you try again.',
      },
      { cause: error },
    );
  }
}

function orGone<T>(gone: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(gone.reason);
    if (gone.aborted) end();
    gone.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => gone.removeEventListener('abort', end));
  });
}

function notConnected(): RoyalError {
  return new RoyalError({
    code: 'connection_lost',
    message: 'There is no connection to the program.',
    next: 'Make sure that it runs and can be reached; this page connects by itself.',
  });
}

export function signedOut(): RoyalError {
  return new RoyalError({
    code: 'unauthorized',
    message: 'You are not signed in here.',
    next: 'Open the link that `royal serve` printed, or get a new one with `royal access link`.',
  });
}

function ended(): RoyalError {
  return new RoyalError({
    code: 'owner_gone',
    message: 'The program has ended.',
    next: 'Start it again, then reload this page.',
  });
}
