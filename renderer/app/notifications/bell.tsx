/** The bell: how many notifications are unread; pressed, it opens them. */
import { useQuery } from '@tanstack/react-query';
import { IconButton } from '../../ui/button.tsx';
import { Badge } from '../../ui/pill.tsx';
import { words } from '../../ui/words.ts';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';
import { openLayer, useNavigation } from '../stores/navigation.ts';

export function Bell() {
  const { data } = useQuery(reads(useApi()).notifications);
  const open = useNavigation(({ layer }) => layer === 'notifications');
  const unread = data?.unread ?? 0;
  return (
    <span className="bell">
      <IconButton
        icon="bell"
        label={unread === 0 ? 'Notifications' : `Notifications, ${words.count(unread)} unread`}
        aria-expanded={open}
        aria-haspopup="dialog"
        onPress={() => openLayer('notifications')}
      />
      <span aria-hidden="true">
        <Badge count={unread} label="" />
      </span>
    </span>
  );
}
