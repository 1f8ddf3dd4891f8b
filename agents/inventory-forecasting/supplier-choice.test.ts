import { describe, expect, it } from 'vitest';
import { rankOffers } from './supplier-choice.ts';
import { TERMS, TODAY } from './testing/sample-store.ts';

const OUTLOOK = {
  mean: new Array<number>(60).fill(2),
  low: new Array<number>(60).fill(0),
  high: new Array<number>(60).fill(5),
  restockRate: 0,
  spread: { dispersion: 4, longRunPerDay: 2, longRunShare: 0.5 },
};
const STANDING = { salesClass: null, netPerUnit: 2_000 };
const offer = (supplier: string, landedCost: number, facts = {}) => ({
  terms: { ...TERMS, supplier, ...facts },
  landedCost,
});
const first = (...offers: ReturnType<typeof offer>[]) =>
  rankOffers(offers, OUTLOOK, STANDING, TODAY)[0]!.offer.terms.supplier;

describe('the choice between suppliers', () => {
  it('takes the near one where the far one is hardly cheaper', () => {
    const near = offer('near', 1_000, { leadTimeDays: 5 });
    expect(first(offer('far', 990, { leadTimeDays: 60, leadTimeSdDays: 15 }), near)).toBe('near');
    expect(first(offer('far', 700, { leadTimeDays: 60, leadTimeSdDays: 15 }), near)).toBe('far');
  });

  it('counts a minimum that must be held', () => {
    expect(first(offer('bulk', 990, { minimumUnits: 2_000 }), offer('small', 1_000))).toBe('small');
  });

  it('reckons with the same sales for all, also where they rise', () => {
    const rising = { ...OUTLOOK, mean: OUTLOOK.mean.map((_, day) => day / 10) };
    const ranked = rankOffers(
      [offer('soon', 1_000, { leadTimeDays: 3 }), offer('late', 1_000, { leadTimeDays: 40 })],
      rising,
      STANDING,
      TODAY,
    );
    expect(ranked.map((one) => one.offer.terms.supplier)).toEqual(['soon', 'late']);
    expect(ranked[1]!.yearly / ranked[0]!.yearly).toBeLessThan(1.1);
  });

  it('leaves out one whose least order would spoil unsold', () => {
    const keeps = { shelfLifeDays: 5 };
    const bulk = offer('bulk', 600, { ...keeps, minimumUnits: 500 });
    expect(rankOffers([bulk, offer('small', 800, keeps)], OUTLOOK, STANDING, TODAY)).toMatchObject([
      { offer: { terms: { supplier: 'small' } } },
    ]);
  });

  it('takes the sooner of equals', () => {
    const idle = { ...OUTLOOK, mean: [0], spread: { dispersion: 1, longRunPerDay: 0, longRunShare: 0.5 } };
    const ranked = rankOffers([offer('a', 10), offer('b', 10, { leadTimeDays: 3 })], idle, STANDING, TODAY);
    expect(ranked.map((one) => one.offer.terms.supplier)).toEqual(['b', 'a']);
  });
});
