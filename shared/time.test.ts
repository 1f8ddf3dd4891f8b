import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  dayOf,
  formatDay,
  hourOf,
  parseDay,
  startOfDay,
  startOfMonth,
  weekdayOf,
  zoneOffsetMs,
} from './time.ts';

const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Havana',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
];
const zone = fc.constantFrom(...zones);
const instant = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2040, 0, 1) });

/** The local date by Intl alone. */
function localDate(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
}

describe('local days', () => {
  it('are those of the calendar in the zone', () => {
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        expect(formatDay(dayOf(at, name))).toBe(localDate(at, name));
        const hour = new Intl.DateTimeFormat('en-GB', { timeZone: name, hour: '2-digit', hourCycle: 'h23' });
        expect(hourOf(at, name)).toBe(Number(hour.format(at)));
      }),
      { numRuns: 300 },
    );
  });

  it('begin with an instant of theirs, the one before being of an earlier day', () => {
    fc.assert(
      fc.property(instant, zone, (at, name) => {
        const day = dayOf(at, name);
        const start = startOfDay(day, name);
        expect(dayOf(start, name)).toBe(day);
        expect(dayOf(start - 1, name)).toBeLessThan(day);
        expect(start).toBeLessThanOrEqual(at);
      }),
      { numRuns: 300 },
    );
  });

  it('know the days of 23 and 25 hours', () => {
    const hours = (date: string, name: string) =>
      (startOfDay(parseDay(date) + 1, name) - startOfDay(parseDay(date), name)) / 3_600_000;
    expect(hours('2026-03-29', 'Europe/London')).toBe(23);
    expect(hours('2026-10-25', 'Europe/London')).toBe(25);
    expect(hours('2026-10-04', 'Australia/Lord_Howe')).toBe(23.5);
    expect(hours('2026-11-01', 'America/New_York')).toBe(25);
  });

  it('begin later where clocks are put forward at midnight', () => {
    const start = startOfDay(parseDay('2018-11-04'), 'America/Sao_Paulo');
    expect(new Date(start).toISOString()).toBe('2018-11-04T03:00:00.000Z');
    expect(hourOf(start, 'America/Sao_Paulo')).toBe(1);
    expect(hourOf(startOfDay(parseDay('2023-04-28'), 'Africa/Cairo'), 'Africa/Cairo')).toBe(1);
  });

  it('begin once where clocks are put back over midnight', () => {
    // Havana goes from 1:00 back to 0:00, so the first midnight of the two begins the day.
    expect(new Date(startOfDay(parseDay('2026-11-01'), 'America/Havana')).toISOString()).toBe(
      '2026-11-01T04:00:00.000Z',
    );
  });

  it('know offsets of quarter hours and negative instants', () => {
    expect(zoneOffsetMs(0, 'Asia/Kathmandu')).toBe(5.5 * 3_600_000);
    expect(zoneOffsetMs(Date.UTC(2026, 0, 1), 'Asia/Kathmandu')).toBe(5.75 * 3_600_000);
    expect(formatDay(dayOf(-1, 'UTC'))).toBe('1969-12-31');
    expect(hourOf(-1, 'UTC')).toBe(23);
  });

  it('skip a day that a country left out', () => {
    const before = startOfDay(parseDay('2011-12-29'), 'Pacific/Apia');
    const after = startOfDay(parseDay('2011-12-31'), 'Pacific/Apia');
    expect(after - before).toBe(DAY_MS);
    expect(startOfDay(parseDay('2011-12-30'), 'Pacific/Apia')).toBe(after);
  });
});

describe('dates', () => {
  it('are written and read without loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: parseDay('0001-01-01'), max: parseDay('9999-12-31') }), (day) => {
        expect(parseDay(formatDay(day))).toBe(day);
      }),
    );
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00:00Z',
    '',
    'today',
  ])('%j is none', (text) => {
    expect(() => parseDay(text)).toThrow(RangeError);
  });

  it('have the weekday of the calendar', () => {
    expect(weekdayOf(parseDay('2026-11-23'))).toBe(1);
    fc.assert(
      fc.property(fc.integer({ min: -800_000, max: 2_000_000 }), (day) => {
        expect(weekdayOf(day) % 7).toBe(new Date(day * DAY_MS).getUTCDay());
      }),
    );
  });
});

describe('a month', () => {
  it('begins at its first local midnight, whatever the zone', () => {
    const lateEvening = Date.parse('2026-11-30T23:30:00Z');
    expect(startOfMonth(lateEvening, 'UTC')).toBe(Date.parse('2026-11-01T00:00:00Z'));
    expect(startOfMonth(lateEvening, 'Asia/Tokyo')).toBe(Date.parse('2026-11-30T15:00:00Z'));
    expect(startOfMonth(lateEvening, 'America/New_York')).toBe(Date.parse('2026-11-01T04:00:00Z'));
  });
});
