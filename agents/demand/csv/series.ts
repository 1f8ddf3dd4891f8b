/** Reads a CSV of series, long or wide, into days by series, and refuses what it can't read, each with its line. */
import { RoyalError } from '../../../shared/errors.ts';
import type { Day } from '../../../shared/time.ts';
import { type DateOrder, type ReadDate, readDate, resolveDate, type TwoWayDate } from './dates.ts';
import { type CsvSource, type Delimiter, nameOf, readRecords } from './records.ts';

export interface RefusedRow {
  /** Line of the file, the header being 1. */
  line: number;
  reason: string;
}

/** Units by day; null is a row whose `y` is blank. Several rows of one day are added up. */
export type DaysOfSeries = Map<Day, number | null>;

export interface SeriesCsv {
  /** Data rows read, refused ones included. */
  rows: number;
  /** In order of first appearance. */
  series: Map<string, DaysOfSeries>;
  refused: RefusedRow[];
}

interface TwoWayRow {
  line: number;
  key: string;
  text: string;
  date: TwoWayDate;
  value: number | null;
}

interface LongHeader {
  series: number;
  ds: number;
  y: number;
}

/** A row a series, a column a date, after columns that name the series. */
interface WideHeader {
  dates: { column: number; name: string; day: Day }[];
  names: number[];
}

const COLUMNS = ['series', 'ds', 'y'] as const;
const BLANK = new Set(['', 'na', 'n/a', 'nan', 'null', 'none']);
/** One column that looks like a date is not a table by dates. */
const FEWEST_DATES = 2;

/**
 * Long: the columns series, ds and y in any order and case, others ignored. Wide: a column a date, in any order, after one or
 * more that name the series. Formats as readRecords takes them. Throws RoyalError: not_found, invalid_input (no such columns,
 * unreadable), data_cut_off.
 */
export async function readSeriesCsv(from: CsvSource): Promise<SeriesCsv> {
  const name = nameOf(from);
  const result: SeriesCsv = { rows: 0, series: new Map(), refused: [] };
  const refuse = (line: number, reason: string) => result.refused.push({ line, reason });
  const twoWay: TwoWayRow[] = [];
  const unknown: { key: string; day: Day }[] = [];
  let header: LongHeader | WideHeader | undefined;

  const takeLong = (columns: LongHeader, record: string[], line: number, delimiter: Delimiter): void => {
    const key = record[columns.series] ?? '';
    const text = record[columns.ds] ?? '';
    if (key === '') return void refuse(line, 'The series has no name.');
    const value = readNumber(record[columns.y], delimiter === ';');
    const date = readDate(text);
    if (value === undefined) {
      refuse(line, `y is not a number: ${quote(record[columns.y]!)}.`);
      if (date && 'day' in date) unknown.push({ key, day: date.day });
      return;
    }
    if (!date) return void refuse(line, text === '' ? 'ds is blank.' : `ds is not a date: ${quote(text)}.`);
    if ('day' in date) add(result.series, key, date.day, value);
    else twoWay.push({ line, key, text, date, value });
  };
  const takeWide = (
    { names, dates }: WideHeader,
    record: string[],
    line: number,
    delimiter: Delimiter,
  ): void => {
    const key = names.flatMap((column) => record[column] || []).join(' / ');
    if (key === '') return void refuse(line, 'The series has no name.');
    for (const { column, name: date, day } of dates) {
      const value = readNumber(record[column], delimiter === ';');
      if (value !== undefined) add(result.series, key, day, value);
      else {
        refuse(line, `${date} is not a number: ${quote(record[column]!)}.`);
        unknown.push({ key, day });
      }
    }
  };

  await readRecords(from, (record, line, delimiter) => {
    if (!header) {
      header = longHeader(record) ?? wideHeader(record) ?? undefined;
      if (!header) throw new RoyalError(noColumns(name, record));
      return;
    }
    result.rows += 1;
    if ('ds' in header) takeLong(header, record, line, delimiter);
    else takeWide(header, record, line, delimiter);
  });
  if (!header) throw new RoyalError(noColumns(name, []));
  settle(twoWay, result, refuse);
  // Something was sold on that day, nobody knows how much: without the row it would count as a day without sales.
  for (const { key, day } of unknown) {
    const days = result.series.get(key);
    if (days && !days.has(day)) days.set(day, null);
  }
  result.refused.sort((a, b) => a.line - b.line);
  return result;
}

/** Two-way dates follow the one order that some row of the file proves; without proof, or with both, they are refused. */
function settle(
  rows: readonly TwoWayRow[],
  { series }: SeriesCsv,
  refuse: (line: number, reason: string) => void,
) {
  const order = provenOrder(rows.map(({ date }) => date));
  for (const { line, key, text, date, value } of rows) {
    const day = settled(date, order);
    if (day !== null) add(series, key, day, value);
    else refuse(line, `ds could be day or month first: ${quote(text)}. Write it as YYYY-MM-DD.`);
  }
}

/** The order that some of the dates prove; null where none does, or some prove one and some the other. */
function provenOrder(dates: readonly TwoWayDate[]): DateOrder | null {
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
function settled(date: TwoWayDate, order: DateOrder | null): Day | null {
  const sameBothWays = date.first === date.second ? 'day-first' : null;
  const known = order ?? orderOf(date) ?? sameBothWays;
  return known && resolveDate(date, known);
}

function add(series: Map<string, DaysOfSeries>, key: string, day: Day, value: number | null): void {
  let days = series.get(key);
  if (!days) {
    days = new Map();
    series.set(key, days);
  }
  const before = days.get(day);
  days.set(day, value === null ? (before ?? null) : (before ?? 0) + value);
}

/** null for a blank, undefined for what is no number. `decimalComma`: a comma may stand before the fraction. */
export function readNumber(text: string | undefined, decimalComma: boolean): number | null | undefined {
  if (text === undefined || BLANK.has(text.toLowerCase())) return null;
  const plain = decimalComma && !text.includes('.') ? text.replace(',', '.') : text;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) && Math.abs(value) < 1e15 ? value : undefined;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function longHeader(header: string[]): LongHeader | null {
  const names = header.map((name) => name.toLowerCase());
  const [series, ds, y] = COLUMNS.map((name) => names.indexOf(name)) as [number, number, number];
  return Math.min(series, ds, y) < 0 ? null : { series, ds, y };
}

/** From the first date on, every column that has a name must be one. */
function wideHeader(header: string[]): WideHeader | null {
  const read = header.map(readDate);
  const first = read.findIndex((date) => date !== null);
  if (first < 1) return null;
  const order = provenOrder(read.filter(isTwoWay));
  const dates: WideHeader['dates'] = [];
  for (let column = first; column < header.length; column += 1) {
    const date = read[column]!;
    const name = header[column]!;
    if (name === '') continue;
    if (date === null) return null;
    const day = isTwoWay(date) ? settled(date, order) : date.day;
    if (day === null) return null;
    dates.push({ column, name, day });
  }
  const names = Array.from({ length: first }, (_, column) => column);
  return dates.length < FEWEST_DATES ? null : { dates, names };
}

function isTwoWay(date: ReadDate): date is TwoWayDate {
  return date !== null && !('day' in date);
}

function noColumns(path: string, header: readonly string[]) {
  const seen =
    header.length > 0 ? `its first line has ${header.slice(0, 8).map(quote).join(', ')}` : 'it is empty';
  return {
    code: 'invalid_input' as const,
    message: `${path} lacks the columns series, ds and y: ${seen}.`,
    next: 'Name the columns series, ds and y in the first line, in any order; or give a row a series and a column a date, written YYYY-MM-DD.',
  };
}
