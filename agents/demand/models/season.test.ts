import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seasonOf, withoutSeason } from './season.ts';

const YEAR = [0.5, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1.5, 1.5];
const level = (y: readonly number[], horizon: number) => new Array<number>(horizon).fill(y.at(-1)!);

describe('the season of a series', () => {
  it('is what each part sells of the trend, and all of it where the years agree', () => {
    const y = Array.from({ length: 48 }, (_, index) => 100 * 1.02 ** index * YEAR[index % 12]!);
    const season = seasonOf(y, 12)!;
    expect(season).toEqual(YEAR.map((factor) => expect.closeTo(factor, 1)));
    expect(withoutSeason(12, level)(y, 12)!.map((value) => value / (100 * 1.02 ** 47))).toEqual(
      YEAR.map((factor) => expect.closeTo(factor, 1)),
    );
  });

  it('is none where the parts differ as years do by chance', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    const mostOf = (years: number) =>
      Math.max(
        ...seasonOf(
          Array.from({ length: 12 * years }, () => 50 + 50 * random()),
          12,
        )!.map((factor) => Math.abs(factor - 1)),
      );
    expect(Math.max(mostOf(4), mostOf(8))).toBeLessThan(0.1);
  });

  it('is not told of less than two seasons, nor of what sells now and then', () => {
    const seldom = Array.from({ length: 60 }, (_, index) => (index % 12 === 3 ? 0 : index % 2));
    expect(seasonOf(seldom, 12)).toBeNull();
    expect(seasonOf(new Array(23).fill(1), 12)).toBeNull();
    expect(seasonOf(new Array(24).fill(1), 12)).toEqual(new Array(12).fill(1));
    expect(seasonOf(new Array(48).fill(0), 12)).toBeNull();
    expect(seasonOf(new Array(48).fill(1), 1)).toBeNull();
  });

  it('has a mean of 1, no factor below 0, and the same factors at any scale', () => {
    const sales = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 14, maxLength: 60 });
    fc.assert(
      fc.property(
        sales,
        fc.integer({ min: 2, max: 13 }),
        fc.constantFrom(1e-6, 3, 1e9),
        (y, period, scale) => {
          const season = seasonOf(y, period);
          const scaled = seasonOf(
            y.map((value) => value * scale),
            period,
          );
          if (!season) {
            expect(scaled).toBeNull();
            return;
          }
          expect(season.reduce((a, b) => a + b, 0) / period).toBeCloseTo(1, 9);
          season.forEach((factor, part) => {
            expect(factor).toBeGreaterThanOrEqual(0);
            expect(scaled![part]).toBeCloseTo(factor, 6);
          });
        },
      ),
    );
  });
});
