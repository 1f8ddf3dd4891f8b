import { describe, expect, it } from 'vitest';
import { balanced } from './transfers.ts';

const at = (locationId: number, position: number, orderUpTo: number, keep = orderUpTo) => ({
  locationId,
  position,
  orderUpTo,
  keep,
});

describe('stock at several locations', () => {
  it('moves before it is bought', () => {
    expect(balanced([at(1, 100, 40), at(2, 5, 30)])).toEqual({
      transfers: [{ from: 1, to: 2, units: 25 }],
      missing: new Map(),
    });
  });

  it('leaves the giver what it needs, and says what must still be bought', () => {
    expect(balanced([at(1, 50, 40, 45), at(2, 5, 30)])).toEqual({
      transfers: [{ from: 1, to: 2, units: 5 }],
      missing: new Map([[2, 20]]),
    });
  });

  it('helps the one that lacks most, from whoever has most', () => {
    const { transfers, missing } = balanced([at(1, 60, 40), at(2, 90, 40), at(3, 0, 60), at(4, 0, 30)]);
    expect(transfers).toEqual([
      { from: 2, to: 3, units: 50 },
      { from: 1, to: 3, units: 10 },
      { from: 1, to: 4, units: 10 },
    ]);
    expect(missing).toEqual(new Map([[4, 20]]));
  });
});
