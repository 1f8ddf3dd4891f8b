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

  it('know nothing of a kind that no test began with', () => {
    const { records } = poolOf(fading(20, 24, 70));
    expect(Object.keys(records)).toEqual(['M sparse']);
  });
});
