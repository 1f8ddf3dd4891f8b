import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandSpreads } from './demand-spread.ts';

const every = (days: number, units: number, length = 182): number[] =>
  Array.from({ length }, (_, day) => (day % days === 0 ? units : 0));

describe('how demand adds up over weeks', () => {
  it('tells ones from dozens', () => {
    const [ones, dozens] = demandSpreads([
      { y: every(4, 1), tests: [] },
      { y: every(4, 12), tests: [] },
    ]);
    expect(ones!.dispersion).toBeLessThan(dozens!.dispersion);
    expect(dozens!.dispersion).toBeGreaterThan(5);
  });

  it('takes one large sale for what it is: the others say what is usual', () => {
    const steady = Array.from({ length: 20 }, () => ({ y: every(3, 1), tests: [] }));
    const once = { y: every(400, 50), tests: [] };
    expect(demandSpreads([...steady, once]).at(-1)!.dispersion).toBeLessThan(2);
  });

  it('trusts the long run as far as it would have done better, and never wholly nor not at all', () => {
    const y = new Array<number>(200).fill(2);
    const test = (forecast: number) => ({ origin: 172, periods: 28, actual: 56, forecast });
    const share = (forecast: number) => demandSpreads([{ y, tests: [test(forecast)] }])[0]!.longRunShare;
    expect(share(20)).toBe(0.75);
    const falling = [...new Array<number>(172).fill(4), ...new Array<number>(28).fill(1)];
    const right = { origin: 172, periods: 28, actual: 28, forecast: 28 };
    expect(demandSpreads([{ y: falling, tests: [right] }])[0]!.longRunShare).toBe(0.25);
  });

  it('leaves days out on which demand could not show', () => {
    const y = [...new Array<number>(91).fill(3), ...new Array<null>(40).fill(null)];
    expect(demandSpreads([{ y, tests: [] }])[0]).toMatchObject({ longRunPerDay: 3, dispersion: 1 });
  });

  it('knows no NaN, whatever was sold', () => {
    const sold = fc.array(fc.option(fc.nat(500), { nil: null }), { maxLength: 250 });
    fc.assert(
      fc.property(fc.array(sold, { maxLength: 5 }), (many) => {
        const tests = [{ origin: 100, periods: 28, actual: 3, forecast: 1.5 }];
        for (const one of demandSpreads(many.map((y) => ({ y, tests })))) {
          expect(one.dispersion).toBeGreaterThanOrEqual(1);
          expect(Number.isFinite(one.dispersion + one.longRunPerDay)).toBe(true);
          expect(one.longRunShare).toBeGreaterThanOrEqual(0.25);
          expect(one.longRunShare).toBeLessThanOrEqual(0.75);
        }
      }),
    );
  });
});
