import { describe, expect, it } from 'vitest';
import { forecast } from './forecast.ts';
import { poolOf } from './pool.ts';
import type { DemandSeries } from './types.ts';

const MONDAY = 20_045;
const WEEK = [1.2, 1, 1, 1.1, 1.5, 1.2, 0];

/** Deterministic, 0 to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Products that sell by the store's week, each at its own level. */
function store(products: number, days: number, chance = 1): DemandSeries[] {
  const next = random(7);
  return Array.from({ length: products }, (_, product) => ({
    key: `p${product}`,
    frequency: 'D',
    start: MONDAY,
    y: Array.from({ length: days }, (_, day) =>
      next() < chance ? Math.round((2 + product) * WEEK[day % 7]! * (0.4 + 1.2 * next())) : 0,
    ),
  }));
}

describe('poolOf', () => {
  const series = store(24, 280);

  it('is the same to the last letter in whatever order the series come, whatever they are counted in', () => {
    const slow = store(5, 200, 0.1).map((one) => ({ ...one, key: `s${one.key}` }));
    for (const unit of [1, 1 / 3e9, 1e9 / 3]) {
      const all = [...slow, ...store(5, 200)].map((one) => ({
        ...one,
        y: one.y.map((sold) => sold! * unit),
      }));
      const [ahead, back] = [all, [...all].reverse()].map((some) => JSON.stringify(poolOf(some)));
      expect(back === ahead, `in ${unit}`).toBe(true);
    }
  });

  it('knows that products end, begin and run out of stock from a turn of the store', () => {
    const store = ['a', 'b', 'c', 'd'].map(
      (key, at): DemandSeries => ({
        key,
        frequency: 'W',
        start: 7 * 2_600,
        y: Array.from({ length: 80 - 10 * at }, (_, week) => (at === 1 && week < 20 ? null : 100 * (at + 1))),
      }),
    );
    expect(poolOf(store).store[0]!.units).toEqual(new Array(80).fill(1000));
  });

  it('knows the store’s turn of what is counted in millionths as of what is counted in millions', () => {
    const two = store(2, 200);
    const share = (unit: number): number[] => {
      const counted = two.map((one) => ({ ...one, y: one.y.map((sold) => sold! * unit) }));
      return poolOf(counted).store[0]!.units.map((sold) => sold! / unit);
    };
    const [units, thousands, billionths] = [1, 1e3, 1e-9].map(share);
    units!.forEach((sold, day) => {
      expect(thousands![day]! / (sold || 1)).toBeCloseTo(sold > 0 ? 1 : 0, 9);
      expect(billionths![day]! / (sold || 1)).toBeCloseTo(sold > 0 ? 1 : 0, 9);
    });
  });

  it('keeps a record for each rhythm, with quantiles that held', () => {
    const { records } = poolOf([
      ...series,
      ...store(24, 280, 0.1).map((one) => ({ ...one, key: `s${one.key}` })),
    ]);
    expect(Object.keys(records).sort()).toEqual(['D sparse', 'D steady']);
    const steady = records['D steady']!;
    expect(steady.series).toBe(24);
    expect(steady.loss.level!).toBeLessThan(steady.loss['seasonal-naive']!);
    const sizes = steady.errors.map(({ upTo }) => upTo);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    for (const { z } of steady.errors) expect(z).toEqual([...z].sort((a, b) => a - b));
  });

  it('makes bands of 80% that hold about so much of what comes', () => {
    const whole = store(40, 308);
    const past = whole.map((one) => ({ ...one, y: one.y.slice(0, 280) }));
    const answers = forecast({ series: past, horizon: 28 }).series;
    const inside = answers.flatMap(({ band }, index) =>
      whole[index]!.y.slice(280).map((value, at) => value! >= band.low[at]! && value! <= band.high[at]!),
    );
    const share = inside.filter(Boolean).length / inside.length;
    expect(share).toBeGreaterThan(0.74);
    expect(share).toBeLessThan(0.9);
  });

  it('says so little of one series that its own past decides', () => {
    expect(poolOf(series.slice(0, 1)).records['D steady']).toMatchObject({ series: 1, errors: [], above: 1 });
  });
});
