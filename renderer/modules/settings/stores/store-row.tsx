/** One store: its name, how it is connected, its permissions, its sync, and the ways out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StoreView } from '../../../../shared/contract/schemas.ts';
import { useApi } from '../../../app/bridge-context.tsx';
import { reads } from '../../../app/queries.ts';
import { useEmpire } from '../../../app/stores/empire.ts';
import { ScopeList } from '../../../setup/connect/scope-list.tsx';
import { setupReads } from '../../../setup/queries.ts';
import { runSync } from '../../../setup/run-sync.ts';
import { phaseWords } from '../../../setup/sync/phase-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { Pill } from '../../../ui/pill.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { words } from '../../../ui/words.ts';
import { EraseStore, RemoveStore } from './leave-store.tsx';
import { RenameStore } from './rename-store.tsx';

const BY: Readonly<Record<StoreView['credentials'], string>> = {
  client_credentials: 'connected by id and secret',
  admin_token: 'connected by the token of an older app',
  none: 'imported from files, not connected',
};

type Asked = 'rename' | 'remove' | 'erase';

export function StoreRow({ store }: { store: StoreView }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const connected = store.credentials !== 'none';
  const close = (): void => setAsked(null);
  return (
    <li>
      <div className="setting-head">
        <div>
          <h3 dir="auto">{store.name}</h3>
          <p className="dim small">
            {connected ? `${store.shopDomain}, ` : ''}
            {BY[store.credentials]}
            {store.currency && `, ${store.currency}`}
            {store.zone && `, time of ${store.zone}`}
          </p>
          <p className="dim small">
            Called <code>{store.id}</code> here, since {words.moment(store.addedAt)}
          </p>
        </div>
        <div className="line">
          <Button icon="edit" label={`Rename ${store.name}`} onPress={() => setAsked('rename')}>
            Rename
          </Button>
          <Button
            label={`${connected ? 'Disconnect' : 'Remove'} ${store.name}`}
            onPress={() => setAsked('remove')}
          >
            {connected ? 'Disconnect' : 'Remove'}
          </Button>
          <Button icon="delete" label={`Delete ${store.name}`} onPress={() => setAsked('erase')}>
            Delete
          </Button>
        </div>
      </div>
      {store.problem && <Problem error={store.problem} />}
      {connected && !store.problem && (
        <>
          <SyncLine store={store} />
          <Granted store={store} />
        </>
      )}
      {asked === 'rename' && <RenameStore store={store} onClose={close} />}
      {asked === 'remove' && <RemoveStore store={store} onClose={close} />}
      {asked === 'erase' && <EraseStore store={store} onClose={close} />}
    </li>
  );
}

function SyncLine({ store }: { store: StoreView }) {
  const api = useApi();
  const now = useNow();
  const progress = useEmpire(({ syncs }) => syncs[store.id]) ?? null;
  const status = useQuery(reads(api).sync).data?.find(({ storeId }) => storeId === store.id);
  const sync = useMutation({ mutationFn: () => runSync(api, store.id) });
  const running = status?.running || progress !== null || sync.isPending;
  const error = sync.error ?? status?.error ?? null;
  if (running)
    return (
      <div className="setting-more">
        <Progress
          label={`Syncing ${store.name}`}
          what={progress ? phaseWords(progress.what) : 'Starting'}
          done={progress?.done ?? 0}
          total={progress?.total ?? null}
          etaMs={progress?.etaMs}
        />
      </div>
    );
  return (
    <div className="setting-more">
      <div className="line">
        <Button icon="sync" label={`Sync now: ${store.name}`} onPress={() => sync.mutate()}>
          Sync now
        </Button>
        <span className="small dim" title={words.moment(store.syncedAt)}>
          {store.syncedAt === null ? 'Never synced' : `Synced ${words.ago(store.syncedAt, now)}`}
        </span>
      </div>
      {error && <Problem error={error} />}
    </div>
  );
}

function Granted({ store }: { store: StoreView }) {
  const api = useApi();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const scopes = useQuery({ ...setupReads(api).scopes(store.id), enabled: open });
  const verify = useMutation({
    mutationFn: () => api.stores.verify({ storeId: store.id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['scopes'] }),
  });
  const found = verify.data;
  return (
    <details
      className="help setting-more"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>Permissions and connection</summary>
      <div className="form">
        <div className="line">
          <Button
            icon="search"
            label={`Ask the shop: ${store.name}`}
            busy={verify.isPending}
            onPress={() => verify.mutate()}
          >
            {verify.isPending ? 'Asking the shop…' : 'Ask the shop'}
          </Button>
          {found && (
            <Pill
              tone={found.missing.length > 0 ? 'wait' : 'good'}
              icon={found.missing.length > 0 ? 'warning' : 'check'}
            >
              {found.missing.length > 0
                ? `Not granted: ${found.missing.join(', ')}`
                : 'It lets the program in'}
            </Pill>
          )}
        </div>
        {found && (
          <p className="small dim">
            {found.name}, {found.plan}
            {found.historyLimited && '; orders of the last 60 days only'}. To change permissions: your app in
            the Dev Dashboard, Versions, then Release; the shop may ask you to agree.
          </p>
        )}
        {verify.error && <Problem error={verify.error} onRetry={() => verify.mutate()} />}
        <Loaded query={scopes} lines={6}>
          {(list) => <ScopeList scopes={list} />}
        </Loaded>
      </div>
    </details>
  );
}
