/** Months counted one by one, and their days. */
import { type Day, formatDay, parseDay } from '../../shared/time.ts';

/** Year × 12 + month: consecutive months are consecutive integers. */
export function monthOf(day: Day): number {
  const date = formatDay(day);
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

/** The given day of a month, or its last one where it is shorter. */
export function dayInMonth(month: number, dayOfMonth: number): Day {
  const last = firstOfMonth(month + 1) - 1;
  return Math.min(firstOfMonth(month) + dayOfMonth - 1, last);
}

export function firstOfMonth(month: number): Day {
  return parseDay(
    `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`,
  );
}
