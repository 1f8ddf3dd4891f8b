import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../../../shared/time.ts';
import { forecast } from '../forecast.ts';
import { poolOf, poolWithHolidays } from '../pool.ts';
import type { DemandSeries, Holiday } from '../types.ts';
import { publicHolidays } from './calendar.ts';
import { holidayEffects } from './effects.ts';

const START = parseDay('2023-01-02');
const DAYS = 820;
const WEEK = [1.2, 1, 1, 1.1, 1.5, 0.8, 0.4];

const britain = await publicHolidays('GB', START, START + DAYS + 400);
const on = (name: string, year: number) =>
  britain.find((one) => one.name === name && formatDay(one.day).startsWith(String(year)))!.day;

/** Deterministic, 0 to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Products that sell by the week, and on holidays by so much of what they would; null: closed. */
function store(onHoliday: (one: Holiday) => number | null, days = DAYS, seed = 7): DemandSeries[] {
  const next = random(seed);
  const factors = new Map(britain.map((one) => [one.day, onHoliday(one)]));
  return Array.from({ length: 12 }, (_, product) => ({
    key: `p${product}`,
    frequency: 'D',
    start: START,
    y: Array.from({ length: days }, (_, day) => {
      const noise = 0.7 + 0.6 * next();
      const factor = factors.has(START + day) ? factors.get(START + day)! : 1;
      return factor === null ? null : (4 + product) * WEEK[day % 7]! * noise * factor;
    }),
  }));
}

describe('the calendar', () => {
  it('knows public holidays of a country by name, movable ones and substitutes too', async () => {
    expect(britain.map(({ day, name }) => `${formatDay(day)} ${name}`)).toEqual(
      expect.arrayContaining([
        '2023-04-07 Good Friday',
        '2024-03-29 Good Friday',
        '2023-12-25 Christmas Day',
        '2023-12-26 Boxing Day',
      ]),
    );
    expect(await publicHolidays('gb', START, START + DAYS + 400)).toEqual(britain);
  });

  it('names each day once, in order and within what was asked for', async () => {
    for (const country of ['GB', 'US', 'DE', 'JP', 'CN', 'SA']) {
      const days = (await publicHolidays(country, START, START + 400)).map(({ day }) => day);
      expect(days.length).toBeGreaterThan(3);
      expect(days).toEqual([...new Set(days)].sort((a, b) => a - b));
      expect(days.every((day) => day >= START && day <= START + 400)).toBe(true);
    }
  });

  it('has nothing for a country that there is not', async () => {
    expect(await publicHolidays('XX', START, START + 400)).toEqual([]);
  });
});

