import { describe, expect, it } from 'vitest';
import { chartScales } from './chart-scales.ts';

const FRAME = { width: 600, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const days = (values: readonly number[]) =>
  values.map((value, index) => ({ date: `2026-11-${String(index + 1).padStart(2, '0')}`, value }));
const marks = (values: readonly number[]): number[] => chartScales(FRAME, days(values), [], []).yTicks;

describe('the marks of a chart', () => {
  it('of what is counted are whole', () => {
    expect(marks([0, 1, 0])).toEqual([0, 1]);
    expect(marks([0, 2, 1])).toEqual([0, 1, 2]);
    expect(marks([0, 3, 12])).toEqual([0, 2, 4, 6, 8, 10, 12]);
  });

  it('of what is measured are not', () => {
    expect(marks([0, 0.4, 0.9]).some((mark) => !Number.isInteger(mark))).toBe(true);
  });

  it('go below zero where the figures do', () => {
    const { y, yTicks } = chartScales(FRAME, days([800, -410]), [], []);
    expect(yTicks).toContain(-500);
    expect(y.domain()[0]).toBeLessThanOrEqual(-410);
  });
});
