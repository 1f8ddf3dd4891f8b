import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast } from './forecast.ts';
import { type DemandSeries, type Frequency, QUANTILE_LEVELS, type SeriesForecast } from './types.ts';

const MONDAY = 20_045;
const week = [10, 12, 11, 13, 20, 24, 0];

function series(y: (number | null)[], key = 'a', frequency: Frequency = 'D'): DemandSeries {
  return { key, frequency, start: MONDAY, y };
}

function one(y: (number | null)[], horizon = 14, frequency: Frequency = 'D'): SeriesForecast {
  return forecast({ series: [series(y, 'a', frequency)], horizon }).series[0]!;
}

/** Deterministic noise in [-1, 1). */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 1_073_741_824 - 1;
  };
}

function expectSound(result: SeriesForecast, horizon: number): void {
  expect(result.mean).toHaveLength(horizon);
  for (let h = 0; h < horizon; h += 1) {
    const ladder = QUANTILE_LEVELS.map((level) => result.quantiles[String(level)]![h]!);
    for (const value of [result.mean[h]!, ...ladder]) {
      expect(Number.isFinite(value)).toBe(true);
      expect(value).toBeGreaterThanOrEqual(0);
    }
    for (let i = 1; i < ladder.length; i += 1) expect(ladder[i]).toBeGreaterThanOrEqual(ladder[i - 1]!);
  }
}

describe('forecast', () => {
  it('knows the week and keeps a day without trade at zero', () => {
    const next = noise(1);
    const y = Array.from({ length: 364 }, (_, day) =>
      Math.max(0, Math.round(week[day % 7]! * (1 + 0.3 * next()))),
    );
    const result = one(y, 14);
    expect(result.mean[6]).toBe(0);
    expect(result.quantiles['0.95']![6]).toBe(0);
    for (const weekday of [0, 1, 2, 3, 4, 5]) {
      expect(Math.abs(result.mean[weekday]! - week[weekday]!)).toBeLessThan(week[weekday]! * 0.15);
    }
    expect(result.mase!).toBeLessThan(result.naiveMase!);
    expect(result.folds).toHaveLength(3);
    expect(result.explain).toContain('3 tests');
    expect(result.explain).toMatch(
      /On its past it was off (by \d+% (less|more) than|as much as) repeating the last season\./,
    );
  });

  it('begins with the first period that could show: what was not on the shelf yet is no history', () => {
    const next = noise(7);
    for (const [frequency, start, unseen, from] of [
      ['D', MONDAY, 150, MONDAY + 150],
      ['W', MONDAY, 20, MONDAY + 140],
      // January of 2024, and the November after it.
      ['M', 19_723, 10, 20_028],
    ] as const) {
      const y = Array.from({ length: 90 }, () => Math.round(5 + 4 * next()));
      const leading = { key: 'a', frequency, start, y: [...new Array(unseen).fill(null), ...y] };
      const shelf = { key: 'a', frequency, start: from, y };
      const [late] = forecast({ series: [leading], horizon: 6 }).series;
      const [known] = forecast({ series: [shelf], horizon: 6 }).series;
      const shifted = known!.folds.map((fold) => ({ ...fold, origin: fold.origin + unseen }));
      expect(late).toEqual({ ...known, folds: shifted });
    }
  });

  it('does not claim tests that its own past has not passed', () => {
    const sold = Array.from({ length: 40 }, (_, day) => 2 + (day % 5));
    const gone = new Array(100).fill(null);
    const result = one([...sold, ...gone], 14);
    expect(result.folds.map(({ periods }) => periods)).toEqual([0, 0, 0]);
    expect(result.explain).toContain('Its own past could not be tested.');
    expect(result.explain).not.toMatch(/[123] tests?/);
  });

  it('does not claim that a model did best where its own past tells none from another', () => {
    const like = Array.from({ length: 12 }, (_, index) => {
      const next = noise(index + 1);
      return series(
        Array.from({ length: 280 }, () => (next() > 0.7 ? 2 : 0)),
        `p${index}`,
      );
    });
    // Nothing had sold when its tests began: no error of theirs scales.
    const begun = series([...new Array(200).fill(0), ...like[0]!.y.slice(200)], 'begun');
    const said = forecast({ series: [...like, begun], horizon: 14 }).series.at(-1)!;
    expect(said.members).toEqual(['level']);
    expect(said.explain).toContain(
      'It follows a smoothed level, since its own past does not tell which model is best.',
    );
    expect(said.explain).not.toContain('as does best');
  });

  it('repeats the last season where no model is better, and says so', () => {
    const flat = new Array(364).fill(3);
    const jumpy = Array.from({ length: 56 }, (_, day) => [40, 1, 1, 1, 1, 1, 40][(day + 3) % 7]!);
    const result = one([...flat, ...jumpy, ...jumpy], 7);
    expect(result.method).toBe('seasonal-naive');
    expect(result.fellBackTo).toBe('seasonal-naive');
    expect(result.mean).toEqual([1, 1, 1, 40, 40, 1, 1]);
  });

  it('takes days without stock as unknown, not as no demand', () => {
    const sold = Array.from({ length: 200 }, () => 10 as number | null);
    const outEveryOther = sold.map((value, day) => (Math.floor(day / 10) % 2 === 0 ? value : null));
    expect(one(outEveryOther).mean[0]).toBeCloseTo(10, 6);
    expect(one(outEveryOther.map((value) => value ?? 0)).mean[0]).toBeLessThan(8);
  });

  it('is safe with nothing, little and too much', () => {
    expect(one([]).method).toBe('zero');
    expect(one([null, null]).mean).toEqual(new Array(14).fill(0));
    expect(one(new Array(400).fill(0)).method).toBe('zero');
    for (const y of [[5], [5, 0], [0, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]]) {
      const result = one(y);
      expectSound(result, 14);
      expect(result.mean[0]).toBeGreaterThan(0);
    }
    const constant = one(new Array(300).fill(4));
    expectSound(constant, 14);
    expect(constant.mean[3]).toBeCloseTo(4, 6);
    const lone = [...new Array(200).fill(0), 1000, ...new Array(30).fill(0)];
    expectSound(one(lone), 14);
    const next = noise(2);
    expectSound(one(Array.from({ length: 3650 }, () => Math.max(0, 5 + 5 * next()))), 14);
    expectSound(one([Number.NaN, Number.POSITIVE_INFINITY, -3, 1e12, 2]), 14);
  });

  it('takes two points at their mean with a wide range', () => {
    const result = one([4, 6], 3);
    expect(result.method).toBe('mean');
    expect(result.mean).toEqual([5, 5, 5]);
    expect(result.quantiles['0.95']![0]).toBeGreaterThan(7);
    expect(result.mase).toBeNull();
  });

  it('finds the season of a year in months and in weeks', () => {
    const next = noise(3);
    const months = Array.from(
      { length: 72 },
      (_, m) => 100 + 60 * Math.sin((2 * Math.PI * m) / 12) + 5 * next(),
    );
    const result = one(months, 12, 'M');
    expect(result.mean[3]! - result.mean[9]!).toBeGreaterThan(80);
    const weeks = Array.from(
      { length: 208 },
      (_, w) => 100 + 60 * Math.sin((2 * Math.PI * w) / 52) + 5 * next(),
    );
    const ahead = one(weeks, 52, 'W');
    expect(ahead.mean[13]! - ahead.mean[39]!).toBeGreaterThan(60);
  });

  it.each([24, 25, 30, 31])('tests what it chooses where %i months are known', (months) => {
    const yearly = Array.from({ length: months }, (_, month) => 100 + 60 * Math.sin((month * Math.PI) / 6));
    const result = one(yearly, 6, 'M');
    expect(result.method).toBe('seasonal-naive');
    expect(result.naiveMase).not.toBeNull();
  });

  it('widens beyond what was tested', () => {
    const next = noise(4);
    const result = one(
      Array.from({ length: 200 }, () => 20 + 5 * next()),
      300,
    );
    const width = (h: number) => result.quantiles['0.95']![h]! - result.quantiles['0.05']![h]!;
    expect(width(293)).toBeGreaterThan(width(6) * 1.1);
  });

  it('refuses what it cannot answer', () => {
    expect(() => forecast({ series: [], horizon: 0 })).toThrow(RangeError);
    expect(() => forecast({ series: [], horizon: 1.5 })).toThrow(RangeError);
    expect(() => forecast({ series: [], horizon: 7, quantiles: [0.5, 0.1] })).toThrow(RangeError);
    expect(() => forecast({ series: [], horizon: 7, quantiles: [1] })).toThrow(RangeError);
  });
});

