import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, landedCosts } from './landed-cost.ts';

const line = fc.record({
  unitCost: fc.integer({ min: 0, max: 5_000_000 }),
  parts: fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 6 }),
});
const orders = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) =>
  lines.map(({ unitCost, parts }) => ({
    unitCost,
    quantity: parts.reduce((a, b) => a + b, 0),
    allocations: parts.map((quantity) => ({ quantity })),
  })),
);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('landed cost', () => {
  it('neither loses nor makes a minor unit, over lines and over allocations', () => {
    fc.assert(
      fc.property(
        orders,
        fc.integer({ min: 0, max: 90_000_000 }),
        fc.constantFrom('value' as const, 'units' as const),
        (lines, charges, spread) => {
          const landed = landedCosts(lines, charges, spread).map((one) => one!);
          expect(sum(landed.map((one) => one.landed))).toBe(sum(landed.map((one) => one.goods)) + charges);
          for (const one of landed) expect(sum(one.allocations)).toBe(one.landed);
          for (const one of landed) expect(one.landed).toBeGreaterThanOrEqual(one.goods);
        },
      ),
    );
  });

  it('spreads by value, or by units; by units where the goods are free', () => {
    const lines = [
      { unitCost: 900, quantity: 1, allocations: [{ quantity: 1 }] },
      { unitCost: 100, quantity: 1, allocations: [{ quantity: 1 }] },
    ];
    expect(landedCosts(lines, 100, 'value').map((one) => one!.landed)).toEqual([990, 110]);
    expect(landedCosts(lines, 100, 'units').map((one) => one!.landed)).toEqual([950, 150]);
    const free = lines.map((one) => ({ ...one, unitCost: 0 }));
    expect(landedCosts(free, 101, 'value').map((one) => one!.landed)).toEqual([51, 50]);
  });

  it('claims nothing of any line while the value of one is unknown', () => {
    const lines = [
      { unitCost: null, quantity: 1, allocations: [{ quantity: 1 }] },
      { unitCost: 100, quantity: 1, allocations: [{ quantity: 1 }] },
    ];
    expect(landedCosts(lines, 100, 'value')).toEqual([null, null]);
    expect(landedCosts(lines, 100, 'units').map((one) => one?.landed ?? null)).toEqual([null, 150]);
    expect(landedCosts(lines, 0, 'value').map((one) => one?.landed ?? null)).toEqual([null, 100]);
    const [unknown, other] = lines as [(typeof lines)[number], (typeof lines)[number]];
    const none = { ...unknown, quantity: 0, allocations: [{ quantity: 0 }] };
    expect(landedCosts([none, other], 100, 'value').map((one) => one?.landed ?? null)).toEqual([null, 200]);
  });

  it('is converted exactly, also between currencies of other digits', () => {
    expect(convert(10_000, 'EUR', 'GBP', '0.8612')).toBe(8612);
    expect(convert(1_000, 'USD', 'JPY', '151.5')).toBe(1515);
    expect(convert(1_000, 'JPY', 'KWD', '0.00205')).toBe(2050);
    expect(convert(1, 'EUR', 'GBP', '0.5')).toBe(1);
    expect(() => convert(1, 'EUR', 'GBP', 'about two')).toThrow(RangeError);
  });
});
