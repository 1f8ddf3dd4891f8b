/** Numbers, money and times as this person reads them. What is not known is said so: never NaN, never a blank. */
import { type Currency, currencyDigits, formatMoney, type Minor } from '../../shared/money.ts';
import { numberFormat } from '../../shared/number-format.ts';
import type { EpochMs } from '../../shared/time.ts';

const NOT_KNOWN = 'not known';
/** In the major unit: from here on its hundredths say nothing more. */
const ROUND_FROM = 100;

export interface Words {
  count(value: number): string;
  /** "12 agents", "1 agent". */
  plural(count: number, one: string, many?: string): string;
  money(minor: Minor, currency: Currency): string;
  /** "£1,200 to £2,600", both ends as exact as the larger needs; one amount where they read the same. */
  range(low: Minor, high: Minor, currency: Currency): string;
  /** "£5,214" of a large amount, without its minor units; small ones whole. */
  moneyRound(minor: Minor, currency: Currency): string;
  /** "£5.2k": at an axis. */
  moneyShort(minor: Minor, currency: Currency): string;
  /** "46.8%"; of a share, 0.468. */
  percent(share: number): string;
  /** "23 Nov" of "2026-11-23"; with its year where `long`. */
  date(date: string | null | undefined, long?: boolean): string;
  /** "Monday". */
  weekday(date: string | null | undefined): string;
  /** "14:02". */
  time(at: EpochMs | null | undefined, zone?: string): string;
  /** "26 Nov 2026, 12:20". */
  moment(at: EpochMs | null | undefined): string;
  /** "12 seconds ago"; of the past. */
  ago(at: EpochMs | null | undefined, now: EpochMs): string;
  /** "about 2 minutes left". */
  left(ms: number | null): string | null;
  /** Makes what takes long to make, before it is needed: some tens of milliseconds. */
  prepare(): void;
}

export function wordsIn(locale: string): Words {
  // Each costs some milliseconds, so it is made where it is first needed.
  const numbers = once(() => new Intl.NumberFormat(locale));
  const moments = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const percents = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }));
  const dates = once(
    () => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  );
  const longDates = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }));
  const weekdays = once(() => new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }));
  const written = (date: string | null | undefined, format: () => Intl.DateTimeFormat): string => {
    const at = Date.parse(`${date}T00:00:00Z`);
    return Number.isNaN(at) ? NOT_KNOWN : format().format(at);
  };
  const clocks = new Map<string | undefined, Intl.DateTimeFormat>();
  const clockIn = (timeZone: string | undefined): Intl.DateTimeFormat => {
    let clock = clocks.get(timeZone);
    if (!clock) {
      clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
      clocks.set(timeZone, clock);
    }
    return clock;
  };
  const count = (value: number): string => (Number.isFinite(value) ? numbers().format(value) : NOT_KNOWN);
  const money = (minor: Minor, currency: Currency): string =>
    Number.isSafeInteger(minor) && /^[A-Z]{3}$/.test(currency)
      ? formatMoney(minor, currency, locale)
      : NOT_KNOWN;
  const amount = (minor: Minor, currency: Currency, options: Intl.NumberFormatOptions): string =>
    Number.isFinite(minor) && /^[A-Z]{3}$/.test(currency)
      ? numberFormat(locale, { style: 'currency', currency, ...options }).format(
          minor / 10 ** currencyDigits(currency),
        )
      : NOT_KNOWN;
  return {
    prepare() {
      for (const make of [numbers, percents, dates, moments, relative]) make();
    },
    count,
    plural: (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`,
    money,
    range(low, high, currency) {
      const large = Math.max(Math.abs(low), Math.abs(high)) >= ROUND_FROM * 10 ** currencyDigits(currency);
      const say = (minor: Minor): string =>
        large ? amount(minor, currency, { maximumFractionDigits: 0 }) : money(minor, currency);
      const [from, to] = [say(low), say(high)];
      return from === to ? from : `${from} to ${to}`;
    },
    moneyRound: (minor, currency) =>
      minor !== 0 && Math.abs(minor) < ROUND_FROM * 10 ** currencyDigits(currency)
        ? money(minor, currency)
        : amount(minor, currency, { maximumFractionDigits: 0 }),
    moneyShort: (minor, currency) =>
      amount(
        minor,
        currency,
        Math.abs(minor) < 1_000 * 10 ** currencyDigits(currency)
          ? { maximumFractionDigits: 0 }
          : { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 },
      ),
    percent: (share) => (Number.isFinite(share) ? percents().format(share) : NOT_KNOWN),
    date: (date, long) => written(date, long ? longDates : dates),
    weekday: (date) => written(date, weekdays),
    time: (at, timeZone) => (isMoment(at) ? clockIn(timeZone).format(at) : NOT_KNOWN),
    moment: (at) => (isMoment(at) ? moments().format(at) : NOT_KNOWN),
    ago(at, now) {
      if (!isMoment(at)) return 'never';
      // `now` may be a few seconds old: what has just happened does not lie ahead.
      const seconds = Math.round(Math.min(0, at - now) / 1000);
      const size = -seconds;
      if (size < 60) return relative().format(seconds, 'second');
      if (size < 3_600) return relative().format(Math.round(seconds / 60), 'minute');
      if (size < 86_400) return relative().format(Math.round(seconds / 3_600), 'hour');
      return relative().format(Math.round(seconds / 86_400), 'day');
    },
    left(ms) {
      if (ms === null || !Number.isFinite(ms) || ms <= 0) return null;
      const seconds = Math.ceil(ms / 1000);
      if (seconds < 60) return `about ${count(seconds)} s left`;
      return `about ${count(Math.round(seconds / 60))} min left`;
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
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
