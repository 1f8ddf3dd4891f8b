/** All that deserves a look, in a sheet: opening one marks it as read and leads to the thing itself. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
  const close = (): void => openLayer(null);
  return (
    <Sheet open onClose={close} title="Notifications">
      {read.error && <Problem error={read.error} />}
      <Loaded query={query} lines={6}>
        {({ notifications }) => (
          <NotificationList
            notices={notifications}
            onReadAll={() => read.mutate(undefined)}
            onOpen={({ id }) => {
              const notice = notifications.find((one) => one.id === id);
              if (!notice) return;
              if (!notice.read) read.mutate([id]);
              const place = openedPlace(notice.open);
              if (place === null) return;
              close();
              go(place);
            }}
          />
        )}
      </Loaded>
    </Sheet>
  );
}
