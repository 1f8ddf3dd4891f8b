/** One file into one mirror: a piece at a time, every row accounted for. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { ImportCounts } from '../ledger/imports.ts';
import { importedRecords } from '../mirror/imported.ts';
import { bulkTargetOf, type Mirror } from '../mirror/mirror.ts';
import type { BrokenRow, CsvRow } from './csv-rows.ts';
import { readCustomer } from './customers.ts';
import { type Columns, cellsOf, type Header, type OrderField, type ProductField } from './headers.ts';
import { readStock } from './inventory.ts';
import { groupedRows, type Look } from './look.ts';
import { readOrder } from './orders.ts';
import { readProduct } from './products.ts';
import type { Refusal } from './reading.ts';
import { idOfBytes } from './synthetic-ids.ts';
import { CellError } from './values.ts';
import { findVariants, type VariantFinder } from './variant-finder.ts';
import {
  NoPlace,
  type Outcome,
  type Writing,
  writeCustomer,
  writeOrder,
  writeProduct,
  writeStockRow,
} from './writers.ts';

export interface FileImport {
  mirror: Mirror;
  path: string;
  look: Look & { header: Header };
  importId: number;
  at: EpochMs;
  connected: boolean;
  isDeleted(customer: ShopifyId): boolean;
  signal: AbortSignal;
  /** Rows so far. */
  tell(rows: number): void;
}

export interface Accounted extends ImportCounts {
  /** In the file's order, the first of them where there are very many. */
  refusals: Refusal[];
}

/** A transaction ends after so long, or so many rows; other work gets its turn. */
const SLICE_MS = 15;
const SLICE_ROWS = 500;
/** Refused rows that are named one by one; the others are counted. */
const NAMED = 10_000;

/** Throws cancelled where the signal fires: the same file goes on from there. */
export async function importFile(given: FileImport): Promise<Accounted> {
  const { mirror, path, look, signal, tell } = given;
  const target = bulkTargetOf(mirror);
  const records = importedRecords(target);
  const account = new Account();
  const { header } = look;
  const shop = mirror.shop()!;
  const writing: Writing = { ...given, target, records };
  const variants = header.kind === 'orders' ? await findVariants(records) : null;
  const take = (group: readonly CsvRow[]): void =>
    takeGroup(group, { given, writing, account, variants, currency: shop.currency, zone: shop.zone });
  const slice = (groups: readonly (CsvRow[] | BrokenRow)[], from: number): number => {
    let at = from;
    const rowsBefore = account.rows;
    const began = performance.now();
    target.write(
      () => {
        for (; at < groups.length; at += 1) {
          const group = groups[at]!;
          if (Array.isArray(group)) take(group);
          else account.refuse([group]);
          if (account.rows - rowsBefore >= SLICE_ROWS || performance.now() - began >= SLICE_MS) {
            at += 1;
            return;
          }
        }
      },
      { key: 'import', value: String(given.importId) },
    );
    return at;
  };
  for await (const groups of groupedRows(path, keyOf(header)))
    for (let at = 0; at < groups.length; ) {
      if (signal.aborted) throw brokenOff();
      at = slice(groups, at);
      tell(account.rows);
      await nextTurn();
    }
  while (mirror.settleRollUps() > 0) await nextTurn();
  return account.checked();
}

/** Every row of a file that is none of Shopify's exports, refused. */
export async function refuseFile(path: string): Promise<Accounted> {
  const account = new Account();
  const reason = 'its file has not the headers of a products, inventory, orders or customers export';
  for await (const groups of groupedRows(path, null))
    for (const group of groups)
      account.refuse((Array.isArray(group) ? group : [group]).map(({ line }) => ({ line, reason })));
  return account.checked();
}

class Account {
  rows = 0;
  readonly #outcomes: Record<Outcome, number> = { imported: 0, merged: 0, unchanged: 0 };
  #refused = 0;
  readonly #refusals: Refusal[] = [];

  add(outcome: Outcome, rows: number): void {
    this.rows += rows;
    this.#outcomes[outcome] += rows;
  }

