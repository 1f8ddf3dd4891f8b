/** What waits: a list to go through, one of them whole beside it, several alike at once. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActionLightView } from '../../../shared/contract/decision-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import {
  deadlineWords,
  effectTone,
  effectWords,
  kindOf,
  noEffectWords,
} from '../../app/decisions/action-words.ts';
import { useNames, useStoreDay } from '../../app/decisions/use-names.ts';
import { useSeesCosts } from '../../app/may.ts';
import { go } from '../../app/navigation/navigate.ts';
import { placeTo } from '../../app/navigation/place.ts';
import { reads } from '../../app/queries.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Checkbox, Select } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Row, Rows } from '../../ui/rows.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useWidth } from '../../ui/use-width.ts';
import { confidenceWord, words } from '../../ui/words.ts';
import { ActionFilters, useFilters } from './action-filters.tsx';
import { ActionView } from './action-view.tsx';
import { approvalReads, flat, type InboxOrder } from './reads.ts';
import { SeveralBar } from './several-bar.tsx';

/** From here on there is room for one of them beside the list. */
const BESIDE_PX = 960;
const isForTwo = (px: number): boolean => px >= BESIDE_PX;

export function InboxPage() {
  const filters = useFilters();
  const names = useNames();
  const storeDay = useStoreDay();
  const now = useNow();
  const costs = useSeesCosts();
  const [order, setOrder] = useState<InboxOrder>('pressing');
  const query = useInfiniteQuery(approvalReads(useApi()).waiting(filters.filter, order));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [looked, setLooked] = useState<number | null>(null);
  const { ref, width: beside } = useWidth(isForTwo, { likePage: true });
  const list = flat(query.data);
  const rows = list?.rows ?? [];
  const shown = beside ? (rows.find(({ id }) => id === looked) ?? rows[0]) : undefined;
  const picked = rows.filter(({ id }) => chosen.has(id));

  const choose = (id: number, on: boolean): void => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const open = (id: number): void => {
    if (beside) setLooked(id);
    else go(placeTo('approvals', [String(id)]));
  };

  return (
    <div ref={ref} className={beside ? 'inbox inbox-beside' : 'inbox'}>
      <Card
        title="Waiting"
        scope={list && `${words.plural(list.total, 'proposal')}${filters.narrowed ? ' found' : ''}`}
      >
        <ActionFilters filters={filters}>
          <Select<InboxOrder>
            label="Order"
            hideLabel
            icon="sort"
            value={order}
            onChange={setOrder}
            options={[
              {
                value: 'pressing',
                label: 'Most pressing first',
                hint: 'by money and deadline, as on Command',
              },
              { value: 'newest', label: 'Newest first' },
            ]}
          />
        </ActionFilters>
        <Loaded query={{ ...query, data: list }} lines={10}>
          {({ rows, total }) =>
            rows.length === 0 ? (
              <NothingWaits narrowed={filters.narrowed} />
            ) : (
              <>
                <SeveralBar rows={rows} picked={picked} choose={setChosen} />
                <Rows label="Proposals">
                  {rows.map((row, index) => (
                    <InboxRow
                      key={row.id}
                      row={row}
                      names={names}
                      storeDay={storeDay}
                      now={now}
                      costs={costs}
                      first={index === 0}
                      current={row.id === shown?.id}
                      chosen={chosen.has(row.id)}
                      onChoose={(on) => choose(row.id, on)}
                      onOpen={() => open(row.id)}
                    />
                  ))}
                </Rows>
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
      {beside && shown && (
        <div className="inbox-one">
          <ActionView key={shown.id} id={shown.id} linked />
        </div>
      )}
    </div>
  );
}

interface InboxRowProps {
  row: ActionLightView;
  /** Asked for once: a list of fifty would have a hundred watchers. */
  names: ReturnType<typeof useNames>;
  storeDay: ReturnType<typeof useStoreDay>;
  now: number;
  /** Whether the person sees them. */
  costs: boolean;
  first: boolean;
  current: boolean;
  chosen: boolean;
  onChoose: (on: boolean) => void;
  onOpen: () => void;
}

function InboxRow({
  row,
  names,
  storeDay,
  now,
  costs,
  first,
  current,
  chosen,
  onChoose,
  onOpen,
}: InboxRowProps) {
  const kind = kindOf(row.type);
  const effect = effectWords(row);
  const deadline = row.deadline === null ? null : deadlineWords(row.deadline, storeDay(row.storeId));
  return (
    <Row label={row.title} first={first} current={current} onOpen={onOpen}>
      <div className="inbox-row">
        <Checkbox hideLabel label={`Choose: ${row.title}`} value={chosen} onChange={onChoose} />
        <div className="inbox-words">
          <p className="clipped inbox-title" title={row.title} dir="auto">
            {row.title}
          </p>
          <p className="small">
            {deadline && <span className={`tone-${deadline.tone}`}>{deadline.text} · </span>}
            {effect ? (
              <span className={`number ${effectTone(row)}`}>{effect}</span>
            ) : (
              <span className="dim">{noEffectWords(row.type, costs)}</span>
            )}
            {row.confidence !== undefined && (
              <span className="dim"> · confidence {confidenceWord(row.confidence)}</span>
            )}
            {row.edited && <span className="dim"> · edited</span>}
          </p>
          <p className="small dim" dir="auto">
            <Icon name={kind.icon} />{' '}
            {[
              row.agent === null && kind.word,
              names.severalStores && names.store(row.storeId),
              row.agent ? names.agent(row.agent) : row.proposedBy.id,
              words.ago(row.createdAt, now),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
      </div>
    </Row>
  );
}

function NothingWaits({ narrowed }: { narrowed: boolean }) {
  const { data: stores } = useQuery(reads(useApi()).stores);
  if (narrowed)
    return <Empty title="Nothing that waits is like that.">Take a filter away to see the rest.</Empty>;
  return (
    <Empty
      title="Nothing waits for you."
      action={<ButtonLink href={placeTo('approvals', ['history'])}>See what was decided</ButtonLink>}
    >
      {stores?.length === 0
        ? 'Connect a store first: proposals come from the agents once it is synced.'
        : stores?.every(({ syncedAt }) => syncedAt === null)
          ? 'Sync the store first, on Command: then the agents have something to look at.'
          : 'Proposals come from the agents, which look by themselves; you can have one look now on Command.'}
    </Empty>
  );
}
