/** A predicted range with its middle, and what happened as a mark on the same scale. Words beside it say the same. */

interface AgainstBarProps {
  /** null where only the middle was stated. */
  range: { low: number; high: number } | null;
  mid: number;
  happened: number | null;
  /** Whether it lies in the range; null where that can't be said yet. */
  held: boolean | null;
}

export function AgainstBar({ range, mid, happened, held }: AgainstBarProps) {
  const least = Math.min(0, range?.low ?? mid, happened ?? 0);
  const most = Math.max(range?.high ?? mid, mid, happened ?? 0, least + 1) * 1.08;
  const share = (value: number): number => ((value - least) / (most - least)) * 100;
  const tone = held === null ? 'quiet' : held ? 'good' : 'wait';
  return (
    <span className="against" aria-hidden="true">
      {range && (
        <span
          className="against-range"
          style={{
            insetInlineStart: `${share(range.low)}%`,
            width: `max(2px, ${share(range.high) - share(range.low)}%)`,
          }}
        />
      )}
      <span className="against-mid" style={{ insetInlineStart: `${share(mid)}%` }} />
      {happened !== null && (
        <span
          className={`against-happened tone-${tone}`}
          style={{ insetInlineStart: `${share(happened)}%` }}
        />
      )}
    </span>
  );
}
