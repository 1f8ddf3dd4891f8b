/** Real units by product and day, of one length, read from a CSV. */
import type { Day } from '../../shared/time.ts';
import { readSeries } from '../forecast/read-series.ts';

export interface DemandDays {
  start: Day;
  /** Whole units by day, all of one length. */
  products: { key: string; units: number[] }[];
}

/** A day without a row or a number sold nothing. Throws RangeError where the file has no product by day. */
export async function readDemandDays(path: string): Promise<DemandDays> {
  const series = (await readSeries(path)).series.filter(({ frequency }) => frequency === 'D');
  if (series.length === 0) throw new RangeError(`${path} holds no product by day.`);
  const start = Math.min(...series.map((one) => one.start));
  const end = Math.max(...series.map((one) => one.start + one.y.length));
  const products = series.map(({ key, start: first, y }) => ({
    key,
    units: Array.from({ length: end - start }, (_, day) => wholeUnits(y[start + day - first])),
  }));
  return { start, products };
}

function wholeUnits(value: number | null | undefined): number {
  return Math.max(0, Math.round(value ?? 0));
}