  refuse(refusals: readonly Refusal[]): void {
    this.rows += refusals.length;
    this.#refused += refusals.length;
    for (const { line, reason } of refusals)
      if (this.#refusals.length < NAMED) this.#refusals.push({ line, reason });
  }

  checked(): Accounted {
    const { imported, merged, unchanged } = this.#outcomes;
    if (imported + merged + unchanged + this.#refused !== this.rows)
      throw new TypeError('Rows of an import are not accounted for');
    return {
      rows: this.rows,
      imported,
      merged,
      unchanged,
      refused: this.#refused,
      refusals: this.#refusals.sort((a, b) => a.line - b.line),
    };
  }
}

interface Taking {
  given: FileImport;
  writing: Writing;
  account: Account;
  variants: VariantFinder | null;
  currency: Currency;
  zone: string;
}

/** Rows of one product or order, or one row of stock or of a customer. */
function takeGroup(group: readonly CsvRow[], taking: Taking): void {
  const { given, writing, account, currency } = taking;
  const { header } = given.look;
  const { line } = group[0]!;
  const settle = (refused: readonly Refusal[], write: (() => Outcome) | null): void => {
    account.refuse(refused);
    const told = new Set(refused.map((one) => one.line));
    const rest = group.filter((row) => !told.has(row.line));
    try {
      if (write) account.add(write(), rest.length);
    } catch (error) {
      if (!(error instanceof NoPlace)) throw error;
      account.refuse(rest.map((row) => ({ line: row.line, reason: error.message })));
    }
  };
  try {
    if (header.kind === 'products') {
      const read = readProduct(rowsOf(group, header.columns), currency, given.at);
      const { found } = read;
      settle(read.refused, found && (() => writeProduct(writing, found)));
    } else if (header.kind === 'orders') settleOrder(rowsOf(group, header.columns), taking, settle);
    else if (header.kind === 'inventory') {
      const row = readStock(cellsOf(header.columns, group[0]!.cells), group[0]!.cells, header.locations);
      settle([], () => writeStockRow(writing, row));
    } else {
      const customer = readCustomer(cellsOf(header.columns, group[0]!.cells), {
        currency,
        at: given.at,
        blindId: (personal) => idOfBytes(writing.records.blind(`customer\0${personal}`)),
      });
      settle([], () => writeCustomer(writing, customer, given.isDeleted));
    }
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    settle([{ line, reason: error.message }], null);
  }
}

function settleOrder(
  rows: ReturnType<typeof rowsOf<OrderField>>,
  { given, writing, variants, currency, zone }: Taking,
  settle: (refused: readonly Refusal[], write: (() => Outcome) | null) => void,
): void {
  const { dateOrder } = given.look;
  const { taxesIncluded } = given.mirror.shop()!;
  const variantOf = (sku: string | null, name: string) => variants?.find(sku, name) ?? null;
  const read = readOrder(rows, { currency, zone, dateOrder, taxesIncluded, variantOf });
  const { found } = read;
  const email = found?.order.person?.email;
  if (found && email) found.order.customerId = given.mirror.findCustomers({ email }, 1)[0] ?? null;
  settle(read.refused, found && (() => writeOrder(writing, found)));
}

function rowsOf<Field extends string>(group: readonly CsvRow[], columns: Columns<Field>) {
  return group.map(({ line, cells }) => ({ line, cells: cellsOf(columns, cells) }));
}

function keyOf(header: Header): ((cells: readonly string[]) => string) | null {
  const column =
    header.kind === 'products'
      ? (header.columns as Columns<ProductField>).get('handle')
      : header.kind === 'orders'
        ? (header.columns as Columns<OrderField>).get('name')
        : undefined;
  return column === undefined ? null : (cells) => cells[column]?.trim() ?? '';
}

function brokenOff(): RoyalError {
  return new RoyalError({
    code: 'cancelled',
    message: 'The import was broken off; what came so far is kept.',
    next: 'Import the same file again: it goes on from there.',
  });
}
