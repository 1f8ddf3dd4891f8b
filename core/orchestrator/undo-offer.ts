/** What would take an action back, asked of its type and of the shop; nothing is changed by the asking. */
import { RoyalError } from '../../shared/errors.ts';
import type { ActionType, StoreContext, UndoOffer } from '../actions/action-type.ts';
import type { IntentStore } from '../ledger/attempts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow } from '../ledger/types.ts';
import type { Clock } from './clock.ts';
import { notWith } from './not-possible.ts';
import { checked } from './proposals.ts';

/** Throws not_found, invalid_state where it is not for undoing at all, audit_broken, and what reading the shop may. */
export async function offerUndo(
  id: number,
  options: {
    ledger: Ledger;
    intents: IntentStore;
    types: ReadonlyMap<string, ActionType>;
    contextFor: (storeId: string) => StoreContext;
    clock: Clock;
  },
): Promise<{ action: ActionRow; offer: UndoOffer }> {
  const { ledger, intents, types, clock } = options;
  const action = ledger.actions.require(id);
  if (action.state !== 'verified') throw notWith(action, 'undone', 'Only what was verified can be undone.');
  if (action.undoes !== null)
    throw notWith(action, 'undone', 'It took back an earlier action: propose anew what you want.');
  const changed = ledger.actions.contradiction(id);
  if (changed) throw changed;
  const intent = intents.latest(id);
  const { type } = checked(types, action);
  const context = { ...options.contextFor(action.storeId), ledger, now: clock.now(), action };
  const offer = await type.undo(context, action, {
    key: intent?.key ?? '',
    request: intent?.request,
    answer: intent?.answer ?? null,
  });
  return { action, offer };
}

export function undoRefused(id: number, offer: { refused: string; next: string }): RoyalError {
  return new RoyalError({
    code: 'invalid_state',
    message: `Action ${id} can't be undone: ${offer.refused}`,
    next: offer.next,
    details: { id },
  });
}
