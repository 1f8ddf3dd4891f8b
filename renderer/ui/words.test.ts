import { describe, expect, it } from 'vitest';
import { confidenceWord, wordsIn } from './words.ts';

describe('words for numbers', () => {
  const { ago, count, left, moment, money, plural, range } = wordsIn('en-GB');

  it('show money by its currency’s own minor unit', () => {
    expect(money(1234, 'GBP')).toBe('£12.34');
    expect(money(1234, 'JPY')).toBe('JP¥1,234');
    expect(range(938, 91_076, 'JPY')).toBe('JP¥938 to JP¥91,076');
    expect(range(500, 500, 'GBP')).toBe('£5.00');
    expect(range(3_081, 15_740, 'GBP')).toBe('£31 to £157');
    expect(range(0, 409, 'GBP')).toBe('£0.00 to £4.09');
  });

  it('leave out hundredths where they say nothing more', () => {
    const { moneyRound, moneyShort, percent } = wordsIn('en-GB');
    expect(moneyRound(521_437, 'GBP')).toBe('£5,214');
    expect(moneyRound(1_234, 'GBP')).toBe('£12.34');
    expect(moneyRound(21_437, 'KWD')).toBe('KWD\u00a021.437');
    expect(moneyRound(0, 'GBP')).toBe('£0');
    expect([moneyShort(1_250_000, 'GBP'), moneyShort(890, 'EUR')]).toEqual(['£12.5k', '€9']);
    expect(percent(0.4684)).toBe('46.8%');
  });

  it('name days, and say what is no day', () => {
    const { date, time, weekday } = wordsIn('en-GB');
    expect([date('2026-11-23'), date('2026-11-23', true), weekday('2026-11-23')]).toEqual([
      '23 Nov',
      '23 Nov 2026',
      'Monday',
    ]);
    expect([date(null), weekday('soon'), time(null)]).toEqual(Array(3).fill('not known'));
    expect(time(0, 'Asia/Kolkata')).toBe('05:30');
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
