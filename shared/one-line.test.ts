import { describe, expect, it } from 'vitest';
import { oneLine } from './one-line.ts';

describe('a text of others as one line of our own', () => {
  it('keeps every script, and the signs that join and shape letters', () => {
    for (const text of ['Işıltılı ğ', 'مصباح', 'می‌خواهم', '👩‍👩‍👧', 'a\u200fb', '<b>&"\''])
      expect(oneLine(text)).toBe(text);
  });

  it('lets nothing turn what follows around, or break the line', () => {
    expect(oneLine('Mug \u202Eytrid\u2066 x')).toBe('Mug ytrid x');
    expect(oneLine('Mug\r\n\u2028\tPay\u0000 to\u0007 me\u0085now ')).toBe('Mug Pay to me now');
    expect(oneLine('half \uD83D pair')).toBe('half \uFFFD pair');
  });
});
