import { describe, expect, it } from 'vitest';
import { choose, combined, lossOf, scaleOf } from './choice.ts';
import type { ModelName } from './models/names.ts';

const losses = (of: Partial<Record<ModelName, number>>): Map<ModelName, number> =>
  new Map(Object.entries(of) as [ModelName, number][]);
const together = { most: 2, within: 1.2 };

describe('lossOf', () => {
  const scale = scaleOf([0, 2, 0, 2, 0, 2], 2);

  it('is scaled by the naive errors of the past', () => {
    expect(scale.squared).toBe(2);
    expect(lossOf([3], [1], scale, 'sparse')).toBe(1);
  });

  it('is unknown where nothing scales or nothing came', () => {
    expect(lossOf([3], [1], scale, 'steady')).toBeNaN();
    expect(lossOf([Number.NaN], [1], scale, 'sparse')).toBeNaN();
  });
});

describe('choose', () => {
  const own = losses({ 'seasonal-naive': 1, level: 0.5, theta: 0.9, ets: 0.6 });
  const loss = { 'seasonal-naive': 1, level: 0.9, theta: 0.5, ets: 0.55 };

  it('goes by the record where a series’ own tests do not count, by them where there is no record', () => {
    expect(choose(own, { loss, ownWeight: 0, together })).toEqual(['theta', 'ets']);
    expect(choose(own, undefined)).toEqual(['level']);
  });

  it('leaves out what the record has not tried on all', () => {
    expect(choose(own, { loss: { level: 0.9, 'seasonal-naive': 1 }, ownWeight: 1, together })).toEqual([
      'level',
    ]);
  });

  it('keeps naive as the floor', () => {
    expect(choose(losses({ 'seasonal-naive': 0.5, level: 0.6, ets: 0.7 }), undefined)).toEqual([
      'seasonal-naive',
    ]);
    expect(choose(losses({ 'seasonal-naive': 0.5, level: 0.54 }), undefined)).toEqual(['level']);
    expect(choose(losses({}), undefined)).toEqual(['level']);
  });
});

describe('combined', () => {
  const fitted = new Map<ModelName, number[]>([
    ['level', [1, 9]],
    ['theta', [2, 1]],
    ['ets', [30, 2]],
  ]);

  it('is the median of three, the mean of two, period by period', () => {
    expect(combined(fitted, ['level', 'theta', 'ets'])).toEqual([2, 2]);
    expect(combined(fitted, ['level', 'theta'])).toEqual([1.5, 5]);
  });

  it('does without what could not be fitted', () => {
    expect(combined(fitted, ['tsb', 'theta'])).toEqual([2, 1]);
    expect(combined(fitted, ['tsb'])).toEqual([1, 9]);
  });
});
