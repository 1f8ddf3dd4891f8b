/** What an import would do, told from the beginning of a file; nothing is written. */
import { statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EpochMs } from '../../shared/time.ts';
import type { Refusal } from '../ledger/imports.ts';
import { importedRecords } from '../mirror/imported.ts';
import { bulkTargetOf, type Mirror } from '../mirror/mirror.ts';
import { readCsv } from './csv-rows.ts';
import { type FoundRecord, type GroupSurroundings, goesOnOf, readGroup } from './groups.ts';
import type { Header, ImportKind } from './headers.ts';
import { factsOf } from './kept-files.ts';
import { groupedRows, type Look } from './look.ts';
import { surroundings } from './surroundings.ts';
import { placeOf } from './writers.ts';

export interface FilePreview {
  file: string;
  bytes: number;
  kind: ImportKind | null;
  importedAs: number | null;
  columns: { header: string; field: string | null }[];
  dateOrder: Look['dateOrder'] | null;
  complete: boolean;
  rows: number;
  fresh: number;
  known: number;
  refused: number;
  rowsEstimated: number;
  refusals: Refusal[];
}

/** Enough to tell what a file is like; a larger one is estimated by its size. */
const MOST_ROWS = 20_000;
const MOST_REFUSALS = 20;
const NOT_AN_EXPORT = 'its file has not the headers of a products, inventory, orders or customers export';

export interface PreviewGiven {
  path: string;
  file: string;
  look: Look;
  /** null where there is no store yet: then all is new. */
  mirror: Mirror | null;
  connected: boolean;
  /** As the import would read amounts and times. */
  shop: { currency: string; zone: string };
  /** Whether a products file comes with it: what its stock rows are of may be there by then. */
  withProducts: boolean;
  at: EpochMs;
  signal: AbortSignal;
}

/** Throws cancelled where the signal fires. */
export async function previewFile(given: PreviewGiven): Promise<FilePreview> {
  const { path, file, look, mirror, signal } = given;
  const { header } = look;
  const records = mirror && importedRecords(bulkTargetOf(mirror));
  const around = await surroundingsOf(given);
  const counts = { rows: 0, fresh: 0, known: 0, refused: 0 };
  const refusals: Refusal[] = [];
  const refuse = (rows: readonly Refusal[]): void => {
    counts.refused += rows.length;
    for (const { line, reason } of rows) if (refusals.length < MOST_REFUSALS) refusals.push({ line, reason });
  };
  const judge = (record: FoundRecord, lines: readonly number[]): void => {
    const place = records
      ? placeOf(records, record, given)
      : record.kind === 'inventory' && !given.withProducts
        ? { refused: 'no product has this handle: import the products file it belongs to first' }
        : 'fresh';
    if (typeof place === 'string') counts[place] += lines.length;
    else refuse(lines.map((line) => ({ line, reason: place.refused })));
  };
  let readBytes = 0;
  let complete = true;
  const passed = (bytes: number): void => {
    readBytes = bytes;
  };
  reading: for await (const groups of groupedRows(readCsv(path, passed), header && goesOnOf(header))) {
    signal.throwIfAborted();
    for (const group of groups) {
      if (counts.rows >= MOST_ROWS) {
        complete = false;
        break reading;
      }
      if (header) {
        const { record, lines, refused } = readGroup(group, header, around);
        counts.rows += lines.length + refused.length;
        refuse(refused);
        if (record) judge(record, lines);
      } else {
        const rows = Array.isArray(group) ? group : [group];
        counts.rows += rows.length;
        refuse(rows.map(({ line }) => ({ line, reason: NOT_AN_EXPORT })));
      }
    }
    await nextTurn();
  }
  const { size } = statSync(path);
  const importedAs = header && records ? records.fileOf((await factsOf(path)).digest) : null;
  return {
    file,
    bytes: size,
    kind: header?.kind ?? null,
    importedAs,
    columns: columnsOf(header, look.names),
    dateOrder: look.dateOrder,
    complete,
    ...counts,
    rowsEstimated: complete ? counts.rows : Math.round((counts.rows * size) / Math.max(1, readBytes)),
    refusals: refusals.toSorted((a, b) => a.line - b.line),
  };
}

async function surroundingsOf({ mirror, look, at, shop }: PreviewGiven): Promise<GroupSurroundings> {
  if (mirror) return { ...(await surroundings(mirror, look, at)), ...shop };
  return {
    ...shop,
    at,
    taxesIncluded: false,
    dateOrder: look.dateOrder ?? 'day first',
    variantOf: () => null,
    customerOf: () => null,
    blindId: () => 0,
  };
}

/** Twice Shopify's widest, which has a column for each of 200 locations; a line of commas is no list for a person. */
const MOST_COLUMNS = 500;
const HEADER_CHARACTERS = 200;

function columnsOf(header: Header | null, names: readonly string[]): FilePreview['columns'] {
  const fields = new Map<number, string>(
    header ? [...header.columns].map(([field, column]) => [column, field]) : [],
  );
  if (header?.kind === 'inventory')
    for (const { column } of header.locations) fields.set(column, 'quantity at a location');
  return names.slice(0, MOST_COLUMNS).map((name, column) => ({
    header: name.trim().slice(0, HEADER_CHARACTERS),
    field: fields.get(column) ?? null,
  }));
}
