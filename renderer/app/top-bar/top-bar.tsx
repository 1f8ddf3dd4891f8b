/** Above the page: what it is of, the way to everything, how fresh it is, and the stop. */
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { COMMAND_KEY, Keys } from '../../ui/keys.tsx';
import { Explained } from '../../ui/term.tsx';
import { Brand } from '../brand.tsx';
import { useSeesCosts } from '../may.ts';
import { Bell } from '../notifications/bell.tsx';
import { signOut } from '../session.ts';
import { isDesktop } from '../shell.ts';
import { openLayer } from '../stores/navigation.ts';
import { ConnectionPill } from './connection.tsx';
import { StopButton } from './stop-control.tsx';
import { PeriodControl, StoreSwitcher } from './view-controls.tsx';

export function TopBar() {
  return (
    <header className="top">
      <span className="top-brand">
        <Brand />
      </span>
      <StoreSwitcher />
      <PeriodControl />
      <span className="top-search">
        <Button aria-keyshortcuts="Control+K Meta+K" onPress={() => openLayer('palette')}>
          <Icon name="search" />
          <span className="top-search-words">Search or run a command</span>
          <Keys keys={[COMMAND_KEY, 'K']} silent />
        </Button>
      </span>
      <ConnectionPill />
      <HelperNote />
      <span className="top-right">
        <StopButton />
        <Bell />
        <IconButton icon="help" label="Shortcuts" onPress={() => openLayer('shortcuts')} />
        {!isDesktop && (
          <IconButton
            icon="sign-out"
            label="Sign out"
            onPress={() => void signOut().then(() => window.location.reload())}
          />
        )}
      </span>
    </header>
  );
}

/** What a helper does not see is said once, for all pages: an empty place is not missing data. */
function HelperNote() {
  if (useSeesCosts()) return null;
  return (
    <span className="small dim">
      <Explained
        title="You are a helper here"
        text="Costs, margins and what purchases come to are shown to owners only; where they would stand, a page shows none. What a helper may not do is left out or refused, with the name of who may."
      >
        Costs hidden
      </Explained>
    </span>
  );
}
