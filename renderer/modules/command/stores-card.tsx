/** The stores side by side, each in its own currency: how they do today, how fresh they are, a sync on its way. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { chooseStore, tellSync, useEmpire } from '../../app/stores/empire.ts';
import { phaseWords } from '../../setup/sync/phase-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Explained } from '../../ui/term.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { MEANINGS } from './meanings.ts';
import { commandReads } from './reads.ts';
import { type Figure, marginFigure, ordersFigure, runningOutFigure, salesFigure } from './today-words.ts';
import { useFilling } from './view.ts';
import { WorkBar } from './work-bar.tsx';

interface StoresCardProps {
  /** With the figures of each: where they are not in cards of their own. */
  figures: boolean;
}

export function StoresCard({ figures }: StoresCardProps) {
  const stores = useQuery(reads(useApi()).stores);
  const count = stores.data?.length ?? 0;
  const several = new Set(stores.data?.map(({ currency }) => currency)).size > 1;
  const scope =
    count > 0 &&
    [words.plural(count, 'store'), figures && several && 'each in its own currency, never added up']
      .filter(Boolean)
      .join(', ');
  return (
    <Card className="stores" title="Stores" scope={scope}>
      <Loaded query={stores} lines={2}>
        {(list) => (
          <ul className="rows">
            {list.map((store) => (
              <StoreRow key={store.id} store={store} figures={figures} several={list.length > 1} />
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}

function StoreRow({ store, figures, several }: { store: StoreView; figures: boolean; several: boolean }) {
  const api = useApi();
  const status = useQuery(reads(api).sync).data?.find((one) => one.storeId === store.id);
  const progress = useEmpire(({ syncs }) => syncs[store.id]) ?? null;
  const sync = useMutation({ mutationFn: () => syncNow(api, store.id) });
  const running = status?.running || sync.isPending;
  const error = sync.error ?? status?.error ?? null;
  const shown = figures && !store.problem && store.currency !== null;
  return (
    <li>
      <div className={shown ? 'store store-figures' : 'store'}>
        <div className="store-name">
          <h3 dir="auto">{store.name}</h3>
          <p className="dim small" title={store.shopDomain}>
            {store.currency && `${store.currency} · `}
            <StoreState store={store} running={running} />
          </p>
        </div>
        {shown && <StoreFigures store={store} />}
        <div className="store-do">
          {!store.problem && !running && store.credentials !== 'none' && (
            <Button kind="quiet" icon="sync" label={`Sync now: ${store.name}`} onPress={() => sync.mutate()}>
              Sync now
            </Button>
          )}
          {several && !store.problem && figures && (
            <Button kind="quiet" label={`Look at ${store.name}`} onPress={() => chooseStore(store.id)}>
              Look <Icon name="onward" />
            </Button>
          )}
        </div>
      </div>
      {running && (
        <WorkBar
          label={`Syncing ${store.name}`}
          progress={progress}
          what={progress ? phaseWords(progress.what) : 'Starting'}
        />
      )}
      {running && store.syncedAt === null && (
        <p className="dim small">The page fills in as the first sync goes on; figures may still move.</p>
      )}
      {store.problem && <Problem error={store.problem} />}
      {!store.problem && !running && error && <Problem error={error} onRetry={() => sync.mutate()} />}
      {!store.problem && status?.historyLimited && (
        <p className="dim small">
          Orders of the last 60 days only: grant your app read_all_orders for the whole history.
        </p>
      )}
    </li>
  );
}

function StoreFigures({ store }: { store: StoreView }) {
  const query = useQuery({ ...commandReads(useApi()).today(store.id), refetchInterval: useFilling(store) });
  const today = query.data;
  const trueAt = today?.asOf ? `As of ${words.moment(today.asOf)}.` : 'Not synced yet.';
  const figures: [string, string, string, Figure | null][] = [
    ['Net sales', 'today', MEANINGS.netSales, today ? salesFigure(today, words) : null],
    ['Orders', 'today', MEANINGS.orders, today ? ordersFigure(today, words) : null],
    ['Margin', '28 days', MEANINGS.margin, today ? marginFigure(today, words) : null],
    [
      'Running out',
      'before next delivery',
      MEANINGS.runningOut,
      today ? runningOutFigure(today, words) : null,
    ],
  ];
  if (query.error && !today) return <Problem error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <dl className="store-numbers">
      {figures.map(([title, scope, definition, figure]) => (
        <div key={title}>
          <dt className="small dim">
            <Explained title={title} text={definition} trueAt={trueAt}>
              {title}
            </Explained>{' '}
            {scope}
          </dt>
          <dd>
            {figure ? (
              <>
                <span className="number store-number">{figure.value}</span>
                {figure.comparison ? (
                  <span
                    className={`small tone-${figure.comparison.tone} store-way`}
                    title={figure.comparison.than}
                  >
                    <Icon name={{ up: 'up', down: 'down', level: 'minus' }[figure.comparison.way] as 'up'} />
                    {figure.comparison.text}
                  </span>
                ) : (
                  figure.note && <span className="small dim store-note">{figure.note}</span>
                )}
              </>
            ) : (
              <div className="skeleton" />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function StoreState({ store, running }: { store: StoreView; running: boolean }) {
  const now = useNow();
  if (store.problem)
    return (
      <Pill tone="risk" icon="warning">
        Not open
      </Pill>
    );
  if (running)
    return (
      <Pill tone="live" icon="sync">
        Syncing
      </Pill>
    );
  if (store.credentials === 'none') return <>From files</>;
  if (store.syncedAt === null)
    return (
      <Pill tone="wait" icon="clock">
        Never synced
      </Pill>
    );
  return <span title={words.moment(store.syncedAt)}>Synced {words.ago(store.syncedAt, now)}</span>;
}

/** Follows the sync to its end: what it tells on the way is finer than the events of it. */
async function syncNow(api: RoyalClient, storeId: string): Promise<void> {
  try {
    for await (const { phase, done, total, etaMs } of await api.sync.run({ storeId }))
      tellSync(storeId, { what: phase, done, total, etaMs });
  } finally {
    tellSync(storeId, null);
  }
}
