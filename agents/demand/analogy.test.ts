import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelByAnalogy } from './analogy.ts';
import { forecast } from './forecast.ts';
import type { DemandSeries, Likeness } from './types.ts';

const like: Likeness = { mean: 4, between: 2, within: 16, products: 6, what: 'other variants of it' };
const even = (): number => 1;

function one(y: DemandSeries['y'], alike: Likeness | undefined = like) {
  const series: DemandSeries = { key: 'new', frequency: 'D', start: 0, y, like: alike };
  return forecast({ series: [series], horizon: 14 }).series[0]!;
}

describe('a new product by analogy', () => {
  it('counts its own periods as credibility says: n / (n + within / between)', () => {
    expect(levelByAnalogy(new Array<number>(8).fill(10), even, like).mean).toBeCloseTo((10 + 4) / 2, 9);
    expect(levelByAnalogy([Number.NaN, 10, 10], even, like).mean).toBeCloseTo((2 * 10 + 8 * 4) / 10, 9);
  });

  it('follows its like where they are all alike, and itself where they say nothing', () => {
    expect(levelByAnalogy([9, 9], even, { ...like, between: 0 }).mean).toBe(4);
    expect(levelByAnalogy([9, 9], even, { ...like, within: 0 }).mean).toBe(9);
  });

  it('is forecast from its first day, and says so', () => {
    const made = one([0]);
    expect(made.method).toBe('analogy');
    expect(made.mean[0]).toBeGreaterThan(3);
    expect(made.explain).toBe(
      'Only 1 period of its own history: what it sold in them counts beside what 6 other variants of it sell (4 a period on average).',
    );
  });

  it('expects nothing by analogy of what was never on the shelf', () => {
    expect(one([null, null]).method).toBe('zero');
    expect(one([]).method).toBe('zero');
  });

  it('stands on its own feet once its past can be tested', () => {
    const long = Array.from({ length: 60 }, (_, index) => 3 + (index % 3));
    expect(one(long)).toEqual(one(long, undefined));
  });

  it('has quantiles that rise, are finite and never negative, whatever it is given', () => {
    const amount = fc.double({ min: 0, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: 0, max: 5000 })), { maxLength: 30 }),
        fc.record({
          mean: amount,
          between: amount,
          within: amount,
          products: fc.integer({ min: 2, max: 50 }),
        }),
        (y, alike) => {
          const { quantiles, mean, band } = one(y, { ...alike, what: 'x' });
          const levels = Object.values(quantiles);
          for (const values of [...levels, mean, band.low, band.high])
            expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
          levels.slice(1).forEach((values, index) => {
            expect(values.every((value, day) => value >= levels[index]![day]!)).toBe(true);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
