import { describe, expect, it } from 'vitest';
import { daysLeftWords, perDayWords, rangeWords } from './stock-words.ts';

describe('how long stock lasts', () => {
  it('is a number of whole days, or said to be unknown or beyond counting', () => {
    expect(daysLeftWords({ daysLeft: { days: 12.9, low: 8, high: 20 } })).toBe('12 d');
    expect(daysLeftWords({ daysLeft: { days: null, low: null, high: null } })).toBe('10 years +');
    expect(daysLeftWords({ daysLeft: null })).toBe('not known');
    expect(daysLeftWords({ daysLeft: { days: -3, low: -4, high: -1 } })).toBe('0 d');
  });

  it('has a range, open where the far end is beyond counting', () => {
    expect(rangeWords({ daysLeft: { days: 12, low: 7.6, high: 18.2 } })).toBe(
      '7 to 19 days in four futures of five',
    );
    expect(rangeWords({ daysLeft: { days: 900, low: 300, high: null } })).toBe(
      '300 days to more than ten years in four futures of five',
    );
    expect(rangeWords({ daysLeft: null })).toBeNull();
  });

  it('shows slow sellers as slow, not as none', () => {
    expect([0.0412, 3.44, 12.4, null].map(perDayWords)).toEqual(['0.041', '3.4', '12', 'not known']);
  });
});
