import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourOf, zoneOffsetMs } from '../../shared/time.ts';
import { dueSlot, nextSlot } from './schedule.ts';

const HOUR = 3_600_000;
const LONDON = 'Europe/London';
const daily = { everyHours: 24, atHour: 6 };
const at = (text: string): number => Date.parse(text);

describe('dueSlot', () => {
  it('is due at once before the first run, then at the local hour, once a day', () => {
    expect(dueSlot(daily, LONDON, at('2026-11-23T14:00Z'), null)).toMatchObject({ missed: 0 });
    const last = at('2026-11-23T14:00Z');
    expect(dueSlot(daily, LONDON, at('2026-11-24T05:59Z'), last)).toBeNull();
    expect(dueSlot(daily, LONDON, at('2026-11-24T06:00Z'), last)).toEqual({
      slot: at('2026-11-24T06:00Z'),
      missed: 0,
      since: last,
    });
    expect(nextSlot(daily, LONDON, at('2026-11-24T07:00Z'), at('2026-11-24T06:00Z'))).toBe(
      at('2026-11-25T06:00Z'),
    );
  });

  it('after a week asleep is due once, and says what was missed', () => {
    expect(dueSlot(daily, LONDON, at('2026-11-30T10:00Z'), at('2026-11-23T06:00Z'))).toEqual({
      slot: at('2026-11-30T06:00Z'),
      missed: 6,
      since: at('2026-11-23T06:00Z'),
    });
    expect(dueSlot({ everyHours: 4 }, LONDON, 50 * HOUR, 0)).toEqual({
      slot: 48 * HOUR,
      missed: 11,
      since: 0,
    });
  });

  it('keeps to the wall clock over both changes of the clocks', () => {
    // Clocks go forward on 2026-03-29 and back on 2026-10-25 in London.
    expect(dueSlot(daily, LONDON, at('2026-03-29T05:00Z'), at('2026-03-28T06:00Z'))?.slot).toBe(
      at('2026-03-29T05:00Z'),
    );
    expect(dueSlot(daily, LONDON, at('2026-10-25T05:30Z'), at('2026-10-24T05:00Z'))).toBeNull();
    expect(dueSlot(daily, LONDON, at('2026-10-25T06:00Z'), at('2026-10-24T05:00Z'))?.slot).toBe(
      at('2026-10-25T06:00Z'),
    );
  });

  it('runs once at an hour that comes twice, and once at one that never comes', () => {
    const early = { everyHours: 24, atHour: 1 };
    const slots = (from: string, to: string): number[] => {
      const served: number[] = [];
      let last = at(from) - 12 * HOUR;
      for (let now = at(from); now <= at(to); now += HOUR / 4) {
        const due = dueSlot(early, LONDON, now, last);
        if (!due) continue;
        served.push(due.slot);
        last = due.slot;
      }
      return served;
    };
    // 2026-10-25: 1:00 to 2:00 comes twice. 2026-03-29: 1:00 to 2:00 never comes.
    expect(slots('2026-10-25T00:00Z', '2026-10-25T12:00Z')).toHaveLength(1);
    expect(slots('2026-03-29T00:00Z', '2026-03-29T12:00Z')).toHaveLength(1);
  });

  it('a clock set back by a little does not run a slot twice, by a lot does not silence the agent', () => {
    const last = at('2026-11-23T06:00Z');
    expect(dueSlot(daily, LONDON, at('2026-11-23T04:00Z'), last)).toBeNull();
    expect(dueSlot(daily, LONDON, at('2026-11-23T06:00Z'), last)).toBeNull();
    const years = at('2031-01-01T06:00Z');
    expect(dueSlot(daily, LONDON, at('2026-11-23T12:00Z'), years)).toEqual({
      slot: at('2026-11-23T12:00Z'),
      missed: 0,
      since: null,
    });
  });

  it('serves each slot of a day exactly once, in any zone, however irregular the looks', () => {
    const zones = fc.constantFrom(
      'Europe/London',
      'Asia/Kathmandu',
      'America/St_Johns',
      'Pacific/Apia',
      'Asia/Tokyo',
    );
    const start = at('2026-03-01T00:00Z');
    fc.assert(
      fc.property(
        zones,
        fc.constantFrom(4, 6, 8, 12, 24, 48),
        fc.nat(23),
        fc.array(fc.integer({ min: 1, max: 3 * 24 * 60 }), { minLength: 5, maxLength: 40 }),
        (zone, everyHours, atHour, pauses) => {
          const schedule = { everyHours, atHour };
          let now = start;
          let last = start;
          let missed = 0;
          const served: number[] = [];
          for (const minutes of pauses) {
            now += minutes * 60_000;
            const due = dueSlot(schedule, zone, now, last);
            const next = nextSlot(schedule, zone, now, last);
            if (!due) {
              expect(next).toBeGreaterThan(now);
              continue;
            }
            expect(due.slot).toBeGreaterThan(last);
            expect(due.slot).toBeLessThanOrEqual(now);
            missed += due.missed;
            served.push(due.slot);
            last = due.slot;
            expect(dueSlot(schedule, zone, now, last)).toBeNull();
          }
          // What regular looks would have served is what was served and what was counted as missed.
          let regular = 0;
          let before = start;
          for (let look = start; look <= last; look += 15 * 60_000) {
            const due = dueSlot(schedule, zone, look, before);
            if (due) {
              regular += 1;
              before = due.slot;
            }
          }
          expect(served.length + missed).toBe(regular);
          // On the night that has no such hour, the one beside it.
          const skipped = (slot: number): boolean =>
            zoneOffsetMs(slot - 2 * HOUR, zone) !== zoneOffsetMs(slot + 2 * HOUR, zone);
          if (everyHours >= 24)
            for (const slot of served)
              if (skipped(slot)) expect(Math.abs(hourOf(slot, zone) - atHour)).toBeLessThanOrEqual(1);
              else expect(hourOf(slot, zone)).toBe(atHour);
        },
      ),
      { numRuns: 60 },
    );
  });
});
