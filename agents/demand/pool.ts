/** What daily series of one store share: the shape of the week, far better known from all of them than from one. */
import { type Day, weekdayOf } from '../../shared/time.ts';
import { DAILY_TEST, FOLDS } from './backtest-plan.ts';
import { capOutliers, mean, observed } from './series.ts';
import type { DemandPool, DemandSeries } from './types.ts';

/** Fewer days of data than this say nothing of a weekday. */
const ENOUGH_DAYS = 28;

/** Monday is 0. */
export function weekdayIndex(day: Day): number {
  return weekdayOf(day) - 1;
}

/** The week that the daily ones of these series share; flat where there is too little. Order does not matter. */
export function poolOf(series: readonly DemandSeries[]): DemandPool {
  return { weekday: weekProfile(series, 0), weekdayBefore: weekProfile(series, FOLDS * DAILY_TEST) };
}

/** Each series counts the same, whatever its volume: its days divided by its own mean. */
function weekProfile(series: readonly DemandSeries[], withoutLast: number): number[] {
  const cells: number[][] = [[], [], [], [], [], [], []];
  for (const { frequency, start, y } of series) {
    if (frequency !== 'D' || y.length - withoutLast < ENOUGH_DAYS) continue;
    const capped = capOutliers(observed(y.slice(0, y.length - withoutLast)));
    const level = mean(capped);
    if (!(level > 0)) continue;
    const sums = [0, 0, 0, 0, 0, 0, 0];
    const counts = [0, 0, 0, 0, 0, 0, 0];
    capped.forEach((value, index) => {
      if (Number.isNaN(value)) return;
      const weekday = weekdayIndex(start + index);
      sums[weekday] = sums[weekday]! + value / level;
      counts[weekday] = counts[weekday]! + 1;
    });
    counts.forEach((count, weekday) => {
      if (count > 0) cells[weekday]!.push(sums[weekday]! / count);
    });
  }
  if (cells.every((cell) => cell.length === 0)) return [1, 1, 1, 1, 1, 1, 1];
  // A weekday that no series shows at all is one on which the store does not trade. Sorted before adding:
  // floating-point sums then don't depend on the order of the series.
  const profile = cells.map((cell) => (cell.length === 0 ? 0 : mean(cell.sort((a, b) => a - b))));
  const total = profile.reduce((a, b) => a + b, 0);
  return total > 0 ? profile.map((value) => (value * 7) / total) : [1, 1, 1, 1, 1, 1, 1];
}
