/** A line as small as a word: how it went, agreeing with the arrow beside it. */
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Tone } from '../pill.tsx';

interface SparkProps {
  /** Oldest first; null where nothing is known. */
  values: readonly (number | null)[];
  tone?: Tone;
  width?: number;
  height?: number;
}

/** Room for the dot at the end. */
const EDGE = 3;

/** Drawn beside its number, which says the same: hidden from screen readers. */
export function Spark({ values, tone = 'quiet', width = 120, height = 32 }: SparkProps) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const x = scaleLinear([0, values.length - 1], [2, width - 4]);
  // A filled area starts at zero.
  const y = scaleLinear([Math.min(0, ...known), Math.max(0, ...known) || 1], [height - 2, 4]);
  const at = (_: number | null, index: number): number => x(index);
  const isKnown = (value: number | null): boolean => value !== null;
  const stroke = line<number | null>(at, (value) => y(value ?? 0)).defined(isKnown);
  const fill = area<number | null>(at, y(0), (value) => y(value ?? 0)).defined(isKnown);
  const lastAt = values.findLastIndex(isKnown);
  return (
    <svg
      className={`spark tone-${tone}`}
      width={width}
      height={height}
      // Where there is less room the oldest part goes first.
      viewBox={`${-EDGE} ${-EDGE} ${width + 2 * EDGE} ${height + 2 * EDGE}`}
      preserveAspectRatio="xMaxYMid slice"
      aria-hidden="true"
    >
      <path className="chart-fill" d={fill(values) ?? ''} />
      <path className="chart-line" d={stroke(values) ?? ''} />
      <circle className="chart-dot" cx={x(lastAt)} cy={y(values[lastAt] ?? 0)} r={2.5} />
    </svg>
  );
}
