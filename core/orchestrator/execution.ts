/**
 * Carries out one action from wherever it stands. The order of commits is the point: intent, sent, answer, end;
 * each `faultPoint` between two of them is a place where the process may die and another goes on.
 */
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import type {
  ActionContext,
  ActionType,
  LocalActionType,
  ReadBack,
  RemoteActionType,
  StoreContext,
} from '../actions/action-type.ts';
import { sendOutcome } from '../connectors/shop-client.ts';
import { faultPoint } from '../fault-point.ts';
import type { IntentStore } from '../ledger/attempts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow, AttemptRow } from '../ledger/types.ts';
import { actionEnds, type Carried, EXECUTOR, intentOf } from './action-ends.ts';
import type { Clock } from './clock.ts';
import type { EmergencyStop } from './emergency-stop.ts';
import { checked } from './proposals.ts';
import { errorOf, judgedByShop, mayOpenAnother } from './refusals.ts';
import { assertScopes, heldBy } from './shop-access.ts';
import type { OrchestratorLog } from './types.ts';

export interface Execution {
  carryOut(action: ActionRow): Promise<Carried>;
}

/** Shopify keeps an idempotency key for 24 hours; an hour less allows for clocks that differ. */
const KEY_LIFE_MS = 23 * 3_600_000;
/** Sends of one intent before a person is asked. */
const MOST_SENDS = 12;
/** How long a shop may go on showing the old value after it said that it took the new one. */
const READ_BACK_MS = 600_000;

