/** What needs a person, whole, in an order that does not jump; what was decided here stays with its outcome and its undo. */
import { useQuery } from '@tanstack/react-query';
import type { ActionRow as Action } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { clearDecided, useNavigation } from '../../app/stores/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Rows } from '../../ui/rows.tsx';
import { words } from '../../ui/words.ts';
import { ActionRow } from './action-row.tsx';

export function WaitingCard() {
  const api = useApi();
  const open = useQuery(reads(api).openActions);
  const recent = useQuery(reads(api).recentActions).data;
  const decidedHere = useNavigation((navigation) => navigation.decidedHere);
  const waiting = open.data?.filter(needsPerson).length;
  const decided = recent?.some(({ id }) => decidedHere.includes(id)) ?? false;
  return (
    <Card
      title="Needs you"
      scope={waiting !== undefined && (waiting === 0 ? 'nothing waits' : words.plural(waiting, 'action'))}
      action={
        decided ? (
          <Button kind="quiet" onPress={clearDecided}>
            Clear what is decided
          </Button>
        ) : undefined
      }
    >
      <Loaded query={open} lines={6}>
        {(list) => <ActionList actions={inOrder(list, recent ?? [], decidedHere)} />}
      </Loaded>
    </Card>
  );
}

function ActionList({ actions }: { actions: Action[] }) {
  const syncing = useQuery(reads(useApi()).sync).data?.some(({ running }) => running) ?? false;
  if (actions.length === 0)
    return (
      <Empty title="Nothing waits for you.">
        {syncing
          ? 'A store is being synced. The agents propose once that is done and they have run.'
          : 'Proposals come from the agents once a store is synced: sync it, then press “Run now” at an agent.'}
      </Empty>
    );
  return (
    <>
      <p className="shortcuts">
        <kbd>j</kbd> <kbd>k</kbd> next and previous, <kbd>Enter</kbd> why, <kbd>Tab</kbd> to the decision
      </p>
      <Rows>
        {actions.map((action, index) => (
          <ActionRow key={action.id} action={action} first={index === 0} />
        ))}
      </Rows>
    </>
  );
}

function needsPerson({ state }: Action): boolean {
  return state === 'proposed' || state === 'unknown';
}

/** By number: as they came, so that nothing moves under a hand about to press. */
function inOrder(
  open: readonly Action[],
  recent: readonly Action[],
  decidedHere: readonly number[],
): Action[] {
  const stay = recent.filter(({ id }) => decidedHere.includes(id));
  return [...open, ...stay].sort((a, b) => a.id - b.id);
}
