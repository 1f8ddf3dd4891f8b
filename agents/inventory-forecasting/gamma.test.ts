import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gammaBelow, gammaQuantile } from './gamma.ts';

describe('a gamma distribution', () => {
  it('is as in the tables of χ², whose half it is', () => {
    expect(2 * gammaQuantile(0.5, 0.95)).toBeCloseTo(3.841459, 5);
    expect(2 * gammaQuantile(2.5, 0.99)).toBeCloseTo(15.086272, 5);
    expect(2 * gammaQuantile(2.5, 0.05)).toBeCloseTo(1.145476, 5);
    // By the cube root: 20 degrees of freedom, 31.410433.
    expect(2 * gammaQuantile(10, 0.95)).toBeCloseTo(31.41, 1);
  });

  it('is exponential of shape 1', () => {
    expect(gammaBelow(1, 0.3)).toBeCloseTo(1 - Math.exp(-0.3), 9);
    expect(gammaBelow(1, 7)).toBeCloseTo(1 - Math.exp(-7), 9);
  });

  it('comes back from its quantile, whatever its shape', () => {
    const shape = fc.double({ min: 0.05, max: 1000, noNaN: true });
    fc.assert(
      fc.property(shape, fc.double({ min: 0.5, max: 0.9999, noNaN: true }), (a, level) => {
        expect(gammaBelow(a, gammaQuantile(a, level))).toBeCloseTo(level, 5);
      }),
    );
  });
});
