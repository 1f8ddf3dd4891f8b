import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay, weekdayOf } from '../../shared/time.ts';
import { bucketsAfter, bucketsUntil } from './sales-buckets.ts';

const days = fc.integer({ min: parseDay('2020-01-01'), max: parseDay('2030-12-31') });
const periods = fc.constantFrom('4w' as const, '6w' as const, '13w' as const, '52w' as const);
const buckets = fc.constantFrom('day' as const, 'week' as const, 'month' as const);

describe('buckets of a period', () => {
  it('are whole, follow each other, are over by the last day, and go on without a gap', () => {
    fc.assert(
      fc.property(days, periods, buckets, (last, period, bucket) => {
        const spans = bucketsUntil(last, period, bucket);
        for (const [index, span] of spans.entries()) {
          expect(span.to).toBeLessThanOrEqual(last);
          if (index > 0) expect(span.from).toBe(spans[index - 1]!.to + 1);
          if (bucket === 'week') expect([weekdayOf(span.from), weekdayOf(span.to)]).toEqual([1, 7]);
          if (bucket === 'month') expect(formatDay(span.from)).toMatch(/-01$/);
          // The comparable one ends before the period begins, or is the same month of an earlier year.
          expect(span.before.to).toBeLessThan(spans[0]!.from);
          if (bucket !== 'month') expect(weekdayOf(span.before.from)).toBe(weekdayOf(span.from));
        }
        expect(bucketsAfter(last, 2, bucket)[0]!.from).toBe(spans.at(-1)!.to + 1);
      }),
    );
  });

  it('compares the months of a year with the same of the year before', () => {
    const [first] = bucketsUntil(parseDay('2026-11-25'), '52w', 'month');
    expect([first!.from, first!.to, first!.before.from].map(formatDay)).toEqual([
      '2025-11-01',
      '2025-11-30',
      '2024-11-01',
    ]);
  });
});
