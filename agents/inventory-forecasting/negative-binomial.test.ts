import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOfMore, unitsEnough } from './negative-binomial.ts';

const spreading = fc
  .record({
    mean: fc.double({ min: 0.01, max: 5000, noNaN: true }),
    ratio: fc.double({ min: 1, max: 60, noNaN: true }),
  })
  .map(({ mean, ratio }) => ({ mean, variance: mean * ratio }));

const wide = fc
  .record({
    mean: fc.double({ min: 0.01, max: 5000, noNaN: true }),
    ratio: fc.double({ min: 60, max: 5000, noNaN: true }),
  })
  .map(({ mean, ratio }) => ({ mean, variance: mean * ratio }));

/** Unit by unit, however long it takes. */
function countedTo({ mean, variance }: { mean: number; variance: number }, level: number): number {
  const ratio = Math.max(1 + 1e-6, variance / mean);
  const size = mean / (ratio - 1);
  let log = -size * Math.log(ratio);
  let below = 0;
  for (let units = 0; ; units += 1) {
    const chance = Math.exp(log);
    if (below + chance >= level) return Math.max(0, units - 1 + (level - below) / chance);
    below += chance;
    log += Math.log(((size + units) / (units + 1)) * (1 - 1 / ratio));
  }
}

describe('units wanted as a negative binomial', () => {
  it('is a Poisson where the variance is the mean, as in the tables', () => {
    // Poisson(2): P(≤ 3) = 0.857123, P(≤ 4) = 0.947347
    expect(unitsEnough({ mean: 2, variance: 2 }, 0.857123)).toBeCloseTo(3, 3);
    expect(unitsEnough({ mean: 2, variance: 2 }, 0.947347)).toBeCloseTo(4, 3);
    expect(chanceOfMore({ mean: 2, variance: 2 }, 3)).toBeCloseTo(1 - 0.857123, 4);
  });

  it('is geometric where the variance is mean + mean²', () => {
    // p = 1/3: P(≤ 4) = 1 − (2/3)^5
    expect(unitsEnough({ mean: 2, variance: 6 }, 1 - (2 / 3) ** 5)).toBeCloseTo(4, 6);
  });

  it('says the chance that belongs to the units it says', () => {
    fc.assert(
      fc.property(spreading, fc.double({ min: 0.5, max: 0.999, noNaN: true }), (wanted, level) => {
        const units = unitsEnough(wanted, level);
        const risk = chanceOfMore(wanted, units);
        // Where most often nothing is wanted, no units are enough with a larger chance than asked.
        if (units > 0) expect(risk).toBeCloseTo(1 - level, 3);
        else expect(risk).toBeLessThanOrEqual(1 - level + 1e-3);
      }),
    );
  });

  it('never falls as the chance rises, however lumpy, and passes from counting to curve without a step', () => {
    fc.assert(
      fc.property(fc.oneof(spreading, wide), (wanted) => {
        const levels = [0.5, 0.7, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999];
        const enough = levels.map((level) => unitsEnough(wanted, level));
        expect(enough.every((units, index) => index === 0 || units >= enough[index - 1]!)).toBe(true);
      }),
    );
    const counted = unitsEnough({ mean: 399.99, variance: 8000 }, 0.95);
    const curved = unitsEnough({ mean: 400.01, variance: 8000 }, 0.95);
    expect(Math.abs(curved / counted - 1)).toBeLessThan(0.01);
  });

  it('is within half a unit, or a fiftieth, of every unit counted', () => {
    fc.assert(
      fc.property(
        fc.oneof(spreading, wide),
        fc.double({ min: 0.5, max: 0.9999, noNaN: true }),
        (wanted, level) => {
          const counted = countedTo(wanted, level);
          expect(Math.abs(unitsEnough(wanted, level) - counted)).toBeLessThan(Math.max(0.6, counted / 50));
        },
      ),
      { numRuns: 40 },
    );
    // A 0.9999 that the twelve deviations of a walk never came to.
    expect(unitsEnough({ mean: 2, variance: 60 }, 0.9999)).toBeCloseTo(
      countedTo({ mean: 2, variance: 60 }, 0.9999),
      6,
    );
  });

  it('wants nothing of what does not sell', () => {
    expect(unitsEnough({ mean: 0, variance: 0 }, 0.99)).toBe(0);
    expect(chanceOfMore({ mean: 0, variance: 0 }, 0)).toBe(0);
  });
});
