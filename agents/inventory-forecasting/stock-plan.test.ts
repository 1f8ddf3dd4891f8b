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

  it('calls nothing fine that runs out before all that is on its way is sure to come', () => {
    const arrivals = fc.array(
      fc.record({
        on: fc.integer({ min: TODAY, max: TODAY + 40 }),
        units: fc.integer({ min: 1, max: 200 }),
      }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(sellers, arrivals, ({ perDay, spread, available, incoming }, due) => {
        const { state, advice, late } = judgeStock(
          { available, incoming, due },
          flat(perDay, spread),
          TERMS,
          TODAY,
        );
        let [left, toCome, gap] = [available, incoming, false];
        for (let day = 0; day < 41; day += 1) {
          const on = due.filter((one) => one.on === TODAY + day).reduce((sum, one) => sum + one.units, 0);
          const units = Math.min(day === TERMS.leadTimeDays ? toCome : on, toCome);
          if (units > 0 && left < -1e-6) gap = true;
          left += units;
          toCome -= units;
          left -= perDay;
        }
        if (gap) expect(['out', 'order_now', 'out_first']).toContain(state);
        if (state === 'out_first') expect(advice).toMatchObject({ quantity: 0, outBeforeArrival: true });
        expect(late).toBe((advice.daysOfPosition ?? Number.POSITIVE_INFINITY) < TERMS.leadTimeDays);
        expect(advice.daysOfPosition ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(
          advice.daysOfCover ?? 0,
        );
      }),
    );
  });

  it('risks no less before the delivery for units that nobody dates', () => {
    const risk = (due?: { on: number; units: number }[]) =>
      planStock({ available: 12, incoming: 200, due }, flat(4, 3), TERMS, TODAY).riskBeforeDelivery;
    expect(risk()).toBeGreaterThan(0.99);
    expect(risk([{ on: TODAY + 2, units: 200 }])).toBeLessThan(0.01);
  });

  it('binds more stock and risks less the higher the service level', () => {
    const at = (serviceLevel: number) =>
      planStock({ available: 80, incoming: 0 }, flat(4, 3), { ...TERMS, serviceLevel }, TODAY);
    expect(at(0.99).averageStock).toBeGreaterThan(at(0.9).averageStock);
    expect(at(0.9).riskPerCycle).toBeCloseTo(0.1, 4);
    expect(at(0.99).riskPerCycle).toBeCloseTo(0.01, 4);
  });
});
