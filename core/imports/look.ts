/** A first look into a file: which export it is, and what of it holds for all its rows. */
import type { Currency } from '../../shared/money.ts';
import { type BrokenRow, type CsvRow, readCsv } from './csv-rows.ts';
import type { GoesOn } from './groups.ts';
import { cellsOf, type Header, recogniseHeader } from './headers.ts';
import { type DateOrder, dateOrderOf } from './values.ts';

export interface Look {
  /** null where it is none of the four exports. */
  header: Header | null;
  /** The file's own headers, in their order. */
  names: string[];
  /** Of an orders file: that of its first order. */
  currency: Currency | null;
  /** Of an orders file whose dates have slashes: day first where none of them tells. */
  dateOrder: DateOrder | null;
}

/** Reads on only for as long as the dates of an orders file could be either. */
export async function lookInto(path: string): Promise<Look> {
  const look: Look = { header: null, names: [], currency: null, dateOrder: null };
  let isFirst = true;
  for await (const rows of readCsv(path))
    for (const row of rows) {
      if (isFirst) {
        isFirst = false;
        look.names = 'cells' in row && row.unreadable === undefined ? row.cells : [];
        look.header = recogniseHeader(look.names);
        if (look.header?.kind !== 'orders') return look;
        continue;
      }
      if (look.header?.kind !== 'orders' || !('cells' in row)) continue;
      const cells = cellsOf(look.header.columns, row.cells);
      const currency = cells('currency').toUpperCase();
      if (look.currency === null && /^[A-Z]{3}$/.test(currency)) look.currency = currency;
      const date = cells('createdAt');
      const order = dateOrderOf(date);
      if (order === 'either') look.dateOrder ??= 'day first';
      else if (order !== null) look.dateOrder = order;
      if (look.currency !== null && order !== 'either' && (order !== null || /^\d{4}-/.test(date)))
        return look;
    }
  return look;
}

/** The file's rows behind its header, those of one record together; one that comes again later is a group of its own. */
export async function* groupedRows(
  source: AsyncIterable<(CsvRow | BrokenRow)[]>,
  goesOn: GoesOn | null,
): AsyncGenerator<(CsvRow[] | BrokenRow)[]> {
  let isHeader = true;
  let group: CsvRow[] = [];
  for await (const rows of source) {
    const ready: (CsvRow[] | BrokenRow)[] = [];
    for (const row of rows) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      if (!('cells' in row)) {
        ready.push(row);
        continue;
      }
      const [first] = group;
      if (first && !(goesOn?.(first.cells, row.cells) && group.length < ROWS_TOGETHER)) {
        ready.push(group);
        group = [];
      }
      group.push(row);
    }
    if (ready.length > 0) yield ready;
  }
  if (group.length > 0) yield [group];
}

/** More than any product or order has: what one handle repeated for a gigabyte may hold in memory. */
const ROWS_TOGETHER = 5_000;
