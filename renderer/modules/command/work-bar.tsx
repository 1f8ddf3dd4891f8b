/** Work that events tell of, as far as they have told. */
import type { WorkProgress } from '../../app/stores/empire.ts';
import { Progress } from '../../ui/progress.tsx';

interface WorkBarProps {
  /** "Syncing Northgate Gifts", for who does not see the bar. */
  label: string;
  /** null: it runs, and has not told how far it is. */
  progress: WorkProgress | null;
  what: string;
  /** The words count already. */
  counted?: boolean;
}

export function WorkBar({ label, progress, what, counted }: WorkBarProps) {
  return (
    <Progress
      label={label}
      what={what}
      counted={counted}
      done={progress?.done ?? 0}
      total={progress?.total ?? null}
      etaMs={progress?.etaMs}
    />
  );
}
