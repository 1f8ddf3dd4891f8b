/** Public holidays of a country, day by day, from the package date-holidays, which is loaded at the first question. */
import { type Day, formatDay, parseDay } from '../../../shared/time.ts';
import type { Holiday } from '../types.ts';

/**
 * `country`: ISO 3166-1 alpha-2, in any case; one that the package does not know has no holidays. `from` to `to`, both
 * included, ascending, a day at most once. Those of the whole country only: of parts of it a store knows nothing.
 */
export async function publicHolidays(country: string, from: Day, to: Day): Promise<Holiday[]> {
  const { default: Holidays } = await import('date-holidays');
  const calendar = new Holidays(country.toUpperCase(), { types: ['public'] });
  const names = new Map<Day, string>();
  for (let year = yearOf(from); year <= yearOf(to); year += 1)
    for (const { date, name, start, end } of calendar.getHolidays(year, 'en') || []) {
      const first = parseDay(date.slice(0, 10));
      // Half days end within a day; an hour more or less is daylight saving.
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
      for (let day = first; day < first + days; day += 1)
        if (day >= from && day <= to && !names.has(day)) names.set(day, name);
    }
  return [...names].map(([day, name]) => ({ day, name })).sort((a, b) => a.day - b.day);
}

function yearOf(day: Day): number {
  return Number(formatDay(day).slice(0, 4));
}
