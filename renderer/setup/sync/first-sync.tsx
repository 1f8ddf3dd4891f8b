/** The first sync as it runs: what has come in so far, counted, with how long still. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Progress } from '../../ui/progress.tsx';
import { words } from '../../ui/words.ts';
import { setupReads } from '../queries.ts';
import { runSync } from '../run-sync.ts';
import { phaseWords } from './phase-words.ts';
import './first-sync.css';

/** While it runs: counts come by no event of their own. */
const LOOK_MS = 1_500;

const COUNTED = [
  ['products', 'Products'],
  ['variants', 'Variants'],
  ['customers', 'Customers'],
  ['orders', 'Orders'],
  ['lines', 'Order lines'],
] as const;

export function FirstSync({ store }: { store: StoreView }) {
  const api = useApi();
  const progress = useEmpire(({ syncs }) => syncs[store.id]) ?? null;
  const status = useQuery(reads(api).sync).data?.find(({ storeId }) => storeId === store.id);
  const sync = useMutation({ mutationFn: () => runSync(api, store.id) });
  const running = status?.running || progress !== null || sync.isPending;
  const counts = useQuery({
    ...setupReads(api).counts,
    refetchInterval: running ? LOOK_MS : false,
  }).data?.find(({ storeId }) => storeId === store.id);
  const error = sync.error ?? status?.error ?? null;
  const imported = store.credentials === 'none';
  return (
    <div className="form">
      <dl className="counted">
        {COUNTED.map(([key, title]) => (
          <div key={key}>
            <dt className="dim small">{title}</dt>
            <dd className="number" data-empty={counts?.[key] ? undefined : ''}>
              {counts ? words.count(counts[key]) : '…'}
            </dd>
          </div>
        ))}
      </dl>
      {running ? (
        <Progress
          label={`Syncing ${store.name}`}
          what={progress ? phaseWords(progress.what) : 'Starting'}
          done={progress?.done ?? 0}
          total={progress?.total ?? null}
          etaMs={progress?.etaMs}
        />
      ) : error ? (
        <Problem error={error} onRetry={() => sync.mutate()} />
      ) : store.syncedAt !== null ? (
        <p className="tone-good" role="status">
          <Icon name="check" />{' '}
          {imported
            ? 'The files are in.'
            : `Everything is in, as of ${words.moment(store.syncedAt)}. From now on it stays fresh by itself.`}
        </p>
      ) : (
        <div className="line">
          <Button kind="primary" icon="sync" onPress={() => sync.mutate()}>
            Begin the first sync
          </Button>
        </div>
      )}
      {running && (
        <p className="small dim">
          It goes on if you leave this page or close it. A large shop takes a while once; later syncs take
          seconds.
        </p>
      )}
    </div>
  );
}
