import { describe, expect, it } from 'vitest';
import { normalBelow, normalQuantile } from './normal.ts';

describe('the normal distribution', () => {
  it('is that of the tables', () => {
    expect(normalBelow(0)).toBeCloseTo(0.5, 6);
    expect(normalBelow(1.6448536)).toBeCloseTo(0.95, 6);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 8);
    expect(normalQuantile(0.9)).toBeCloseTo(1.2815515655, 7);
    expect(normalQuantile(0.975)).toBeCloseTo(1.9599639845, 7);
    expect(normalQuantile(0.99)).toBeCloseTo(2.326347874, 7);
    expect(normalQuantile(1)).toBeCloseTo(3.719016485, 6);
  });
});
