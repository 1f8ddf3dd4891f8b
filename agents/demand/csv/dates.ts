/** Dates as people write them in CSV files; what could be read two ways is decided by the whole file or refused. */
import { type Day, parseDay } from '../../../shared/time.ts';

/** A calendar date, or the two parts of one whose order (day or month first) only the file can tell. */
export type ReadDate = { day: Day } | TwoWayDate | null;
export interface TwoWayDate {
  first: number;
  second: number;
  year: number;
}

export type DateOrder = 'day-first' | 'month-first';

const TIME =
  /^(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2})?\s*(?:\[?[A-Z]\w+(?:\/[\w+-]+)+\]?)?)?$/;
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const EARLIEST = parseDay('1900-01-01');
const LATEST = parseDay('2199-12-31');

/**
 * Year first with `-`, `/` or `.`, or none ("20261123"); a month alone ("2026-11", "Nov 2026") is its first day; a time of
 * day and zone may follow and are left out: the date counts as written. `.` after a leading day is day first,
 * as in the countries that write so. Years 1900 to 2199. null for anything else.
 */
export function readDate(text: string): ReadDate {
  const named = namedMonth(text);
  if (named) return dayOrNull(named.year, named.month, 1);
  const yearFirst = /^(\d{4})([-/.]?)(\d{2})(?:\2(\d{2}))?(?!\d)(.*)$/.exec(text);
  if (yearFirst) {
    const [, year, separator, month, day, rest] = yearFirst;
    if (day === undefined && (separator === '' || rest !== '')) return null;
    return TIME.test(rest!) ? dayOrNull(Number(year), Number(month), Number(day ?? 1)) : null;
  }
  const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)(.*)$/.exec(text);
  if (!yearLast || !TIME.test(yearLast[5]!)) return null;
  const [first, second, year] = [Number(yearLast[1]), Number(yearLast[3]), Number(yearLast[4])];
  if (yearLast[2] === '.') return dayOrNull(year, second, first);
  return dayOrNull(year, first, second) || dayOrNull(year, second, first) ? { first, second, year } : null;
}

/** "Jan 1998", "January-1998", "1998 Jan", "1998M01": as statistical programs write a month. Months count from 1. */
function namedMonth(text: string): { year: number; month: number } | null {
  const [, year, numbered] = /^(\d{4})M(\d{2})$/i.exec(text) ?? [];
  if (year) return { year: Number(year), month: Number(numbered) };
  const [, word] = /^([a-z]{3,9})[ -]\d{4}$/i.exec(text) ?? /^\d{4}[ -]([a-z]{3,9})$/i.exec(text) ?? [];
  if (!word) return null;
  const month = MONTHS.findIndex((name) => name.startsWith(word.toLowerCase())) + 1;
  return month === 0 ? null : { year: Number(/\d{4}/.exec(text)![0]), month };
}

/** Resolves a two-way date; null where that order makes no date. */
function resolveDate(date: TwoWayDate, order: DateOrder): Day | null {
  const [day, month] = order === 'day-first' ? [date.first, date.second] : [date.second, date.first];
  const found = dayOrNull(date.year, month, day);
  return found && 'day' in found ? found.day : null;
}

function dayOrNull(year: number, month: number, day: number): { day: Day } | null {
  const pad = (value: number) => String(value).padStart(2, '0');
  try {
    const found = parseDay(`${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`);
    return found >= EARLIEST && found <= LATEST ? { day: found } : null;
  } catch {
    return null;
  }
}

export function isTwoWay(date: ReadDate): date is TwoWayDate {
  return date !== null && !('day' in date);
}

/** The order that some of the dates prove; null where none does, or some prove one and some the other. */
export function provenOrder(dates: readonly TwoWayDate[]): DateOrder | null {
  const orders = new Set(dates.map(orderOf));
  orders.delete(null);
  return orders.size === 1 ? [...orders][0]! : null;
}

/** The one order in which it is a date; null where it is one in both. */
function orderOf(date: TwoWayDate): DateOrder | null {
  if (resolveDate(date, 'month-first') === null) return 'day-first';
  return resolveDate(date, 'day-first') === null ? 'month-first' : null;
}

/** The day that it is in the file's order, else in its own; null where it could be either. */
export function settled(date: TwoWayDate, order: DateOrder | null): Day | null {
  const sameBothWays = date.first === date.second ? 'day-first' : null;
  const known = order ?? orderOf(date) ?? sameBothWays;
  return known && resolveDate(date, known);
}
