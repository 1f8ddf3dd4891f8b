/** The notifications over the page: opened one leads to the thing itself, and is read. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Sheet } from '../ui/dialog.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Problem } from '../ui/problem.tsx';
import { useApi } from './bridge-context.tsx';
import { moduleOf } from './navigation/modules.ts';
import { go } from './navigation/navigate.ts';
import { placeTo } from './navigation/place.ts';
import { NotificationList } from './notification-list.tsx';
import { reads } from './queries.ts';
import { openLayer } from './stores/navigation.ts';

export function NotificationCentre() {
  const api = useApi();
  const queries = useQueryClient();
  const { queryKey } = reads(api).notifications;
  const page = useQuery(reads(api).notifications);
  const read = useMutation({
    mutationFn: (ids: number[] | undefined) => api.notifications.read({ ids }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  const { mutate } = read;
  // What is over needs no look at the thing: seeing it here is reading it.
  const over = (page.data?.notifications ?? []).filter((one) => one.over && !one.read).map(({ id }) => id);
  const seen = over.join(' ');
  useEffect(() => {
    if (seen !== '') mutate(seen.split(' ').map(Number));
  }, [seen, mutate]);
  return (
    <Sheet open onClose={() => openLayer(null)} title="Notifications">
      <Loaded query={page} lines={6}>
        {({ notifications }) => (
          <NotificationList
            notices={notifications}
            onReadAll={() => mutate(undefined)}
            onOpen={({ id }) => {
              const found = notifications.find((one) => one.id === id);
              if (!found) return;
              if (!found.read) mutate([id]);
              openLayer(null);
              const { module, id: thing } = found.open;
              if (moduleOf(module)) go(placeTo(module, thing === null ? [] : [String(thing)]));
            }}
          />
        )}
      </Loaded>
      {read.error && <Problem error={read.error} />}
    </Sheet>
  );
}
