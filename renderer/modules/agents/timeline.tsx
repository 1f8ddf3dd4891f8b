/** Steps drawn where they lay in a run; the words beside them say the same. */
import type { RunDetail } from '../../../shared/contract/run-schemas.ts';
import { durationWords } from './agent-words.ts';

interface TimelineProps {
  startedAt: number | null;
  /** null while it runs. */
  endedAt: number | null;
  steps: RunDetail['steps'];
}

export function Timeline({ startedAt, endedAt, steps }: TimelineProps) {
  if (steps.length === 0) return <p className="dim small">No step is done yet.</p>;
  const from = startedAt ?? steps[0]!.at;
  const to = Math.max(endedAt ?? 0, ...steps.map(({ at }) => at), from + 1);
  const share = (ms: number): number => Math.max(0, Math.min(1, ms / (to - from))) * 100;
  let before = from;
  return (
    <ol className="timeline">
      {steps.map(({ name, at, ms }, index) => {
        const begun = ms === null ? before : at - ms;
        before = at;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may be taken twice
          <li key={index}>
            <span className="timeline-name">{name.replaceAll(/[_-]/g, ' ')}</span>
            <span className="timeline-space" aria-hidden="true">
              <span
                className="timeline-bar"
                style={{
                  insetInlineStart: `${share(begun - from)}%`,
                  width: `max(3px, ${share(at - begun)}%)`,
                }}
              />
            </span>
            <span className="number small">{durationWords(ms)}</span>
          </li>
        );
      })}
    </ol>
  );
}
