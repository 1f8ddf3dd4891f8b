/** What was just done, said once, with the way back. Never the only place where it is said. */
import { Toast } from '@base-ui/react/toast';
import { IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import type { Tone } from './pill.tsx';

interface Told {
  title: string;
  text?: string;
  tone?: Extract<Tone, 'good' | 'wait' | 'risk' | 'quiet'>;
  /** Takes it back; the toast stays longer. */
  undo?: () => void;
  /** Another thing to do about it than undo. */
  action?: { label: string; onPress: () => void };
}

const manager = Toast.createToastManager();
const SHORT_MS = 6_000;
const WITH_UNDO_MS = 12_000;
const SIGNS: Readonly<Record<string, IconName>> = {
  good: 'check',
  wait: 'clock',
  risk: 'warning',
  quiet: 'info',
};

/** Shows it, from anywhere. */
export function toast({ title, text, tone = 'good', undo, action }: Told): void {
  const act = undo ? { label: 'Undo', onPress: undo } : action;
  const id = manager.add({
    title,
    description: text,
    type: tone,
    timeout: act ? WITH_UNDO_MS : SHORT_MS,
    priority: tone === 'risk' ? 'high' : 'low',
    actionProps: act && {
      children: act.label,
      onClick: () => {
        manager.close(id);
        act.onPress();
      },
    },
  });
}

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
    <Toast.Root key={one.id} toast={one} className="toast" swipeDirection={['down', 'right']}>
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
