/** One file into one mirror: a piece at a time, every row accounted for. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import { importedRecords } from '../mirror/imported.ts';
import { bulkTargetOf, type Mirror } from '../mirror/mirror.ts';
import { Account, type Accounted } from './account.ts';
import { type BrokenRow, type CsvRow, readCsv } from './csv-rows.ts';
import type { Forgotten } from './forgotten.ts';
import { goesOnOf, type ReadGroup, readGroup } from './groups.ts';
import type { Header } from './headers.ts';
import { linkLines } from './linking.ts';
import { groupedRows, type Look } from './look.ts';
import { OrderQueue } from './order-queue.ts';
import { surroundings } from './surroundings.ts';
import { NoPlace, type Writing, writeRecord } from './writers.ts';

export interface FileImport {
  mirror: Mirror;
  path: string;
  look: Look & { header: Header };
  importId: number;
  at: EpochMs;
  connected: boolean;
  forgotten: Forgotten;
  signal: AbortSignal;
  tell(progress: FileProgress): void;
}

/** Of one file so far. */
export interface FileProgress {
  rows: number;
  refused: number;
  bytes: number;
}

/** Reading and writing take about as long each; then other work gets its turn. */
const SLICE_MS = 10;
const SLICE_ROWS = 500;
const TELL_MS = 100;

/** Throws cancelled where the signal fires: the same file goes on from there. */
export async function importFile(given: FileImport): Promise<Accounted> {
  const { look, mirror, path, signal } = given;
  const { header } = look;
  const target = bulkTargetOf(mirror);
  const records = importedRecords(target);
  const orders = new OrderQueue(target);
  const writing: Writing = { ...given, target, records, orders };
  const around = await surroundings(mirror, look, given.at);
  const newestVariant = records.newestVariant();
  const account = new Account();
  const progress: FileProgress = { rows: 0, refused: 0, bytes: 0 };
  let told = performance.now();
  const passed = (bytes: number): void => {
    progress.bytes = bytes;
  };
  for await (const groups of groupedRows(readCsv(path, passed), goesOnOf(header)))
    for (let at = 0; at < groups.length; ) {
      if (signal.aborted) throw brokenOff();
      target.write(
        () => {
          // Within the transaction: each look at the mirror would else be one of its own.
          const slice = readSlice(groups, at, (group) => readGroup(group, header, around));
          at += slice.length;
          for (const one of slice) settle(one, writing, account);
          orders.flush();
        },
        { key: 'import', value: String(given.importId) },
      );
      await nextTurn();
      if (performance.now() - told < TELL_MS) continue;
      told = performance.now();
      progress.rows = account.rows;
      progress.refused = account.refused;
      given.tell(progress);
    }
  // A sync may have brought variants meanwhile.
  const isNewer = records.newestVariant() !== newestVariant;
  if (isNewer || (header.kind === 'products' && !given.connected)) await linkLines(mirror, signal);
  while (mirror.settleRollUps() > 0) await nextTurn();
  return account.checked();
}

/** Every row of a file that is none of Shopify's exports, refused. */
export async function refuseFile(path: string): Promise<Accounted> {
  const account = new Account();
  const reason = 'its file has not the headers of a products, inventory, orders or customers export';
  for await (const groups of groupedRows(readCsv(path), null))
    for (const group of groups)
      account.refuse((Array.isArray(group) ? group : [group]).map(({ line }) => ({ line, reason })));
  return account.checked();
}

function readSlice(
  groups: readonly (CsvRow[] | BrokenRow)[],
  from: number,
  read: (group: CsvRow[] | BrokenRow) => ReadGroup,
): ReadGroup[] {
  const slice: ReadGroup[] = [];
  const began = performance.now();
  let rows = 0;
  for (let at = from; at < groups.length; at += 1) {
    const one = read(groups[at]!);
    slice.push(one);
    rows += one.lines.length + one.refused.length;
    if (rows >= SLICE_ROWS || performance.now() - began >= SLICE_MS) break;
  }
  return slice;
}

function settle({ record, lines, refused }: ReadGroup, writing: Writing, account: Account): void {
  account.refuse(refused);
  try {
    if (record) account.add(writeRecord(writing, record), lines.length);
  } catch (error) {
    if (!(error instanceof NoPlace)) throw error;
    account.refuse(lines.map((line) => ({ line, reason: error.message })));
  }
}

function brokenOff(): RoyalError {
  return new RoyalError({
    code: 'cancelled',
    message: 'The import was broken off; what came so far is kept.',
    next: 'Import the same file again: it goes on from there.',
  });
}
