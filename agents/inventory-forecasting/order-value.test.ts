import { describe, expect, it } from 'vitest';
import { raisedToValue } from './order-value.ts';

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
});
