import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { salesClasses, serviceLevelFor, serviceTerms, whyServiceLevel } from './service-levels.ts';
import { TERMS } from './testing/sample-store.ts';

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
  it('stands where no one set a level, is no default then, and is explained', () => {
    const open = { ...TERMS, defaults: ['leadTimeDays', 'serviceLevel'] };
    const unit = { salesClass: 'A' as const, netPerUnit: 2_000, unitCost: 800 };
    const terms = serviceTerms(open, unit);
    expect(terms).toMatchObject({ serviceLevel: 0.97, salesClass: 'A', defaults: ['leadTimeDays'] });
    expect(whyServiceLevel(terms)).toBe('class A, since it is among what brings most of the sales');
    expect(whyServiceLevel(serviceTerms(open, { ...unit, netPerUnit: 801 }))).toMatch(/earns little/);
    expect(serviceTerms(TERMS, unit)).toEqual(TERMS);
    expect(serviceTerms(open, { ...unit, salesClass: null })).toEqual(open);
    expect(whyServiceLevel(TERMS)).toBe('');
  });

  it('is a chance, and never less of what earns more or sells better', () => {
    const money = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(
        money,
        money,
        money,
        fc.double({ min: 0, max: 365, noNaN: true }),
        (a, b, unitCost, days) => {
          const [less, more] = [Math.min(a, b), Math.max(a, b)];
          const of = (one: 'A' | 'B' | 'C', netPerUnit: number) =>
            serviceLevelFor(one, { netPerUnit, unitCost }, days);
          expect(of('B', more)).toBeGreaterThanOrEqual(of('B', less));
          expect(of('A', less)).toBeGreaterThanOrEqual(of('B', less));
          expect(of('B', less)).toBeGreaterThanOrEqual(of('C', less));
          expect(of('C', less)).toBeGreaterThanOrEqual(0.5);
          expect(of('A', more)).toBeLessThan(1);
        },
      ),
    );
  });

  it('classes are the same in any currency, and what sells more is in no lower one', () => {
    const sales = fc.array(fc.integer({ min: -1_000, max: 1_000_000 }), { maxLength: 50 });
    fc.assert(
      fc.property(sales, fc.integer({ min: 1, max: 1_000 }), (net, rate) => {
        const classes = salesClasses(net);
        expect(salesClasses(net.map((one) => one * rate))).toEqual(classes);
        const inOrder = net.map((one, index) => ({ one, of: classes[index]! }));
        inOrder.sort((x, y) => y.one - x.one || (x.of < y.of ? -1 : 1));
        expect(inOrder.map(({ of }) => of)).toEqual(inOrder.map(({ of }) => of).sort());
      }),
    );
  });
});
