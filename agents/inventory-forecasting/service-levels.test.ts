import { describe, expect, it } from 'vitest';
import { salesClasses, serviceLevelFor } from './service-levels.ts';

describe('service levels by class and margin', () => {
  it('calls A what makes four fifths of the sales, and C what does not sell', () => {
    expect(salesClasses([10, 700, 0, 150, 100, 40])).toEqual(['C', 'A', 'C', 'A', 'B', 'C']);
    expect(salesClasses([])).toEqual([]);
    expect(salesClasses([0, -5])).toEqual(['C', 'C']);
  });

  it('holds more of what sells more', () => {
    const unit = { netPerUnit: 2_000, unitCost: 800 };
    const levels = (['A', 'B', 'C'] as const).map((one) => serviceLevelFor(one, unit, 7));
    expect(levels).toEqual([0.97, 0.95, 0.9]);
  });

  it('holds less of what brings hardly anything, never less than half', () => {
    const poor = serviceLevelFor('A', { netPerUnit: 1_010, unitCost: 1_000 }, 30);
    expect(poor).toBeGreaterThanOrEqual(0.5);
    expect(poor).toBeLessThan(0.9);
    expect(serviceLevelFor('A', { netPerUnit: 500, unitCost: 1_000 }, 7)).toBe(0.5);
  });

  it('goes by the class where nobody knows the cost', () => {
    expect(serviceLevelFor('B', { netPerUnit: 500, unitCost: null }, 7)).toBe(0.95);
  });
});
