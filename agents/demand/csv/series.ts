/** Reads a CSV of series, long or wide, into days by series, and refuses what it can't read, each with its line. */
import { RoyalError } from '../../../shared/errors.ts';
import type { Day } from '../../../shared/time.ts';
import { provenOrder, type ReadDate, readDate, settled, type TwoWayDate } from './dates.ts';
import { type Header, readHeader } from './header.ts';
import { type CsvSource, nameOf, readRecords } from './records.ts';

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

/** What a cell says: null of a blank one, undefined of one that is no number. */
interface Value {
  column: string;
  text: string;
  number: number | null | undefined;
}

/** What a letter becomes in a file that is not UTF-8: names that differ in such letters alone would be one series. */
const LOST = '\uFFFD';

const BLANK = new Set(['', 'na', 'n/a', 'nan', 'null', 'none']);

/**
 * Long, a row a series and a date; or wide, with a column a date or with a column a series: as `readHeader` tells them apart.
 * Formats as readRecords takes them. Throws RoyalError: not_found, invalid_input (no such columns, unreadable), data_cut_off.
 */
export async function readSeriesCsv(from: CsvSource): Promise<SeriesCsv> {
  const name = nameOf(from);
  const result: SeriesCsv = { rows: 0, series: new Map(), refused: [] };
  const refuse = (line: number, reason: string) => result.refused.push({ line, reason });
  const twoWay: TwoWayRow[] = [];
  const unknown: { key: string; day: Day }[] = [];
  const seen = new Set<string>();
  let cells: string[] = [];
  let header: Header | null = null;

  const dateColumn = (): string => (header && 'ds' in header ? cells[header.ds]! : 'ds');

  const isWhole = (key: string, line: number): boolean => {
    if (!key.includes(LOST)) return true;
    refuse(line, `Letters of the name ${quote(key)} are lost: save the file as “CSV UTF-8”.`);
    return false;
  };

  const take = (line: number, key: string, at: { text: string; date: ReadDate }, value: Value): void => {
    const { text, date } = at;
    if (value.number === undefined) {
      refuse(line, `${value.column} is not a number: ${quote(value.text)}.`);
      if (date && 'day' in date) unknown.push({ key, day: date.day });
    } else if (!date) {
      const name = dateColumn();
      refuse(line, text === '' ? `${name} is blank.` : `${name} is not a date: ${quote(text)}.`);
    } else if ('day' in date) add(result.series, key, date.day, value.number);
    else twoWay.push({ line, key, text, date, value: value.number });
  };

  await readRecords(from, (record, line, delimiter) => {
    if (!header) {
      cells = record;
      header = readHeader(cells);
      if (!header) throw new RoyalError(noColumns(name, cells));
      if (header.layout === 'series-across')
        header.series = header.series.filter(({ key }) => isWhole(key, line));
      return;
    }
    result.rows += 1;
    const cellOf = (column: number): Value => {
      const text = record[column] ?? '';
      return { column: cells[column]!, text, number: readNumber(text, delimiter === ';') };
    };
    if (header.layout === 'series-across') {
      const at = dateOf(record[header.ds]);
      if (seen.has(at.text)) throw new RoyalError(repeated(name, line, at.text));
      seen.add(at.text);
      for (const { column, key } of header.series) take(line, key, at, cellOf(column));
      return;
    }
    const key = header.names.flatMap((column) => record[column] || []).join(' / ');
    if (key === '') return void refuse(line, 'The series has no name.');
    if (!isWhole(key, line)) return;
    if (header.layout === 'long') return take(line, key, dateOf(record[header.ds]), cellOf(header.y));
    for (const { column, name: text, day } of header.dates)
      take(line, key, { text, date: { day } }, cellOf(column));
  });
  if (!header) throw new RoyalError(noColumns(name, []));
  settle(twoWay, dateColumn(), result, refuse);
  // Something was sold on that day, nobody knows how much: without the row it would count as a day without sales.
  for (const { key, day } of unknown) {
    const days = result.series.get(key);
    if (days && !days.has(day)) days.set(day, null);
  }
  result.refused.sort((a, b) => a.line - b.line);
  return result;
}

function dateOf(text = ''): { text: string; date: ReadDate } {
  return { text, date: readDate(text) };
}

/** Two-way dates follow the one order that some row of the file proves; without proof, or with both, they are refused. */
function settle(
  rows: readonly TwoWayRow[],
  column: string,
  { series }: SeriesCsv,
  refuse: (line: number, reason: string) => void,
) {
  const order = provenOrder(rows.map(({ date }) => date));
  for (const { line, key, text, date, value } of rows) {
    const day = settled(date, order);
    if (day !== null) add(series, key, day, value);
    else refuse(line, `${column} could be day or month first: ${quote(text)}. Write it as YYYY-MM-DD.`);
  }
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

function noColumns(path: string, header: readonly string[]) {
  const seen =
    header.length > 0 ? `its first line has ${header.slice(0, 8).map(quote).join(', ')}` : 'it is empty';
  return {
    code: 'invalid_input' as const,
    message: `${path} lacks the columns series, ds and y: ${seen}.`,
    next: 'Name the columns series, ds and y in the first line, in any order; or give a row a series and a column a date, written YYYY-MM-DD; or a column ds and a column a series.',
  };
}

/** Added up, several rows of a date would be several series in one. */
function repeated(path: string, line: number, date: string) {
  return {
    code: 'invalid_input' as const,
    message: `${path} has ${quote(date)} a second time in line ${line}, and no column that says of which series.`,
    next: 'Name the column that tells the series "series", and the one with the numbers "y".',
  };
}
