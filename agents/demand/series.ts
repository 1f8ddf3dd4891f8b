/** Series as the models see them: numbers ≥ 0, NaN where demand could not show. */
import type { Day } from '../../shared/time.ts';
import { firstOfMonth, monthOf } from './months.ts';
import type { DemandSeries, Rhythm } from './types.ts';

/** Negative values (net returns) count as no demand; null and anything not finite as not observed. */
export function observed(y: readonly (number | null)[]): number[] {
  return y.map((value) => (value !== null && Number.isFinite(value) ? Math.max(0, value) : Number.NaN));
}

/** From its first observed period on: what was not on the shelf yet has no history. Unchanged where nothing was observed. */
export function fromFirstSeen(series: DemandSeries): DemandSeries {
  const first = series.y.findIndex((value) => value !== null && Number.isFinite(value));
  if (first <= 0) return series;
  return { ...series, start: startAfter(series, first), y: series.y.slice(first) };
}

function startAfter({ start, frequency }: DemandSeries, periods: number): Day {
  if (frequency === 'M') return firstOfMonth(monthOf(start) + periods);
  return start + periods * (frequency === 'W' ? 7 : 1);
}

/** Mean of what was observed; NaN where nothing was. */
export function mean(y: readonly number[]): number {
  let sum = 0;
  let count = 0;
  for (const value of y) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}

/** Syntetos, Boylan & Croston 2005 set the first bound; `y` as observed() gives it. */
export function rhythmOf(y: readonly number[]): Rhythm {
  let seen = 0;
  let sold = 0;
  for (const value of y) {
    if (Number.isNaN(value)) continue;
    seen += 1;
    if (value > 0) sold += 1;
  }
  const interval = sold > 0 ? seen / sold : Number.POSITIVE_INFINITY;
  return interval < 4 / 3 ? 'steady' : interval < 4 ? 'intermittent' : 'sparse';
}

/** Linear interpolation between order statistics (Hyndman & Fan 1996, type 7) of an ascending list. */
export function quantileOf(sorted: ArrayLike<number>, level: number): number {
  const at = (sorted.length - 1) * level;
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (at - below);
}

/** Selling periods above this quantile of selling periods are taken down to it: one wholesale order is no level. */
export function capOutliers(y: readonly number[], level: number): number[] {
  // Done for each model and test: typed, they are sorted as numbers without a comparison that is called.
  const positive = Float64Array.from(y.filter((value) => value > 0));
  if (positive.length < 8) return [...y];
  const cap = quantileOf(positive.sort(), level);
  return y.map((value) => Math.min(value, cap));
}

/** NaN filled with the last value seen before, at the start with the first one seen. Empty where there is none. */
export function filled(y: readonly number[]): number[] {
  const first = y.find((value) => !Number.isNaN(value));
  if (first === undefined) return [];
  let last = first;
  return y.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}
