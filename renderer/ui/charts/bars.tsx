/** Stock against the time it takes to get more; a range with its middle. Words say the same beside the drawing. */
import type { Tone } from '../pill.tsx';
import { words } from '../words.ts';

/** Cover against lead time: risk where goods would come too late, wait where they must be ordered soon. @public for modules */
export function coverTone(daysLeft: number | null, leadDays: number | null, soonDays = 7): Tone {
  if (daysLeft === null || leadDays === null) return 'quiet';
  if (daysLeft <= leadDays) return 'risk';
  return daysLeft <= leadDays + soonDays ? 'wait' : 'good';
}

interface HorizonBarProps {
  /** null: not known. */
  daysLeft: number | null;
  leadDays: number | null;
  /** Days that the whole bar stands for. */
  span?: number;
  soonDays?: number;
  /** Where it is known better than from the days alone: more may be on its way. */
  tone?: Tone;
}

export function HorizonBar({ daysLeft, leadDays, span = 60, soonDays, ...known }: HorizonBarProps) {
  const tone = known.tone ?? coverTone(daysLeft, leadDays, soonDays);
  const share = (days: number): string => `${Math.max(0, Math.min(1, days / span)) * 100}%`;
  const said = [
    daysLeft === null ? 'days left not known' : `${words.plural(Math.round(daysLeft), 'day')} left`,
    leadDays === null ? 'lead time not known' : `delivery takes ${words.plural(Math.round(leadDays), 'day')}`,
  ].join(', ');
  return (
    <span className={`horizon tone-${tone}`} role="img" aria-label={said} title={said}>
      {daysLeft !== null && <span className="horizon-fill" style={{ width: share(daysLeft) }} />}
      {leadDays !== null && leadDays <= span && (
        <span className="horizon-lead" style={{ insetInlineStart: share(leadDays) }} />
      )}
    </span>
  );
}

interface RangeBarProps {
  low: number;
  mid: number;
  high: number;
  /** The whole bar; from the lower of zero and low to high where none is given. */
  from?: number;
  to?: number;
  format: (value: number) => string;
  tone?: Tone;
}

export function RangeBar({ low, mid, high, from, to, format, tone = 'live' }: RangeBarProps) {
  const start = from ?? Math.min(0, low);
  const end = Math.max(to ?? high, start + 1e-9);
  const share = (value: number): number => Math.max(0, Math.min(1, (value - start) / (end - start))) * 100;
  const said = `${format(low)} to ${format(high)}, most likely ${format(mid)}`;
  return (
    <span className={`range tone-${tone}`} role="img" aria-label={said} title={said}>
      <span
        className="range-fill"
        style={{ insetInlineStart: `${share(low)}%`, width: `${share(high) - share(low)}%` }}
      />
      <span className="range-mid" style={{ insetInlineStart: `${share(mid)}%` }} />
    </span>
  );
}
