import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DailyOutlook } from '../../shared/stock.ts';
import { adviseStock, toPacks } from './stock-policy.ts';
import { TERMS, TODAY } from './testing/sample-store.ts';

function flat(perDay: number, spread = 0, restockRate = 0): DailyOutlook {
  const fill = (value: number) => new Array<number>(60).fill(Math.max(0, value));
  return { mean: fill(perDay), low: fill(perDay - spread), high: fill(perDay + spread), restockRate };
}

describe('stock policy', () => {
  it('holds what is enough until the next order is here, in 95 of 100 cases', () => {
    const outlook = { ...flat(20), spread: { dispersion: 8, longRunPerDay: 0, longRunShare: 0 } };
    const advice = adviseStock({ available: 50, incoming: 0 }, outlook, TERMS, TODAY);
    expect(advice.perDay).toBeCloseTo(20, 9);
    expect(advice.leadTimeDemand).toBeCloseTo(280, 9);
    // Within a fiftieth of the normal at 420 units; the negative binomial leans to the right.
    expect(advice.orderUpTo).toBeGreaterThan(420 + 1.6448536 * Math.sqrt(8 * 420));
    expect(advice.orderUpTo).toBeLessThan((420 + 1.6448536 * Math.sqrt(8 * 420)) * 1.02);
    expect(advice.safetyStock).toBeCloseTo(advice.orderUpTo - 420, 9);
    expect(advice.reorderPoint).toBeCloseTo(advice.orderUpTo - 70, 9);
    expect(advice.quantity).toBe(Math.ceil(advice.orderUpTo - 50));
    expect(advice.daysOfCover).toBeCloseTo(2.5, 9);
    expect(advice.orderBy).toBe(TODAY);
  });

  it('reads a band where nobody reckoned how demand adds up', () => {
    const sigma = 8;
    const advice = adviseStock({ available: 0, incoming: 0 }, flat(20, sigma * 1.2815515655), TERMS, TODAY);
    expect(advice.safetyStock / (1.6448536 * sigma * Math.sqrt(21))).toBeCloseTo(1, 1);
  });

  it('keeps more of what sells in lumps, and none of it for what never sells', () => {
    const lumpy = (dispersion: number, perDay = 0.05) =>
      adviseStock(
        { available: 0, incoming: 0 },
        { ...flat(perDay), spread: { dispersion, longRunPerDay: 0, longRunShare: 0 } },
        TERMS,
        TODAY,
      );
    expect(lumpy(12).safetyStock).toBeGreaterThan(2 * lumpy(1).safetyStock);
    expect(lumpy(12, 0)).toMatchObject({ safetyStock: 0, quantity: 0 });
  });

  it('expects the long run in the share that did best', () => {
    const outlook = { ...flat(20), spread: { dispersion: 1, longRunPerDay: 10, longRunShare: 0.25 } };
    expect(adviseStock({ available: 0, incoming: 0 }, outlook, TERMS, TODAY).perDay).toBeCloseTo(17.5, 9);
  });

  it('adds the spread of the lead time', () => {
    const steadyLead = adviseStock({ available: 0, incoming: 0 }, flat(20, 10), TERMS, TODAY);
    const unsure = adviseStock(
      { available: 0, incoming: 0 },
      flat(20, 10),
      { ...TERMS, leadTimeSdDays: 3 },
      TODAY,
    );
    const added = unsure.safetyStock ** 2 - steadyLead.safetyStock ** 2;
    // As of a normal, and a little more for the tail.
    expect(added / (1.6448536269 * 20 * 3) ** 2).toBeGreaterThan(1);
    expect(added / (1.6448536269 * 20 * 3) ** 2).toBeLessThan(1.2);
  });

  it('orders nothing above the reorder point and counts what is on its way', () => {
    const need = adviseStock({ available: 50, incoming: 0 }, flat(20), TERMS, TODAY);
    expect(need.quantity).toBeGreaterThan(0);
    const coming = adviseStock({ available: 50, incoming: 500 }, flat(20), TERMS, TODAY);
    expect(coming.quantity).toBe(0);
    expect(coming.daysOfCover).toBeCloseTo(2.5, 9);
    // An order of today would be there no later.
    expect(coming).toMatchObject({ outBeforeArrival: true, daysOfPosition: coming.daysOfCover });
  });

  it('counts what is on its way from when it is due', () => {
    const dueIn = (...due: [days: number, units: number][]) =>
      adviseStock(
        {
          available: 50,
          incoming: 500,
          due: due.map(([days, units]) => ({ on: TODAY + days, units })),
        },
        flat(20),
        TERMS,
        TODAY,
      );
    expect(dueIn([2, 500])).toMatchObject({ outBeforeArrival: false, daysOfPosition: 27.5 });
    expect(dueIn([3, 500])).toMatchObject({ outBeforeArrival: true, daysOfPosition: 2.5 });
    // Three days more, and the others in time for nothing.
    expect(dueIn([2, 60])).toMatchObject({ outBeforeArrival: true, daysOfPosition: 5.5 });
    expect(dueIn([20, 200], [1, 300])).toMatchObject({ outBeforeArrival: true, daysOfPosition: 17.5 });
    // No more than is on its way.
    expect(dueIn([1, 9_000])).toMatchObject({ outBeforeArrival: false, daysOfPosition: 27.5 });
    expect([dueIn([2, 500]).quantity, dueIn([20, 500]).quantity]).toEqual([0, 0]);
  });

  it('says by when to order: lead time before the safety stock is touched', () => {
    const advice = adviseStock({ available: 1000, incoming: 0 }, flat(20), TERMS, TODAY);
    expect(advice.orderBy).toBe(TODAY + Math.floor((1000 - advice.safetyStock) / 20 - 14));
  });

  it('needs less where goods come back to stock', () => {
    const all = adviseStock({ available: 0, incoming: 0 }, flat(20), TERMS, TODAY);
    const some = adviseStock({ available: 0, incoming: 0 }, flat(20, 0, 0.25), TERMS, TODAY);
    expect(some.perDay).toBeCloseTo(15, 9);
    expect(some.quantity).toBeLessThan(all.quantity);
  });

  it('orders back what was sold beyond stock', () => {
    const level = adviseStock({ available: 0, incoming: 0 }, flat(2), TERMS, TODAY);
    const owed = adviseStock({ available: -7, incoming: 0 }, flat(2), TERMS, TODAY);
    expect(owed.quantity).toBe(level.quantity + 7);
    expect(owed.daysOfCover).toBe(0);
  });

  it('asks nothing where nothing is needed', () => {
    const advice = adviseStock({ available: 5, incoming: 0 }, flat(0), TERMS, TODAY);
    expect(advice).toMatchObject({ quantity: 0, daysOfCover: null, safetyStock: 0 });
    expect(advice.lostUnits).toEqual({ low: 0, mid: 0, high: 0 });
  });

  it('rounds up to packs and the minimum', () => {
    expect(toPacks(13, { packSize: 12, minimumUnits: 0 })).toBe(24);
    expect(toPacks(12, { packSize: 12, minimumUnits: 0 })).toBe(12);
    expect(toPacks(3, { packSize: 12, minimumUnits: 50 })).toBe(60);
    expect(toPacks(0, { packSize: 12, minimumUnits: 50 })).toBe(0);
    expect(toPacks(2.2, { packSize: 1, minimumUnits: 0 })).toBe(3);
  });

  it('orders no more than an order takes, in whole packs', () => {
    expect(toPacks(3_000_000, { packSize: 1, minimumUnits: 0 })).toBe(1_000_000);
    expect(toPacks(13_000, { packSize: 600_000, minimumUnits: 1_000_000 })).toBe(600_000);
    const { quantity } = adviseStock(
      { available: 0, incoming: 0 },
      flat(100_000),
      { ...TERMS, packSize: 144 },
      TODAY,
    );
    expect(quantity).toBe(6_944 * 144);
  });

  it('holds its shape for any demand and terms', () => {
    // In hundredths: no store counts its days in 1e-323.
    const days = (most: number) =>
      fc.integer({ min: 0, max: most * 100 }).map((hundredths) => hundredths / 100);
    const demand = fc.array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(
        demand,
        fc.integer({ min: -50, max: 5000 }),
        fc.integer({ min: 0, max: 5000 }),
        fc.record({
          leadTimeDays: days(120),
          leadTimeSdDays: days(20),
          reviewDays: days(30),
          packSize: fc.integer({ min: 1, max: 48 }),
          minimumUnits: fc.integer({ min: 0, max: 100 }),
          serviceLevel: fc.double({ min: 0.5, max: 1, noNaN: true }),
        }),
        (mean, available, incoming, terms) => {
          const outlook = {
            mean,
            low: mean.map((v) => v / 2),
            high: mean.map((v) => v * 2),
            restockRate: 0.1,
          };
          const advice = adviseStock({ available, incoming }, outlook, { ...TERMS, ...terms }, TODAY);
          const { perDay, safetyStock, reorderPoint, orderUpTo, quantity, orderBy, lostUnits } = advice;
          for (const value of [
            perDay,
            safetyStock,
            reorderPoint,
            orderUpTo,
            quantity,
            orderBy,
            ...Object.values(lostUnits),
          ]) {
            expect(Number.isFinite(value)).toBe(true);
            expect(value).toBeGreaterThanOrEqual(0);
          }
          expect(Number.isInteger(quantity)).toBe(true);
          expect(quantity % terms.packSize).toBe(0);
          expect(orderUpTo).toBeGreaterThanOrEqual(reorderPoint);
          expect(lostUnits.low).toBeLessThanOrEqual(lostUnits.mid);
          expect(lostUnits.mid).toBeLessThanOrEqual(lostUnits.high);
          expect(lostUnits.high).toBeLessThanOrEqual(quantity);
          if (quantity > 0) {
            expect(available + incoming).toBeLessThan(reorderPoint);
            expect(available + incoming + quantity).toBeGreaterThanOrEqual(orderUpTo - 1e-6);
          }
        },
      ),
    );
  });
});
