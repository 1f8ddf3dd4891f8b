import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transfersBetween } from './transfers.ts';

const gives = (locationId: number, spare: number) => ({ locationId, lacking: 0, spare });
const takes = (locationId: number, lacking: number) => ({ locationId, lacking, spare: 0 });

describe('stock at several locations', () => {
  it('is moved in whole units, no more than is lacking', () => {
    expect(transfersBetween([gives(1, 60.9), takes(2, 24.2)])).toEqual([{ from: 1, to: 2, units: 25 }]);
  });

  it('is taken no further than there is some to spare', () => {
    expect(transfersBetween([gives(1, 5.9), takes(2, 25), gives(3, 0.9)])).toEqual([
      { from: 1, to: 2, units: 5 },
    ]);
  });

  it('helps the one that lacks most, from whoever has most', () => {
    expect(transfersBetween([gives(1, 20), gives(2, 50), takes(3, 60), takes(4, 30)])).toEqual([
      { from: 2, to: 3, units: 50 },
      { from: 1, to: 3, units: 10 },
      { from: 1, to: 4, units: 10 },
    ]);
  });

  it('leaves no giver short, brings no more than is lacking, and is the same in any order of places', () => {
    const units = fc.double({ min: -50, max: 200, noNaN: true });
    const place = fc.record({ lacking: units, spare: units, mixed: fc.nat() });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 8 }), (given) => {
        const places = given.map(({ lacking, spare, mixed }, at) => ({
          locationId: at + 1,
          // One that lacks has nothing to spare.
          lacking: at % 2 ? lacking : 0,
          spare: at % 2 ? 0 : spare,
          mixed,
        }));
        const transfers = transfersBetween(places);
        for (const { locationId, lacking, spare } of places) {
          const sum = (of: 'from' | 'to'): number =>
            transfers.reduce((total, one) => total + (one[of] === locationId ? one.units : 0), 0);
          expect(sum('from')).toBeLessThanOrEqual(Math.max(0, spare));
          expect(sum('to')).toBeLessThan(Math.max(0, lacking) + 1);
        }
        for (const one of transfers) {
          expect(Number.isInteger(one.units) && one.units > 0).toBe(true);
          expect(one.from).not.toBe(one.to);
        }
        expect(transfersBetween([...places].sort((a, b) => a.mixed - b.mixed))).toEqual(transfers);
      }),
    );
  });
});
