/** Above the page: what it is of, the way to everything, how fresh it is, and the stop. */
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { COMMAND_KEY, Keys } from '../../ui/keys.tsx';
import { Menu, type MenuItem } from '../../ui/popover.tsx';
import { Brand } from '../brand.tsx';
import { signOut } from '../session.ts';
import { isDesktop } from '../shell.ts';
import { openLayer } from '../stores/navigation.ts';
import { ConnectionPill } from './connection.tsx';
import { StopButton } from './stop-control.tsx';
import { PeriodControl, StoreSwitcher } from './view-controls.tsx';

const MORE: readonly MenuItem[] = [
  { label: 'Shortcuts', icon: 'help', onPress: () => openLayer('shortcuts') },
  ...(isDesktop
    ? []
    : [
        {
          label: 'Sign out',
          icon: 'sign-out' as const,
          onPress: () => void signOut().then(() => window.location.reload()),
        },
      ]),
];

export function TopBar() {
  return (
    <header className="top">
      <span className="top-brand">
        <Brand />
      </span>
      <StoreSwitcher />
      <PeriodControl />
      <span className="top-search">
        <Button label="Search or run a command" onPress={() => openLayer('palette')}>
          <Icon name="search" />
          <span className="top-search-words">Search or run a command</span>
          <Keys keys={[COMMAND_KEY, 'K']} />
        </Button>
      </span>
      <ConnectionPill />
      <span className="top-right">
        <StopButton />
        <Menu trigger={<IconButton icon="more" label="More" />} items={MORE} />
      </span>
    </header>
  );
}
