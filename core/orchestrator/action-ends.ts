/** How an action ends, or waits to: each end is one commit, with what the ledger's own books say of it. */
import type { ActionView, Actor } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ActionContext, ActionType, Intent } from '../actions/action-type.ts';
import { faultPoint } from '../fault-point.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow, AttemptRow } from '../ledger/types.ts';
import type { Clock } from './clock.ts';
import { PASSING } from './refusals.ts';

/** `later`: the shop can't be asked now; `stopped`: held by the emergency stop; `done`: settled, or a person's turn. */
export type Carried = 'done' | 'later' | 'stopped';

export const EXECUTOR: Actor = { kind: 'system', id: 'executor' };
/** How long an action may wait for the shop before it fails unsent. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

export function actionEnds(ledger: Ledger, clock: Clock) {
  const fail = (
    action: ActionRow,
    error: RoyalError | { text: string; data?: Record<string, unknown> },
  ): Carried => {
    const outcome =
      error instanceof RoyalError
        ? { text: `${error.message} ${error.next}`, data: { error: error.toData() } }
        : error;
    ledger.actions.transition(action.id, 'failed', { actor: EXECUTOR, outcome });
    return 'done';
  };

  /** Not known and not to be guessed: tried again later, or a person's turn. */
  const unknown = (action: ActionRow, text: string, needsPerson: boolean): Carried => {
    ledger.actions.transition(action.id, 'unknown', { actor: EXECUTOR, outcome: { text }, needsPerson });
    return needsPerson ? 'done' : 'later';
  };

  /** Joins the transaction at hand. */
  const book = (
    action: ActionRow,
    type: ActionType,
    context: ActionContext,
    input: unknown,
    attempt: AttemptRow,
    outcome: NonNullable<ActionView['outcome']>,
  ): void => {
    type.recordVerified?.(context, input, intentOf(attempt));
    ledger.actions.transition(action.id, 'verified', { actor: EXECUTOR, outcome });
    if (action.undoes !== null)
      ledger.actions.transition(action.undoes, 'undone', {
        actor: action.decidedBy ?? EXECUTOR,
        undoneBy: action.id,
      });
  };

  const verified = (
    action: ActionRow,
    type: ActionType,
    context: ActionContext,
    input: unknown,
    attempt: AttemptRow,
    outcome: NonNullable<ActionView['outcome']>,
  ): Carried => {
    try {
      ledger.transaction(() => book(action, type, context, input, attempt, outcome));
    } catch (error) {
      // The shop has acted, and the ledger's own books refuse it: a person must see both.
      if (!(error instanceof RoyalError) || error.code === 'disk_full') throw error;
      return unknown(action, `${outcome.text} But it could not be booked here: ${error.message}`, true);
    }
    faultPoint('executor.after_verified');
    return 'done';
  };

  /** Nothing was sent yet, or it was surely refused. */
  const waitOrFail = (action: ActionRow, error: RoyalError): Carried => {
    const since = action.decidedAt ?? action.createdAt;
    const waited = clock.now() - since;
    if (!PASSING.has(error.code) || error.details?.retry === false || waited > LONGEST_WAIT_MS)
      return fail(action, error);
    ledger.actions.annotate(action.id, { outcome: { text: `Waits for the shop: ${error.message}` } });
    return 'later';
  };

  return { fail, unknown, book, verified, waitOrFail };
}

export function intentOf(attempt: AttemptRow): Intent {
  return { key: attempt.key, request: attempt.request, answer: attempt.answer };
}
