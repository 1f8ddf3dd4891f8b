/** What a window or a phone holds of the program: calls, events in order, and how the connection stands. */
import type { RoyalClient } from '../contract/contract.ts';
import type { EventBatch } from '../contract/schemas.ts';
import type { EpochMs } from '../time.ts';

export type Unsubscribe = () => void;

export type ConnectionStatus =
  /** Not yet connected for the first time. */
  | { state: 'connecting' }
  | { state: 'live' }
  /** `since` when; the next try is at `retryAt`, or under way where it is null. */
  | { state: 'lost'; since: EpochMs; retryAt: EpochMs | null }
  /** The host wants a sign-in; goes on with `retry` after it. */
  | { state: 'signed_out' }
  /** Over for good: closed from here, or the program has ended. */
  | { state: 'ended' };

export interface EventFeed {
  /**
   * Hands on what happens from now on: in order, nothing twice, nothing left out, also across lost connections.
   * A batch with `complete: false` says that some is no longer kept: fetch anew what is shown.
   */
  subscribe(listener: (batch: EventBatch) => void): Unsubscribe;
  /** Up to where events were handed on; undefined before the first connection. */
  position(): number | undefined;
}

interface StatusFeed {
  current(): ConnectionStatus;
  subscribe(listener: (status: ConnectionStatus) => void): Unsubscribe;
}

export interface Bridge {
  /**
   * Calls wait for the connection for a bounded time, then reject with `connection_lost`; so does a call whose
   * answer was under way when the connection was lost. `unauthorized` where the host wants a sign-in.
   */
  api: RoyalClient;
  events: EventFeed;
  status: StatusFeed;
  /** Tries at once instead of when the pause is over; also after a sign-in. */
  retry(): void;
  close(): void;
}
