/** How much is unread, and the way to it. */
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';
import { openLayer } from '../stores/navigation.ts';

export function NotificationBell() {
  const { data } = useQuery(reads(useApi()).notifications);
  const unread = data?.unread ?? 0;
  const label = unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`;
  return (
    <Button kind="quiet" label={label} title={label} onPress={() => openLayer('notifications')}>
      <span className="icon-only bell" data-unread={unread > 0 || undefined}>
        <Icon name="bell" />
      </span>
    </Button>
  );
}
