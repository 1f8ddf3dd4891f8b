/** What a shop's refusal means for what comes next: whether it judged the act, and whether another intent may be opened. */
import { RoyalError } from '../../shared/errors.ts';
import type { RemoteActionType } from '../actions/action-type.ts';
import type { AttemptRow } from '../ledger/types.ts';

/** The shop can't be asked now, and asking later may go well. */
export const PASSING = new Set(['shop_unavailable', 'answer_lost', 'throttled', 'token_expired']);

/** Intents opened without a person, after which an action fails. */
const INTENTS_PER_APPROVAL = 3;

/** The shop looked at the act itself and answered with user errors; a key of other parameters is no judgement. */
export function judgedByShop(error: RoyalError): boolean {
  const codes = error.details?.codes;
  return Array.isArray(codes) && codes.length > 0 && !codes.includes('IDEMPOTENCY_KEY_PARAMETER_MISMATCH');
}

/** Refused for sure, likely to go well if prepared again, and not tried too often yet. */
export function mayOpenAnother(type: RemoteActionType, refused: AttemptRow): boolean {
  // Never sent, so never judged: it may have met one crash after the other.
  if (refused.sends === 0) return true;
  const error = errorOf(refused);
  if (error.code === 'stopped') return true;
  if (refused.number % INTENTS_PER_APPROVAL === 0) return false;
  if (PASSING.has(error.code)) return error.details?.retry !== false;
  const codes = error.details?.codes;
  if (Array.isArray(codes) && codes.includes('IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED')) return true;
  return type.kind === 'delta' && error.code === 'stale_value';
}

export function errorOf(attempt: AttemptRow): RoyalError {
  return new RoyalError(
    attempt.error ?? { code: 'internal', message: 'The shop gave no reason.', next: 'Try it again.' },
  );
}
