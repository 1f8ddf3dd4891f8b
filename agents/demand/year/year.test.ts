import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Day, formatDay, parseDay } from '../../../shared/time.ts';
import { forecast } from '../forecast.ts';
import { fitAll } from '../models/models.ts';
import { poolOf } from '../pool.ts';
import type { DemandPool, DemandSeries } from '../types.ts';
import { type YearSales, yearFactors, yearProfile } from './profile.ts';
import { yearOf } from './worth.ts';

const FLAT = [1, 1, 1, 1, 1, 1, 1];
const none = () => 1;
const WEEK = [1.2, 1, 1, 1.1, 1.5, 0.8, 0.4];
/** A Monday four weeks before Christmas Eve. */
const NOW = parseDay('2025-11-24');

/** Deterministic, 0 to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Twice as much and more from mid November to Christmas. */
function christmas(day: Day): number {
  const date = formatDay(day).slice(5);
  return date >= '11-20' && date <= '12-24' ? 2.5 : 1;
}

/** Products that sell by the week, and by the time of the year. */
function store(
  days: number,
  {
    year = christmas,
    seed = 7,
    products = 12,
  }: { year?: (day: Day, product: number) => number; seed?: number; products?: number } = {},
): DemandSeries[] {
  const next = random(seed);
  const start = NOW - days;
  return Array.from({ length: products }, (_, product) => ({
    key: `p${product}`,
    frequency: 'D',
    start,
    y: Array.from({ length: days }, (_, index) => {
      const day = start + index;
      const noise = 0.6 + 0.8 * next();
      return Math.round((6 + product) * WEEK[(((day + 3) % 7) + 7) % 7]! * noise * year(day, product));
    }),
  }));
}

function daily(days: number, units: (day: Day) => number): YearSales {
  const start = NOW - days;
  return {
    frequency: 'D',
    start,
    units: Array.from({ length: days }, (_, index) => units(start + index)),
    shown: new Array<number>(days).fill(1),
  };
}

