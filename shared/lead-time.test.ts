import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradicts, learnedLeadTime, learnedSpread, observedLeadTime } from './lead-time.ts';

const GUESS = { meanDays: 14, sdDays: 4 };
const learned = (spans: number[]) => {
  const observed = observedLeadTime(spans);
  return observed && learnedLeadTime(observed, GUESS);
};

describe('a lead time learned from deliveries', () => {
  it('takes the guess for two deliveries, so that the first moves it and a handful decide', () => {
    expect(learned([20])!.meanDays).toBeCloseTo((2 * 14 + 20) / 3);
    expect(learned([20, 20, 20, 20])!.meanDays).toBeCloseTo((2 * 14 + 4 * 20) / 6);
    expect(learned(Array(18).fill(20))!.meanDays).toBeCloseTo(19.4);
  });

  it('counts as spread what is still to be learned of lateness, and nothing of a delivery that came early', () => {
    const slow = learned(Array(4).fill(60))!;
    expect(slow.meanDays + slow.sdDays).toBeGreaterThan(55);
    expect(learned([3])!.sdDays).toBe(4);
    expect(learned(Array(10).fill(3))!.sdDays).toBeLessThan(2);
  });

  it('knows nothing from spans that nobody believes: entered afterwards, forgotten, or far from all others', () => {
    expect(observedLeadTime([])).toBeNull();
    expect(observedLeadTime([0, 0.01, 900])).toBeNull();
    expect(observedLeadTime([10, 11, 9, 300, 10, 0])).toMatchObject({ deliveries: 4, meanDays: 10 });
    expect(observedLeadTime([10, 11, 9, 16, 10])).toMatchObject({ deliveries: 5 });
    // Two that differ are both believed: there is no telling which is odd.
    expect(observedLeadTime([5, 200])).toMatchObject({ deliveries: 2 });
  });

  it('looks at the newest twenty', () => {
    expect(observedLeadTime([...Array(20).fill(10), ...Array(30).fill(12)])).toMatchObject({
      deliveries: 20,
      meanDays: 10,
    });
  });

  it('contradicts what was told only with three deliveries, by a day, and by more than chance', () => {
    const of = (spans: number[], told: number) => contradicts(observedLeadTime(spans)!, told);
    expect(of([20, 20], 10)).toBe(false);
    expect(of([20, 20, 21], 10)).toBe(true);
    expect(of([10.4, 10.4, 10.4], 10)).toBe(false);
    expect(of([8, 14, 20], 11)).toBe(false);
  });

  const spans = fc.array(fc.double({ min: 0.5, max: 365, noNaN: true }), { minLength: 1, maxLength: 40 });
  const guesses = fc.record({
    meanDays: fc.double({ min: 0, max: 365, noNaN: true }),
    sdDays: fc.double({ min: 0, max: 100, noNaN: true }),
  });

  it('lies between guess and observed, with a spread that is a number and not below none', () => {
    fc.assert(
      fc.property(spans, guesses, (days, guess) => {
        const observed = observedLeadTime(days)!;
        const { meanDays, sdDays } = learnedLeadTime(observed, guess);
        const [low, high] = [guess.meanDays, observed.meanDays].sort((a, b) => a - b);
        expect(meanDays).toBeGreaterThanOrEqual(low! - 1e-9);
        expect(meanDays).toBeLessThanOrEqual(high! + 1e-9);
        expect(sdDays).toBeGreaterThanOrEqual(learnedSpread(observed, guess.sdDays) - 1e-9);
        expect(Number.isFinite(sdDays)).toBe(true);
      }),
    );
  });

  it('does not depend on the order of so few, and grows with every delivery that takes longer', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 5, max: 7, noNaN: true }), { minLength: 1, maxLength: 15 }),
        guesses,
        (days, guess) => {
          const of = (all: number[]) => learnedLeadTime(observedLeadTime(all)!, guess);
          const backwards = of([...days].reverse());
          expect(backwards.meanDays).toBeCloseTo(of(days).meanDays, 9);
          expect(backwards.sdDays).toBeCloseTo(of(days).sdDays, 9);
          const later = days.map((one) => one + 1);
          expect(of(later).meanDays).toBeGreaterThan(of(days).meanDays);
          expect(of(later).sdDays).toBeGreaterThanOrEqual(of(days).sdDays - 1e-9);
        },
      ),
    );
  });

  it('says the same in any unit of time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 4, max: 40, noNaN: true }), { minLength: 1, maxLength: 20 }),
        guesses,
        fc.double({ min: 0.5, max: 5, noNaN: true }),
        (days, guess, unit) => {
          const one = learnedLeadTime(observedLeadTime(days)!, guess);
          const scaled = learnedLeadTime(observedLeadTime(days.map((span) => span * unit))!, {
            meanDays: guess.meanDays * unit,
            sdDays: guess.sdDays * unit,
          });
          expect(scaled.meanDays).toBeCloseTo(one.meanDays * unit, 6);
          expect(scaled.sdDays).toBeCloseTo(one.sdDays * unit, 6);
        },
      ),
    );
  });
});
