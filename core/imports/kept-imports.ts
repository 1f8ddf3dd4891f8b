/** The kept files of every store's imports: encrypted, and without whoever was deleted since. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoreId } from '../../shared/action.ts';
import { readDeletions } from '../data-folder/deletions.ts';
import type { FolderPaths } from '../data-folder/folder-paths.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { importedRecords } from '../mirror/imported.ts';
import { bulkTargetOf } from '../mirror/mirror.ts';
import { keyFor } from '../secrets/keys.ts';
import type { SecretResolver } from '../secrets/secret-resolver.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import { readPieces } from './csv-rows.ts';
import { customerIdOf } from './customers.ts';
import { Forgotten } from './forgotten.ts';
import { keepingKey, openFile, openKept, sealFile } from './kept-files.ts';
import { type ScrubbedOrder, scrubbed } from './scrubbing.ts';
import { customerIds } from './synthetic-ids.ts';

/** The progress mark of a mirror: of which deletions its kept files know. */
const FORGOTTEN = 'imports.forgotten';
const BUYERS_AT_ONCE = 500;

export class KeptImports {
  readonly #options: { paths: FolderPaths; ledger: Ledger; secrets: SecretResolver; signal: AbortSignal };
  readonly #forgotten = new WeakMap<StoreRuntime, Forgotten>();

  constructor(options: { paths: FolderPaths; ledger: Ledger; secrets: SecretResolver; signal: AbortSignal }) {
    this.#options = options;
  }

  /** Those who were deleted from the store; whoever is deleted later is added by the desk. */
  forgotten(store: StoreRuntime): Forgotten {
    let forgotten = this.#forgotten.get(store);
    if (!forgotten) {
      const deletions = readDeletions(this.#options.paths.root);
      const ofStore = deletions.filter(({ storeId }) => storeId === store.info.id);
      forgotten = new Forgotten(bulkTargetOf(store.mirror).keys, ofStore);
      this.#forgotten.set(store, forgotten);
    }
    return forgotten;
  }

  /** Takes the place of what is kept of the import; appears once it is whole. */
  async keep(store: StoreRuntime, id: number, clear: AsyncIterable<Buffer>): Promise<void> {
    const forgotten = this.forgotten(store);
    const storeId = store.info.id;
    const key = await this.#key(storeId);
    const path = this.#path(storeId, id);
    if (forgotten.isNobody) return await sealFile(clear, path, key);
    const target = bulkTargetOf(store.mirror);
    const records = importedRecords(target);
    const blindId = customerIds(records);
    const lost: ScrubbedOrder[] = [];
    const rows = scrubbed(readPieces(clear), {
      forgotten,
      customerId: ({ id: own, email, phone }) => customerIdOf(own, email, phone, blindId),
      found: (order) => lost.push(order),
    });
    await sealFile(rows, path, key);
    for (let at = 0; at < lost.length; at += BUYERS_AT_ONCE, await nextTurn())
      target.write(
        () => {
          for (const order of lost.slice(at, at + BUYERS_AT_ONCE)) records.forgetBuyer(order);
        },
        { key: 'import', value: 'forget' },
      );
  }

  /** Writes the clear text to `target`, which the caller removes. Throws not_found, database_damaged. */
  async copyTo(storeId: StoreId, id: number, target: string): Promise<void> {
    await openFile(this.#path(storeId, id), target, await this.#key(storeId));
  }

  drop(storeId: StoreId, id: number): void {
    rmSync(this.#path(storeId, id), { force: true });
  }

  /** Rids every kept file of the store of those who were deleted; at once where that is done already. */
  async scrub(store: StoreRuntime): Promise<void> {
    const { ledger, signal } = this.#options;
    const storeId = store.info.id;
    const digest = this.forgotten(store).digest();
    if (store.mirror.getProgress(FORGOTTEN) === digest) return;
    for (const { id, kind } of ledger.imports.list(storeId)) {
      signal.throwIfAborted();
      const path = this.#path(storeId, id);
      if ((kind === 'orders' || kind === 'customers') && existsSync(path))
        await this.keep(store, id, openKept(path, await this.#key(storeId)));
    }
    store.mirror.setProgress(FORGOTTEN, digest);
  }

  #path(storeId: StoreId, id: number): string {
    return join(this.#options.paths.imports(storeId), `${id}.sealed`);
  }

  async #key(storeId: StoreId): Promise<Buffer> {
    const next = `Remove the store with \`royal store remove ${storeId}\` and import its files anew.`;
    return keepingKey(storeId, await keyFor(this.#options.secrets, `store.${storeId}.key`, false, next));
  }
}