describe('what holidays do', () => {
  const quiet = store(({ name }) => (name === 'Good Friday' ? 0.5 : name === 'Boxing Day' ? 1.4 : 0.2));
  const effectOf = (name: string, series = quiet) =>
    holidayEffects(series, britain, 0).find((effect) => effect.name === name);

  it('is learned from the store as a whole, a little nearer to none than was seen', () => {
    expect(effectOf('Good Friday')!.seen).toBe(2);
    expect(effectOf('Good Friday')!.factor).toBeGreaterThan(0.45);
    expect(effectOf('Good Friday')!.factor).toBeLessThan(0.6);
    expect(effectOf('Boxing Day')!.factor).toBeGreaterThan(1.2);
    expect(effectOf('Christmas Day')!.factor).toBeLessThan(0.35);
  });

  it('is not hidden by ordinary days on which the store was shut', () => {
    // Ten days of each August.
    const shut = quiet.map((one) => ({
      ...one,
      y: one.y.map((sold, day) => (day % 365 >= 215 && day % 365 < 225 ? null : sold)),
    }));
    for (const name of ['Good Friday', 'Boxing Day'])
      expect(effectOf(name, shut)!.factor).toBeCloseTo(effectOf(name)!.factor, 2);
  });

  it('says nothing in the first year of a store, in which none came twice', () => {
    expect(holidayEffects(quiet, britain, 0)).not.toEqual([]);
    expect(
      holidayEffects(
        store(() => 0.2, 350),
        britain,
        0,
      ),
    ).toEqual([]);
  });

  it('is left alone where it would not have helped: no country, or another effect each year', {
    timeout: 20_000,
  }, () => {
    expect(holidayEffects(quiet, [], 0)).toEqual([]);
    const otherEachYear = store(({ day }) => (day < START + 365 ? 0.3 : 2));
    expect(holidayEffects(otherEachYear, britain, 0)).toEqual([]);
    const few = otherEachYear.slice(0, 2);
    expect(poolOf(few, britain)).toEqual(poolOf(few));
  });

  it('is hardly ever seen, and never large, where there is none', () => {
    const found = Array.from({ length: 20 }, (_, seed) =>
      holidayEffects(
        store(() => 1, DAYS, 1000 * seed + 1),
        britain,
        0,
      ),
    );
    expect(found.filter((effects) => effects.length > 0).length).toBeLessThanOrEqual(3);
    for (const { factor } of found.flat()) expect(Math.abs(factor - 1)).toBeLessThan(0.2);
  });

  it('takes a holiday on which nothing could be seen of any product for one without trade', () => {
    const closed = store(({ name }) => (name === 'Good Friday' ? null : 0.5));
    expect(effectOf('Good Friday', closed)!.factor).toBeLessThan(0.15);
  });

  it('knows nothing of the days that it must not know', () => {
    const later = quiet.map((one) => ({
      ...one,
      y: one.y.map((value, day) => (day >= DAYS - 84 ? 1000 : value)),
    }));
    expect(holidayEffects(later, britain, 84)).toEqual(holidayEffects(quiet, britain, 84));
  });

  it('does not depend on the order of the series or their unit, and is never negative or NaN', () => {
    expect(holidayEffects([...quiet].reverse(), britain, 0)).toEqual(holidayEffects(quiet, britain, 0));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(0, 0.3, 0.9, 1, 3),
        fc.constantFrom(0.1, 7, 300),
        (seed, factor, unit) => {
          const series = store(() => factor, DAYS, seed);
          const effects = holidayEffects(series, britain, 0);
          expect(effects.every((one) => Number.isFinite(one.factor) && one.factor >= 0)).toBe(true);
          const scaled = series.map((one) => ({ ...one, y: one.y.map((value) => value! * unit) }));
          const others = holidayEffects(scaled, britain, 0);
          expect(others.map(({ name }) => name)).toEqual(effects.map(({ name }) => name));
          others.forEach((one, index) => {
            expect(one.factor).toBeCloseTo(effects[index]!.factor, 3);
          });
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('forecasts over holidays', () => {
  const until = on('Good Friday', 2025) - 10 - START;
  const series = store(({ name }) => (name === 'Good Friday' ? 0.3 : 0.5), until).slice(0, 3);

  it('expect of the day what such days sold, of all other days as much as without, and say so', async () => {
    const [withThem, without] = await Promise.all(
      ['GB', null].map(async (country) => {
        const pool = await poolWithHolidays({ series, country });
        return forecast({ series, horizon: 14, pool }).series;
      }),
    );
    const friday = 10;
    withThem!.forEach((one, index) => {
      const plain = without![index]!;
      expect(one.mean[friday]! / plain.mean[friday]!).toBeLessThan(0.5);
      expect(one.quantiles['0.9']![friday]!).toBeLessThan(plain.quantiles['0.9']![friday]!);
      expect(one.mean[3]! / plain.mean[3]!).toBeGreaterThan(0.9);
      expect(one.mean[3]! / plain.mean[3]!).toBeLessThan(1.15);
    });
    expect(withThem![0]!.explain).toMatch(/The store sells [67]\d% less on Good Friday/);
    expect(without![0]!.explain).not.toContain('Good Friday');
  });

  it('are untouched for weeks and months', () => {
    const weeks: DemandSeries[] = series.slice(0, 2).map(({ key, start, y }) => ({
      key,
      start,
      frequency: 'W',
      y: y.slice(0, 100),
    }));
    expect(poolOf(weeks, britain)).toEqual(poolOf(weeks));
  });
});