describe('the profile of a year', () => {
  it('tells a season from growth', () => {
    const sales = daily(1200, (day) => 100 * 1.5 ** ((day - NOW) / 365) * christmas(day));
    const factor = yearFactors(yearProfile(sales, FLAT, none)!);
    expect(factor(parseDay('2026-12-10')) / factor(parseDay('2026-06-10'))).toBeCloseTo(2.5, 1);
    expect(factor(parseDay('2026-08-10')) / factor(parseDay('2026-03-10'))).toBeCloseTo(1, 1);
  });

  it('has the same day in the same part, within a week, for fifty years', () => {
    const factor = yearFactors({ frequency: 'D', factors: Array.from({ length: 52 }, (_, part) => part) });
    const parts = Array.from({ length: 50 }, (_, year) => factor(parseDay(`${2000 + year}-12-10`)));
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
    const months = yearFactors({ frequency: 'M', factors: Array.from({ length: 12 }, (_, part) => part) });
    // 671 months after January 1970.
    expect([671, 671 - 12 * 60].map(months)).toEqual([11, 11]);
  });

  it('leaves holidays to their own factors', () => {
    const closed = (day: Day) => (/-12-2[56]$|-01-01$/.test(formatDay(day)) ? 0 : 1);
    const factor = yearFactors(
      yearProfile(
        daily(1200, (day) => 100 * closed(day)),
        FLAT,
        closed,
      )!,
    );
    for (const date of ['2025-12-27', '2026-01-02', '2026-06-10'])
      expect(factor(parseDay(date))).toBeCloseTo(1, 2);
  });

  it('says nothing of one year, nor of a store that sold nothing', () => {
    expect(yearProfile(daily(391, christmas), FLAT, none)).toBeNull();
    expect(yearProfile(daily(392, christmas), FLAT, none)).not.toBeNull();
    expect(
      yearProfile(
        daily(800, () => 0),
        FLAT,
        none,
      ),
    ).toBeNull();
  });

  it('has factors above nothing with mean about 1, whatever the unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 392, maxLength: 800 }),
        fc.constantFrom(0.01, 1, 1000),
        (units, unit) => {
          const sales = {
            frequency: 'D' as const,
            start: NOW - units.length,
            units,
            shown: units.map(() => 1),
          };
          const profile = yearProfile(sales, FLAT, none);
          const scaled = yearProfile({ ...sales, units: units.map((value) => value * unit) }, FLAT, none);
          if (!profile) return expect(scaled).toBeNull();
          expect(profile.factors.every((factor) => factor > 0 && Number.isFinite(factor))).toBe(true);
          profile.factors.forEach((factor, part) => {
            expect(scaled!.factors[part]!).toBeCloseTo(factor, 6);
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('the year of a store', () => {
  const asked = { frequency: 'D', tested: 84, weekday: FLAT, holidays: { now: none, before: none } } as const;

  it('is what it was before, whatever the backtest is going to see', () => {
    const series = store(900);
    const other = series.map((one) => ({
      ...one,
      y: [...one.y.slice(0, -84), ...new Array<number>(84).fill(999)],
    }));
    expect(yearOf(other, asked)!.before).toEqual(yearOf(series, asked)!.before);
  });

  it('does not see the tested end of a series that ended before the store', () => {
    const series = store(900).map((one, product) =>
      product % 2 ? one : { ...one, y: one.y.slice(0, -100) },
    );
    const other = series.map((one, product) =>
      product % 2 ? one : { ...one, y: one.y.map((value, index) => (index >= 716 ? 3 * value! : value)) },
    );
    expect(yearOf(series, asked)).not.toBeNull();
    expect(yearOf(other, asked)!.before).toEqual(yearOf(series, asked)!.before);
  });

  it('does not depend on the order of the series', () => {
    const series = store(900);
    expect(yearOf([...series].reverse(), asked)).toEqual(yearOf(series, asked));
  });

  it('is not known of one year', () => {
    expect(poolOf(store(450)).now.years).toEqual([]);
  });
});

describe('forecasts by the year', () => {
  const ahead = (answers: { mean: number[] }[]) =>
    answers.reduce((sum, { mean }) => sum + mean.reduce((a, b) => a + b, 0), 0);

  const withoutYear = (pool: DemandPool): DemandPool => ({
    ...pool,
    now: { ...pool.now, years: [] },
    before: { ...pool.before, years: [] },
  });

  it.each([
    ['no time of the year', () => 1],
    ['growth', (day: Day) => 1.6 ** ((day - NOW) / 365)],
    [
      'seasons of half of the products that the others have the other way round',
      (day: Day, product: number) => 1 + (product % 2 === 0 ? 0.8 : -0.8) * Math.cos((day - NOW + 150) / 58),
    ],
  ])('are hardly touched by %s', { timeout: 60_000 }, (_, year) => {
    for (const seed of [1, 2, 3]) {
      const series = store(900, { year, seed });
      const pool = poolOf(series);
      const [having, without] = [pool, withoutYear(pool)].map((one) =>
        ahead(forecast({ series, horizon: 28, pool: one }).series),
      );
      expect(Math.abs(having! / without! - 1)).toBeLessThan(0.05);
    }
  });

  it('see Christmas come from the second one on, and say so', () => {
    const whole = store(900);
    const series = whole.map((one) => ({ ...one, y: one.y.slice(0, -7) }));
    const pool = poolOf(series);
    const having = forecast({ series, horizon: 28, pool }).series;
    const without = forecast({ series, horizon: 28, pool: withoutYear(pool) }).series;
    expect(ahead(having) / ahead(without)).toBeGreaterThan(1.7);
    expect(ahead(having) / ahead(without)).toBeLessThan(2.8);
    expect(having[0]!.explain).toMatch(/At this time of the year the store goes on to sell \d+% more\./);
    expect(without[0]!.explain).not.toContain('time of the year');
  });

  it('do not take what could not show for what did not sell', () => {
    const series = store(900);
    const from = parseDay('2024-11-25') - series[0]!.start;
    const outOfStock = series.map((one, product) => ({
      ...one,
      y: one.y.map((value, index) => (product >= 6 && index >= from && index < from + 26 ? null : value)),
    }));
    const [whole, gone] = [series, outOfStock].map((some) => {
      const pool = poolOf(some);
      expect(pool.now.years).toHaveLength(1);
      return ahead(forecast({ series: some, horizon: 28, pool }).series.slice(0, 6));
    });
    expect(Math.abs(gone! / whole! - 1)).toBeLessThan(0.05);
  });

  it('see it end too', () => {
    const series = store(900).map((one) => ({ ...one, start: one.start + 28 }));
    // The same days four weeks later: what sold in the last four weeks sells no more.
    const moved = series.map((one) => ({
      ...one,
      y: one.y.map((value, index) =>
        Math.round((value! * christmas(one.start + index)) / christmas(one.start + index - 28)),
      ),
    }));
    const pool = poolOf(moved);
    expect(pool.now.years).toHaveLength(1);
    const [first] = forecast({ series: moved, horizon: 28, pool }).series;
    const late = first!.mean.slice(14, 28).reduce((a, b) => a + b, 0);
    const before = moved[0]!.y.slice(-14).reduce((a, b) => a! + b!, 0)!;
    expect(late).toBeLessThan(before * 0.6);
  });

  it.each([
    ['W' as const, 7, 200],
    ['M' as const, 30.44, 60],
  ])('come in steps of %s as well', (frequency, days, length) => {
    const next = random(3);
    const start = parseDay('2019-01-07');
    const wave = (index: number) => 1 + 0.7 * Math.sin((2 * Math.PI * index * days) / 365.25);
    const series: DemandSeries[] = Array.from({ length: 12 }, (_, product) => ({
      key: `p${product}`,
      frequency,
      start,
      y: Array.from({ length }, (_, index) =>
        Math.round((40 + 9 * product) * wave(index) * (0.8 + 0.4 * next())),
      ),
    }));
    const horizon = frequency === 'W' ? 13 : 6;
    const pool = poolOf(series);
    expect(pool.now.years.map((year) => year.frequency)).toEqual([frequency]);
    const [first] = forecast({ series, horizon, pool }).series;
    first!.mean.forEach((value, index) => {
      expect(Math.abs(value - 40 * wave(length + index))).toBeLessThan(14);
    });
  });

  it('are made of what would have sold without it', () => {
    const train = Array.from({ length: 140 }, (_, index) => 10 * (index >= 100 ? 3 : 1));
    const input = {
      train,
      horizon: 28,
      frequency: 'D' as const,
      naiveSeason: 7,
      exposure: () => 1,
      year: (index: number) => (index >= 100 && index < 150 ? 3 : 1),
      yearSeason: 1,
      store: () => null,
    };
    for (const [name, values] of fitAll(input)) {
      if (name === 'seasonal-naive') continue;
      expect(values[0], name).toBeGreaterThan(28);
      expect(values[27]! / values[0]!, name).toBeCloseTo(1 / 3, 6);
    }
  });
});
