import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber } from '../../shared/written-number.ts';
import { readPaste } from './paste.ts';

const KNOWN = new Map([
  ['MUG-1', 1],
  ['MUG-2', 2],
  ['8690000000012', 3],
]);
const match = (code: string) => {
  const variantId = KNOWN.get(code);
  return variantId === undefined
    ? 'No variant has it.'
    : { variantId, title: code, by: 'sku' as const, currencyOf: () => 'EUR' };
};

describe('numbers as people write them', () => {
  it('reads both decimal marks and marks for thousands', () => {
    for (const [text, value] of [
      ['12', '12'],
      ['12,5', '12.5'],
      ['12.50', '12.50'],
      ['1.234,50', '1234.50'],
      ['1,234.50', '1234.50'],
      ['1 234,5', '1234.5'],
      ['1.234.567', '1234567'],
      ['0,125', '0.125'],
      [',5', '0.5'],
    ] as const)
      expect(readNumber(text)).toBe(value);
  });

  it('refuses what could be two numbers, or none', () => {
    for (const text of ['1,234', '1.234', '1.2.3', '12,34.5,6', 'two', '', '1,', '--1'])
      expect(readNumber(text), text).toHaveProperty('problem');
  });

  it('reads every amount that is written out with two decimals, in either way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_99 }), (cents) => {
        const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ' ');
        const fraction = String(cents % 100).padStart(2, '0');
        for (const [group, mark] of [
          ['.', ','],
          [',', '.'],
          [' ', ','],
          ['', '.'],
        ]) {
          const read = readNumber(`${whole.replaceAll(' ', group!)}${mark}${fraction}`);
          expect(Math.round(Number(read) * 100)).toBe(cents);
        }
      }),
    );
  });
});

describe('a pasted table', () => {
  it('is read by its header, whatever the order, the separator and the case', () => {
    const { hasHeader, rows, refused } = readPaste(
      'Unit cost;sku;Lead time (days);Pack Size;colour;Shelf life\n"1.234,50";MUG-1;21 days;12;red;10,5\n€ 2,50;MUG-2;;;;\n',
      match,
    );
    expect(hasHeader).toBe(true);
    expect(rows).toMatchObject([
      { line: 2, variantId: 1, unitCost: 123450, leadTimeDays: 21, packSize: 12, shelfLifeDays: 10.5 },
      { line: 3, variantId: 2, unitCost: 250 },
    ]);
    expect(refused).toEqual([]);
  });

  it('without a header is read in the usual order', () => {
    const { hasHeader, columns, rows } = readPaste('8690000000012\tAcme\tA-7\t14\t6\t24\t3,10\n', match);
    expect({ hasHeader, columns: columns.length }).toEqual({ hasHeader: false, columns: 7 });
    expect(rows).toMatchObject([
      {
        variantId: 3,
        supplier: 'Acme',
        supplierSku: 'A-7',
        leadTimeDays: 14,
        packSize: 6,
        minimumUnits: 24,
        unitCost: 310,
      },
    ]);
  });

  it('says of each line that it does not take, why', () => {
    const { rows, refused } = readPaste(
      'SKU\tPack\tCost\nnone\t1\t1\nMUG-1\t1,5\t1\nMUG-1\t2\t1,234\nMUG-1\t\t\nMUG-2\t-1\t2\nMUG-2\t3\t2\nMUG-2\t4\t2\n',
      match,
    );
    expect(rows).toMatchObject([{ line: 7, variantId: 2, packSize: 3 }]);
    expect(refused.map((one) => [one.line, one.reason])).toEqual([
      [2, 'No variant has it.'],
      [3, 'The pack size "1,5" is not whole.'],
      [4, expect.stringContaining('can be read as 1234 or as 1.234')],
      [5, 'It says nothing but the code.'],
      [6, 'The pack size "-1" is out of range.'],
      [8, 'Line 7 names the same variant.'],
    ]);
  });

  it('accounts for every line of anything, and throws at nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('MUG-1', 'x', '\t', ';', ',', '\n', '"', '1', ' ') }),
        (text) => {
          const { rows, refused } = readPaste(`SKU\tPack\n${text}`, match);
          const lines = [...rows, ...refused].map((one) => one.line);
          expect(new Set(lines).size).toBe(lines.length);
          for (const row of rows) expect(row.packSize ?? 1).toBeGreaterThan(0);
        },
      ),
    );
  });
});
