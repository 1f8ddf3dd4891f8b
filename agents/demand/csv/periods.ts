/** Days of a series to gapless periods of a frequency, and periods ahead back to dates. */

import { type Day, formatDay, weekdayOf } from '../../../shared/time.ts';
import { dayInMonth, firstOfMonth, monthOf } from '../months.ts';
import type { DemandSeries, Frequency } from '../types.ts';
import type { DaysOfSeries } from './series.ts';

/**
 * The frequency that the distances between dates within series tell: nearly all a month or more apart is M,
 * nearly all whole weeks apart W, else D. Nearly: 19 of 20, as real files have a date off here and there.
 */
export function inferFrequency(series: Iterable<DaysOfSeries>): Frequency {
  let gaps = 0;
  let months = 0;
  let weeks = 0;
  for (const days of series) {
    const sorted = [...days.keys()].sort((a, b) => a - b);
    for (let i = 1; i < sorted.length; i += 1) {
      const gap = sorted[i]! - sorted[i - 1]!;
      gaps += 1;
      if (gap >= 28 && sameDay(sorted[i - 1]!, sorted[i]!)) months += 1;
      else if (gap % 7 === 0) weeks += 1;
    }
  }
  if (gaps === 0) return 'D';
  if (months / gaps >= 0.95) return 'M';
  return (weeks + months) / gaps >= 0.95 && weeks > 0 ? 'W' : 'D';
}

export interface PeriodSeries {
  series: DemandSeries;
  /** Date written for a number of periods ahead, 0 being the first. */
  dateAhead(ahead: number): string;
}

/** Of the quiet periods inside a file's series so many lack a row where it leaves out what did not sell. */
const LEFT_OUT = 0.9;

/**
 * Sums days by period. A period inside the series without a row is 0 where all values of the series are whole
 * numbers (a count of sales: no row, no sale), else unknown; a row with a blank y is unknown. A series ends with its own last
 * row; where the file leaves out what did not sell, with the file's. Where dates are
 * finer than the frequency, a first or last week or month that the file does not cover wholly is left out, and
 * the forecast begins with the one in progress.
 */
export function toPeriods(series: ReadonlyMap<string, DaysOfSeries>, frequency: Frequency): PeriodSeries[] {
  const file = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  for (const days of series.values())
    for (const day of days.keys()) {
      file.first = Math.min(file.first, day);
      file.last = Math.max(file.last, day);
    }
  const own = [...series].map(([key, days]) => periodsOf(key, days, frequency, file, false));
  const zeros = own.reduce((sum, one) => sum + one.zeros, 0);
  const missing = own.reduce((sum, one) => sum + one.missing, 0);
  if (missing === 0 || missing < LEFT_OUT * (missing + zeros)) return own;
  return [...series].map(([key, days]) => periodsOf(key, days, frequency, file, true));
}

/** `zeros`: periods with a row that sold nothing; `missing`: those that count as 0 for want of one. */
function periodsOf(
  key: string,
  days: DaysOfSeries,
  frequency: Frequency,
  file: { first: Day; last: Day },
  toTheEnd: boolean,
): PeriodSeries & { zeros: number; missing: number } {
  const dates = [...days.keys()].sort((a, b) => a - b);
  const anchor = anchorOf(dates, frequency);
  const indexOf = (day: Day): number =>
    frequency === 'D' ? day : frequency === 'W' ? Math.floor((day - anchor.offset) / 7) : monthOf(day);
  const startOf = (index: number): Day =>
    frequency === 'D'
      ? index
      : frequency === 'W'
        ? index * 7 + anchor.offset
        : dayInMonth(index, anchor.offset);
  const values = [...days.values()];
  const count = values.every((value) => value === null || Number.isInteger(value));
  let first = indexOf(dates[0]!);
  let last = indexOf(toTheEnd && count ? file.last : dates.at(-1)!);
  const beginning = (index: number): Day => (frequency === 'M' ? firstOfMonth(index) : startOf(index));
  if (anchor.finer) {
    if (beginning(last + 1) - 1 > file.last) last -= 1;
    if (beginning(first) < file.first && first < last) first += 1;
  }
  const y = new Array<number | null>(Math.max(0, last - first + 1)).fill(count ? 0 : null);
  const seen = new Set<number>();
  for (const [day, value] of days) {
    const at = indexOf(day) - first;
    if (at < 0 || at >= y.length) continue;
    if (value !== null) y[at] = (seen.has(at) ? (y[at] ?? 0) : 0) + value;
    else if (!seen.has(at)) y[at] = null;
    seen.add(at);
  }
  return {
    zeros: [...seen].filter((at) => y[at] === 0).length,
    missing: count ? y.length - seen.size : 0,
    series: { key, frequency, start: startOf(first), y },
    dateAhead: (ahead) => formatDay(startOf(last + 1 + ahead)),
  };
}

/** How a series writes its periods: weeks by the weekday they are dated, months by their day (31: the last). */
function anchorOf(dates: readonly Day[], frequency: Frequency): { offset: number; finer: boolean } {
  if (frequency === 'D') return { offset: 0, finer: false };
  if (frequency === 'W') {
    const weekdays = new Set(dates.map(weekdayOf));
    // Days since the epoch of a date with that weekday; Mondays where rows are of all days.
    if (weekdays.size === 1) return { offset: ((dates[0]! % 7) + 7) % 7, finer: false };
    return { offset: 4, finer: true };
  }
  const months = new Set(dates.map(monthOf));
  if (months.size < dates.length) return { offset: 1, finer: true };
  if (dates.every(isLastOfMonth)) return { offset: 31, finer: false };
  return { offset: Math.max(...dates.map(dayOfMonth)), finer: false };
}

/** As monthly dates are written: the same day, or the last one of a month that is shorter. */
function sameDay(one: Day, next: Day): boolean {
  const [a, b] = [dayOfMonth(one), dayOfMonth(next)];
  return a === b || (a < b ? isLastOfMonth(one) : isLastOfMonth(next));
}

function dayOfMonth(day: Day): number {
  return Number(formatDay(day).slice(8));
}

function isLastOfMonth(day: Day): boolean {
  return dayOfMonth(day + 1) === 1;
}
