import { describe, expect, it } from 'vitest';
import { pricesPaid } from './prices-paid.ts';

const paid = (...prices: number[]) => pricesPaid(new Map(prices.map((price, day) => [day, price])));

describe('what units brought', () => {
  it('marks days on which they brought a tenth less than before and after', () => {
    expect(paid(10, 10, 10, 8, 8, 10, 10, 10)).toEqual({ promotionDays: [3, 4], priceSince: null });
    expect(paid(10, 10, 10, 9.5, 10, 10, 10)).toEqual({ promotionDays: [], priceSince: null });
  });

  it('tells a price that stays from a promotion', () => {
    expect(paid(10, 10, 10, 10, 10, 8, 8, 8, 8, 8, 8)).toEqual({ promotionDays: [], priceSince: 5 });
    expect(paid(10, 10, 10, 10, 10, 12, 12, 8.5, 12, 12, 12, 12)).toEqual({
      promotionDays: [7],
      priceSince: 5,
    });
  });

  it('says nothing of a few sales, and of sales far apart', () => {
    expect(paid(10, 5, 10)).toMatchObject({ promotionDays: [] });
    expect(pricesPaid(new Map())).toEqual({ promotionDays: [], priceSince: null });
    expect(
      pricesPaid(new Map([0, 100, 200, 300, 400, 500].map((day) => [day, day === 300 ? 1 : 10]))),
    ).toMatchObject({
      promotionDays: [],
    });
  });
});
