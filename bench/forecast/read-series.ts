/** Series of a CSV file, long (`series,ds,y`) or wide (a row a series, a column a date), plain or gzipped. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { monthOf, readDate } from '../../agents/demand/csv/dates.ts';
import { inferFrequency, toPeriods } from '../../agents/demand/csv/periods.ts';
import { readLongCsv } from '../../agents/demand/csv/series.ts';
import type { DemandSeries, Frequency } from '../../agents/demand/types.ts';
import type { Day } from '../../shared/time.ts';

/** `undated`: the frequency of wide files whose columns are only numbered, as those of M4. */
export async function readSeries(path: string, undated: Frequency = 'W'): Promise<DemandSeries[]> {
  const rows = rowsOf(path);
  const [head = []] = rows;
  if (head.slice(1).every((name) => /^V\d+$/.test(name))) return numbered(rows.slice(1), undated);
  const dates = head.slice(1).map(dayOf);
  if (dates.length > 2 && dates.every((date) => date !== null)) return dated(rows.slice(1), dates);
  return long(path);
}

export function rowsOf(path: string): string[][] {
  const bytes = readFileSync(path);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString();
  return parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][];
}

function dayOf(text: string): Day | null {
  const date = readDate(text);
  return date && 'day' in date ? date.day : null;
}

function dated(rows: readonly string[][], dates: readonly Day[]): DemandSeries[] {
  const frequency = frequencyOf(dates);
  return rows.map(([key = '', ...cells]) => ({
    key,
    frequency,
    start: dates[0]!,
    y: dates.map((_, index) => numberIn(cells[index])),
  }));
}

function frequencyOf(dates: readonly Day[]): Frequency {
  const step = dates[1]! - dates[0]!;
  if (step === 1) return 'D';
  if (step === 7) return 'W';
  if (monthOf(dates[1]!) - monthOf(dates[0]!) === 1) return 'M';
  throw new RangeError(`Columns ${step} days apart are neither days, weeks nor months.`);
}

/** Without dates; blanks at the end are no periods. */
function numbered(rows: readonly string[][], frequency: Frequency): DemandSeries[] {
  return rows.map(([key = '', ...cells]) => {
    const y = cells.map(numberIn);
    while (y.at(-1) === null) y.pop();
    return { key, frequency, start: 0, y };
  });
}

function numberIn(cell: string | undefined): number | null {
  if (cell === undefined || cell.trim() === '' || /^na$/i.test(cell.trim())) return null;
  const value = Number(cell);
  if (!Number.isFinite(value)) throw new RangeError(`Not a number: ${JSON.stringify(cell)}`);
  return value;
}

async function long(path: string): Promise<DemandSeries[]> {
  const { series } = await readLongCsv({ path });
  const frequency = inferFrequency(series.values());
  const days = [...series.values()].flatMap((one) => [...one.keys()]);
  const file = { first: Math.min(...days), last: Math.max(...days) };
  return [...series].map(([key, one]) => toPeriods(key, one, frequency, file).series);
}
