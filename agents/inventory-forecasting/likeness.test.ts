import { describe, expect, it } from 'vitest';
import type { VariantFact } from '../../shared/agent.ts';
import type { VariantDemand } from './demand-series.ts';
import { likenessOf } from './likeness.ts';
import { variant } from './testing/sample-store.ts';

function sold(variantId: number, days: number, ...week: number[]): [number, VariantDemand] {
  const y = Array.from({ length: days }, (_, index) => week[index % week.length]!);
  const demand = {
    variantId,
    start: 0,
    y,
    units: 0,
    bulkUnits: 0,
    fromBundles: 0,
    restockRate: 0,
    daysOut: 0,
  };
  return [variantId, { ...demand, lastSale: null }];
}

const tea = (id: number, facts: Partial<VariantFact> = {}) => variant(id, { productType: 'Tea', ...facts });
const young = tea(1, { productId: 9 });

describe('what a young variant is like', () => {
  it('is its product’s other variants, by their means and how far apart they are', () => {
    const others = [tea(2, { productId: 9 }), tea(3, { productId: 9 }), tea(4)];
    const demands = new Map([sold(1, 5, 1), sold(2, 60, 2, 4), sold(3, 60, 5), sold(4, 60, 90)]);
    const found = likenessOf([young, ...others], demands);
    expect([...found.keys()]).toEqual([1]);
    expect(found.get(1)).toMatchObject({ mean: 4, between: 2, products: 2, what: 'other variants of it' });
    expect(found.get(1)!.within).toBeCloseTo(56 / 55 / 2, 9);
  });

  it('is its type and vendor, then its type, then the store, where there are enough of them', () => {
    const group = (facts: Partial<VariantFact>) => {
      const variants = [young, ...Array.from({ length: 12 }, (_, index) => tea(10 + index, facts))];
      const demands = new Map([
        sold(1, 5, 1),
        ...variants.slice(1).map(({ variantId }) => sold(variantId, 60, 1)),
      ]);
      return likenessOf(variants, demands).get(1)!.what;
    };
    expect(group({})).toBe('variants of its type and vendor');
    expect(group({ vendor: 'Else' })).toBe('variants of its type');
    expect(group({ productType: 'Mugs' })).toBe('variants of the store');
  });

  it('is nothing where the others are as young, or sell nothing', () => {
    const variants = [young, tea(2, { productId: 9 }), tea(3, { productId: 9 })];
    expect(likenessOf(variants, new Map([sold(1, 5, 1), sold(2, 30, 1), sold(3, 30, 1)])).size).toBe(0);
    expect(likenessOf(variants, new Map([sold(1, 5, 1), sold(2, 60, 0), sold(3, 60, 0)])).size).toBe(0);
  });
});
