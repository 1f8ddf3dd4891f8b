/**
 * The executor: one action of a store at a time; the intent is in the ledger before anything is sent, what was
 * sent is read back, and what is uncertain is settled by its kind. It goes on from whatever a crash left.
 */
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { ActionType, StoreContext } from '../actions/action-type.ts';
import { faultPoint } from '../fault-point.ts';
import type { IntentStore } from '../ledger/attempts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow } from '../ledger/types.ts';
import type { Clock } from './clock.ts';
import type { EmergencyStop } from './emergency-stop.ts';
import { createExecution, type Execution } from './execution.ts';
import type { OrchestratorLog } from './types.ts';

export interface Executor {
  /** Works off a store's queue; resolves when nothing more can be done now. Joins a pass under way. */
  kick(storeId: string): Promise<void>;
  kickAll(): Promise<void>;
  /** The action once the executor is done with it for now. */
  whenDone(id: number, signal?: AbortSignal): Promise<ActionRow>;
  /** Finishes the action at hand and takes up no other. */
  drain(): Promise<void>;
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 300_000;

export function createExecutor(options: {
  ledger: Ledger;
  types: ReadonlyMap<string, ActionType>;
  contextFor: (storeId: string) => StoreContext;
  clock: Clock;
  stop: EmergencyStop;
  log: OrchestratorLog;
  intents: IntentStore;
}): Executor {
  const { ledger, clock, stop, log } = options;
  const execution: Execution = createExecution(options);
  const passes = new Map<string, Promise<void>>();
  const again = new Set<string>();
  /** Actions that wait for the shop: not before, and how often they waited. */
  const waiting = new Map<
    number,
    { notBefore: EpochMs; since: EpochMs; tries: number; cancel: () => void }
  >();
  const waiters = new Map<number, { storeId: string; resolves: Set<() => void> }>();
  let closed = false;

  const held = (action: ActionRow): boolean => {
    const entry = waiting.get(action.id);
    // A clock set back must not make an action wait for ever.
    return entry !== undefined && clock.now() < entry.notBefore && clock.now() >= entry.since;
  };
  const next = (storeId: string): ActionRow | null =>
    ledger.actions
      .queue(storeId)
      .find((action) => !held(action) && !(action.state === 'unknown' && action.needsPerson)) ?? null;

  const defer = (action: ActionRow): void => {
    const tries = (waiting.get(action.id)?.tries ?? 0) + 1;
    const ms = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
    const since = clock.now();
    waiting.get(action.id)?.cancel();
    const cancel = clock.setTimer(() => void kick(action.storeId), ms);
    waiting.set(action.id, { notBefore: since + ms, since, tries, cancel });
  };
  const release = (id: number): void => {
    for (const resolve of waiters.get(id)?.resolves ?? []) resolve();
    waiters.delete(id);
  };
  const releaseStore = (storeId: string): void => {
    for (const [id, waiter] of [...waiters]) if (waiter.storeId === storeId) release(id);
  };

  const pass = async (storeId: string): Promise<void> => {
    do {
      again.delete(storeId);
      for (;;) {
        if (closed || stop.state()) return;
        const action = next(storeId);
        if (!action) break;
        const result = await execution.carryOut(action);
        if (result === 'stopped') return;
        if (result === 'later') defer(action);
        else {
          waiting.get(action.id)?.cancel();
          waiting.delete(action.id);
        }
        release(action.id);
      }
    } while (again.has(storeId));
  };

  const kick = (storeId: string): Promise<void> => {
    again.add(storeId);
    const present = passes.get(storeId);
    if (present) return present;
    if (closed) return Promise.resolve();
    // Begun in a later turn, so that a kick from within finds this pass.
    const started = Promise.resolve()
      .then(() => pass(storeId))
      .catch((error: unknown) => {
        // The ledger could not be written (a full disk, say): what was committed stands and is taken up again.
        log.error({ storeId, error: toErrorData(error) }, 'The executor had to break off.');
      })
      .finally(() => {
        passes.delete(storeId);
        if (closed) return;
        // A kick may have come after the pass looked for the last time.
        if (again.has(storeId)) void kick(storeId);
        else releaseStore(storeId);
      });
    passes.set(storeId, started);
    return started;
  };

  return {
    kick,
    async kickAll() {
      await Promise.all(ledger.actions.storesWithQueue().map(kick));
    },
    async whenDone(id, signal) {
      const action = ledger.actions.require(id);
      const open = action.state === 'approved' || action.state === 'executing';
      const idle = !passes.has(action.storeId) && (held(action) || stop.state() !== null);
      if (!open || idle || closed) return action;
      await new Promise<void>((resolve, reject) => {
        const waiter = waiters.get(id) ?? { storeId: action.storeId, resolves: new Set() };
        waiters.set(id, waiter);
        const giveUp = (): void => {
          waiter.resolves.delete(done);
          reject(
            new RoyalError({
              code: 'cancelled',
              message: 'Waiting for the action was broken off; the action goes on.',
              next: `Look at it with \`royal actions show ${id}\`.`,
            }),
          );
        };
        const done = (): void => {
          // One signal may wait for a thousand actions, one after the other.
          signal?.removeEventListener('abort', giveUp);
          resolve();
        };
        waiter.resolves.add(done);
        signal?.addEventListener('abort', giveUp, { once: true });
        void kick(action.storeId);
      });
      return ledger.actions.require(id);
    },
    async drain() {
      closed = true;
      for (const entry of waiting.values()) entry.cancel();
      await Promise.all(passes.values());
      faultPoint('executor.drained');
      for (const id of [...waiters.keys()]) release(id);
    },
  };
}
