import { describe, expect, it } from 'vitest';
import { rhythmOf } from './series.ts';

describe('rhythmOf', () => {
  it('goes by the mean interval between sales, unknown periods left out', () => {
    expect(rhythmOf([1, 2, 3, Number.NaN, 1])).toBe('steady');
    expect(rhythmOf([1, 0, 0, 1, Number.NaN, 0, 0])).toBe('intermittent');
    expect(rhythmOf([1, 0, 0, 0, 0, 0, 0])).toBe('sparse');
    expect(rhythmOf([0, 0])).toBe('sparse');
  });
});
