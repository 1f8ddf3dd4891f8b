/** Where toasts are shown; on its way once the page stands. */
import { Toast } from '@base-ui/react/toast';
import { IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { manager } from './toast.tsx';

const SIGNS: Readonly<Record<string, IconName>> = {
  good: 'check',
  wait: 'clock',
  risk: 'warning',
  quiet: 'info',
};

/** Stands once, in the shell. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="toasts" aria-label="What was just done">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts, close } = Toast.useToastManager();
  return toasts.map((one) => (
    <Toast.Root
      key={one.id}
      toast={one}
      className="toast"
      swipeDirection={['down', 'left', 'up']}
      // Base UI hides an urgent one from who hears the page until it has the focus: its buttons could not be found.
      aria-hidden={false}
    >
      <Toast.Content className="toast-content">
        <span className={`tone-${one.type}`}>
          <Icon name={SIGNS[one.type ?? 'quiet'] ?? 'info'} />
        </span>
        <div className="toast-words">
          <Toast.Title render={<p />} />
          <Toast.Description className="dim small" />
        </div>
        {one.actionProps && <Toast.Action className="button button-quiet" />}
        <IconButton icon="cross" label="Dismiss" onPress={() => close(one.id)} />
      </Toast.Content>
    </Toast.Root>
  ));
}
