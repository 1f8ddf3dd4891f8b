/** What was decided, newest change first, with what became of it. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../../app/bridge-context.tsx';
import { stateSign } from '../../app/decisions/action-words.ts';
import { usePlace } from '../../app/navigation/navigate.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { words } from '../../ui/words.ts';
import { ActionFilters, useFilters } from './action-filters.tsx';
import { DecidedRows } from './decided-rows.tsx';
import { approvalReads, flat, type PastState } from './reads.ts';

const ANY = 'any';
const STATES: readonly PastState[] = ['verified', 'failed', 'unknown', 'undone', 'rejected', 'expired'];

export function HistoryPage() {
  const asked = usePlace().query.state;
  const [state, setState] = useState<PastState | null>(STATES.find((one) => one === asked) ?? null);
  const filters = useFilters();
  const query = useInfiniteQuery(approvalReads(useApi()).history(filters.filter, state));
  const list = flat(query.data);
  return (
    <Card title="History" scope={list && `${words.plural(list.total, 'action')}, what changed last first`}>
      <ActionFilters filters={filters}>
        <Select
          label="Outcome"
          hideLabel
          value={state ?? ANY}
          onChange={(next) => setState(STATES.find((one) => one === next) ?? null)}
          options={[
            { value: ANY, label: 'Every outcome' },
            ...STATES.map((one) => ({ value: one, label: stateSign(one, false).word })),
          ]}
        />
      </ActionFilters>
      <Loaded query={{ ...query, data: list }} lines={10}>
        {({ rows, total }) =>
          rows.length === 0 ? (
            filters.narrowed || state !== null ? (
              <Empty title="Nothing that was decided is like that.">
                Take a filter away to see the rest.
              </Empty>
            ) : (
              <Empty title="Nothing has been decided yet.">
                What you approve or reject is kept here, with what became of it; what was done can be taken
                back from here.
              </Empty>
            )
          ) : (
            <>
              <DecidedRows label="Decided" rows={rows} />
              {query.hasNextPage && (
                <Button busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
                  Show more, {words.count(total - rows.length)} left
                </Button>
              )}
            </>
          )
        }
      </Loaded>
    </Card>
  );
}
