import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, currencyDigits, formatDecimal, formatMoney, mulDiv, parseMoney } from './money.ts';

const currency = fc.constantFrom('GBP', 'EUR', 'JPY', 'KWD', 'CLF', 'USD');
const minor = fc.integer({ min: -1e12, max: 1e12 });

/** Half away from zero, in exact integers: one more where the remainder is at least half. */
function exactly(numerator: bigint, denominator: bigint): number {
  const size = numerator < 0n ? -numerator : numerator;
  const rest = size % denominator;
  const rounded = size / denominator + (2n * rest >= denominator ? 1n : 0n);
  return Number(numerator < 0n ? -rounded : rounded);
}

describe('parseMoney and formatDecimal', () => {
  it('read and write the minor units of two, no and three digits', () => {
    expect(parseMoney('12.34', 'GBP')).toBe(1234);
    expect(parseMoney('1234', 'JPY')).toBe(1234);
    expect(parseMoney('1.234', 'KWD')).toBe(1234);
    expect(parseMoney('-0.5', 'EUR')).toBe(-50);
    expect(parseMoney('0.0', 'EUR')).toBe(0);
    expect(formatDecimal(-5, 'GBP')).toBe('-0.05');
    expect(formatDecimal(1234, 'JPY')).toBe('1234');
    expect(formatDecimal(7, 'KWD')).toBe('0.007');
  });

  it('round what is beyond the digits half away from zero', () => {
    expect(parseMoney('0.005', 'GBP')).toBe(1);
    expect(parseMoney('-0.005', 'GBP')).toBe(-1);
    expect(parseMoney('0.0049999', 'GBP')).toBe(0);
    expect(parseMoney('1999.5', 'JPY')).toBe(2000);
  });

  it('are inverse to each other', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        expect(parseMoney(formatDecimal(amount, code), code)).toBe(amount);
      }),
    );
  });

  it('never give minus zero', () => {
    expect(Object.is(parseMoney('-0.00', 'GBP'), 0)).toBe(true);
  });

  it('refuse what is no decimal amount', () => {
    for (const text of ['', '1,5', '£1', '1e3', '.5', '--1', ' 1', 'NaN'])
      expect(() => parseMoney(text, 'GBP'), text).toThrow(RangeError);
    expect(() => parseMoney('99999999999999999', 'GBP')).toThrow(RangeError);
  });
});

describe('formatMoney', () => {
  it('shows as many digits as the currency has', () => {
    expect(formatMoney(123456, 'GBP')).toBe('£1,234.56');
    expect(formatMoney(1234, 'JPY')).toBe('JP¥1,234');
    expect(currencyDigits('KWD')).toBe(3);
  });
});

describe('mulDiv', () => {
  it('is exact and rounds half away from zero, also where the product is no safe integer', () => {
    const any = fc.integer({ min: -9e12, max: 9e12 });
    fc.assert(
      fc.property(
        any,
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.integer({ min: 1, max: 1e9 }),
        (value, factor, by) => {
          const expected = exactly(BigInt(value) * BigInt(factor), BigInt(by));
          expect(mulDiv(value, factor, by)).toBe(expected === 0 ? 0 : expected);
        },
      ),
    );
    expect(mulDiv(5, 1, 2)).toBe(3);
    expect(mulDiv(-5, 1, 2)).toBe(-3);
    expect(mulDiv(4, 1, 3)).toBe(1);
  });
});

describe('allocate', () => {
  it('gives parts that add up to the whole, each within one unit of its share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), weights, (total, parts) => {
        fc.pre(parts.some((weight) => weight > 0));
        const sum = parts.reduce((a, b) => a + b, 0);
        const given = allocate(total, parts);
        expect(given.reduce((a, b) => a + b, 0)).toBe(total);
        given.forEach((part, i) => {
          expect(Math.abs(part - (total * parts[i]!) / sum)).toBeLessThan(1);
        });
      }),
    );
  });
});
