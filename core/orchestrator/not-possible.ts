/** Why something can't be done with an action as it stands. */
import { RoyalError } from '../../shared/errors.ts';
import type { ActionRow } from '../ledger/types.ts';

export function notWith(action: ActionRow, what: string, because: string): RoyalError {
  return new RoyalError({
    code: 'invalid_state',
    message: `Action ${action.id} is ${action.state} and can't be ${what}. ${because}`,
    next: `Look at it with \`royal actions show ${action.id}\`.`,
    details: { id: action.id, state: action.state },
  });
}
