/** Long work on its way: what, how far, how long still; it can be cancelled. */
import { Button } from './button.tsx';
import { words } from './words.ts';

interface ProgressProps {
  /** "Syncing Northgate Gifts", for who does not see the bar. */
  label: string;
  what: string;
  done: number;
  /** null: not known how much there is. */
  total: number | null;
  etaMs?: number | null;
  /** The words count already. */
  counted?: boolean;
  onCancel?: () => void;
}

export function Progress({ label, what, done, total, etaMs = null, counted, onCancel }: ProgressProps) {
  const left = words.left(etaMs);
  const measured = total !== null && total > 0;
  const far = measured
    ? `${words.count(done)} of ${words.count(total)}`
    : done > 0
      ? `${words.count(done)} so far`
      : null;
  return (
    <div className="work">
      <div className="work-head">
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
        {onCancel && (
          <Button kind="quiet" label={`Cancel: ${label}`} onPress={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      {measured ? (
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
