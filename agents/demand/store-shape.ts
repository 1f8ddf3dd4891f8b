/** What the series of one store share: the shape of the week and how the store sells, far better known from all than from one. */
import { type Day, weekdayOf } from '../../shared/time.ts';
import { monthOf } from './months.ts';
import { capOutliers, mean, observed } from './series.ts';
import type { DemandSeries, Frequency, StoreSales, StoreTurn } from './types.ts';

/** Fewer days of data than this say nothing of a weekday. */
const ENOUGH_DAYS = 28;

/** All of a sum but what its order may change: more than units or minor units of money ever need. */
const DIGITS = 12;

/** Monday is 0. */
export function weekdayIndex(day: Day): number {
  return weekdayOf(day) - 1;
}

/** Units that all series of one frequency sold by period, outliers capped; null where there is one series or none. */
export function storeSales(
  series: readonly DemandSeries[],
  frequency: Frequency,
  cappedAt = 0.95,
): StoreSales | null {
  const sold = soldTogether(series, frequency, cappedAt);
  return sold && { frequency, start: sold.start, units: sold.units.map(settled) };
}

/**
 * What the same series sell by period, like for like: by the means of those that could show, times the means of all. That a
 * series begins, ends or is out of stock is no turn of the store. null where none could show.
 */
export function likeForLike(series: readonly DemandSeries[], frequency: Frequency): StoreTurn | null {
  const sold = soldTogether(series, frequency, 0.95);
  if (!sold) return null;
  const { start, usual, all } = sold;
  const units = sold.units.map((value, index) =>
    usual[index]! > 0 ? settled((value * all) / usual[index]!) : null,
  );
  return { frequency, start, units };
}

/** By period what was sold, and the means of the series that could show it; `all`: the means of all. */
function soldTogether(series: readonly DemandSeries[], frequency: Frequency, cappedAt: number) {
  const ours = series.filter((one) => one.frequency === frequency && one.y.length > 0);
  if (ours.length < 2) return null;
  const start = Math.min(...ours.map((one) => periodOf(one.start, frequency)));
  const end = Math.max(...ours.map((one) => periodOf(one.start, frequency) + one.y.length));
  const units = new Array<number>(end - start).fill(0);
  const usual = new Array<number>(end - start).fill(0);
  let all = 0;
  for (const one of ours) {
    const at = periodOf(one.start, frequency) - start;
    const capped = capOutliers(observed(one.y), cappedAt);
    const level = mean(capped);
    if (!(level > 0)) continue;
    all += level;
    capped.forEach((value, index) => {
      if (Number.isNaN(value)) return;
      units[at + index] = units[at + index]! + value;
      usual[at + index] = usual[at + index]! + level;
    });
  }
  return { start, units, usual, all };
}

/** Sums of numbers with fractions depend on their order in the last digits. */
function settled(sum: number): number {
  return Number(sum.toPrecision(DIGITS));
}

/** Of the store, at the period of an index of a series; null outside what is known. */
export function unitsAt(store: StoreTurn, series: DemandSeries, index: number): number | null {
  if (store.frequency !== series.frequency) return null;
  return store.units[periodOf(series.start, series.frequency) - store.start + index] ?? null;
}

/** Periods counted from one beginning: days, weeks, months. */
export function periodOf(day: Day, frequency: Frequency): number {
  if (frequency === 'D') return day;
  if (frequency === 'W') return Math.floor(day / 7);
  return monthOf(day);
}

/**
 * The week that the daily ones of these series share, Monday first, mean 1; flat where there is too little. Each series
 * counts the same, whatever its volume: its days divided by its own mean. Order does not matter. `leftOut`: holidays, which
 * are no week's ordinary days.
 */
export function weekProfile(
  series: readonly DemandSeries[],
  withoutLast: number,
  leftOut: ReadonlySet<Day> = new Set(),
): number[] {
  const cells: number[][] = [[], [], [], [], [], [], []];
  for (const { frequency, start, y } of series) {
    if (frequency !== 'D' || y.length - withoutLast < ENOUGH_DAYS) continue;
    const capped = capOutliers(observed(y.slice(0, y.length - withoutLast)), 0.95);
    const level = mean(capped);
    if (!(level > 0)) continue;
    const sums = [0, 0, 0, 0, 0, 0, 0];
    const counts = [0, 0, 0, 0, 0, 0, 0];
    capped.forEach((value, index) => {
      if (Number.isNaN(value) || leftOut.has(start + index)) return;
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
