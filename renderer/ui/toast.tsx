/** What was just done, said once, with the way back. Never the only place where it is said. */
import { Toast } from '@base-ui/react/toast';
import type { Tone } from './pill.tsx';

interface Told {
  title: string;
  /** What it tells of: a later toast of the same takes its place, so that none offers what no longer holds. */
  about?: string;
  text?: string;
  tone?: Extract<Tone, 'good' | 'wait' | 'risk' | 'quiet'>;
  /** Takes it back; the toast stays longer. */
  undo?: () => void;
  /** Another thing to do about it than undo. */
  action?: { label: string; onPress: () => void };
}

export const manager = Toast.createToastManager();
const SHORT_MS = 6_000;
const WITH_UNDO_MS = 12_000;

/** Shows it, from anywhere. */
export function toast({ title, about, text, tone = 'good', undo, action }: Told): void {
  const act = undo ? { label: 'Undo', onPress: undo } : action;
  const id = manager.add({
    id: about,
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

/** Takes it away, where it still stands: what it tells of holds no longer. */
export function endToast(about: string): void {
  manager.close(about);
}
