import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { raisedToValue, type ValuedLine } from './order-value.ts';

const line = (quantity: number, perDay: number, facts = {}) => ({
  quantity,
  perDay,
  packSize: 1,
  unitCost: 100,
  position: 0,
  most: 60 * perDay,
  ...facts,
});

describe('an order below what the supplier asks', () => {
  it('takes more of what would be gone first', () => {
    expect(raisedToValue([line(10, 1), line(10, 5)], 2_500)).toEqual([10, 15]);
  });

  it('stays as it is where it is worth enough', () => {
    expect(raisedToValue([line(10, 1)], 1_000)).toEqual([10]);
  });

  it('grows by whole packs', () => {
    expect(raisedToValue([line(12, 1, { packSize: 12 })], 1_201)).toEqual([24]);
  });

  it('is not reached by stock for longer than wanted, of what costs nothing, or of what does not sell', () => {
    expect(raisedToValue([line(10, 1)], 10_000)).toBeNull();
    expect(raisedToValue([line(10, 1, { unitCost: 0 })], 1)).toBeNull();
    expect(raisedToValue([line(10, 0)], 2_000)).toBeNull();
    expect(raisedToValue([], 1)).toBeNull();
  });

  it('leaves each line its own bound, whatever lasts longer beside it', () => {
    const slow = line(3, 0.01, { most: 3 });
    expect(raisedToValue([line(230, 10, { most: 300 }), slow], 30_000)).toEqual([297, 3]);
    expect(raisedToValue([line(230, 10, { most: 300, position: 40 }), slow], 30_000)).toBeNull();
  });

  it('takes no more than sells before it spoils', () => {
    expect(raisedToValue([line(10, 5, { sellable: 12 }), line(10, 1)], 2_500)).toEqual([12, 13]);
    expect(raisedToValue([line(10, 5, { sellable: 12 })], 2_500)).toBeNull();
  });

  it('comes to what pack by pack comes to, and in no time for a thousand lines', () => {
    const valued = fc.record({
      quantity: fc.integer({ min: 0, max: 60 }),
      packSize: fc.integer({ min: 1, max: 24 }),
      unitCost: fc.integer({ min: 0, max: 900 }),
      position: fc.integer({ min: -20, max: 100 }),
      perDay: fc.oneof(fc.constant(0), fc.double({ min: 0.001, max: 30, noNaN: true })),
      most: fc.double({ min: 0, max: 900, noNaN: true }),
      sellable: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(valued, { maxLength: 6 }), fc.integer({ min: 0, max: 900_000 }), (lines, goal) => {
        expect(raisedToValue(lines, goal)).toEqual(packByPack(lines, goal));
      }),
    );
    const many = Array.from({ length: 1_000 }, (_, at) => line(50, 1 + (at % 100), { position: at % 7 }));
    const started = performance.now();
    const raised = raisedToValue(many, 250_000_000)!;
    expect(raisedToValue(many, 10_000_000_000)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(raised.reduce((sum, units) => sum + units * 100, 0)).toBeCloseTo(250_000_000, -3);
  });
});

function packByPack(lines: readonly ValuedLine[], goal: number): number[] | null {
  const units = lines.map(({ quantity }) => quantity);
  const worth = (): number => lines.reduce((sum, { unitCost }, at) => sum + units[at]! * unitCost, 0);
  while (worth() < goal) {
    const [next] = lines
      .map((one, at) => ({ ...one, at, raised: units[at]! + one.packSize }))
      .filter(({ unitCost, perDay }) => unitCost > 0 && perDay > 0)
      .filter(
        ({ position, raised, most, sellable = raised }) => position + raised <= most && raised <= sellable,
      )
      .sort((a, b) => (a.position + a.raised) / a.perDay - (b.position + b.raised) / b.perDay || b.at - a.at);
    if (!next) return null;
    units[next.at] = next.raised;
  }
  return units;
}
