/** A person's word on an action, from anywhere on the page; what becomes of it is told, with the way back. */
import { type QueryClient, QueryObserver, useMutation, useQueryClient } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { toErrorData } from '../../../shared/errors.ts';
import { toast } from '../../ui/toast.tsx';
import { words } from '../../ui/words.ts';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';
import { keepInSight } from '../stores/navigation.ts';
import { canUndo, type Decidable } from './action-words.ts';

export type RejectRule = NonNullable<Parameters<RoyalClient['actions']['reject']>[0]['rule']>;

export type Decision =
  | { verb: 'approve' | 'undo' | 'retry' }
  | { verb: 'reject'; reason: string; rule?: RejectRule }
  | { verb: 'snooze'; until: number }
  | { verb: 'settle'; word: 'done' | 'not_done' };

/** Does not wait for the shop: the decision is kept, and events tell what becomes of it. */
export function useDecision(action: Decidable) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (decision: Decision) => decide(api, action.id, decision),
    onMutate: () => keepInSight(action.id),
    onSuccess: (decided, decision) => void tellOutcome(api, queries, decided, decision),
    // Also after an error: whether it happened is in what is fetched now.
    onSettled: () => decisionsChanged(queries),
  });
}

/** What a toast tells of, of an action and of its undoing alike. */
export function aboutAction({ id, undoes }: Pick<ActionRow, 'id' | 'undoes'>): string {
  return `action-${undoes ?? id}`;
}

/** What a decision makes old, before events say so. */
export function decisionsChanged(queries: QueryClient): void {
  for (const name of ['actions', 'morning']) void queries.invalidateQueries({ queryKey: [name] });
}

function decide(api: RoyalClient, id: number, decision: Decision): Promise<ActionRow> {
  switch (decision.verb) {
    case 'reject':
      return api.actions.reject({ id, reason: decision.reason || undefined, rule: decision.rule });
    case 'snooze':
      return api.actions.snooze({ id, until: decision.until });
    case 'settle':
      return api.actions.settle({ id, word: decision.word });
    default:
      return api.actions[decision.verb]({ id, wait: false });
  }
}

async function tellOutcome(
  api: RoyalClient,
  queries: QueryClient,
  decided: ActionRow,
  decision: Decision,
): Promise<void> {
  const { title } = decided;
  const about = aboutAction(decided);
  if (decision.verb === 'reject')
    return toast({
      title: `Rejected: ${title}`,
      about,
      text: decision.rule && 'A rule was made of it.',
      tone: 'quiet',
    });
  if (decision.verb === 'snooze')
    return toast({
      title: `Snoozed: ${title}`,
      about,
      text: `It is back ${words.moment(decision.until)}.`,
      tone: 'quiet',
    });
  if (decision.verb === 'settle') return toast({ title: `Settled: ${title}`, about });
  const ended = await endOf(api, queries, decided);
  if (ended.state === 'verified')
    toast({
      title: decision.verb === 'undo' ? ended.title : `Done: ${title}`,
      about,
      text: ended.outcome?.text,
      undo: canUndo(ended) ? () => void undo(api, queries, ended) : undefined,
    });
  else if (ended.state === 'failed' || ended.state === 'unknown')
    toast({
      title: `${ended.state === 'failed' ? 'Failed' : 'Not known whether it happened'}: ${title}`,
      about,
      text: ended.outcome?.text,
      tone: 'risk',
    });
}

async function undo(api: RoyalClient, queries: QueryClient, action: ActionRow): Promise<void> {
  try {
    const undoing = await api.actions.undo({ id: action.id, wait: false });
    decisionsChanged(queries);
    await tellOutcome(api, queries, undoing, { verb: 'undo' });
  } catch (error) {
    const { message, next } = toErrorData(error);
    toast({ title: message, about: aboutAction(action), text: next, tone: 'risk' });
  }
}

/** The action once it is carried out, as events tell; the emergency stop may hold it for as long as it likes. */
function endOf(api: RoyalClient, queries: QueryClient, action: ActionRow): Promise<ActionRow> {
  const observer = new QueryObserver(queries, reads(api).action(action.id));
  return new Promise((resolve) => {
    const stop = observer.subscribe(({ data }) => {
      if (!data || data.updatedAt < action.updatedAt) return;
      if (data.state === 'approved' || data.state === 'executing') return;
      stop();
      resolve(data);
    });
  });
}
