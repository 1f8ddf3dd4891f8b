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
});
