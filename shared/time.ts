/** Instants are epoch milliseconds in UTC; days are calendar days of a store's IANA time zone. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** Days from 1970-01-01 of a local calendar date: 0 is 1970-01-01, 20_000 is 2024-10-04. */
export type Day = number;

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
const QUARTER_MS = 900_000;

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** The zone's offset from UTC at an instant, in milliseconds. Cached by quarter hour: no zone changes within one. */
export function zoneOffsetMs(at: EpochMs, zone: string): number {
  let cache = offsets.get(zone);
  if (!cache) {
    cache = new Map();
    offsets.set(zone, cache);
  }
  const quarter = Math.floor(at / QUARTER_MS);
  let offset = cache.get(quarter);
  if (offset === undefined) {
    let formatter = formatters.get(zone);
    if (!formatter) {
      formatter = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
        era: 'short',
      });
      formatters.set(zone, formatter);
    }
    const start = quarter * QUARTER_MS;
    const part: Record<string, string> = {};
    for (const { type, value } of formatter.formatToParts(start)) part[type] = value;
    const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
    const local = Date.UTC(
      year,
      Number(part.month) - 1,
      Number(part.day),
      Number(part.hour),
      Number(part.minute),
      Number(part.second),
    );
    offset = local - start;
    if (cache.size > 400_000) cache.clear();
    cache.set(quarter, offset);
  }
  return offset;
}

/** The local calendar day of an instant. */
export function dayOf(at: EpochMs, zone: string): Day {
  return Math.floor((at + zoneOffsetMs(at, zone)) / DAY_MS);
}

/** The local hour of an instant, 0 to 23. */
export function hourOf(at: EpochMs, zone: string): number {
  const local = at + zoneOffsetMs(at, zone);
  return Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / 3_600_000);
}

/** The first instant of a local calendar day, also where midnight does not exist (a clock put forward at 0:00). */
export function startOfDay(day: Day, zone: string): EpochMs {
  const wall = day * DAY_MS;
  let at = wall - zoneOffsetMs(wall - zoneOffsetMs(wall, zone), zone);
  while (dayOf(at, zone) < day) at += QUARTER_MS;
  while (dayOf(at - 1, zone) >= day) at -= QUARTER_MS;
  return at;
}

/** The first instant of the local calendar month that an instant is in. */
export function startOfMonth(at: EpochMs, zone: string): EpochMs {
  return startOfDay(parseDay(`${formatDay(dayOf(at, zone)).slice(0, 7)}-01`), zone);
}

/** Monday is 1, Sunday is 7 (ISO 8601). */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** "2026-11-23" for a day. */
export function formatDay(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The day of "2026-11-23". Throws RangeError on anything that is no calendar date. */
export function parseDay(text: string): Day {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || formatDay(ms / DAY_MS) !== text)
    throw new RangeError(`Not a date: ${JSON.stringify(text)}`);
  return ms / DAY_MS;
}
