/**
 * The emergency stop: durable, looked at right before anything starts, goes on or leaves. What can't be written down,
 * as on a full disk, holds all the same for as long as the process lives.
 */
import type { Actor } from '../../shared/action.ts';
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { AppDb, StopState } from '../app-db/app-db.ts';
import { drainOutbox } from '../app-db/drain-outbox.ts';
import type { Ledger } from '../ledger/ledger.ts';

export interface EmergencyStop {
  /** null while it is not pulled. Read from the file each time, but for what is still to be written there. */
  state(): StopState | null;
  /** Everything is stopped, also where it throws: then it could not be written down, and would not outlive the process. */
  pull(actor: Actor, reason: string): StopState;
  /** Writes down what could not be before. */
  writeDown(): void;
  lift(actor: Actor): void;
  /** Throws RoyalError `stopped` while it is pulled. */
  assertLifted(): void;
  /** Calls when it is pulled. Returns the unsubscribe. */
  onPull(listener: () => void): () => void;
}

export function createEmergencyStop(appDb: AppDb, ledger: Ledger, now: () => EpochMs): EmergencyStop {
  const listeners = new Set<() => void>();
  let unwritten: StopState | null = null;
  const state = (): StopState | null => unwritten ?? appDb.stop.state();
  return {
    state,
    pull(actor, reason) {
      unwritten ??= { by: actor, reason, at: now() };
      // First all that runs is told, then it is written up: neither the disk nor the audit must delay the stop.
      for (const listener of listeners) listener();
      let written: StopState;
      try {
        written = appDb.stop.pull(unwritten.by, unwritten.reason);
        unwritten = null;
      } catch (error) {
        throw notWritten(error);
      }
      try {
        drainOutbox(appDb, ledger);
      } catch {
        // It stays in the outbox for the next look: whoever pulled must not read that it failed.
      }
      return written;
    },
    writeDown() {
      if (!unwritten) return;
      appDb.stop.pull(unwritten.by, unwritten.reason);
      unwritten = null;
    },
    lift(actor) {
      appDb.stop.lift(actor);
      unwritten = null;
      drainOutbox(appDb, ledger);
    },
    assertLifted() {
      const pulled = state();
      if (pulled)
        throw new RoyalError({
          code: 'stopped',
          message: `The emergency stop is pulled (${pulled.by.id}: ${pulled.reason}).`,
          next: 'Lift it with `royal resume` once it is safe.',
          details: { at: pulled.at },
        });
    },
    onPull(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function notWritten(error: unknown): RoyalError {
  const { code, message } = toErrorData(error);
  return new RoyalError({
    code,
    message: `Everything is stopped, but that could not be written down: ${message}`,
    next: 'Leave the program open: it is written down as soon as that works. Closed before, it would know nothing of the stop at its next start.',
  });
}
