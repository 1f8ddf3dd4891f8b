import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelInput } from './model.ts';
import { fitAll } from './models.ts';
import { MODEL_NAMES } from './names.ts';

const WEEK = [1.3, 1.1, 1.2, 1.4, 1.2, 0, 0.8];

function input(train: readonly number[], over: Partial<ModelInput> = {}): ModelInput {
  return {
    train,
    horizon: 28,
    frequency: 'D',
    naiveSeason: 7,
    exposure: (index) => WEEK[index % 7]!,
    year: () => 1,
    yearSeason: 1,
    store: (index) => (index < train.length ? 100 * WEEK[index % 7]! : null),
    ...over,
  };
}

const sales = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 100_000 }) },
  ),
  { minLength: 1, maxLength: 200 },
);

describe('every model', () => {
  it('says something finite and not negative of whatever was observed, or nothing', () => {
    fc.assert(
      fc.property(sales, fc.constantFrom('D' as const, 'W' as const, 'M' as const), (train, frequency) => {
        for (const [name, values] of fitAll(input(train, { frequency }))) {
          expect(values, name).toHaveLength(28);
          for (const value of values) {
            expect(Number.isFinite(value), name).toBe(true);
            expect(value, name).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says eight times as much of eight times as much', () => {
    fc.assert(
      fc.property(sales, (train) => {
        const once = fitAll(input(train));
        const eightfold = fitAll(
          input(
            train.map((value) => value * 8),
            { store: (index) => (index < train.length ? 800 * WEEK[index % 7]! : null) },
          ),
        );
        for (const [name, values] of once)
          values.forEach((value, at) => {
            expect(eightfold.get(name)![at]! / 8, name).toBeCloseTo(value, 4);
          });
      }),
      { numRuns: 40 },
    );
  });

  it('carries a level on through the week that the store has', () => {
    const train = Array.from({ length: 140 }, (_, day) => 10 * WEEK[day % 7]!);
    for (const name of MODEL_NAMES) {
      const values = fitAll(input(train), [name]).get(name)!;
      expect(values, name).toHaveLength(28);
      expect(values[5], name).toBeCloseTo(0, 6);
      // A cap on sales takes something off the best days; croston smooths as it goes.
      expect(
        values.slice(0, 7).reduce((a, b) => a + b, 0),
        name,
      ).toBeGreaterThan(60);
      expect(
        values.slice(0, 7).reduce((a, b) => a + b, 0),
        name,
      ).toBeLessThan(73);
    }
  });
});

describe('intermittent models', () => {
  const half = [
    ...new Array(150).fill(0).map((_, day) => (day % 5 === 0 ? 2 : 0)),
    ...new Array(100).fill(0),
  ];
  const flat = { exposure: () => 1 };

  it('forget by time what is no longer sold (TSB), which Croston never does', () => {
    const [croston, tsb] = (['croston', 'tsb'] as const).map(
      (name) => fitAll(input(half, flat), [name]).get(name)![0]!,
    );
    expect(croston).toBeCloseTo(0.4, 1);
    expect(tsb).toBeLessThan(0.01);
  });

  it('expect size by interval, less its bias (SBA)', () => {
    const train = Array.from({ length: 400 }, (_, day) => (day % 4 === 0 ? 6 : 0));
    const fitted = fitAll(input(train, flat), ['croston', 'sba']);
    expect(fitted.get('croston')![0]).toBeCloseTo(1.5, 2);
    expect(fitted.get('sba')![0]).toBeCloseTo(1.5 * 0.95, 2);
  });
});

describe('the share of the store', () => {
  it('follows a store that doubles before the product has shown it', () => {
    const train = Array.from({ length: 100 }, () => 5);
    const store = (index: number) => (index >= 100 ? null : index >= 90 ? 200 : 100);
    const values = fitAll(input(train, { exposure: () => 1, store }), ['share']).get('share')!;
    expect(values[0]).toBeGreaterThan(6);
  });

  it('is no model where the store is not known', () => {
    expect(fitAll(input([1, 2, 3], { store: () => null }), ['share']).has('share')).toBe(false);
  });
});