describe('properties of forecast', () => {
  const values = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 50 }) },
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.integer({ min: -100, max: 1e8 }).map((n) => n / 100) },
    ),
    { maxLength: 180 },
  );
  const frequency = fc.constantFrom<Frequency>('D', 'W', 'M');

  it('never NaN, never negative, quantiles never cross', () => {
    fc.assert(
      fc.property(values, frequency, fc.integer({ min: 1, max: 60 }), (y, f, horizon) => {
        expectSound(one(y, horizon, f), horizon);
      }),
      { numRuns: 120 },
    );
  });

  it('scales with its input', () => {
    fc.assert(
      fc.property(values, frequency, fc.constantFrom(0.1, 3, 1000), (y, f, factor) => {
        const base = one(y, 10, f);
        const scaled = one(
          y.map((value) => (value === null ? null : value * factor)),
          10,
          f,
        );
        expect(scaled.method).toBe(base.method);
        const tolerance = 1e-4 * factor * (1 + Math.max(...base.mean));
        base.mean.forEach((value, h) => {
          expect(Math.abs(scaled.mean[h]! - value * factor)).toBeLessThan(tolerance);
        });
      }),
      { numRuns: 80 },
    );
  });

  it('does not depend on the order of the series, nor on batches once the pool is given', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 2, maxLength: 5 }), (all) => {
        const list = all.map((y, index) => series(y, String(index)));
        const together = forecast({ series: list, horizon: 7 }).series;
        const reversed = forecast({ series: [...list].reverse(), horizon: 7 }).series;
        expect(reversed.reverse()).toEqual(together);
      }),
      { numRuns: 40 },
    );
  });
});
