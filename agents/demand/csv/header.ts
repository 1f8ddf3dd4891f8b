/** What the first line of a CSV says of its layout: which columns name a series, a date, a number. */
import type { Day } from '../../../shared/time.ts';
import { isTwoWay, provenOrder, readDate, settled } from './dates.ts';

/** A row a series and a date. */
export interface LongHeader {
  layout: 'long';
  /** Columns whose cells, put together, name the series. */
  names: number[];
  ds: number;
  y: number;
}

/** A row a series, a column a date, after columns that name the series. */
export interface DatesAcross {
  layout: 'dates-across';
  names: number[];
  dates: { column: number; name: string; day: Day }[];
}

/** A row a date, a column a series. */
export interface SeriesAcross {
  layout: 'series-across';
  ds: number;
  series: { column: number; key: string }[];
}

export type Header = LongHeader | DatesAcross | SeriesAcross;

// As people name them, without case, blanks and marks; of several in a header the first of these is taken.
const SERIES_ALONE = ['series', 'seriesid', 'uniqueid'];
/** These name a series together: the item of each store. */
const SERIES_TOGETHER = [
  ...['store', 'storeid', 'storenbr', 'shop', 'location', 'locationid'],
  ...['item', 'itemid', 'itemnbr', 'product', 'productid', 'variant', 'variantid', 'sku', 'stockcode'],
];
const SERIES_AT_LAST = ['id', 'key', 'name', 'title'];
const DS = ['ds', 'date', 'datetime', 'timestamp', 'invoicedate', 'orderdate', 'day', 'week', 'month'];
const Y = [
  'y',
  'target',
  'value',
  'units',
  'unitssold',
  'unitsales',
  'quantity',
  'qty',
  'demand',
  'sold',
  'sales',
];

/** One column that looks like a date is not a table by dates. */
const FEWEST_DATES = 2;

/** null where it tells no layout. */
export function readHeader(cells: readonly string[]): Header | null {
  const names = cells.map((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  const first = (wanted: readonly string[]): number => {
    const found = wanted.find((name) => names.includes(name));
    return found === undefined ? -1 : names.indexOf(found);
  };
  const series = seriesColumns(names, first);
  const [ds, y] = [first(DS), first(Y)];
  if (series.length > 0 && ds >= 0 && y >= 0) return { layout: 'long', names: series, ds, y };
  const dated = datesAcross(cells);
  if (dated) return dated;
  if (series.length > 0 || ds < 0) return null;
  const others = cells.flatMap((key, column) => (column === ds || key === '' ? [] : { column, key }));
  return others.length > 0 ? { layout: 'series-across', ds, series: others } : null;
}

function seriesColumns(names: readonly string[], first: (wanted: readonly string[]) => number): number[] {
  const alone = first(SERIES_ALONE);
  if (alone >= 0) return [alone];
  const together = names.flatMap((name, column) => (SERIES_TOGETHER.includes(name) ? column : []));
  if (together.length > 0) return together;
  const last = first(SERIES_AT_LAST);
  return last < 0 ? [] : [last];
}

/** From the first date on, every column that has a name must be one. */
function datesAcross(cells: readonly string[]): DatesAcross | null {
  const read = cells.map(readDate);
  const first = read.findIndex((date) => date !== null);
  if (first < 1) return null;
  const order = provenOrder(read.filter(isTwoWay));
  const dates: DatesAcross['dates'] = [];
  for (let column = first; column < cells.length; column += 1) {
    const date = read[column]!;
    const name = cells[column]!;
    if (name === '') continue;
    if (date === null) return null;
    const day = isTwoWay(date) ? settled(date, order) : date.day;
    if (day === null) return null;
    dates.push({ column, name, day });
  }
  const names = Array.from({ length: first }, (_, column) => column);
  return dates.length < FEWEST_DATES ? null : { layout: 'dates-across', names, dates };
}
