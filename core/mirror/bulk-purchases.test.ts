import { describe, expect, it } from 'vitest';
import { bulkThreshold, bulkUnits } from './bulk-purchases.ts';

describe('one-off bulk purchases', () => {
  it('are lines of ten or more that are beyond ten times the median', () => {
    expect(
      bulkThreshold([
        [1, 7],
        [12, 1],
      ]),
    ).toBe(11);
    expect(
      bulkThreshold([
        [1, 4],
        [2, 4],
      ]),
    ).toBe(16);
    expect(bulkThreshold([[3, 9]])).toBe(31);
  });

  it('need eight lines to tell', () => {
    expect(
      bulkThreshold([
        [1, 6],
        [500, 1],
      ]),
    ).toBeNull();
  });

  it('count the units of such lines alone', () => {
    expect(
      bulkUnits(
        [
          [1, 5],
          [10, 1],
          [11, 2],
        ],
        11,
      ),
    ).toBe(22);
    expect(bulkUnits([[100, 1]], null)).toBe(0);
  });
});
