/** What is kept of a store as CSV, a piece at a time: the core stays prompt, and memory holds one page. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExportPiece, ExportResult, ExportWhat } from '../shared/contract/data-schemas.ts';
import { csvLine } from '../shared/csv-line.ts';
import { type Currency, formatDecimal } from '../shared/money.ts';
import { dayOf, formatDay } from '../shared/time.ts';
import type { Ledger } from './ledger/ledger.ts';
import { orderNumber } from './ledger/purchase-order-rows.ts';
import type { ExportColumn, ExportPage } from './mirror/export-queries.ts';
import type { Person } from './mirror/records.ts';
import type { StoreRuntime } from './store-runtime.ts';

const PAGE_ROWS = 500;
/** Each with its lines. */
const ORDERS_A_PAGE = 100;

type Value = string | number | null;
type NextPage = (after: readonly number[] | null) => ExportPage;

export async function* exportCsv(
  store: StoreRuntime,
  ledger: Ledger,
  what: ExportWhat,
  now: number,
  signal: AbortSignal,
): AsyncGenerator<ExportPiece, ExportResult> {
  const { info } = store;
  const next = pagesOf(store, ledger, what);
  let rows = 0;
  let bytes = 0;
  for (let after: readonly number[] | null = null; ; ) {
    const page: ExportPage = next(after);
    const text = `${after === null ? csvLine(page.columns.map(({ name }) => name)) : ''}${page.rows
      .map((row) => csvRow(row, page.columns, info.currency))
      .join('')}`;
    rows += page.rows.length;
    bytes += Buffer.byteLength(text);
    yield { text, rows };
    if (page.next === null || signal.aborted) break;
    after = page.next;
    await nextTurn();
  }
  return { name: `royal-${info.id}-${what}-${formatDay(dayOf(now, info.zone))}.csv`, rows, bytes };
}

function pagesOf({ info, mirror }: StoreRuntime, ledger: Ledger, what: ExportWhat): NextPage {
  if (what === 'actions') return (after) => actionsPage(ledger, info.id, after?.[0] ?? null);
  if (what === 'purchase_orders') return (after) => purchaseOrdersPage(ledger, info.id, after?.[0] ?? 0);
  if (what !== 'customers') return (after) => mirror.exportPage(what, after, PAGE_ROWS);
  return (after) => {
    const page = mirror.exportPage('customers', after, PAGE_ROWS);
    const people = page.rows.map((row) => personCells(mirror.customerPerson(row[0] as number)));
    return {
      ...page,
      columns: [...page.columns, ...PERSON_COLUMNS.map((name) => ({ name }))],
      rows: page.rows.map((row, index) => [...row, ...people[index]!]),
    };
  };
}

const PERSON_COLUMNS = [
  'First Name',
  'Last Name',
  'Email',
  'Phone',
  'Default Address Company',
  'Default Address Address1',
  'Default Address Address2',
  'Default Address City',
  'Default Address Zip',
];

function personCells(person: Person | null): Value[] {
  return [
    person?.firstName ?? null,
    person?.lastName ?? null,
    person?.email ?? null,
    person?.phone ?? null,
    person?.company ?? null,
    person?.address1 ?? null,
    person?.address2 ?? null,
    person?.city ?? null,
    person?.zip ?? null,
  ];
}

function actionsPage(ledger: Ledger, storeId: string, after: number | null): ExportPage {
  const rows = ledger.actions.olderFirst(storeId, after ?? 0, PAGE_ROWS);
  return {
    columns: [
      { name: 'Id' },
      { name: 'Type' },
      { name: 'Title' },
      { name: 'State' },
      { name: 'Proposed by' },
      { name: 'Decided by' },
      { name: 'Reason' },
      { name: 'Outcome' },
      { name: 'Created at', as: 'time' },
      { name: 'Changed at', as: 'time' },
    ],
    rows: rows.map((row) => [
      row.id,
      row.type,
      row.title,
      row.state,
      row.proposedBy.id,
      row.decidedBy?.id ?? null,
      row.reason,
      row.outcome?.text ?? null,
      row.createdAt,
      row.updatedAt,
    ]),
    next: rows.length === PAGE_ROWS ? [rows.at(-1)!.id] : null,
  };
}

/** What of each order is for the store. */
function purchaseOrdersPage(ledger: Ledger, storeId: string, offset: number): ExportPage {
  const page = ledger.purchaseOrders.page({ storeId, limit: ORDERS_A_PAGE, offset });
  const orders = page.rows.map(({ id }) => ledger.purchaseOrders.require(id));
  return {
    columns: [
      { name: 'Order' },
      { name: 'Supplier' },
      { name: 'State' },
      { name: 'Currency' },
      { name: 'Created at', as: 'time' },
      { name: 'SKU' },
      { name: 'Title' },
      { name: 'Variant Id' },
      { name: 'Location Id' },
      { name: 'Quantity' },
      { name: 'Received' },
      { name: 'Damaged' },
      { name: 'Short' },
      { name: 'Unit cost', as: 'minor' },
    ],
    rows: orders.flatMap((order) =>
      order.lines.flatMap((line) =>
        line.allocations
          .filter((part) => part.storeId === storeId)
          .map((part) => [
            orderNumber(order.number),
            order.supplier,
            order.state,
            order.currency,
            order.createdAt,
            line.sku,
            line.title,
            part.variantId,
            part.locationId,
            part.quantity,
            part.received,
            part.damaged,
            part.short,
            line.unitCost,
          ]),
      ),
    ),
    next: offset + orders.length < page.total ? [offset + orders.length] : null,
  };
}

/** Amounts are of the row's own currency, where it has one. */
function csvRow(row: readonly Value[], columns: readonly ExportColumn[], shop: Currency): string {
  const own = columns.findIndex(({ name }) => name === 'Currency');
  const currency = own === -1 ? shop : String(row[own] ?? shop);
  return csvLine(
    columns.map(({ as }, index) => {
      const value = row[index] ?? null;
      if (value === null) return null;
      if (as === 'minor') return formatDecimal(value as number, currency);
      if (as === 'day') return formatDay(value as number);
      if (as === 'time') return utcTime(value as number);
      return value;
    }),
  );
}

/** As Shopify writes it: "2026-11-23 14:05:09 +0000", here always in UTC. */
function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +0000`;
}
