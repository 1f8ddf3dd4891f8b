import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, dayOf, formatDay, hourOf, parseDay, startOfDay, weekdayOf, zoneOffsetMs } from './time.ts';

const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Cairo',
];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2035, 0) });
const at = Date.parse;

describe('dayOf', () => {
  it('is the calendar day that a clock on the wall shows', () => {
    expect(formatDay(dayOf(at('2026-11-23T23:30:00Z'), 'Europe/London'))).toBe('2026-11-23');
    expect(formatDay(dayOf(at('2026-11-23T15:30:00Z'), 'Asia/Tokyo'))).toBe('2026-11-24');
    expect(formatDay(dayOf(at('2026-11-23T04:30:00Z'), 'America/New_York'))).toBe('2026-11-22');
  });

  it('follows summer time: 23:30Z is the next day in a London summer', () => {
    expect(formatDay(dayOf(at('2026-07-01T23:30:00Z'), 'Europe/London'))).toBe('2026-07-02');
  });

  it('agrees with Intl at every instant', () => {
    const formatters = new Map(
      zones.map((name) => [name, new Intl.DateTimeFormat('en-CA', { timeZone: name, dateStyle: 'short' })]),
    );
    fc.assert(
      fc.property(instant, zone, (ms, name) => {
        expect(formatDay(dayOf(ms, name))).toBe(formatters.get(name)!.format(ms));
      }),
      { numRuns: 300 },
    );
  });

  it('has no day 2011-12-30 in Samoa, which crossed the date line', () => {
    expect(formatDay(dayOf(at('2011-12-30T09:59:59Z'), 'Pacific/Apia'))).toBe('2011-12-29');
    expect(formatDay(dayOf(at('2011-12-30T10:00:00Z'), 'Pacific/Apia'))).toBe('2011-12-31');
  });
});

describe('startOfDay', () => {
  it('is the first instant of the day, on days of 23, 24, 24½ and 25 hours', () => {
    fc.assert(
      fc.property(instant, zone, (ms, name) => {
        const day = dayOf(ms, name);
        const start = startOfDay(day, name);
        expect(dayOf(start, name)).toBe(day);
        expect(dayOf(start - 1, name)).toBeLessThan(day);
        expect(start).toBeLessThanOrEqual(ms);
      }),
      { numRuns: 300 },
    );
  });

  it('tells the lengths of the days on which London changes its clocks', () => {
    const length = (date: string) => {
      const day = parseDay(date);
      return (startOfDay(day + 1, 'Europe/London') - startOfDay(day, 'Europe/London')) / 3_600_000;
    };
    expect(length('2026-03-29')).toBe(23);
    expect(length('2026-10-25')).toBe(25);
    expect(length('2026-10-26')).toBe(24);
  });

  it('is 01:00 where midnight does not exist', () => {
    const start = startOfDay(parseDay('2018-11-04'), 'America/Sao_Paulo');
    expect(new Date(start).toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(hourOf(start, 'America/Sao_Paulo')).toBe(1);
  });
});

describe('hourOf and zoneOffsetMs', () => {
  it('know quarter-hour zones', () => {
    expect(zoneOffsetMs(at('2026-01-01T00:00:00Z'), 'Asia/Kathmandu')).toBe(5.75 * 3_600_000);
    expect(hourOf(at('2026-01-01T18:20:00Z'), 'Asia/Kathmandu')).toBe(0);
  });

  it('shows one hour twice when the clock goes back', () => {
    expect(hourOf(at('2026-10-25T00:30:00Z'), 'Europe/London')).toBe(1);
    expect(hourOf(at('2026-10-25T01:30:00Z'), 'Europe/London')).toBe(1);
  });
});

describe('dates as text', () => {
  it('are read and written without loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
        expect(parseDay(formatDay(day))).toBe(day);
        expect(weekdayOf(day)).toBe(new Date(day * DAY_MS).getUTCDay() || 7);
      }),
    );
  });

  it('refuse what is no date', () => {
    for (const text of ['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', ''])
      expect(() => parseDay(text), text).toThrow(RangeError);
  });
});
