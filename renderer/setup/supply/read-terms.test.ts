import { describe, expect, it } from 'vitest';
import { readTerm } from './read-terms.ts';

describe('what is typed into supply terms', () => {
  it('is read as people write numbers', () => {
    expect(readTerm('leadTimeDays', '14', 'GBP')).toEqual({ value: 14 });
    expect(readTerm('leadTimeDays', '21 days', 'GBP')).toEqual({ value: 21 });
    expect(readTerm('packSize', '1 200', 'GBP')).toEqual({ value: 1200 });
    expect(readTerm('supplier', '  Çiçek & Co ', 'GBP')).toEqual({ value: 'Çiçek & Co' });
  });

  it('takes a cost in the supplier’s currency, in its smallest coin', () => {
    expect(readTerm('unitCost', '£3.20', 'GBP')).toEqual({ value: 320 });
    expect(readTerm('unitCost', '1.234,50 EUR', 'EUR')).toEqual({ value: 123_450 });
    expect(readTerm('unitCost', '¥480', 'JPY')).toEqual({ value: 480 });
    expect(readTerm('unitCost', '4.800', 'GBP')).toMatchObject({ problem: expect.stringContaining('4.800') });
    expect(readTerm('unitCost', '4.5', 'JPY')).toMatchObject({
      problem: expect.stringContaining('decimals'),
    });
  });

  it('takes the value back where nothing is typed', () => {
    expect(readTerm('unitCost', ' ', 'GBP')).toEqual({ value: null });
  });

  it('refuses what can’t be, and says what was typed', () => {
    for (const [name, text] of [
      ['leadTimeDays', 'soon'],
      ['leadTimeDays', '-3'],
      ['leadTimeDays', '4000'],
      ['packSize', '0'],
      ['packSize', '2.5'],
      ['unitCost', '$3'],
    ] as const)
      expect(readTerm(name, text, 'GBP')).toMatchObject({ problem: expect.stringContaining(text) });
  });
});
