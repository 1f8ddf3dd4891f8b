/** What a host and its core thread say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { PortCall } from '../../shared/bridge/port-calls.ts';
import type { ErrorData } from '../../shared/errors.ts';

/** What the host hands to the core thread at its start. */
export interface CoreThreadData {
  folder: string;
  /** Whether syncs and agents run by their schedules, as in a program that stays. */
  schedule: boolean;
  /** A backup to be put in the place of the folder before it is opened. */
  restore: string | null;
}

/**
 * contract: for the user's own windows; served and relay: for calls that name on whose behalf; door: for the host
 * itself.
 */
export type HostPort = 'contract' | 'served' | 'relay' | 'door';

/** What the host asks: `others` waits for other terminals that are being answered. */
export type HostRequest =
  | { kind: 'connect'; port: MessagePort; to: HostPort }
  | { kind: 'close'; others: boolean };

/** What the core thread tells its host. */
export type CoreThreadMessage =
  | { kind: 'ready'; socket: string }
  | { kind: 'failed'; error: ErrorData }
  | { kind: 'restore'; backup: string };

/** A call on the wire as somebody who was let in made it, of a procedure that answers at once (ANSWERED_AT_ONCE). */
export interface RelayedCall extends PortCall {
  person: string;
}
