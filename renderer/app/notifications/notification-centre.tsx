/** All that deserves a look, in a sheet: opening one marks it as read and leads to the thing itself. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Sheet } from '../../ui/dialog.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useApi } from '../bridge-context.tsx';
import { go } from '../navigation/navigate.ts';
import { reads } from '../queries.ts';
import { openLayer } from '../stores/navigation.ts';
import { NotificationList } from './notification-list.tsx';
import { openedPlace } from './opened-place.ts';

export function NotificationCentre() {
  const api = useApi();
  const query = useQuery(reads(api).notifications);
  const queries = useQueryClient();
  const read = useMutation({
    /** All of them where no ids are given. */
    mutationFn: (ids?: number[]) => api.notifications.read({ ids }),
    onSuccess: () => queries.invalidateQueries({ queryKey: reads(api).notifications.queryKey }),
  });
  const { mutate } = read;
  // What is over needs no look at the thing: seeing it here is reading it.
  const over = (query.data?.notifications ?? []).filter((one) => one.over && !one.read).map(({ id }) => id);
  const seen = over.join(' ');
  useEffect(() => {
    if (seen !== '') mutate(seen.split(' ').map(Number));
  }, [seen, mutate]);
  const close = (): void => openLayer(null);
  return (
    <Sheet open onClose={close} title="Notifications">
      {read.error && <Problem error={read.error} />}
      <Loaded query={query} lines={6}>
        {({ notifications }) => (
          <NotificationList
            notices={notifications}
            onReadAll={() => mutate(undefined)}
            onOpen={({ id }) => {
              const notice = notifications.find((one) => one.id === id);
              if (!notice) return;
              if (!notice.read) mutate([id]);
              close();
              const place = openedPlace(notice.open);
              if (place !== null) go(place);
            }}
          />
        )}
      </Loaded>
    </Sheet>
  );
}
