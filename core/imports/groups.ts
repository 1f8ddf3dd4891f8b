/** Rows that belong together as one record, with what of them is refused: everything but the writing. */
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Refusal } from '../ledger/imports.ts';
import type { CustomerRecord } from '../mirror/records.ts';
import type { BrokenRow, CsvRow } from './csv-rows.ts';
import { readCustomer } from './customers.ts';
import { type Columns, cellsOf, type Header } from './headers.ts';
import { readStock, type StockRow } from './inventory.ts';
import { type FoundOrder, type OrderSurroundings, readOrder, withoutLine } from './orders.ts';
import { type FoundProduct, readProduct } from './products.ts';
import { CellError, idCell } from './values.ts';

export type GoesOn = (first: readonly string[], cells: readonly string[]) => boolean;

export type FoundRecord =
  | { kind: 'products'; found: FoundProduct }
  | { kind: 'inventory'; row: StockRow }
  | { kind: 'customers'; customer: CustomerRecord }
  | { kind: 'orders'; found: FoundOrder };

/** One record, or none; `lines` are of the rows that it takes, which is all but the refused. */
export interface ReadGroup {
  record: FoundRecord | null;
  lines: number[];
  refused: Refusal[];
}

export interface GroupSurroundings extends OrderSurroundings {
  currency: Currency;
  /** `updatedAt` of what has no time of its own. */
  at: EpochMs;
  /** The id of a customer who has none, out of what is theirs alone. */
  blindId(personal: string): ShopifyId;
}

export function readGroup(
  group: readonly CsvRow[] | BrokenRow,
  header: Header,
  around: GroupSurroundings,
): ReadGroup {
  if ('reason' in group) return { record: null, lines: [], refused: [group] };
  const unreadable = group.flatMap(({ line, unreadable: reason }) =>
    reason === undefined ? [] : [{ line, reason }],
  );
  const rows = group.filter((row) => row.unreadable === undefined);
  const nothing = (reason: string): ReadGroup => ({
    record: null,
    lines: [],
    refused: [...unreadable, ...rows.map(({ line }) => ({ line, reason }))],
  });
  const [lost] = unreadable;
  if (lost && (header.kind === 'orders' || rows.length === 0)) return nothing(withoutLine(lost.line));
  try {
    const { record, refused } = recordOf(rows, header, around);
    const told = new Set(refused.map(({ line }) => line));
    const lines = rows.flatMap(({ line }) => (told.has(line) ? [] : [line]));
    return { record, lines, refused: [...unreadable, ...refused] };
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return nothing(error.message);
  }
}

function recordOf(
  group: readonly CsvRow[],
  header: Header,
  around: GroupSurroundings,
): { record: FoundRecord | null; refused: Refusal[] } {
  const { cells } = group[0]!;
  switch (header.kind) {
    case 'products': {
      const { found, refused } = readProduct(rowsOf(group, header.columns), around.currency, around.at);
      return { record: found && { kind: 'products', found }, refused };
    }
    case 'orders': {
      const { found, refused } = readOrder(rowsOf(group, header.columns), around);
      return { record: found && { kind: 'orders', found }, refused };
    }
    case 'inventory': {
      const row = readStock(cellsOf(header.columns, cells), cells, header.locations);
      return { record: { kind: 'inventory', row }, refused: [] };
    }
    case 'customers': {
      const customer = readCustomer(cellsOf(header.columns, cells), around);
      return { record: { kind: 'customers', customer }, refused: [] };
    }
  }
}

function rowsOf<Field extends string>(group: readonly CsvRow[], columns: Columns<Field>) {
  return group.map(({ line, cells }) => ({ line, cells: cellsOf(columns, cells) }));
}

/**
 * Whether a row goes on with the product or order that another began; null where each row stands alone. Orders of one name
 * may be two, as of shops put together: then their ids tell.
 */
export function goesOnOf(header: Header): GoesOn | null {
  if (header.kind !== 'products' && header.kind !== 'orders') return null;
  const name = header.kind === 'products' ? header.columns.get('handle') : header.columns.get('name');
  const id = header.kind === 'orders' ? header.columns.get('id') : undefined;
  const textOf = (cells: readonly string[], column: number | undefined): string =>
    column === undefined ? '' : (cells[column]?.trim() ?? '');
  return (first, cells) => {
    if (textOf(first, name) === '' || textOf(first, name) !== textOf(cells, name)) return false;
    const [before, own] = [idCell(textOf(first, id)), idCell(textOf(cells, id))];
    return before === null || own === null || before === own;
  };
}
