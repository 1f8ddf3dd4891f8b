import { describe, expect, it } from 'vitest';
import { poolOf } from './pool.ts';
import type { DemandSeries } from './types.ts';

describe('records', () => {
  /** A unit in every second month, then none: as known today it hardly sells. */
  function fading(count: number, sold: number, idle: number): DemandSeries[] {
    return Array.from({ length: count }, (_, index) => ({
      key: `p${index}`,
      frequency: 'M' as const,
      start: 0,
      y: [
        ...Array.from({ length: sold }, (_, month) => (month + index) % 2),
        ...new Array<number>(idle).fill(0),
      ],
    }));
  }

  it('count a test for the kind that its series was of when it began', () => {
    const { records } = poolOf(fading(20, 24, 30));
    // Tests begin at months 36, 42 and 48, the last two after three quarters of the time without a sale.
    expect(records['M intermittent']?.series).toBe(20);
    expect(records['M sparse']?.series).toBe(20);
  });

  it('learn how far forecasts fall also from series too young to be compared', () => {
    const days = (key: string, sold: (day: number) => number): DemandSeries[] =>
      Array.from({ length: 20 }, (_, index) => ({
        key: `${key}${index}`,
        frequency: 'D' as const,
        start: 0,
        y: Array.from({ length: 196 }, (_, day) => sold(day + index)),
      }));
    const old = days('old', (day) => day % 2);
    // They begin after the first test did: nothing before it scales an error. The last one finds them selling by the dozen.
    const young = days('young', (day) => (day < 135 ? 0 : 20 + (day % 5)));
    const { records } = poolOf([...old, ...young]);
    const record = records['D intermittent']!;
    expect(record.series).toBe(20);
    expect(record.errors.some(({ upTo }) => upTo > 5)).toBe(true);
  });

  it('know nothing of a kind that no test began with', () => {
    const { records } = poolOf(fading(20, 24, 70));
    expect(Object.keys(records)).toEqual(['M sparse']);
  });
});
