import { describe, expect, it } from 'vitest';
import { beginWith, fold, foldedWords } from './folding.ts';

describe('folding', () => {
  it('makes one of case, accents and the Turkish i', () => {
    expect(fold('İSTANBUL ÇAYI Straße')).toBe('istanbul cayi strasse');
    expect(fold('ılık')).toBe(fold('ILIK'));
  });
  it('takes SKUs apart and signs without spaces each as a word', () => {
    expect(foldedWords('TEA-001/xl 抹茶')).toEqual(['tea', '001', 'xl', '抹', '茶']);
  });
  it('finds words by their beginnings, all of them', () => {
    expect(beginWith(foldedWords('Green Tea Large'), foldedWords('lar gree'))).toBe(true);
    expect(beginWith(foldedWords('Green Tea'), foldedWords('green mug'))).toBe(false);
  });
});
