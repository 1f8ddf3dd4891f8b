/** imports.*: files of Shopify's CSV exports, handed over in pieces or found on this machine. */
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type {
  ImportEntryView,
  ImportPreviewView,
  ImportProgressView,
  ImportResultView,
} from '../../shared/contract/import-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { FileResult, ImportDesk } from '../imports/imports.ts';
import type { ImportRow } from '../ledger/imports.ts';
import { isConnected, type StoreRuntime } from '../stores.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { progressOf } from './progress-stream.ts';

export function importProcedures(os: Implementer, parts: CoreParts) {
  const { imports, ledger, paths, person, stores } = parts;
  const uploadPath = (upload: string): string => {
    const path = join(paths.uploads, `${upload}.csv`);
    if (existsSync(path)) return path;
    throw new RoyalError({
      code: 'not_found',
      message: 'There is no such upload.',
      next: 'Hand the file over anew: uploads end with their import, and when the program ends.',
    });
  };
  const filesOf = (files: readonly ({ upload: string; name: string } | { path: string })[]) =>
    files.map((file) =>
      'upload' in file
        ? { path: uploadPath(file.upload), name: file.name }
        : { path: file.path, name: basename(file.path) },
    );
  return {
    imports: {
      append: os.imports.append.handler(({ input }) => {
        const upload = input.upload ?? randomUUID();
        mkdirSync(paths.uploads, { recursive: true, mode: 0o700 });
        const path = input.upload ? uploadPath(upload) : join(paths.uploads, `${upload}.csv`);
        const there = input.upload ? statSync(path).size : 0;
        const { at = there } = input;
        const isThere = at < there && at + Buffer.byteLength(input.text) === there;
        if (at !== there && !isThere) throw wrongPlace(at, there);
        if (!isThere) appendFileSync(path, input.text, { mode: 0o600 });
        return { upload, bytes: statSync(path).size };
      }),
      preview: os.imports.preview.handler(async ({ input }) =>
        previewView(input.storeId, await imports.preview({ ...input, files: filesOf(input.files) })),
      ),
      run: os.imports.run.handler(({ input }) => {
        const uploads = input.files.flatMap((file) => ('upload' in file ? [uploadPath(file.upload)] : []));
        const files = filesOf(input.files);
        return progressOf<ImportProgressView, ImportResultView>(async (tell) => {
          try {
            const { storeId } = input;
            const { store, files: results } = await imports.run(
              { ...input, files },
              person(undefined),
              (one) => tell({ storeId, ...one }),
            );
            return resultView(store, results);
          } finally {
            for (const path of uploads) rmSync(path, { force: true });
          }
        });
      }),
      list: os.imports.list.handler(({ input }) => {
        if (input.storeId !== undefined) stores.known(input.storeId);
        return ledger.imports.list(input.storeId).map(entryView);
      }),
      refusals: os.imports.refusals.handler(({ input }) => {
        const { file, refused } = ledger.imports.require(input.id);
        const { named, rows } = ledger.imports.refusals(input.id, input.after, input.limit);
        return { refused, named, rows: rows.map((row) => ({ file, ...row })) };
      }),
      undo: os.imports.undo.handler(async ({ input }) =>
        entryView(await imports.undo(input.id, person(input.by))),
      ),
    },
  };
}

function wrongPlace(at: number, there: number): RoyalError {
  return new RoyalError({
    code: 'invalid_state',
    message: `The piece begins at byte ${at}, and ${there} bytes of the file are there.`,
    next: 'Go on from there, or hand the file over anew.',
    details: { bytes: there },
  });
}

function previewView(storeId: string, found: Awaited<ReturnType<ImportDesk['preview']>>): ImportPreviewView {
  const { store, currency, zone, files } = found;
  return {
    storeId,
    exists: store !== null,
    connected: store !== null && isConnected(store),
    currency,
    zone,
    files: files.map((one) => ({
      ...one,
      refusals: one.refusals.map(({ line, reason }) => ({ file: one.file, line, reason })),
    })),
  };
}

function resultView(store: StoreRuntime, files: readonly FileResult[]): ImportResultView {
  const total = (of: 'rows' | 'imported' | 'merged' | 'unchanged' | 'refused'): number =>
    files.reduce((sum, file) => sum + file[of], 0);
  return {
    storeId: store.info.id,
    currency: store.info.currency,
    zone: store.info.zone,
    connected: isConnected(store),
    totals: {
      rows: total('rows'),
      imported: total('imported'),
      merged: total('merged'),
      unchanged: total('unchanged'),
      refused: total('refused'),
    },
    files: files.map((one) => ({
      ...one,
      refusals: one.refusals.map(({ line, reason }) => ({ file: one.file, line, reason })),
    })),
  };
}

function entryView({ digest: _, by, ...row }: ImportRow): ImportEntryView {
  return { ...row, by: `${by.kind} ${by.id}` };
}
