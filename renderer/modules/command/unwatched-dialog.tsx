/** What went unwatched, span by span. */
import type { UnwatchedView } from '../../../shared/contract/unwatched-schemas.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { type Names, spanWords } from './unwatched-words.ts';

interface UnwatchedDialogProps {
  spans: readonly UnwatchedView[];
  names: Names;
  onClose: () => void;
}

export function UnwatchedDialog({ spans, names, onClose }: UnwatchedDialogProps) {
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title="What went unwatched"
      text="Nobody looked at your stores in these times. What was due in them is done once afterwards, never once for every time missed."
    >
      <ul className="rows">
        {spans.map((span) => (
          <li key={`${span.from} ${span.reason}`}>
            {spanWords(span, names).map((line, index) => (
              <p key={line} className={index === 0 ? undefined : 'dim small'} dir="auto">
                {line}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
