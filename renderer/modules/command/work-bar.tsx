/** Long work on its way: what, how far, how long still. */
import type { WorkProgress } from '../../app/stores/empire.ts';
import { words } from '../../ui/words.ts';

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
  const total = progress?.total ?? null;
  const done = progress?.done ?? 0;
  const left = progress ? words.left(progress.etaMs) : null;
  const far =
    total !== null && total > 0
      ? `${words.count(done)} of ${words.count(total)}`
      : done > 0
        ? `${words.count(done)} so far`
        : null;
  return (
    <div>
      <p className="small">
        {what}
        {far && !counted && (
          <>
            {' '}
            <span className="number">{far}</span>
          </>
        )}
        {left && <span className="dim">, {left}</span>}
      </p>
      {total !== null && total > 0 ? (
        <progress
          key="far"
          className="progress"
          aria-label={label}
          value={Math.min(done, total)}
          max={total}
        />
      ) : (
        // An element of its own: one that turns from a length to none keeps drawing the length.
        <progress key="somewhere" className="progress" aria-label={label} />
      )}
    </div>
  );
}
