import { describe, expect, it } from 'vitest';
import { ownTime, snoozeTimes } from './snooze-times.ts';

const at = (text: string): number => new Date(text).getTime();
const offered = (now: string): Record<string, number> =>
  Object.fromEntries(snoozeTimes(at(now)).map(({ id, until }) => [id, until]));

describe('the times to snooze until', () => {
  it('are later today, tomorrow morning and next Monday', () => {
    // A Thursday.
    expect(offered('2026-11-26T09:20:00')).toEqual({
      later: at('2026-11-26T13:00:00'),
      tomorrow: at('2026-11-27T08:00:00'),
      monday: at('2026-11-30T08:00:00'),
    });
  });

  it('offer no later today in the evening', () => {
    expect(Object.keys(offered('2026-11-26T17:10:00'))).toEqual(['tomorrow', 'monday']);
    expect(Object.keys(offered('2026-11-26T23:50:00'))).toEqual(['tomorrow', 'monday']);
  });

  it('name next Monday once on a Sunday, and the one after on a Monday', () => {
    expect(Object.keys(offered('2026-11-29T09:00:00'))).toEqual(['later', 'tomorrow']);
    expect(offered('2026-11-30T09:00:00').monday).toBe(at('2026-12-07T08:00:00'));
  });
});

describe('a time of one’s own', () => {
  it('lies ahead, or is none', () => {
    const now = at('2026-11-26T09:20:00');
    expect(ownTime('2026-11-26', 12, now)).toBe(at('2026-11-26T12:00:00'));
    expect(ownTime('2026-11-26', 8, now)).toBeNull();
    expect(ownTime('', 8, now)).toBeNull();
  });
});
