import { describe, expect, it } from 'vitest';
import { leastInHindsight } from './hindsight.ts';
import { type Held, scoresOf } from './scores.ts';

function held(test: (number | null)[]): Held {
  return { train: { key: 'a', frequency: 'D', start: 0, y: [0, 2, 0, 2] }, test };
}

describe('weights in hindsight', () => {
  const series = [held([4, 8, 6]), held([1, null, 5])];
  const low = [{ mean: [2, 4, 3] }, { mean: [1, 1, 1] }];
  const rough = [{ mean: [3, 1, 8] }, { mean: [0, 4, 2] }];

  it('are no worse than any of a fine grid', () => {
    const { rmsse } = leastInHindsight(series, [low, rough], 1);
    for (let a = 0; a <= 3; a += 0.05)
      for (let b = 0; b <= 3; b += 0.05) {
        const answers = low.map(({ mean }, index) => ({
          mean: mean.map((value, at) => a * value + b * rough[index]!.mean[at]!),
        }));
        expect(rmsse).toBeLessThanOrEqual(scoresOf(series, answers, 1).rmsse + 1e-6);
      }
  });

  it('leave out a model that only misleads', () => {
    const misleading = [{ mean: [9, 0, 9] }, { mean: [9, 9, 0] }];
    const exact = series.map(({ test }) => ({ mean: test.map((value) => (value ?? 0) * 0.8) }));
    const { rmsse, weights } = leastInHindsight(series, [exact, misleading], 1);
    expect(weights[0]).toBeCloseTo(1.25, 3);
    expect(weights[1]).toBeCloseTo(0, 3);
    expect(rmsse).toBeLessThan(1e-3);
  });
});
