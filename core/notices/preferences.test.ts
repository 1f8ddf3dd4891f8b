import { describe, expect, it } from 'vitest';
import { mayInterrupt, readPreferences } from './preferences.ts';

/** 2026-11-23T22:30Z, a Monday. */
const LATE = Date.UTC(2026, 10, 23, 22, 30);
const HOUR = 3_600_000;

describe('what may interrupt', () => {
  it('is what can not wait, until a person says otherwise', () => {
    const preferences = readPreferences(null);
    expect(mayInterrupt(preferences, 'stop_pulled', LATE, 'UTC')).toBe(true);
    expect(mayInterrupt(preferences, 'unwatched', LATE, 'UTC')).toBe(false);
  });

  it('is nothing in quiet hours, over midnight, by the clock of the store', () => {
    const preferences = readPreferences({ quiet: { from: '22:00', to: '07:00' } });
    expect(mayInterrupt(preferences, 'stop_pulled', LATE, 'Europe/London')).toBe(false);
    expect(mayInterrupt(preferences, 'stop_pulled', LATE + 8 * HOUR, 'Europe/London')).toBe(false);
    expect(mayInterrupt(preferences, 'stop_pulled', LATE + 9 * HOUR, 'Europe/London')).toBe(true);
    // 14:30 in Los Angeles.
    expect(mayInterrupt(preferences, 'stop_pulled', LATE, 'America/Los_Angeles')).toBe(true);
  });

  it('is read from what an older or a damaged setting still says', () => {
    const read = readPreferences({ kinds: { stop_pulled: 'off', gone_kind: 'off' }, quiet: 'never' });
    expect(read.quiet).toBeNull();
    expect(read.kinds.action_failed).toBe('interrupt');
    expect(readPreferences({ kinds: { stop_pulled: 'off' } }).kinds.stop_pulled).toBe('off');
  });
});
