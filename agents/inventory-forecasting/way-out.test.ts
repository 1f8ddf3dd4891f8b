import { describe, expect, it } from 'vitest';
import { wayOut } from './way-out.ts';

const idle = { available: 200, perDay: 1, wantedDays: 90, price: 2_000, netPerUnit: 2_000, unitCost: 800 };

describe('a way out of stock that nobody needs', () => {
  it('is a price at which it is expected to go in 90 days', () => {
    // 200 in 90 days is 2.22 times the pace: the price times 2.22^(−1/2.6).
    expect(wayOut(idle)).toEqual({ way: 'markdown', price: 1_471, units: 110, days: 90 });
  });

  it('is never a price below cost or below half', () => {
    expect(wayOut({ ...idle, unitCost: 1_600 })).toEqual({ way: 'bundle', units: 110, days: 90 });
    expect(wayOut({ ...idle, available: 2_000 })).toEqual({ way: 'bundle', units: 1_910, days: 90 });
  });

  it('compares with cost what is left of the price without tax', () => {
    const taxed = { ...idle, netPerUnit: 1_600 };
    // 1,471 of 2,000 are 1,177 of 1,600.
    expect(wayOut({ ...taxed, unitCost: 1_176 })).toMatchObject({ way: 'markdown', price: 1_471 });
    expect(wayOut({ ...taxed, unitCost: 1_178 })).toMatchObject({ way: 'bundle' });
    // What it sold for before the price went down says nothing of what is left of this one.
    expect(wayOut({ ...taxed, netPerUnit: 3_000, unitCost: 1_472 })).toMatchObject({ way: 'bundle' });
  });

  it('is not needed where it goes by itself', () => {
    expect(wayOut({ ...idle, available: 60 })).toBeNull();
  });
});
