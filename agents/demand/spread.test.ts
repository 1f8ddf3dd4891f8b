import { describe, expect, it } from 'vitest';
import { AS_TESTED, errorsOf, quantilesAround, type Stretched, spreadOf } from './spread.ts';

describe('spread', () => {
  function test(size: number, actual: readonly number[]): Stretched {
    const flat = new Array<number>(actual.length).fill(size);
    return { values: flat, size: flat, actual };
  }
  function highest(size: number, tests: Stretched[], errors = errorsOf([])): number {
    const flat = [size, size];
    const spread = spreadOf(size, tests, errors);
    return quantilesAround({ values: flat, size: flat }, spread, AS_TESTED, [0.95])['0.95']![0]!;
  }
  const sleeping = test(0.02, [0, 0, 0, 40, 50, 60]);

  it('does not measure what sells by the dozen by a time in which it hardly sold', () => {
    expect(highest(50, [sleeping])).toBeLessThan(200);
  });

  it('does not measure it by others that hardly sold', () => {
    const errors = errorsOf(Array.from({ length: 40 }, () => sleeping));
    expect(errors).toHaveLength(1);
    expect(highest(50, [], errors)).toBeLessThan(200);
    // What sleeps as they did may wake as they did.
    expect(highest(0.02, [], errors)).toBeGreaterThan(30);
  });

  it('tells sizes apart, and keeps errors of none that few tests were of', () => {
    const small = Array.from({ length: 12 }, () => test(1, [0, 1, 2]));
    const large = Array.from({ length: 12 }, () => test(100, [50, 100, 150]));
    const lone = test(10_000, [0, 5000, 100_000]);
    const errors = errorsOf([...large, lone, ...small]);
    expect(errors.map(({ from, upTo }) => [from, upTo])).toEqual([
      [1, 1],
      [100, 100],
    ]);
    expect(highest(100, [], errors)).toBeCloseTo(150, 0);
    expect(highest(120, [], errors)).toBeCloseTo(180, 0);
    expect(highest(30, [], errors)).toBeCloseTo(45, 0);
    // Neither is like 10: the prior.
    expect(highest(10, [], errors)).toBeCloseTo(highest(10, []), 6);
  });

  it('takes a series own tests of like size', () => {
    expect(highest(50, [test(40, new Array(60).fill(44))])).toBeLessThan(70);
  });
});
