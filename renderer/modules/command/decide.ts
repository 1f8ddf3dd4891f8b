/** A person's word on an action, from this page. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { keepInSight } from '../../app/stores/navigation.ts';

export type Decision =
  | { verb: 'approve' | 'undo' | 'retry' }
  | { verb: 'reject'; reason: string }
  | { verb: 'snooze'; until: number }
  | { verb: 'settle'; word: 'done' | 'not_done' };

/** Does not wait for the shop: the decision is kept, and events tell what becomes of it. */
export function useDecision(action: ActionRow) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => decide(api, action.id, decision),
    onMutate: () => keepInSight(action.id),
    // Also after an error: whether it happened is in what is fetched now.
    onSettled: () => queries.invalidateQueries({ queryKey: ['actions'] }),
  });
}

function decide(api: RoyalClient, id: number, decision: Decision): Promise<ActionRow> {
  switch (decision.verb) {
    case 'reject':
      return api.actions.reject({ id, reason: decision.reason || undefined });
    case 'snooze':
      return api.actions.snooze({ id, until: decision.until });
    case 'settle':
      return api.actions.settle({ id, word: decision.word });
    default:
      return api.actions[decision.verb]({ id, wait: false });
  }
}
