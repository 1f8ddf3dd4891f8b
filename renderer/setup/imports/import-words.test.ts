import { describe, expect, it } from 'vitest';
import { bytesWord, countsWords, fieldWord, freeIdOf, idOf } from './import-words.ts';

describe('words of an import', () => {
  it('make an id that the core takes of any name', () => {
    expect(idOf('Northgate Gifts')).toBe('northgate-gifts');
    expect(idOf('  Çiçek & Söhne!  ')).toBe('cicek-sohne');
    expect(idOf('x'.repeat(50))).toHaveLength(32);
    expect(idOf('مصباح')).toBe('');
  });

  it('make an id that no other store has, whatever letters the name is in', () => {
    expect(freeIdOf('', [])).toBe('my-shop');
    expect(freeIdOf('مصباح', ['my-shop'])).toBe('my-shop-2');
    expect(freeIdOf('花屋', ['my-shop', 'my-shop-2', 'gbp'])).toBe('my-shop-3');
    expect(freeIdOf('Northgate Gifts', ['gbp'])).toBe('northgate-gifts');
    expect(freeIdOf('Northgate Gifts', ['northgate-gifts'])).toBe('northgate-gifts-2');
    const long = freeIdOf('x'.repeat(50), ['x'.repeat(32)]);
    expect(long).toBe(`${'x'.repeat(30)}-2`);
    expect(freeIdOf('x'.repeat(29).concat(' y'), [`${'x'.repeat(29)}-y`])).toBe(`${'x'.repeat(29)}-2`);
  });

  it('name sizes, columns and what became of rows', () => {
    expect(bytesWord(900)).toBe('900 bytes');
    expect(bytesWord(1_234_000)).toBe('1.2 MB');
    expect(bytesWord(1_200_000_000)).toBe('1.2 GB');
    expect(fieldWord('unitCost')).toBe('unit cost');
    expect(countsWords({ imported: 2, merged: 0, unchanged: 1200, refused: 1 })).toBe(
      '2 taken in, 1,200 imported before, 1 refused',
    );
    expect(countsWords({ imported: 0, merged: 0, unchanged: 0, refused: 0 })).toBe('no rows');
  });
});
