/** Imports as a whole: files into a store of their own or a connected one, kept, listed, taken back. */

import { createReadStream, existsSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Actor, StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { FolderPaths } from '../data-folder/folder-paths.ts';
import type { ImportRow } from '../ledger/imports.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { importedRecords } from '../mirror/imported.ts';
import { bulkTargetOf } from '../mirror/mirror.ts';
import type { SecretResolver } from '../secrets/secret-resolver.ts';
import { isConnected, type StoreRuntime } from '../store-runtime.ts';
import type { Stores } from '../stores.ts';
import type { Accounted } from './account.ts';
import { type FileProgress, importFile, refuseFile } from './file-import.ts';
import type { ImportKind } from './headers.ts';
import { factsOf } from './kept-files.ts';
import { KeptImports } from './kept-imports.ts';
import { type Look, lookInto } from './look.ts';
import { type FilePreview, previewFile } from './preview.ts';
import type { ImportRequest } from './request.ts';
import { type Settings, settingsOf, storeSettings } from './store-settings.ts';
import { Uploads } from './uploads.ts';

export interface ImportProgress extends FileProgress {
  file: string;
  ofBytes: number;
  /** Files that are done, and all of them. */
  done: number;
  total: number;
}

export interface FileResult extends Accounted {
  /** null where the file is none of Shopify's exports. */
  id: number | null;
  kind: ImportKind | null;
  file: string;
}

export interface ImportsOptions {
  paths: FolderPaths;
  stores: Stores;
  ledger: Ledger;
  secrets: SecretResolver;
  clock: () => EpochMs;
  /** Hears of every import's progress, whoever began it. */
  emit(progress: ImportProgress & { storeId: StoreId }): void;
  /** Fires when the program ends. */
  signal: AbortSignal;
}

/** What a file needs to be there before: variants before their stock, customers before their orders. */
const ORDER: readonly (ImportKind | null)[] = ['products', 'inventory', 'customers', 'orders', null];
const TAKEN_BACK_AT_ONCE = 100;

export class ImportDesk {
  readonly #options: ImportsOptions;
  readonly #busy = new Map<StoreId, Promise<unknown>>();
  readonly #kept: KeptImports;
  readonly uploads: Uploads;

  constructor(options: ImportsOptions) {
    this.#options = options;
    this.#kept = new KeptImports(options);
    this.uploads = new Uploads({ ...options, folder: options.paths.uploads });
  }

  /**
   * Results in the order of the files. A store that is not there is made, without a shop. Throws not_found for a
   * file, invalid_input, invalid_state where an import of the store is under way, cancelled when the program ends.
   */
  async run(
    request: ImportRequest,
    actor: Actor,
    tell: (progress: ImportProgress) => void,
  ): Promise<{ store: StoreRuntime; files: FileResult[] }> {
    for (const { path } of request.files) assertFile(path);
    return await this.#alone(request.storeId, async () => {
      const looks = new Map<string, Look>();
      for (const { path } of request.files) looks.set(path, await lookInto(path));
      const store = await storeSettings(this.#options.stores, request, [...looks.values()], actor);
      const kindOf = (path: string): ImportKind | null => looks.get(path)!.header?.kind ?? null;
      const sorted = request.files.toSorted(
        (a, b) => ORDER.indexOf(kindOf(a.path)) - ORDER.indexOf(kindOf(b.path)),
      );
      const results = new Map<object, FileResult>();
      for (const file of sorted) {
        const ofBytes = statSync(file.path).size;
        const counted = (so: FileProgress): void => {
          const progress = { ...so, file: file.name, ofBytes, done: results.size, total: sorted.length };
          tell(progress);
          this.#options.emit({ storeId: request.storeId, ...progress });
        };
        counted({ rows: 0, refused: 0, bytes: 0 });
        results.set(file, await this.#file(store, file, looks.get(file.path)!, actor, counted));
      }
      if (!isConnected(store)) store.mirror.markSynced(this.#options.clock());
      return { store, files: request.files.map((file) => results.get(file)!) };
    });
  }

  /** Whether something is being imported there, or taken back. */
  isBusy(storeId: StoreId): boolean {
    return this.#busy.has(storeId);
  }

  /** Writes nothing, not even the store. Throws not_found for a file, invalid_input. */
  async preview(request: ImportRequest): Promise<Settings & { files: FilePreview[] }> {
    for (const { path } of request.files) assertFile(path);
    const { clock, signal, stores } = this.#options;
    const looks: Look[] = [];
    for (const { path } of request.files) looks.push(await lookInto(path));
    const settings = settingsOf(stores, request, looks);
    const { store, currency, zone } = settings;
    const files: FilePreview[] = [];
    for (const [index, { path, name }] of request.files.entries())
      files.push(
        await previewFile({
          path,
          file: basename(name),
          look: looks[index]!,
          mirror: store?.mirror ?? null,
          connected: store !== null && isConnected(store),
          shop: { currency, zone },
          withProducts: looks.some(({ header }) => header?.kind === 'products'),
          at: clock(),
          signal,
        }),
      );
    return { ...settings, files };
  }

  /**
   * Takes back what one import brought, and nothing else. Where others brought some of the same, the mirror is built
   * again from their kept files. Throws not_found, invalid_state.
   */
  async undo(id: number, actor: Actor): Promise<ImportRow> {
    const { ledger, stores } = this.#options;
    const row = ledger.imports.require(id);
    if (row.state === 'undone')
      throw new RoyalError({
        code: 'invalid_state',
        message: `Import ${id} was taken back already.`,
        next: 'See `royal import list`.',
      });
    const store = stores.get(row.storeId);
    return await this.#alone(row.storeId, async () => {
      const records = importedRecords(bulkTargetOf(store.mirror));
      const resumed = row.state === 'undoing';
      ledger.imports.undoing(id);
      if (resumed || records.isEntangled(id)) await this.#rebuild(store);
      else await this.#takeBack(store, id);
      this.#kept.drop(row.storeId, id);
      return ledger.imports.undone(id, actor);
    });
  }

  /**
   * Deletes a person for good: from the mirror at once, then from the files that are kept, once an import that is under
   * way has ended; should the program end before, its next start does it. Throws not_found where no store is called so.
   */
  async removeCustomer(storeId: StoreId, customerId: ShopifyId): Promise<void> {
    const { stores } = this.#options;
    const store = stores.get(storeId);
    const forgotten = this.#kept.forgotten(store);
    // Heard at once by an import that runs.
    const deletion = stores.removeCustomer(storeId, customerId);
    forgotten.add(deletion);
    await this.#inTurn(storeId, async () => {
      store.mirror.deleteCustomer(customerId, deletion.marks);
      await this.#kept.scrub(store);
    });
  }

  /** Deletions that kept files have not heard of, as after a restore. */
  async scrubAll(): Promise<void> {
    for (const store of this.#options.stores.open())
      if (!this.#kept.forgotten(store).isNobody)
        await this.#inTurn(store.info.id, () => this.#kept.scrub(store));
  }

  async #file(
    store: StoreRuntime,
    file: { path: string; name: string },
    look: Look,
    actor: Actor,
    tell: (progress: FileProgress) => void,
  ): Promise<FileResult> {
    const { ledger } = this.#options;
    const storeId = store.info.id;
    const { header } = look;
    const name = basename(file.name);
    if (!header) return { id: null, kind: null, file: name, ...(await refuseFile(file.path)) };
    const facts = await factsOf(file.path);
    const records = importedRecords(bulkTargetOf(store.mirror));
    const earlier = records.fileOf(facts.digest);
    const isNew = earlier === null;
    const id =
      earlier ?? ledger.imports.begin({ storeId, file: name, kind: header.kind, ...facts }, actor).id;
    if (isNew) {
      await this.#kept.keep(store, id, createReadStream(file.path));
      records.addFile(id, facts.digest);
    }
    const accounted = await this.#take(store, file.path, { ...look, header }, id, tell);
    const { refusals, ...counts } = accounted;
    // Once more the same file: its import stays as it was, unless it was broken off or rows found their place now.
    if (isNew || accounted.imported > 0 || ledger.imports.require(id).state !== 'done')
      ledger.imports.finish(id, counts, refusals, actor);
    return { id, kind: header.kind, file: name, ...accounted };
  }

  async #take(
    store: StoreRuntime,
    path: string,
    look: Look & { header: NonNullable<Look['header']> },
    importId: number,
    tell: (progress: FileProgress) => void,
  ): Promise<Accounted> {
    const { clock, signal } = this.#options;
    const { mirror } = store;
    return await importFile({
      mirror,
      path,
      look,
      importId,
      // Later than whatever was imported before, also where the clock was set back.
      at: Math.max(clock(), importedRecords(bulkTargetOf(mirror)).newestVersion() + 1),
      connected: isConnected(store),
      forgotten: this.#kept.forgotten(store),
      signal,
      tell,
    });
  }

  async #takeBack(store: StoreRuntime, importId: number | null): Promise<void> {
    const target = bulkTargetOf(store.mirror);
    const records = importedRecords(target);
    for (let left = true; left; await nextTurn()) {
      this.#options.signal.throwIfAborted();
      target.write(
        () => {
          left = records.takeBack(importId, TAKEN_BACK_AT_ONCE) > 0;
          if (!left) records.forgetFiles(importId);
        },
        { key: 'import', value: `undo ${importId ?? 'all'}` },
      );
    }
    while (store.mirror.settleRollUps() > 0) await nextTurn();
  }

  /** Everything that files brought, anew from the files that are not taken back, in their order. */
  async #rebuild(store: StoreRuntime): Promise<void> {
    const { ledger, paths } = this.#options;
    const storeId = store.info.id;
    await this.#takeBack(store, null);
    const kept = ledger.imports.list(storeId).filter(({ state }) => state === 'done' || state === 'running');
    const records = importedRecords(bulkTargetOf(store.mirror));
    for (const { id, digest } of kept.reverse()) {
      const clear = join(paths.uploads, `again-${id}.csv`);
      try {
        await this.#kept.copyTo(storeId, id, clear);
        const look = await lookInto(clear);
        if (!look.header) continue;
        records.addFile(id, digest);
        await this.#take(store, clear, { ...look, header: look.header }, id, () => {});
      } finally {
        rmSync(clear, { force: true });
      }
    }
  }

  /** Once what is under way there has ended. */
  async #inTurn<T>(storeId: StoreId, work: () => Promise<T>): Promise<T> {
    for (let busy = this.#busy.get(storeId); busy; busy = this.#busy.get(storeId)) {
      await Promise.allSettled([busy]);
      await nextTurn();
    }
    return await this.#alone(storeId, work);
  }

  /** One at a time in a store; remembered by the stores until it has ended. */
  async #alone<T>(storeId: StoreId, work: () => Promise<T>): Promise<T> {
    if (this.#busy.has(storeId))
      throw new RoyalError({
        code: 'invalid_state',
        message: `Another import of ${storeId} is under way.`,
        next: 'Wait until it has ended, then try again.',
      });
    const working = work();
    this.#busy.set(storeId, working);
    try {
      return await this.#options.stores.during(storeId, working);
    } finally {
      this.#busy.delete(storeId);
    }
  }
}

function assertFile(path: string): void {
  if (existsSync(path) && statSync(path).isFile()) return;
  throw new RoyalError({
    code: 'not_found',
    message: `There is no file ${path}.`,
    next: 'Name the CSV files that Shopify has exported; a zipped one is to be unpacked first.',
  });
}
