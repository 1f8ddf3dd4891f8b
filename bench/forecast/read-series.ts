/** Series of a CSV file as the program reads them; and tables whose periods are only numbered, as those of M4. */

import { inferFrequency, toPeriods } from '../../agents/demand/csv/periods.ts';
import { readRecords } from '../../agents/demand/csv/records.ts';
import { readNumber, readSeriesCsv } from '../../agents/demand/csv/series.ts';
import type { DemandSeries, Frequency } from '../../agents/demand/types.ts';

export interface ReadSeries {
  series: DemandSeries[];
  /** What could not be read, as "line 3: …". */
  refused: string[];
}

const FREQUENCIES: readonly string[] = ['D', 'W', 'M'] satisfies Frequency[];

/**
 * `frequency`: where absent taken from the dates; of numbered periods from the letter that all keys begin with ("W12", as in
 * M4). Throws RoyalError as readSeriesCsv does, and RangeError where nothing tells the frequency.
 */
export async function readSeries(path: string, frequency?: Frequency): Promise<ReadSeries> {
  const table = await readNumbered(path);
  if (table) {
    const period = frequency ?? letterOf(table.rows.keys());
    const series = [...table.rows].map(([key, y]) => ({ key, frequency: period, start: 0, y }));
    return { series, refused: table.refused };
  }
  const { series, refused } = await readSeriesCsv({ path });
  return {
    series: toPeriods(series, frequency ?? inferFrequency(series.values())).map((one) => one.series),
    refused: refused.map(({ line, reason }) => `line ${line}: ${reason}`),
  };
}

function letterOf(keys: Iterable<string>): Frequency {
  const letters = new Set([...keys].map((key) => key.slice(0, 1)));
  const [letter = ''] = letters;
  if (letters.size !== 1 || !FREQUENCIES.includes(letter))
    throw new RangeError('Nothing in the file tells its frequency: name it with --frequency D, W or M.');
  return letter as Frequency;
}

/** By key what each row holds from its first to its last value. null where the columns are not numbered one by one. */
export async function readNumbered(
  path: string,
): Promise<{ rows: Map<string, (number | null)[]>; refused: string[] } | null> {
  const rows = new Map<string, (number | null)[]>();
  const refused: string[] = [];
  let first: number | undefined;
  await readRecords({ path }, (record, line, delimiter) => {
    if (first === undefined) {
      first = firstNumbered(record);
      return;
    }
    if (first < 1) return;
    const y = record.slice(first).map((cell) => {
      const value = readNumber(cell, delimiter === ';');
      if (value === undefined) refused.push(`line ${line}: not a number: ${JSON.stringify(cell)}.`);
      return value ?? null;
    });
    const known = (value: number | null): boolean => value !== null;
    const [from, to] = [y.findIndex(known), y.findLastIndex(known)];
    if (from >= 0) rows.set(record.slice(0, first).join(' / '), y.slice(from, to + 1));
  });
  return first !== undefined && first >= 1 ? { rows, refused } : null;
}

/** The column after the series' names from which on all are numbered one by one ("V2", "V3"; "1", "2"); 0 where none is. */
function firstNumbered(header: readonly string[]): number {
  const parts = header.map((name) => /^(\D*)(\d{1,4})$/.exec(name));
  let first = header.length;
  for (let column = header.length - 1; column >= 1; column -= 1) {
    const [part, next] = [parts[column], parts[column + 1]];
    if (!part || (next && (next[1] !== part[1] || Number(next[2]) !== Number(part[2]) + 1))) break;
    first = column;
  }
  return header.length - first >= 2 ? first : 0;
}
