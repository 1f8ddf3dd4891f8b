/** Some series that stand for many. */
import type { DemandSeries } from './types.ts';

/** More change a record little and cost time. */
const SAMPLE = 300;

/** Evenly by key, whatever their order. */
export function sampleOf(series: readonly DemandSeries[]): DemandSeries[] {
  const sorted = [...series].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const step = Math.max(1, sorted.length / SAMPLE);
  return Array.from(
    { length: Math.min(SAMPLE, sorted.length) },
    (_, index) => sorted[Math.floor(index * step)]!,
  );
}
