import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineFigures, originalLine } from './order-figures.ts';

describe('lineFigures', () => {
  it('takes tax out of price and discount where prices include it', () => {
    // £24.00 for two, £2.40 off, 20% VAT in the £21.60 that remain: £3.60.
    expect(lineFigures({ quantity: 2, unitPrice: 1200, discount: 240, tax: 360 }, true)).toEqual({
      ordered: 2,
      gross: 2000,
      discount: 200,
      tax: 360,
    });
  });

  it('leaves amounts as stated where tax comes on top', () => {
    expect(lineFigures({ quantity: 3, unitPrice: 500, discount: 150, tax: 270 }, false)).toEqual({
      ordered: 3,
      gross: 1500,
      discount: 150,
      tax: 270,
    });
  });

  it('does not divide by nothing when a line is given away', () => {
    expect(lineFigures({ quantity: 1, unitPrice: 900, discount: 900, tax: 0 }, true)).toMatchObject({
      gross: 900,
      discount: 900,
    });
  });

  it('always keeps gross less discount equal to what was paid less tax', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.nat(1_000_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        fc.boolean(),
        (quantity, unitPrice, off, rate, included) => {
          const stated = quantity * unitPrice;
          const discount = Math.round(stated * off);
          const tax = Math.round((stated - discount) * rate);
          const f = lineFigures({ quantity, unitPrice, discount, tax }, included);
          expect(f.gross - f.discount).toBe(stated - discount - (included ? tax : 0));
          expect(Number.isSafeInteger(f.gross)).toBe(true);
        },
      ),
    );
  });
});

describe('originalLine', () => {
  it('takes out what edits added, and is nothing for a line that an edit brought', () => {
    const line = { id: 1, quantity: 3, unitPrice: 1000, discount: 300, tax: 450 };
    const edits = [
      { lineId: 1, discount: 200, tax: 300 },
      { lineId: 2, discount: 50, tax: 10 },
    ];
    expect(originalLine(line, new Map([[1, 1]]), edits)).toEqual({
      quantity: 1,
      unitPrice: 1000,
      discount: 100,
      tax: 150,
    });
    expect(originalLine(line, new Map(), edits).quantity).toBe(0);
  });
});
