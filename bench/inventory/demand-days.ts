/** Real units by product and day, read from a CSV: wide (a column a day) or long (series, date, units). */
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { readLongCsv } from '../../agents/demand/csv/series.ts';
import { type Day, parseDay } from '../../shared/time.ts';

export interface DemandDays {
  start: Day;
  /** Whole units by day, all of one length. */
  products: { key: string; units: number[] }[];
}

const DATE = /^\d{4}-\d\d-\d\d$/;

/** Throws RangeError where the file has no product. */
export async function readDemandDays(path: string): Promise<DemandDays> {
  const bytes = await readFile(path);
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
  const [head = '', ...rows] = text.trim().split(/\r?\n/);
  const dates = head.split(',').slice(1);
  const days = dates.length > 1 && DATE.test(dates[0]!) ? readWide(dates[0]!, rows) : await readLong(path);
  if (days.products.length === 0) throw new RangeError(`${path} holds no product.`);
  return days;
}

function readWide(first: string, rows: readonly string[]): DemandDays {
  const products = rows.map((row) => {
    const [key, ...units] = row.split(',');
    return { key: key!, units: units.map((value) => wholeUnits(Number(value))) };
  });
  return { start: parseDay(first), products };
}

async function readLong(path: string): Promise<DemandDays> {
  const { series } = await readLongCsv({ path });
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const days of series.values())
    for (const day of days.keys()) [first, last] = [Math.min(first, day), Math.max(last, day)];
  const products = [...series].map(([key, days]) => ({
    key,
    units: Array.from({ length: last - first + 1 }, (_, index) => wholeUnits(days.get(first + index) ?? 0)),
  }));
  return { start: first, products };
}

function wholeUnits(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.round(value)) : 0;
}
