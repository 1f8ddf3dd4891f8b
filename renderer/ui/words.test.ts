import { describe, expect, it } from 'vitest';
import { confidenceWord, wordsIn } from './words.ts';

describe('words for numbers', () => {
  const { ago, count, left, moment, money, plural, range } = wordsIn('en-GB');

  it('show money by its currency’s own minor unit', () => {
    expect(money(1234, 'GBP')).toBe('£12.34');
    expect(money(1234, 'JPY')).toBe('JP¥1,234');
    expect(range(938, 91_076, 'JPY')).toBe('JP¥938 to JP¥91,076');
    expect(range(500, 500, 'GBP')).toBe('£5.00');
  });

  it('follow the person’s locale', () => {
    expect(wordsIn('de-DE').count(12_400)).toBe('12.400');
    expect(wordsIn('de-DE').money(1234, 'EUR')).toBe('12,34\u00a0€');
  });

  it('say what is not known instead of NaN, undefined or Invalid Date', () => {
    expect([
      count(Number.NaN),
      money(Number.NaN, 'GBP'),
      money(1, ''),
      moment(null),
      moment(Number.NaN),
    ]).toEqual(Array(5).fill('not known'));
    expect(ago(null, 0)).toBe('never');
    expect(ago(undefined, 0)).toBe('never');
    expect([left(null), left(Number.NaN), left(0)]).toEqual([null, null, null]);
  });

  it('tell how long something is ago and how long it will take', () => {
    expect(ago(0, 12_000)).toBe('12 seconds ago');
    expect(ago(5_000, 0)).toBe('now');
    expect(left(118_000)).toBe('about 2 min left');
    expect(left(16_000)).toBe('about 16 s left');
    expect(plural(1, 'agent')).toBe('1 agent');
    expect(plural(4_070, 'product')).toBe('4,070 products');
  });

  it('put confidence in a word', () => {
    expect([0.95, 0.72, 0.3].map(confidenceWord)).toEqual(['high', 'fair', 'low']);
  });
});
