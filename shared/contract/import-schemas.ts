/** The shapes of imports.*: files of Shopify's CSV exports and what became of their rows. */
import { z } from 'zod';
import { epochMs, storeId } from './schemas.ts';

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
  text: z.string().max(PIECE_CHARACTERS),
});

export const importUpload = z.object({ upload: z.string(), bytes: z.int() });

export const importInput = z.object({
  /** Made without a shop where it is not there. */
  storeId,
  /** Each by the upload that holds it, or by where it lies on the core's own machine. */
  files: z
    .array(
      z.union([
        z.object({ upload: z.uuid(), name: z.string().min(1).max(255) }),
        z.object({ path: z.string().min(1) }),
      ]),
    )
    .min(1)
    .max(1000),
  currency: z.string().length(3).optional(),
  zone: z.string().max(100).optional(),
});

export const importProgress = z.object({
  storeId: z.string(),
  file: z.string(),
  rows: z.int(),
  done: z.int(),
  total: z.int(),
});

export const importResult = z.object({
  storeId: z.string(),
  /** XXX where nothing has told it yet. */
  currency: z.string(),
  zone: z.string(),
  connected: z.boolean(),
  totals: counts,
  files: z.array(
    counts.extend({
      /** null where the file is none of Shopify's exports. */
      id: z.int().nullable(),
      kind: z.enum(['products', 'inventory', 'orders', 'customers']).nullable(),
      file: z.string(),
      /** In the file's order, the first 10,000. */
      refusals: z.array(z.object({ file: z.string(), line: z.int(), reason: z.string() })),
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
export type ImportResultView = z.infer<typeof importResult>;
export type ImportEntryView = z.infer<typeof importEntry>;