export function createExecution(options: {
  ledger: Ledger;
  types: ReadonlyMap<string, ActionType>;
  contextFor: (storeId: string) => StoreContext;
  clock: Clock;
  stop: EmergencyStop;
  log: OrchestratorLog;
  intents: IntentStore;
}): Execution {
  const { ledger, types, clock, stop, log, intents } = options;
  const { fail, unknown, book, verified, waitOrFail } = actionEnds(ledger, clock);

  const contextOf = (action: ActionRow): ActionContext => {
    const store = options.contextFor(action.storeId);
    const client = heldBy(store.client, () => {
      stop.assertLifted();
      if (types.get(action.type)?.kind === 'delta') assertKeyKept(action.id);
    });
    return { ...store, client, ledger, now: clock.now(), action };
  };

  /** A clock that was set back can't tell the age of a key. */
  const isKeyKept = ({ firstSentAt, createdAt }: AttemptRow): boolean => {
    const age = ledger.epochs.elapsedSince(firstSentAt ?? createdAt, clock.now());
    return age !== null && age <= KEY_LIFE_MS;
  };

  /** The machine may have slept since the age of the key was looked at: without it, the shop would act a second time. */
  const assertKeyKept = (actionId: number): void => {
    const attempt = intents.latest(actionId);
    if (attempt && attempt.sends > 1 && !isKeyKept(attempt)) throw new RoyalError(KEY_GONE);
  };

  const readBack = async (
    action: ActionRow,
    type: RemoteActionType,
    context: ActionContext,
    input: unknown,
    attempt: AttemptRow,
  ): Promise<ReadBack | RoyalError> => {
    faultPoint('executor.before_read_back');
    try {
      return await type.readBack(context, input, intentOf(attempt));
    } catch (error) {
      log.warn({ actionId: action.id, error: toErrorData(error) }, 'The shop could not be read back.');
      return asRoyal(error);
    } finally {
      faultPoint('executor.after_read_back');
    }
  };

  /** The shop said that it acted: see whether it holds. */
  const verify = async (
    action: ActionRow,
    type: RemoteActionType,
    context: ActionContext,
    input: unknown,
    attempt: AttemptRow,
  ): Promise<Carried> => {
    const found = await readBack(action, type, context, input, attempt);
    if (found instanceof RoyalError)
      return unknown(action, `The shop took it, and could not be read back: ${found.message}`, false);
    if (found.state === 'done')
      return verified(action, type, context, input, attempt, { text: found.text, data: found.data });
    if (found.state === 'differs' && type.kind === 'absolute')
      return fail(action, { text: found.text, data: found.data });
    const waited = clock.now() - (attempt.settledAt ?? 0);
    const tooLong = waited < 0 || waited > READ_BACK_MS || found.state === 'differs';
    return unknown(action, `The shop took it, but: ${found.text}`, tooLong);
  };

  /** Sends one stored intent once. */
  const transmit = async (
    action: ActionRow,
    type: RemoteActionType,
    context: ActionContext,
    attempt: AttemptRow,
  ): Promise<AttemptRow | 'stopped'> => {
    // The client looks once more in the turn in which the request leaves: points and tokens are waited for before.
    if (stop.state()) return 'stopped';
    const sentBefore = attempt.sends > 0;
    const sent = intents.markSent(attempt.id);
    faultPoint('executor.before_send');
    let answer: unknown;
    try {
      answer = await type.send(context, intentOf(sent));
    } catch (error) {
      faultPoint('executor.after_send');
      const royal = asRoyal(error);
      const outcome = error instanceof RoyalError ? sendOutcome(error) : 'uncertain';
      // That a repeated send was turned away says nothing of the first, unless the shop judged the act itself.
      const settled = outcome === 'refused' && (!sentBefore || judgedByShop(royal)) ? 'refused' : 'uncertain';
      log.warn({ actionId: action.id, outcome: settled, error: royal.toData() }, 'Sending did not go well.');
      const result = intents.settle(attempt.id, settled, { error: royal.toData() });
      return royal.code === 'stopped' ? 'stopped' : result;
    }
    faultPoint('executor.after_send');
    const answered = intents.settle(attempt.id, 'answered', { answer });
    faultPoint('executor.after_answer');
    return answered;
  };

  /** It may have been carried out: settled by its kind, never by guessing. */
  const settleUncertain = async (
    action: ActionRow,
    type: RemoteActionType,
    context: ActionContext,
    input: unknown,
    attempt: AttemptRow,
  ): Promise<Carried> => {
    if (type.kind === 'absolute') {
      const found = await readBack(action, type, context, input, attempt);
      if (found instanceof RoyalError)
        return unknown(action, `No answer came, and the shop could not be read: ${found.message}`, false);
      if (found.state === 'done')
        return verified(action, type, context, input, attempt, { text: found.text, data: found.data });
      if (found.state === 'differs')
        return fail(action, {
          text: `No answer came, and now: ${found.text} Nothing more was sent.`,
          data: found.data,
        });
    } else {
      if (!isKeyKept(attempt)) return unknown(action, `${KEY_GONE.message} ${KEY_GONE.next}`, true);
    }
    if (attempt.sends >= MOST_SENDS)
      return unknown(
        action,
        `No answer came to ${attempt.sends} sends. Look in the shop whether it was done.`,
        true,
      );
    const sent = await transmit(action, type, context, attempt);
    if (sent === 'stopped') return 'stopped';
    return afterSend(action, type, context, input, sent);
  };

  const afterSend = async (
    action: ActionRow,
    type: RemoteActionType,
    context: ActionContext,
    input: unknown,
    attempt: AttemptRow,
  ): Promise<Carried> => {
    if (attempt.state === 'answered') return verify(action, type, context, input, attempt);
    const error = errorOf(attempt);
    if (attempt.state === 'uncertain') {
      // An absolute value can be looked at right away; a resend waits, so that the shop may recover.
      if (type.kind === 'absolute' && attempt.sends === 1)
        return settleUncertain(action, type, context, input, attempt);
      return unknown(action, `No answer came (${error.message}); it is sent again with the same key.`, false);
    }
    return mayOpenAnother(type, attempt) ? 'later' : fail(action, error);
  };

  const carryOutRemote = async (
    action: ActionRow,
    type: RemoteActionType,
    context: ActionContext,
    input: unknown,
    resumed: boolean,
  ): Promise<Carried> => {
    const latest = intents.latest(action.id);
    if (latest?.state === 'answered') return verify(action, type, context, input, latest);
    if (latest?.state === 'sent' || latest?.state === 'uncertain')
      return settleUncertain(action, type, context, input, latest);
    if (latest?.state === 'intended')
      // Stored and never sent: what it was compared with may be out of date by now.
      intents.settle(latest.id, 'refused', { error: NEVER_SENT });

    // A refusal that a crash kept from being told; a person's retry comes as `approved` and goes on.
    if (latest?.state === 'refused' && resumed && !mayOpenAnother(type, latest))
      return fail(action, errorOf(latest));

    let attempt: AttemptRow;
    try {
      await assertScopes(context, type);
      const request = await type.prepare(context, input);
      if (stop.state()) return 'stopped';
      faultPoint('executor.before_intent');
      attempt = intents.open(action.id, request);
    } catch (error) {
      if (error instanceof RoyalError) return waitOrFail(action, error);
      throw error;
    }
    faultPoint('executor.after_intent');
    const sent = await transmit(action, type, context, attempt);
    if (sent === 'stopped') return 'stopped';
    return afterSend(action, type, context, input, sent);
  };

  const carryOutLocal = async (
    action: ActionRow,
    type: LocalActionType,
    context: ActionContext,
    input: unknown,
  ): Promise<Carried> => {
    let request: unknown;
    try {
      request = await type.prepare(context, input);
    } catch (error) {
      if (error instanceof RoyalError) return fail(action, error);
      throw error;
    }
    if (stop.state()) return 'stopped';
    faultPoint('executor.before_local');
    try {
      ledger.transaction(() => {
        const attempt = intents.open(action.id, request);
        const outcome = type.apply(context, intentOf(attempt));
        intents.settle(attempt.id, 'answered', { answer: outcome.data ?? null });
        book(action, type, context, input, attempt, outcome);
      });
    } catch (error) {
      if (error instanceof RoyalError && error.code !== 'disk_full') return fail(action, error);
      throw error;
    }
    faultPoint('executor.after_verified');
    return 'done';
  };

  const mayHaveLeft = (action: ActionRow): boolean => {
    const latest = intents.latest(action.id);
    return latest !== null && latest.state !== 'refused' && latest.state !== 'intended';
  };

  /** Another undo of the same action came first; what was sent already is settled all the same. */
  const undoIsOver = (action: ActionRow): RoyalError | null => {
    if (action.undoes === null || mayHaveLeft(action)) return null;
    const target = ledger.actions.require(action.undoes);
    return target.state === 'verified' ? null : alreadyUndone(target);
  };

  /** It is not what was approved: nothing of it leaves. In one commit, so that no crash lets it pass for executing. */
  const refuse = (action: ActionRow, changed: RoyalError): Carried => {
    log.error({ actionId: action.id, error: changed.toData() }, 'An action was changed outside the program.');
    return ledger.transaction(() => {
      if (action.state !== 'executing')
        ledger.actions.transition(action.id, 'executing', { actor: EXECUTOR });
      return mayHaveLeft(action)
        ? unknown(action, `It was sent as approved, but: ${changed.message}`, true)
        : fail(action, changed);
    });
  };

  return {
    async carryOut(found) {
      const changed = ledger.actions.contradiction(found.id);
      if (changed) return refuse(found, changed);
      let action = found;
      faultPoint('executor.before_executing');
      if (action.state === 'executing')
        action = action.epoch === ledger.epochs.current.id ? action : ledger.actions.takeUp(action.id);
      else action = ledger.actions.transition(action.id, 'executing', { actor: EXECUTOR });
      faultPoint('executor.after_executing');

      let type: ActionType;
      let input: unknown;
      let context: ActionContext;
      try {
        ({ type, input } = checked(types, action));
        context = contextOf(action);
      } catch (error) {
        if (!(error instanceof RoyalError)) throw error;
        if (!mayHaveLeft(action)) return fail(action, error);
        // It may have been carried out, whatever keeps the program from looking.
        const lasting = error.code === 'not_found' || error.code === 'invalid_input';
        return unknown(action, `It was sent, and can't be looked at: ${error.message}`, lasting);
      }
      const over = undoIsOver(action);
      if (over) return fail(action, over);
      return type.kind === 'local'
        ? carryOutLocal(action, type, context, input)
        : carryOutRemote(action, type, context, input, found.state !== 'approved');
    },
  };
}

const KEY_GONE = {
  code: 'answer_lost' as const,
  message: 'No answer came, and the shop no longer keeps the key: sending again could do it twice.',
  next: 'Look in the shop whether it was done.',
};

const NEVER_SENT = {
  code: 'cancelled' as const,
  message: 'It was stored, and never sent.',
  next: 'Nothing needs to be done: it is prepared anew.',
};

export function alreadyUndone(action: ActionRow): RoyalError {
  return new RoyalError({
    code: 'invalid_state',
    message: `Action ${action.id} is ${action.state} and can't be undone once more.`,
    next: `Look at it with \`royal actions show ${action.id}\`.`,
    details: { id: action.id, state: action.state },
  });
}

function asRoyal(error: unknown): RoyalError {
  return error instanceof RoyalError ? error : new RoyalError(toErrorData(error), { cause: error });
}
