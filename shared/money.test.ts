import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate, currencyDigits, formatDecimal, formatMoney, mulDiv, parseMoney } from './money.ts';

const currency = fc.constantFrom('GBP', 'JPY', 'KWD', 'CLF', 'EUR');
const minor = fc.maxSafeInteger();

describe('parseMoney', () => {
  it.each([
    ['12.34', 'GBP', 1234],
    ['-0.5', 'EUR', -50],
    ['1200', 'JPY', 1200],
    ['1200.0', 'JPY', 1200],
    ['1.234', 'KWD', 1234],
    ['0.005', 'GBP', 1],
    ['-0.005', 'GBP', -1],
    ['0.0049999', 'GBP', 0],
    ['9.', 'GBP', 900],
    ['-0.00', 'GBP', 0],
    ['90071992547409.91', 'GBP', Number.MAX_SAFE_INTEGER],
    ['0.999', 'GBP', 100],
    ['0.9', 'JPY', 1],
  ])('%s %s is %i', (text, code, value) => {
    expect(parseMoney(text, code)).toBe(value);
  });

  it.each(['', '.5', '1,200.00', '1e3', ' 1', '1 ', '+1', '--1', 'NaN', '1.2.3', '١٢'])(
    'refuses %j',
    (text) => {
      expect(() => parseMoney(text, 'GBP')).toThrow(RangeError);
    },
  );

  it('refuses what integers can not hold', () => {
    expect(() => parseMoney('90071992547409.92', 'GBP')).toThrow(/too large/);
  });

  it('is the inverse of formatDecimal for every currency', () => {
    fc.assert(
      fc.property(minor, currency, (value, code) => {
        expect(parseMoney(formatDecimal(value, code), code)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('rounds half away from zero, the same on both sides of it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.stringMatching(/^\d{1,8}$/), currency, (whole, fraction, code) => {
        const text = `${whole}.${fraction}`;
        const digits = currencyDigits(code);
        const scale = 10n ** BigInt(fraction.length);
        const exact = (BigInt(whole) * scale + BigInt(fraction)) * 10n ** BigInt(digits);
        const expected = Number((2n * exact + scale) / (2n * scale));
        expect(parseMoney(text, code)).toBe(expected);
        expect(parseMoney(`-${text}`, code)).toBe(expected === 0 ? 0 : -expected);
      }),
    );
  });
});

describe('formatMoney', () => {
  it('shows each currency with its own digits', () => {
    expect(formatMoney(123_456, 'GBP')).toBe('£1,234.56');
    expect(formatMoney(-5, 'GBP')).toBe('-£0.05');
    expect(formatMoney(1234, 'JPY')).toContain('1,234');
    expect(formatMoney(1234, 'KWD')).toContain('1.234');
  });

  it('keeps every digit of large amounts', () => {
    expect(formatMoney(Number.MAX_SAFE_INTEGER, 'GBP')).toBe('£90,071,992,547,409.91');
  });
});

/** round half away from zero of a / b, exactly. */
function rounded(a: bigint, b: bigint): bigint {
  const negative = a < 0n !== b < 0n;
  const [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const result = (2n * x + y) / (2n * y);
  return negative ? -result : result;
}

describe('mulDiv', () => {
  it('is exact and rounds half away from zero', () => {
    const nonZero = fc.integer().filter((n) => n !== 0);
    fc.assert(
      fc.property(fc.oneof(fc.integer(), minor), fc.integer(), nonZero, (value, factor, denominator) => {
        const expected = rounded(BigInt(value) * BigInt(factor), BigInt(denominator));
        fc.pre(expected >= BigInt(Number.MIN_SAFE_INTEGER) && expected <= BigInt(Number.MAX_SAFE_INTEGER));
        const result = mulDiv(value, factor, denominator);
        expect(BigInt(result)).toBe(expected);
        expect(Object.is(result, -0)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('halves of small numbers go away from zero', () => {
    expect([mulDiv(1, 1, 2), mulDiv(-1, 1, 2), mulDiv(1, -3, 2), mulDiv(5, 1, -2), mulDiv(0, -5, 3)]).toEqual(
      [1, -1, -2, -3, 0],
    );
  });
});

describe('allocate', () => {
  const weights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 20 });

  it('adds up to the total, each part within one of its exact share', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), minor), weights, (total, list) => {
        const sum = list.reduce((a, b) => a + b, 0);
        fc.pre(sum > 0);
        const parts = allocate(total, list);
        expect(parts.reduce((a, b) => a + BigInt(b), 0n)).toBe(BigInt(total));
        parts.forEach((part, index) => {
          const error = BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(list[index]!);
          expect(error < 0n ? -error : error).toBeLessThan(BigInt(sum));
        });
      }),
      { numRuns: 500 },
    );
  });

  it('gives nothing to a weight of zero', () => {
    fc.assert(
      fc.property(fc.integer(), weights, (total, list) => {
        const parts = allocate(total, [...list, 1, 0]);
        expect(parts.at(-1) === 0).toBe(true);
      }),
    );
  });

  it('refuses weights that add up to nothing', () => {
    expect(() => allocate(5, [])).toThrow(RangeError);
    expect(() => allocate(5, [0, 0])).toThrow(RangeError);
  });
});
