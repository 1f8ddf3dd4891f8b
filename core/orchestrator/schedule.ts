/** When an agent is due: slots of a store's local time. Pure. */
import type { Agent } from '../../shared/agent.ts';
import { DAY_MS, type Day, dayOf, type EpochMs, zoneOffsetMs } from '../../shared/time.ts';

export interface Due {
  slot: EpochMs;
  /** Slots that passed before this one since the last; all of them are caught up by one run. */
  missed: number;
  /** The last slot that was served; null before the first. */
  since: EpochMs | null;
}

type Schedule = Agent['schedule'];

const HOUR_MS = 3_600_000;
/** Beyond this nobody counts. */
const DAYS_BACK = 400;

/**
 * The slot to serve now, or null. Without `atHour` the grid starts at the last slot. A last slot that lies more
 * than an interval ahead was made by a wrong clock, which must not silence the agent: then it is due at once.
 */
export function dueSlot(schedule: Schedule, zone: string, now: EpochMs, last: EpochMs | null): Due | null {
  const interval = schedule.everyHours * HOUR_MS;
  if (last === null) return { slot: now, missed: 0, since: null };
  if (last > now + interval) return { slot: now, missed: 0, since: null };
  if (schedule.atHour === undefined) {
    const passed = Math.floor((now - last) / interval);
    return passed < 1 ? null : { slot: last + passed * interval, missed: passed - 1, since: last };
  }
  const today = dayOf(now, zone);
  const from = Math.max(dayOf(last, zone), today - DAYS_BACK);
  const passed: EpochMs[] = [];
  for (let day = from; day <= today; day++)
    for (const slot of slotsOf(schedule, zone, day)) if (slot > last && slot <= now) passed.push(slot);
  const slot = passed.at(-1);
  return slot === undefined ? null : { slot, missed: passed.length - 1, since: last };
}

/** The next slot after now. */
export function nextSlot(schedule: Schedule, zone: string, now: EpochMs, last: EpochMs | null): EpochMs {
  const due = dueSlot(schedule, zone, now, last);
  if (due || last === null) return now;
  if (schedule.atHour === undefined) return last + schedule.everyHours * HOUR_MS;
  const after = Math.max(now, last);
  for (let day = dayOf(after, zone); ; day++)
    for (const slot of slotsOf(schedule, zone, day)) if (slot > after) return slot;
}

/** Slots of a local day, ascending; from 24 hours up one slot every so many days. */
function slotsOf({ everyHours, atHour = 0 }: Schedule, zone: string, day: Day): EpochMs[] {
  const everyDays = Math.max(1, Math.round(everyHours / 24));
  if (everyHours >= 24) return day % everyDays === 0 ? [localInstant(day, atHour, zone)] : [];
  const slots: EpochMs[] = [];
  // The hours wrap, so that 6-hourly from 20:00 is also at 2:00, 8:00 and 14:00.
  for (let hour = atHour % everyHours; hour < 24; hour += everyHours)
    slots.push(localInstant(day, hour, zone));
  return slots;
}

/** The instant at which a wall clock shows the hour; where it never does (a clock put forward), an hour beside it. */
function localInstant(day: Day, hour: number, zone: string): EpochMs {
  const wall = day * DAY_MS + hour * HOUR_MS;
  return wall - zoneOffsetMs(wall - zoneOffsetMs(wall, zone), zone);
}
