/** stockTable.*, stockHorizon.*: stock with its outlook, a page, the most urgent, and all of it as CSV. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  StockFilter,
  StockHorizon,
  StockLine,
  StockPage,
  StockState,
} from '../../shared/contract/stock-table-schemas.ts';
import { csvLine } from '../../shared/csv-line.ts';
import { RoyalError } from '../../shared/errors.ts';
import { type Currency, formatDecimal, type Minor } from '../../shared/money.ts';
import { dayOf, formatDay } from '../../shared/time.ts';
import { caller } from '../access/caller.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { StockRow } from '../mirror/stock-table.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import type { CoreParts, Implementer } from './parts.ts';

/** What a page may spend on rows that moved since they were worked out. */
const SETTLE_MS = 20;
/** Rows of one piece of a file. */
const PIECE_ROWS = 500;
const NO_STATES: Record<StockState, number> = {
  out: 0,
  order_now: 0,
  out_first: 0,
  soon: 0,
  fine: 0,
  overstock: 0,
  dead: 0,
  unknown: 0,
};
const HEADER = [
  'Product',
  'Variant',
  'SKU',
  'Supplier',
  'State',
  'Available',
  'On its way',
  'Days left',
  'Days left, low',
  'Days left, high',
  'Order by',
  'Order quantity',
  'Units a day',
  'Lead time in days',
  'Unit cost',
  'Value at cost',
  'Currency',
  'As of',
  'Remark',
];

function seesNoCosts(people: CoreParts['people']): boolean {
  const name = caller();
  return name !== null && people.get(name)?.role !== 'owner';
}

function notSortedByCost(): RoyalError {
  return new RoyalError({
    code: 'not_allowed',
    message: 'What stock is worth is shown to owners only, and so is an order by it.',
    next: 'Sort by another column.',
  });
}

export function stockProcedures(os: Implementer, { stores, clock, people }: CoreParts) {
  const freshness = ({ info, mirror }: StoreRuntime) => ({
    storeId: info.id,
    asOf: mirror.reader().syncedAt(),
    outlookAt: mirror.outlookAt(),
  });
  return {
    stockTable: {
      page: os.stockTable.page.handler(({ input }): StockPage => {
        // An order by it would tell what is withheld: two counts later, to the cent.
        if (input.sort === 'value' && seesNoCosts(people)) throw notSortedByCost();
        const store = stores.get(input.storeId);
        const { info, mirror } = store;
        const pending = mirror.settleStock(SETTLE_MS);
        const { rows, total } = mirror.stockPage(input, input.limit, input.offset);
        return {
          ...freshness(store),
          total,
          states: { ...NO_STATES, ...Object.fromEntries(mirror.stockStates()) },
          rows: rows.map((row) => stockLine(row, info.currency)),
          pending,
        };
      }),
      csv: os.stockTable.csv.handler(({ input }) => {
        const { info, mirror } = stores.get(input.storeId);
        const day = formatDay(dayOf(clock(), info.zone));
        return stockFile(mirror, input, info.currency, `stock-${info.id}-${day}.csv`);
      }),
    },
    stockHorizon: {
      list: os.stockHorizon.list.handler(({ input }): StockHorizon => {
        const store = stores.get(input.storeId);
        const { info, mirror } = store;
        mirror.settleStock(SETTLE_MS);
        const { rows, total } = mirror.stockHorizon(input.limit);
        return {
          ...freshness(store),
          rows: rows.map((row) => stockLine(row, info.currency)),
          total,
          reason: total > 0 ? null : whyNothingUrgent(mirror),
        };
      }),
    },
  };
}

/** Why nothing is out of stock or to order: nothing is known yet, or all is well. */
export function whyNothingUrgent(mirror: Mirror): string {
  if (mirror.reader().syncedAt() === null) return 'This store has not been synced yet.';
  if (mirror.outlookAt() === null) return 'The inventory agent has not looked at this store yet.';
  return 'Nothing is out of stock, below its reorder point, or gone before its delivery.';
}

export function stockLine(row: StockRow, currency: Currency): StockLine {
  const money = (minor: Minor | null) => (minor === null ? null : { minor, currency });
  const { daysLeft, leadTimeDays } = row;
  const days = daysLeft?.days ?? null;
  return {
    ...row,
    state: row.state as StockState,
    orderBy: row.orderBy === null ? null : formatDay(row.orderBy),
    coverOfLeadTime: days === null || leadTimeDays === null || leadTimeDays <= 0 ? null : days / leadTimeDays,
    unitCost: money(row.unitCost),
    value: money(row.value),
  };
}

/** Which rows, and in which order, is settled at the beginning; each is as it is when its piece is written. */
async function* stockFile(mirror: Mirror, filter: StockFilter, currency: Currency, fileName: string) {
  while (mirror.settleStock(SETTLE_MS) > 0) await nextTurn();
  const ids = mirror.stockIds(filter);
  let written = 0;
  let text = csvLine(HEADER);
  for (let start = 0; start === 0 || start < ids.length; start += PIECE_ROWS) {
    const rows = mirror.stockRows(ids.slice(start, start + PIECE_ROWS));
    for (const row of rows) text += csvLine(csvCells(row, currency));
    written += rows.length;
    yield { text, rows: written, total: ids.length };
    text = '';
    await nextTurn();
  }
  return { rows: written, fileName };
}

function csvCells(row: StockRow, currency: Currency): (string | number | null)[] {
  const decimal = (minor: Minor | null): string | null =>
    minor === null ? null : formatDecimal(minor, currency);
  const tenth = (value: number | null | undefined): number | null =>
    value === null || value === undefined ? null : Math.round(value * 10) / 10;
  return [
    row.product,
    row.variant,
    row.sku,
    row.vendor,
    row.state,
    row.available,
    row.incoming,
    tenth(row.daysLeft?.days),
    tenth(row.daysLeft?.low),
    tenth(row.daysLeft?.high),
    row.orderBy === null ? null : formatDay(row.orderBy),
    row.quantity,
    row.perDay === null ? null : Math.round(row.perDay * 1000) / 1000,
    row.leadTimeDays,
    decimal(row.unitCost),
    decimal(row.value),
    currency,
    row.asOf === null ? null : new Date(row.asOf).toISOString(),
    row.reason,
  ];
}
