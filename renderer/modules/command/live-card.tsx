/** What happens, newest first; above it what went unwatched since yesterday. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Activity } from '../../../shared/contract/activity-schemas.ts';
import type { UnwatchedView } from '../../../shared/contract/unwatched-schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { useNames } from '../../app/decisions/use-names.ts';
import { linkTo } from '../../app/navigation/links.ts';
import { useEmpire } from '../../app/stores/empire.ts';
import { Button } from '../../ui/button.tsx';
import { Card, Skeleton } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/pill.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useNow } from '../../ui/use-now.ts';
import { words } from '../../ui/words.ts';
import { commandReads } from './reads.ts';
import { unwatchedWords } from './unwatched-words.ts';

const UnwatchedDialog = lazy(() =>
  import('./unwatched-dialog.tsx').then(({ UnwatchedDialog }) => ({ default: UnwatchedDialog })),
);

export function LiveCard() {
  const store = useEmpire((empire) => empire.store);
  const reads = commandReads(useApi());
  const activity = useQuery(reads.activity(store));
  const unwatched = useQuery(reads.unwatched);
  const names = useNames();
  const ready = activity.data && (unwatched.data || unwatched.error);
  return (
    <Card
      className="live"
      title="Live"
      scope={store === null ? (names.severalStores ? 'all stores' : 'this store') : names.store(store)}
    >
      {activity.error && <Problem error={activity.error} onRetry={() => void activity.refetch()} />}
      {ready ? (
        <>
          <Unwatched spans={unwatched.data ?? []} store={store} />
          {activity.data.items.length === 0 ? (
            <Empty title="Nothing has happened yet.">
              Orders, deliveries, what agents do and what you decide appear here as they happen.
            </Empty>
          ) : (
            <ul className="live-list">
              {activity.data.items.map((item) => (
                <Happened key={item.id} item={item} named={store === null && names.severalStores} />
              ))}
            </ul>
          )}
        </>
      ) : (
        !activity.error && <Skeleton lines={8} />
      )}
    </Card>
  );
}

const ICONS: Readonly<Record<Activity['kind'], IconName>> = {
  order: 'orders',
  agent: 'agent',
  action: 'approvals',
  stock: 'inventory',
  sync: 'sync',
  connection: 'unplugged',
  system: 'system',
};
const TONES: Readonly<Record<Activity['tone'], Tone>> = { neutral: 'quiet', good: 'good', attention: 'risk' };

function Happened({ item, named }: { item: Activity; named: boolean }) {
  const names = useNames();
  const now = useNow();
  const { at, storeId, kind, tone, text, open } = item;
  const link =
    open.actionId !== undefined
      ? linkTo({ kind: 'action', actionId: open.actionId })
      : open.orderId !== undefined && storeId !== null
        ? linkTo({ kind: 'order', storeId, orderId: open.orderId })
        : open.purchaseOrderId !== undefined
          ? linkTo({ kind: 'purchaseOrder', purchaseOrderId: open.purchaseOrderId })
          : open.runId !== undefined
            ? linkTo({ kind: 'run', runId: open.runId })
            : undefined;
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return (
    <li className="happened">
      <time className="small dim number" dateTime={new Date(at).toISOString()} title={words.moment(at)}>
        {isToday ? words.time(at) : words.date(new Date(at).toISOString().slice(0, 10))}
      </time>
      <span className={`tone-${TONES[tone]}`}>
        <Icon name={ICONS[kind]} />
      </span>
      <span dir="auto">
        {link ? (
          <a className="plain-link" href={link}>
            {text}
          </a>
        ) : (
          text
        )}
        {named && storeId !== null && <span className="small dim"> · {names.store(storeId)}</span>}
      </span>
    </li>
  );
}

function Unwatched({ spans, store }: { spans: readonly UnwatchedView[]; store: string | null }) {
  const [open, setOpen] = useState(false);
  const names = useNames();
  const told = spans.filter(({ storeId }) => storeId === null || store === null || storeId === store);
  const summary = unwatchedWords(told);
  if (!summary) return null;
  return (
    <div className="unwatched small" data-open={summary.ongoing || undefined}>
      <Icon name="eye" />
      <p>{summary.text}</p>
      <Button kind="quiet" label="Details: what went unwatched" onPress={() => setOpen(true)}>
        Details
      </Button>
      {open && (
        <Suspense fallback={null}>
          <UnwatchedDialog spans={told} names={names} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
