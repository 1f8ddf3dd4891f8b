/** Reads a long CSV `series,ds,y` into days by series, and refuses the rows it can't read, each with its line. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, type Info, parse } from 'csv-parse';
import { RoyalError } from '../../../shared/errors.ts';
import type { Day } from '../../../shared/time.ts';
import { type DateOrder, readDate, resolveDate } from './dates.ts';

export interface RefusedRow {
  /** Line of the file, the header being 1. */
  line: number;
  reason: string;
}

/** Units by day; null is a row whose `y` is blank. Several rows of one day are added up. */
export type DaysOfSeries = Map<Day, number | null>;

export interface LongCsv {
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
  date: { first: number; second: number; year: number };
  value: number | null;
}

/** A file, or a text that somebody handed over. */
export type CsvSource = { path: string } | { text: string };

const nameOf = (source: CsvSource): string => ('path' in source ? source.path : 'The CSV');
const openSource = (source: CsvSource): Readable =>
  'path' in source ? createReadStream(source.path) : Readable.from([Buffer.from(source.text)]);

const COLUMNS = ['series', 'ds', 'y'] as const;
const BLANK = new Set(['', 'na', 'n/a', 'nan', 'null', 'none']);

/**
 * Plain or gzipped (told by its content), UTF-8 with or without BOM, separated by comma, semicolon or tab; the
 * three columns in any order and case, others ignored. Throws RoyalError: not_found, invalid_input (no such
 * columns, unreadable), data_cut_off (a gzip that ends early).
 */
export async function readLongCsv(from: CsvSource): Promise<LongCsv> {
  const name = nameOf(from);
  const { gzipped, delimiter } = await sniff(from);
  const result: LongCsv = { rows: 0, series: new Map(), refused: [] };
  const twoWay: TwoWayRow[] = [];
  const unknown: { key: string; day: Day }[] = [];
  const refuse = (line: number, reason: string) => result.refused.push({ line, reason });
  let columns: Record<(typeof COLUMNS)[number], number> | undefined;

  const takeRow = (record: string[], line: number): void => {
    if (!columns) {
      columns = findColumns(record, name);
      return;
    }
    result.rows += 1;
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

  const parser = parse({
    bom: true,
    delimiter,
    trim: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
  });
  parser.on('data', ({ record, info }: { record: string[]; info: Info }) => takeRow(record, info.lines));
  const source = openSource(from);
  try {
    if (gzipped) await pipeline(source, createGunzip(), parser);
    else await pipeline(source, parser);
  } catch (error) {
    throw unreadable(name, error);
  }
  if (!columns) throw new RoyalError(noColumns(name, []));
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
  { series }: LongCsv,
  refuse: (line: number, reason: string) => void,
) {
  const orders = (['day-first', 'month-first'] as const).filter((order) =>
    rows.some(({ date }) => resolveDate(date, order) !== null && resolveDate(date, other(order)) === null),
  );
  const order = orders.length === 1 ? orders[0]! : undefined;
  for (const { line, key, text, date, value } of rows) {
    const sameBothWays = date.first === date.second;
    const proven = orders.find((one) => resolveDate(date, other(one)) === null);
    const day = resolveDate(date, order ?? proven ?? 'day-first');
    if (day !== null && (order || proven || sameBothWays)) add(series, key, day, value);
    else refuse(line, `ds could be day or month first: ${quote(text)}. Write it as YYYY-MM-DD.`);
  }
}

function other(order: DateOrder): DateOrder {
  return order === 'day-first' ? 'month-first' : 'day-first';
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

function readNumber(text: string | undefined, decimalComma: boolean): number | null | undefined {
  if (text === undefined || BLANK.has(text.toLowerCase())) return null;
  const plain = decimalComma && !text.includes('.') ? text.replace(',', '.') : text;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(value) && Math.abs(value) < 1e15 ? value : undefined;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function findColumns(header: string[], path: string): Record<(typeof COLUMNS)[number], number> {
  const names = header.map((name) => name.toLowerCase());
  const [series, ds, y] = COLUMNS.map((name) => names.indexOf(name)) as [number, number, number];
  if (Math.min(series, ds, y) < 0) throw new RoyalError(noColumns(path, header));
  return { series, ds, y };
}

function noColumns(path: string, header: readonly string[]) {
  const seen =
    header.length > 0 ? `its first line has ${header.slice(0, 8).map(quote).join(', ')}` : 'it is empty';
  return {
    code: 'invalid_input' as const,
    message: `${path} lacks the columns series, ds and y: ${seen}.`,
    next: 'Name the columns series, ds and y in the first line, in any order.',
  };
}

/** Looks at the first bytes: gzip's magic number, and which separator the header line uses. */
async function sniff(from: CsvSource): Promise<{ gzipped: boolean; delimiter: string }> {
  try {
    const head = await firstBytes(openSource(from), (bytes) => bytes.length >= 2);
    const gzipped = head[0] === 0x1f && head[1] === 0x8b;
    const source = openSource(from);
    const plain = gzipped ? source.pipe(createGunzip()) : source;
    // pipe() doesn't hand errors of the file on to the reader of the inflated text.
    if (gzipped) source.once('error', (error) => plain.destroy(error));
    const bytes = await firstBytes(plain, (read) => read.includes(10) || read.length > 65_536);
    source.destroy();
    const line = bytes.toString().split('\n', 1)[0]!;
    const delimiter = [',', ';', '\t'].reduce((best, one) =>
      line.split(one).length > line.split(best).length ? one : best,
    );
    return { gzipped, delimiter };
  } catch (error) {
    throw unreadable(nameOf(from), error);
  }
}

async function firstBytes(stream: Readable, enough: (bytes: Buffer) => boolean): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    if (enough(bytes)) break;
  }
  return bytes;
}

function unreadable(path: string, error: unknown): RoyalError {
  if (error instanceof RoyalError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT')
    return new RoyalError(
      { code: 'not_found', message: `There is no file ${path}.`, next: 'Check the path after --input.' },
      { cause: error },
    );
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR')
    return new RoyalError(
      {
        code: 'data_cut_off',
        message: `${path} is a gzip file that is cut off or damaged (${message}).`,
        next: 'Copy or export the file again.',
      },
      { cause: error },
    );
  const at = error instanceof CsvError && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
  return new RoyalError(
    {
      code: 'invalid_input',
      message: `${path} can't be read${at}: ${message}.`,
      next: 'Check that it is a readable CSV file with matching quotes.',
    },
    { cause: error },
  );
}
