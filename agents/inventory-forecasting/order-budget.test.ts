import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withinBudget } from './order-budget.ts';

const line = (quantity: number, unitCost: number, atRisk: number, facts = {}) => ({
  quantity,
  unitCost,
  atRisk,
  packSize: 1,
  minimumUnits: 0,
  ...facts,
});

describe('a budget', () => {
  it('goes where it saves most for the money', () => {
    expect(withinBudget([line(10, 100, 500), line(10, 100, 2_000)], 1_500)).toEqual([5, 10]);
  });

  it('buys whole packs, and no less than the supplier sells', () => {
    expect(withinBudget([line(24, 100, 500, { packSize: 12 })], 1_500)).toEqual([12]);
    expect(withinBudget([line(24, 100, 500, { minimumUnits: 20 })], 1_500)).toEqual([0]);
  });

  it('is never overdrawn, and never buys more than was asked', () => {
    const lines = fc.array(
      fc
        .tuple(fc.nat(50), fc.nat(500), fc.nat(9_999), fc.integer({ min: 1, max: 12 }))
        .map(([packs, cost, risk, packSize]) => line(packs * packSize, cost, risk, { packSize })),
    );
    fc.assert(
      fc.property(lines, fc.nat(100_000), (all, budget) => {
        const bought = withinBudget(all, budget);
        expect(
          bought.reduce((sum, units, index) => sum + units * all[index]!.unitCost, 0),
        ).toBeLessThanOrEqual(budget);
        for (const [index, units] of bought.entries()) {
          expect(units).toBeLessThanOrEqual(all[index]!.quantity);
          expect(units % all[index]!.packSize).toBe(0);
        }
      }),
    );
  });
});
