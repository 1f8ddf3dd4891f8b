import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, hourOf, startOfDay } from '../../shared/time.ts';
import { DayClock } from './day-clock.ts';

describe('DayClock', () => {
  it('agrees with the calendar at any instant of any zone', () => {
    const zones = ['Europe/London', 'Asia/Tokyo', 'America/Sao_Paulo', 'Pacific/Apia', 'Australia/Lord_Howe'];
    const clocks = zones.map((zone) => new DayClock(zone));
    fc.assert(
      fc.property(
        fc.nat(zones.length - 1),
        fc.array(fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2030, 0) }), { maxLength: 8 }),
        (index, instants) => {
          for (const at of instants)
            for (const near of [at, at + 1, at + 3_600_000]) {
              expect(clocks[index]!.dayOf(near)).toBe(dayOf(near, zones[index]!));
              expect(clocks[index]!.hourOf(near)).toBe(hourOf(near, zones[index]!));
            }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('knows the short and the long day of a clock change', () => {
    const clock = new DayClock('Europe/London');
    for (const [date, hours] of [
      ['2026-03-29', 23],
      ['2026-10-25', 25],
    ] as const) {
      const day = Date.parse(date) / 86_400_000;
      const { start, end } = clock.bounds(day);
      expect((end - start) / 3_600_000).toBe(hours);
      expect(start).toBe(startOfDay(day, 'Europe/London'));
      expect(clock.hourOf(end - 1)).toBe(23);
    }
  });
});
