import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeStock, planStock } from './stock-plan.ts';
import { TERMS, TODAY } from './testing/sample-store.ts';

const flat = (perDay: number, spread: number) => ({
  mean: new Array<number>(60).fill(perDay),
  low: new Array<number>(60).fill(Math.max(0, perDay - spread)),
  high: new Array<number>(60).fill(perDay + spread),
  restockRate: 0,
  dead: false,
});
const sellers = fc.record({
  perDay: fc.double({ min: 0.05, max: 50, noNaN: true }),
  spread: fc.double({ min: 0, max: 40, noNaN: true }),
  available: fc.integer({ min: -20, max: 3000 }),
  incoming: fc.integer({ min: 0, max: 500 }),
});

describe('a plan', () => {
  it('has days left within their range, chances between 0 and 1, and never a state against the advice', () => {
    fc.assert(
      fc.property(sellers, ({ perDay, spread, available, incoming }) => {
        const outlook = flat(perDay, spread);
        const { advice, daysOfCoverRange, state } = judgeStock(
          { available, incoming },
          outlook,
          TERMS,
          TODAY,
        );
        const days = advice.daysOfCover ?? Number.POSITIVE_INFINITY;
        expect(daysOfCoverRange.low ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(days + 0.02);
        expect(daysOfCoverRange.high ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(days - 0.02);
        expect(state === 'order_now').toBe(available > 0 && advice.quantity > 0);
        const plan = planStock({ available, incoming }, outlook, TERMS, TODAY);
        for (const risk of [plan.riskBeforeDelivery, plan.riskPerCycle]) {
          expect(risk).toBeGreaterThanOrEqual(0);
          expect(risk).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('binds more stock and risks less the higher the service level', () => {
    const at = (serviceLevel: number) =>
      planStock({ available: 80, incoming: 0 }, flat(4, 3), { ...TERMS, serviceLevel }, TODAY);
    expect(at(0.99).averageStock).toBeGreaterThan(at(0.9).averageStock);
    expect(at(0.9).riskPerCycle).toBeCloseTo(0.1, 4);
    expect(at(0.99).riskPerCycle).toBeCloseTo(0.01, 4);
  });
});
