/** The shapes of imports.*: files of Shopify's CSV exports and what became of their rows. */
import { z } from 'zod';
import { epochMs, path, storeId } from './schemas.ts';

/** Characters of one piece of a file that is handed over; in UTF-8 at most 4 MB each way. */
const PIECE_CHARACTERS = 1_300_000;

const counts = z.object({
  /** Data rows of the file: what follows adds up to it. */
  rows: z.int(),
  imported: z.int(),
  /** The mirror has it from the shop, or newer. */
  merged: z.int(),
  /** Imported before, as it is. */
  unchanged: z.int(),
  refused: z.int(),
});

export const importPiece = z.object({
  /** Absent with the first piece of a file; the answer names it. */
  upload: z.uuid().optional(),
  /** Bytes handed over before it, so that a piece sent again after a line broke is not there twice. */
  at: z.int().nonnegative().optional(),
  /** Cut between characters, as a TextDecoderStream does. */
  text: z.string().max(PIECE_CHARACTERS),
});

export const importUpload = z.object({ upload: z.string(), bytes: z.int() });

const kind = z.enum(['products', 'inventory', 'orders', 'customers']);
/** `reason` holds nothing of the row's cells, which may be personal. */
const refusal = z.object({ file: z.string(), line: z.int(), reason: z.string() });

export const importInput = z.object({
  /** Made without a shop where it is not there. */
  storeId,
  /** What a store that is made is called; its id where it is absent. */
  name: z.string().trim().min(1).max(100).optional(),
  /** Each by the upload that holds it, or by where it lies on the core's own machine; over HTTP uploads alone. */
  files: z
    .array(z.union([z.object({ upload: z.uuid(), name: z.string().min(1).max(255) }), z.object({ path })]))
    .min(1)
    .max(1000),
  currency: z.string().length(3).optional(),
  zone: z.string().max(100).optional(),
});

export const importProgress = z.object({
  storeId: z.string(),
  file: z.string(),
  /** Of this file so far. */
  rows: z.int(),
  refused: z.int(),
  /** Of this file: read so far, and all. */
  bytes: z.int(),
  ofBytes: z.int(),
  /** Files that are done, and all of them. */
  done: z.int(),
  total: z.int(),
});

/** What an import would do, as the first rows of each file show; nothing is written. */
export const importPreview = z.object({
  storeId: z.string(),
  /** Whether there is such a store already, and a shop behind it. */
  exists: z.boolean(),
  connected: z.boolean(),
  /** As the import would take it: NO_CURRENCY where nothing tells. */
  currency: z.string(),
  zone: z.string(),
  files: z.array(
    z.object({
      file: z.string(),
      bytes: z.int(),
      /** null where the file is none of Shopify's exports: then every row is refused. */
      kind: kind.nullable(),
      /** The import that took in these very bytes, where one did. */
      importedAs: z.int().nullable(),
      /** The file's first 500 headers in their order; `field` is null where a column is not read. */
      columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
      /** Of an orders file whose dates have slashes: how they are read. */
      dateOrder: z.enum(['day first', 'month first']).nullable(),
      /** False where only the file's beginning was looked at: then the counts are of that. */
      complete: z.boolean(),
      rows: z.int(),
      /** Rows of what the store does not have yet, of what it has, and of what can't be taken. */
      fresh: z.int(),
      known: z.int(),
      refused: z.int(),
      /** By its size, where `complete` is false. */
      rowsEstimated: z.int(),
      /** In the file's order, the first 20. */
      refusals: z.array(refusal),
    }),
  ),
});

export const importRefusalsInput = z.object({
  id: z.int().positive(),
  /** The last line of the page before. */
  after: z.int().nonnegative().default(0),
  limit: z.int().positive().max(1000).default(100),
});

/** Refused rows of one import, as its newest run left them. */
export const importRefusals = z.object({
  /** All that were refused. */
  refused: z.int(),
  /** Of those, how many are named one by one: the first 10,000. */
  named: z.int(),
  rows: z.array(refusal),
});

export const importResult = z.object({
  storeId: z.string(),
  /** NO_CURRENCY where nothing has told it yet. */
  currency: z.string(),
  zone: z.string(),
  connected: z.boolean(),
  totals: counts,
  files: z.array(
    counts.extend({
      /** null where the file is none of Shopify's exports. */
      id: z.int().nullable(),
      kind: kind.nullable(),
      file: z.string(),
      /** In the file's order, the first 10,000. */
      refusals: z.array(refusal),
    }),
  ),
});

export const importEntry = counts.extend({
  id: z.int(),
  storeId: z.string(),
  file: z.string(),
  kind: z.string(),
  bytes: z.int(),
  state: z.enum(['running', 'done', 'undoing', 'undone']),
  by: z.string(),
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
});

export type ImportProgressView = z.infer<typeof importProgress>;
export type ImportPreviewView = z.infer<typeof importPreview>;
export type ImportResultView = z.infer<typeof importResult>;
export type ImportEntryView = z.infer<typeof importEntry>;
