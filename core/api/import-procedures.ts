/** imports.*: files of Shopify's CSV exports, handed over in pieces or found on this machine. */
import { basename } from 'node:path';
import type {
  ImportEntryView,
  ImportPreviewView,
  ImportProgressView,
  ImportResultView,
} from '../../shared/contract/import-schemas.ts';
import { RoyalError } from '../../shared/errors.ts';
import { caller } from '../access/caller.ts';
import type { FileResult, ImportDesk } from '../imports/imports.ts';
import type { ImportRow } from '../ledger/imports.ts';
import { isConnected, type StoreRuntime } from '../store-runtime.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { progressOf } from './progress-stream.ts';

export function importProcedures(os: Implementer, parts: CoreParts) {
  const { imports, ledger, person, stores } = parts;
  const { uploads } = imports;
  const filesOf = (files: readonly ({ upload: string; name: string } | { path: string })[]) =>
    files.map((file) => {
      if ('upload' in file) return { path: uploads.path(file.upload), name: file.name };
      if (caller() !== null) throw ownFile();
      return { path: file.path, name: basename(file.path) };
    });
  return {
    imports: {
      append: os.imports.append.handler(({ input }) => uploads.append(input.text, input.upload, input.at)),
      preview: os.imports.preview.handler(async ({ input }) =>
        previewView(input.storeId, await imports.preview({ ...input, files: filesOf(input.files) })),
      ),
      run: os.imports.run.handler(({ input }) => {
        const handed = input.files.flatMap((file) => ('upload' in file ? [uploads.path(file.upload)] : []));
        const files = filesOf(input.files);
        return progressOf<ImportProgressView, ImportResultView>((tell) =>
          uploads.imported(handed, async () => {
            const { storeId } = input;
            const { store, files: results } = await imports.run(
              { ...input, files },
              person(undefined),
              (one) => tell({ storeId, ...one }),
            );
            return resultView(store, results);
          }),
        );
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

/** Whoever calls from elsewhere hands files over: a path would read whatever this machine's user can read. */
function ownFile(): RoyalError {
  return new RoyalError({
    code: 'forbidden',
    message: 'Over HTTP no file of this machine is read by its path.',
    next: 'Hand the file over with imports.append and name its upload, or use `royal import` on the machine itself.',
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
