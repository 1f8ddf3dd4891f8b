/** Wall clocks of a shop's time zone, for laying orders out on local days. */

export const DAY_MS = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that the zone's wall clock is ahead of UTC at an instant. */
export function offsetAt(at: number, zone: string): number {
  let formatter = formatters.get(zone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    formatters.set(zone, formatter);
  }
  const whole = Math.floor(at / 1000) * 1000;
  return Date.parse(`${formatter.format(whole).replace(' ', 'T')}Z`) - whole;
}

/** The instant of a wall-clock time given as if it were UTC; a time that a clock put forward skips moves on by the gap. */
export function instantOf(wall: number, zone: string): number {
  const first = wall - offsetAt(wall, zone);
  const second = wall - offsetAt(first, zone);
  return second + offsetAt(second, zone) === wall ? second : Math.max(first, second);
}

/** Days since 1970-01-01 of the local date. */
export function localDay(at: number, zone: string): number {
  return Math.floor((at + offsetAt(at, zone)) / DAY_MS);
}

/** `2026-11-23T08:30:00Z`: Shopify states whole seconds. */
export function iso(at: number): string {
  return `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
