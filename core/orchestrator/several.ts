/**
 * Several decisions at once. Approvals go one after the other, each read back before the next: the executor takes
 * one action of a store at a time anyway, so nothing is lost by it, and a mismatch stops all that comes after it
 * and not merely the next batch. What is not approved yet when it stops, or when the program ends, stays as it was.
 */
import type { Actor } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import { faultPoint } from '../fault-point.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow } from '../ledger/types.ts';
import type { ManyApproved, ManyRejected } from './many.ts';
import type { Orchestrator } from './types.ts';

/** Approved and read back before the rest is begun; each of them is told on its own. */
const TRIAL = 5;
/** Of the rest this many are told at once. */
const TOLD_EVERY = 20;

const BROKEN_OFF = 'It was broken off before its turn.';

export function createSeveral(options: {
  ledger: Ledger;
  approve: Orchestrator['approve'];
  reject: Orchestrator['reject'];
  whenDone: Orchestrator['whenDone'];
  /** Why nothing may go on, while the emergency stop is pulled. */
  stopped: () => string | null;
}): Pick<Orchestrator, 'approveMany' | 'rejectMany'> {
  const { ledger } = options;

  const approveOne = async (
    id: number,
    actor: Actor,
    reason: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ActionRow> => {
    const stopped = options.stopped();
    if (stopped !== null)
      throw new RoyalError({
        code: 'stopped',
        message: stopped,
        next: 'Lift the emergency stop once it is safe, then go on with the rest.',
      });
    options.approve(id, actor, { reason });
    faultPoint('several.approved');
    return options.whenDone(id, signal);
  };

  return {
    async *approveMany(asked, actor, { reason, signal } = {}) {
      const ids = [...new Set(asked)];
      // All of them are there before any is begun: a slip in the list is no half-done list.
      for (const id of ids) ledger.actions.require(id);
      const result: ManyApproved = { verified: [], stoppedAt: null, notDone: [] };
      let next = 0;
      let because = BROKEN_OFF;
      try {
        while (next < ids.length && !signal?.aborted) {
          const id = ids[next]!;
          let action: ActionRow;
          try {
            action = await approveOne(id, actor, reason, signal);
          } catch (error) {
            if (!(error instanceof RoyalError)) throw error;
            const { state } = ledger.actions.require(id);
            // Where it was approved all the same, its own turn has come; else it is the first that was not done.
            if (state !== 'proposed' && state !== 'snoozed') next += 1;
            result.stoppedAt = { id, state, because: error.message, error: error.toData() };
            break;
          }
          next += 1;
          if (action.state !== 'verified') {
            result.stoppedAt = {
              id,
              state: action.state,
              because: whyStopped(action, options.stopped()),
              error: null,
            };
            break;
          }
          result.verified.push(id);
          const trial = next <= TRIAL;
          if (trial || next === ids.length || (next - TRIAL) % TOLD_EVERY === 0)
            yield {
              phase: trial ? 'trial' : 'rest',
              done: next,
              total: ids.length,
              id,
              title: action.title,
              text: action.outcome?.text ?? '',
            };
        }
        if (result.stoppedAt) because = `It stopped at action ${result.stoppedAt.id}.`;
      } finally {
        // Also where nobody listens any more: a reader who leaves ends the generator here.
        result.notDone = ids.slice(next).map((id) => ({ id, because }));
        ledger.audit.append({
          actor,
          kind: 'decisions.approved_together',
          data: {
            asked: ids.length,
            verified: result.verified.length,
            notDone: result.notDone.length,
            stoppedAt: result.stoppedAt?.id ?? null,
          },
        });
      }
      return result;
    },
    rejectMany(asked, actor, reason) {
      const result: ManyRejected = { rejected: [], notDone: [] };
      for (const id of new Set(asked))
        try {
          options.reject(id, actor, reason);
          result.rejected.push(id);
        } catch (error) {
          const own = error instanceof RoyalError && ['invalid_state', 'not_found'].includes(error.code);
          if (!own) throw error;
          result.notDone.push({ id, because: (error as RoyalError).message });
        }
      return result;
    },
  };
}

function whyStopped({ state, outcome }: ActionRow, stopped: string | null): string {
  const told = stopped ?? outcome?.text ?? '';
  if (state === 'approved' || state === 'executing')
    return `It is not carried out yet, and will be. ${told}`.trim();
  return told || `It is ${state}.`;
}
