import { describe, expect, it } from 'vitest';
import { daysLeftWords, perDayWords, rangeWords } from './stock-words.ts';

describe('how long stock lasts', () => {
  it('is a number of whole days, or said to be unknown or beyond counting', () => {
    expect(daysLeftWords({ state: 'fine', daysLeft: { days: 12.9, low: 8, high: 20 } })).toBe('12 d');
    expect(daysLeftWords({ state: 'fine', daysLeft: { days: null, low: null, high: null } })).toBe(
      '10 years +',
    );
    expect(daysLeftWords({ state: 'fine', daysLeft: null })).toBe('not known');
    expect(daysLeftWords({ state: 'fine', daysLeft: { days: -3, low: -4, high: -1 } })).toBe('0 d');
    expect(daysLeftWords({ state: 'unknown', daysLeft: null })).toBe('not known');
  });

  it('is none where the shelf is empty, whether anybody asks for it or not', () => {
    for (const days of [0, null]) {
      const line = { state: 'out', daysLeft: { days, low: days, high: days } } as const;
      expect([daysLeftWords(line), rangeWords(line)]).toEqual(['out', null]);
    }
  });

  it('has a range, open where the far end is beyond counting', () => {
    expect(rangeWords({ state: 'fine', daysLeft: { days: 12, low: 7.6, high: 18.2 } })).toBe(
      '7 to 19 days in four futures of five',
    );
    expect(rangeWords({ state: 'fine', daysLeft: { days: 900, low: 300, high: null } })).toBe(
      '300 days to more than ten years in four futures of five',
    );
    expect(rangeWords({ state: 'fine', daysLeft: null })).toBeNull();
  });

  it('shows slow sellers as slow, not as none', () => {
    expect([0.0412, 3.44, 12.4, null].map(perDayWords)).toEqual(['0.041', '3.4', '12', 'not known']);
  });
});
