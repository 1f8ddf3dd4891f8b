/** When a snoozed proposal may come back: the times that people mean, by the clock of the machine that they sit at. */
import type { EpochMs } from '../../../shared/time.ts';

export interface SnoozeTime {
  id: 'later' | 'tomorrow' | 'monday';
  label: string;
  until: EpochMs;
}

const MORNING = 8;
const LATER_HOURS = 4;
/** Nobody decides later than this. */
const EVENING = 20;

/** Later today only where there is a later that day. */
export function snoozeTimes(now: EpochMs): SnoozeTime[] {
  const later = new Date(now);
  later.setHours(later.getHours() + LATER_HOURS, 0, 0, 0);
  const isToday = later.getDate() === new Date(now).getDate() && later.getHours() <= EVENING;
  const tomorrow = morningOf(now, 1);
  const weekday = new Date(now).getDay();
  const monday = morningOf(now, weekday === 0 ? 1 : 8 - weekday);
  return [
    ...(isToday ? [{ id: 'later' as const, label: 'Later today', until: later.getTime() }] : []),
    { id: 'tomorrow', label: 'Tomorrow morning', until: tomorrow },
    // On a Sunday that is tomorrow.
    ...(monday === tomorrow ? [] : [{ id: 'monday' as const, label: 'Next Monday', until: monday }]),
  ];
}

/** The full hour of a day typed as "YYYY-MM-DD"; null where that is over, or no day. */
export function ownTime(date: string, hour: number, now: EpochMs): EpochMs | null {
  const at = new Date(`${date}T${String(hour).padStart(2, '0')}:00:00`).getTime();
  return Number.isNaN(at) || at <= now ? null : at;
}

function morningOf(now: EpochMs, days: number): EpochMs {
  const at = new Date(now);
  at.setDate(at.getDate() + days);
  at.setHours(MORNING, 0, 0, 0);
  return at.getTime();
}
