/** The emergency stop: durable, looked at right before anything starts, goes on or leaves. */
import type { Actor } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { AppDb, StopState } from '../app-db/app-db.ts';
import { drainOutbox } from '../app-db/drain-outbox.ts';
import type { Ledger } from '../ledger/ledger.ts';

export interface EmergencyStop {
  /** null while it is not pulled. Read from the file each time: there is no second truth. */
  state(): StopState | null;
  pull(actor: Actor, reason: string): StopState;
  lift(actor: Actor): void;
  /** Throws RoyalError `stopped` while it is pulled. */
  assertLifted(): void;
  /** Calls when it is pulled. Returns the unsubscribe. */
  onPull(listener: () => void): () => void;
}

export function createEmergencyStop(appDb: AppDb, ledger: Ledger): EmergencyStop {
  const listeners = new Set<() => void>();
  return {
    state: () => appDb.stop.state(),
    pull(actor, reason) {
      const state = appDb.stop.pull(actor, reason);
      // First all that runs is told, then it is written up: the audit must not delay the stop.
      for (const listener of listeners) listener();
      drainOutbox(appDb, ledger);
      return state;
    },
    lift(actor) {
      appDb.stop.lift(actor);
      drainOutbox(appDb, ledger);
    },
    assertLifted() {
      const state = appDb.stop.state();
      if (state)
        throw new RoyalError({
          code: 'stopped',
          message: `The emergency stop is pulled (${state.by.id}: ${state.reason}).`,
          next: 'Lift it with `royal resume` once it is safe.',
          details: { at: state.at },
        });
    },
    onPull(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
