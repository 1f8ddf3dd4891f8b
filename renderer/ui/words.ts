/** Numbers, money and times as this person reads them. What is not known is said so: never NaN, never a blank. */
import { type Currency, formatMoney, type Minor } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';

const NOT_KNOWN = 'not known';

export interface Words {
  count(value: number): string;
  /** "12 agents", "1 agent". */
  plural(count: number, one: string, many?: string): string;
  money(minor: Minor, currency: Currency): string;
  /** "£1,200 to £2,600"; one amount where both ends are the same. */
  range(low: Minor, high: Minor, currency: Currency): string;
  /** "26 Nov 2026, 12:20". */
  moment(at: EpochMs | null | undefined): string;
  /** "12 seconds ago"; of the past. */
  ago(at: EpochMs | null | undefined, now: EpochMs): string;
  /** "about 2 minutes left". */
  left(ms: number | null): string | null;
}

export function wordsIn(locale: string): Words {
  const numbers = new Intl.NumberFormat(locale);
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const count = (value: number): string => (Number.isFinite(value) ? numbers.format(value) : NOT_KNOWN);
  const money = (minor: Minor, currency: Currency): string =>
    Number.isSafeInteger(minor) && /^[A-Z]{3}$/.test(currency)
      ? formatMoney(minor, currency, locale)
      : NOT_KNOWN;
  return {
    count,
    plural: (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`,
    money,
    range: (low, high, currency) =>
      low === high ? money(low, currency) : `${money(low, currency)} to ${money(high, currency)}`,
    moment: (at) => (isMoment(at) ? moments.format(at) : NOT_KNOWN),
    ago(at, now) {
      if (!isMoment(at)) return 'never';
      // `now` may be a few seconds old: what has just happened does not lie ahead.
      const seconds = Math.round(Math.min(0, at - now) / 1000);
      const size = -seconds;
      if (size < 60) return relative.format(seconds, 'second');
      if (size < 3_600) return relative.format(Math.round(seconds / 60), 'minute');
      if (size < 86_400) return relative.format(Math.round(seconds / 3_600), 'hour');
      return relative.format(Math.round(seconds / 86_400), 'day');
    },
    left(ms) {
      if (ms === null || !Number.isFinite(ms) || ms <= 0) return null;
      const seconds = Math.ceil(ms / 1000);
      if (seconds < 60) return `about ${count(seconds)} s left`;
      return `about ${count(Math.round(seconds / 60))} min left`;
    },
  };
}

function isMoment(at: EpochMs | null | undefined): at is EpochMs {
  return typeof at === 'number' && Math.abs(at) <= 8.64e15;
}

/** How sure, in words; `confidence` from 0 to 1. */
export function confidenceWord(confidence: number): string {
  if (confidence >= 0.8) return 'high';
  if (confidence >= 0.55) return 'fair';
  return 'low';
}

export const words = wordsIn(globalThis.navigator?.language || 'en-GB');
