/** What was put off, in the order in which it comes back. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { useEmpire } from '../../app/stores/empire.ts';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { words } from '../../ui/words.ts';
import { DecidedRows } from './decided-rows.tsx';
import { approvalReads } from './reads.ts';

export function SnoozedPage() {
  const store = useEmpire((empire) => empire.store);
  const query = useQuery(approvalReads(useApi()).snoozed(store));
  return (
    <Card
      title="Snoozed"
      scope={query.data && `${words.plural(query.data.length, 'proposal')}, the next to come back first`}
    >
      <Loaded query={query} lines={6}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title="Nothing is snoozed.">
              What you snooze leaves the list of what waits, and is back at the time you chose.
            </Empty>
          ) : (
            <DecidedRows label="Snoozed" rows={rows} />
          )
        }
      </Loaded>
    </Card>
  );
}
