/** A CSV file without the people who were deleted: their customer rows left out, their orders kept without them. */
import type { BrokenRow, CsvRow } from './csv-rows.ts';
import type { Forgotten } from './forgotten.ts';
import { goesOnOf } from './groups.ts';
import { type Columns, cellsOf, type Header, type OrderField, recogniseHeader } from './headers.ts';
import { groupedRows } from './look.ts';
import { idCell } from './values.ts';

export interface ScrubbedOrder {
  id: number | null;
  name: string;
}

/** What stays of the order of a deleted customer; every other column is emptied, also those that are never read. */
const OF_NOBODY: readonly OrderField[] = [
  'name',
  'id',
  'financialStatus',
  'paidAt',
  'fulfillmentStatus',
  'fulfilledAt',
  'currency',
  'subtotal',
  'shipping',
  'taxes',
  'total',
  'discountCode',
  'discount',
  'createdAt',
  'quantity',
  'lineName',
  'price',
  'sku',
  'taxable',
  'lineDiscount',
  'vendor',
  'cancelledAt',
  'paymentMethod',
  'refunded',
  'duties',
  'risk',
  'source',
  'tax1Name',
  'billingProvince',
  'billingCountry',
  'shippingProvince',
  'shippingCountry',
];

/**
 * The file's text in pieces; rows that can't be told apart from others are left out, as nobody knows whose they are.
 * `found` hears of each order that lost its buyer, `customerId` makes the id of a customer's row.
 */
export async function* scrubbed(
  rows: AsyncIterable<(CsvRow | BrokenRow)[]>,
  given: {
    forgotten: Forgotten;
    customerId(given: { id: string; email: string; phone: string }): number | null;
    found(order: ScrubbedOrder): void;
  },
): AsyncGenerator<string> {
  let header: Header | null = null;
  const read = new HeadReader(rows);
  const names = await read.head();
  header = recogniseHeader(names);
  yield csvLine(names);
  if (!header) return;
  for await (const groups of groupedRows(read.rest(), goesOnOf(header))) {
    let text = '';
    for (const group of groups) {
      if ('reason' in group) continue;
      const readable = group.filter(({ unreadable }) => unreadable === undefined);
      if (header.kind === 'orders') {
        if (readable.length === group.length) text += orderText(group, header.columns, given);
      } else if (header.kind !== 'customers' || !isForgotten(group, header.columns, given))
        for (const { cells } of readable) text += csvLine(cells);
    }
    if (text !== '') yield text;
  }
}

type Given = Parameters<typeof scrubbed>[1];

function orderText(group: readonly CsvRow[], columns: Columns<OrderField>, given: Given): string {
  const isTheirs = group.some((row) => {
    const cells = cellsOf(columns, row.cells);
    const phones = ['phone', 'billingPhone', 'shippingPhone'] as const;
    return (
      given.forgotten.hasPerson({ email: cells('email') }) ||
      phones.some((field) => given.forgotten.hasPerson({ phone: cells(field) }))
    );
  });
  if (!isTheirs) return group.map(({ cells }) => csvLine(cells)).join('');
  const first = cellsOf(columns, group[0]!.cells);
  given.found({ id: idCell(first('id')), name: first('name') });
  const kept = new Set(OF_NOBODY.map((field) => columns.get(field)));
  return group
    .map(({ cells }) => csvLine(cells.map((cell, column) => (kept.has(column) ? cell : ''))))
    .join('');
}

function isForgotten(
  group: readonly CsvRow[],
  columns: Extract<Header, { kind: 'customers' }>['columns'],
  { forgotten, customerId }: Given,
): boolean {
  const cells = cellsOf(columns, group[0]!.cells);
  const person = { email: cells('email'), phone: cells('phone') };
  const id = customerId({ id: cells('id'), ...person });
  return (id !== null && forgotten.hasId(id)) || forgotten.hasPerson(person);
}

/** The first row apart from the others, which still begin with it: groupedRows leaves it out. */
class HeadReader {
  readonly #rows: AsyncIterator<(CsvRow | BrokenRow)[]>;
  #first: (CsvRow | BrokenRow)[] = [];

  constructor(rows: AsyncIterable<(CsvRow | BrokenRow)[]>) {
    this.#rows = rows[Symbol.asyncIterator]();
  }

  async head(): Promise<string[]> {
    for (;;) {
      const { done, value } = await this.#rows.next();
      if (done) return [];
      if (value.length === 0) continue;
      this.#first = value;
      const [row] = value;
      return row && 'cells' in row ? row.cells : [];
    }
  }

  async *rest(): AsyncGenerator<(CsvRow | BrokenRow)[]> {
    yield this.#first;
    yield* { [Symbol.asyncIterator]: () => this.#rows };
  }
}

function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(',')}\n`;
}
