/** Whole days, weeks and months of a store's calendar, each with the comparable one before. */
import { type Day, formatDay, parseDay, weekdayOf } from '../../shared/time.ts';

export type Bucket = 'day' | 'week' | 'month';
export type Period = '4w' | '6w' | '13w' | '52w';

export interface Span {
  from: Day;
  /** Included. */
  to: Day;
}

export interface ComparedSpan extends Span {
  before: Span;
}

const WEEKS: Record<Period, number> = { '4w': 4, '6w': 6, '13w': 13, '52w': 52 };
const MONTHS: Record<Period, number> = { '4w': 1, '6w': 1, '13w': 3, '52w': 12 };

/**
 * Those of the period that are over by the end of `last`, oldest first. Days and weeks are compared as many weeks
 * earlier as the period has, so weekdays meet; months as many months earlier: of 52 weeks, the year before.
 */
export function bucketsUntil(last: Day, period: Period, bucket: Bucket): ComparedSpan[] {
  if (bucket === 'month') {
    const count = MONTHS[period];
    const first = monthStart(last + 1, 0);
    return Array.from({ length: count }, (_, index) => {
      const from = monthStart(first, index - count);
      const before = monthStart(from, -count);
      return {
        from,
        to: monthStart(from, 1) - 1,
        before: { from: before, to: monthStart(before, 1) - 1 },
      };
    });
  }
  const days = WEEKS[period] * 7;
  const length = bucket === 'week' ? 7 : 1;
  // A week is over on its Sunday.
  const end = bucket === 'week' ? last - (weekdayOf(last) % 7) : last;
  return Array.from({ length: days / length }, (_, index) => {
    const from = end - days + 1 + index * length;
    const to = from + length - 1;
    return { from, to, before: { from: from - days, to: to - days } };
  });
}

/** The buckets after that day, the one that has begun first. */
export function bucketsAfter(last: Day, count: number, bucket: Bucket): Span[] {
  if (bucket === 'month') {
    const first = monthStart(last + 1, 0);
    return Array.from({ length: count }, (_, index) => ({
      from: monthStart(first, index),
      to: monthStart(first, index + 1) - 1,
    }));
  }
  const length = bucket === 'week' ? 7 : 1;
  const start = bucket === 'week' ? last - (weekdayOf(last) % 7) + 1 : last + 1;
  return Array.from({ length: count }, (_, index) => ({
    from: start + index * length,
    to: start + (index + 1) * length - 1,
  }));
}

/** The first day of the month so many months after that of the day. */
function monthStart(day: Day, months: number): Day {
  const [year, month] = formatDay(day).split('-').map(Number);
  const index = year! * 12 + month! - 1 + months;
  const text = `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  return parseDay(text);
}
