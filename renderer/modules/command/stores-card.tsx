/** The stores: how fresh their data is, a sync on its way, and how to connect the first. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { tellSync, useEmpire } from '../../app/stores/empire.ts';
import { phaseWords } from '../../setup/sync/phase-words.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Pill } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { WorkBar } from './work-bar.tsx';

export function StoresCard() {
  const stores = useQuery(reads(useApi()).stores);
  const count = stores.data?.length ?? 0;
  return (
    <Card title="Stores" scope={count > 0 && words.plural(count, 'store')}>
      <Loaded query={stores} lines={2}>
        {(list) =>
          list.length === 0 ? (
            <NoStore />
          ) : (
            <ul className="rows">
              {list.map((store) => (
                <StoreRow key={store.id} store={store} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}

function NoStore() {
  return (
    <div className="empty">
      <Empty title="No store is connected yet. Connect your first one in a terminal, in the folder of this program; it asks for the client secret:" />
      <code className="shell-line">npm run -s royal -- store add my-shop --client-id CLIENT_ID</code>
      <p className="dim small">
        The id and the secret are those of your app in Shopify’s Dev Dashboard. For the store{' '}
        <span className="whole">my-shop.myshopify.com</span> you write <span className="whole">my-shop</span>.
        The store appears here at once; then press “Sync now”.
      </p>
    </div>
  );
}

function StoreRow({ store }: { store: StoreView }) {
  const api = useApi();
  const status = useQuery(reads(api).sync).data?.find((one) => one.storeId === store.id);
  const progress = useEmpire(({ syncs }) => syncs[store.id]) ?? null;
  const sync = useMutation({ mutationFn: () => syncNow(api, store.id) });
  const running = status?.running || sync.isPending;
  const error = sync.error ?? status?.error ?? null;
  return (
    <li>
      <div className="head">
        <div>
          <h3>{store.name}</h3>
          <p className="dim small">
            {store.shopDomain}
            {store.currency && `, ${store.currency}`}
          </p>
          <p className="dim small">
            <StoreState store={store} running={running} />
          </p>
        </div>
        {!store.problem && !running && (
          <Button icon="sync" label={`Sync now: ${store.name}`} onPress={() => sync.mutate()}>
            Sync now
          </Button>
        )}
      </div>
      {running && (
        <WorkBar
          label={`Syncing ${store.name}`}
          progress={progress}
          what={progress ? phaseWords(progress.what) : 'Starting'}
        />
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
