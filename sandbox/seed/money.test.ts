import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, digitsOf, minorOf, Pen, share } from './money.ts';

const minor = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const currency = fc.constantFrom('GBP', 'JPY', 'KWD');

describe('the sandbox’s money', () => {
  it('is written as Shopify writes it', () => {
    expect(decimal(7400, 2)).toBe('74.0');
    expect(decimal(-5, 2)).toBe('-0.05');
    expect(decimal(1200, 0)).toBe('1200.0');
    expect(decimal(12345, 3)).toBe('12.345');
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        const digits = digitsOf(code);
        expect(minorOf(decimal(amount, digits), digits)).toBe(amount);
      }),
    );
  });

  it('rounds halves away from zero and shares a whole out without loss', () => {
    expect([share(5, 1, 2), share(-5, 1, 2), share(499, 1, 100)]).toEqual([3, -3, 5]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 500 }),
        (total, parts) => {
          let given = 0;
          for (let i = 1; i <= parts; i++) given += share(total, i, parts) - share(total, i - 1, parts);
          expect(given).toBe(total);
        },
      ),
    );
  });

  it('states presentment money in its own digits, and only where the buyer has another currency', () => {
    expect(new Pen('JPY', { currency: 'USD', rate: 0.00642 }).bag(1000).presentmentMoney).toEqual({
      amount: '6.42',
      currencyCode: 'USD',
    });
    expect(new Pen('GBP', { currency: 'KWD', rate: 0.4031 }).bag(1000).presentmentMoney?.amount).toBe(
      '4.031',
    );
    expect(new Pen('GBP').bag(1000).presentmentMoney).toBeUndefined();
  });
});
