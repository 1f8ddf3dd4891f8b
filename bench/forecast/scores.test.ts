import { describe, expect, it } from 'vitest';
import { type Held, scoresOf } from './scores.ts';

function held(train: (number | null)[], test: (number | null)[]): Held {
  return { train: { key: 'a', frequency: 'D', start: 0, y: train }, test };
}

describe('scores', () => {
  it('are means over series, each by its own scale', () => {
    const two = [held([0, 2, 0, 2], [4, null]), held([1, 2, 3, 4], [5, 5])];
    const scores = scoresOf(two, [{ mean: [2, 9] }, { mean: [4, 6] }], 1);
    // Errors of 2 by steps of 2, and of 1 by steps of 1.
    expect(scores).toMatchObject({ rmsse: 1, mase: 1, wape: 4 / 14, bias: -2 / 14, series: 2, leftOut: 0 });
  });

  it('say nothing of a series without a past or without a future, and count it', () => {
    const one = held([0, 2, 0, 2], [4, 4]);
    const lone = scoresOf([one], [{ mean: [2, 2] }], 1);
    const none = { mean: [0, 0], band: { low: [0, 0], high: [0, 0] } };
    const among = scoresOf([one, held([], [9, 9]), held([1, 2], [null])], [{ mean: [2, 2] }, none, none], 1);
    expect(among).toEqual({ ...lone, leftOut: 2 });
  });
});
