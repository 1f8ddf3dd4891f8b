/** The stores of a data folder: each with its mirror, its connection and its sync; added, removed, opened again. */
import { rmSync } from 'node:fs';
import type { Actor, StoreId } from '../shared/action.ts';
import type { StoreInput } from '../shared/contract/schemas.ts';
import { RoyalError, toErrorData } from '../shared/errors.ts';
import type { ShopifyId } from '../shared/gid.ts';
import type { StoreRow } from './app-db/app-db.ts';
import { drainOutbox } from './app-db/drain-outbox.ts';
import { notConnected } from './connectors/no-shop.ts';
import { createShopifyClient } from './connectors/shopify/client.ts';
import { writeCredentials } from './connectors/shopify/credentials.ts';
import type { ShopCheck, ShopCredentials } from './connectors/shopify/types.ts';
import { type CustomerDeletion, recordDeletion } from './data-folder/deletions.ts';
import { faultPoint } from './fault-point.ts';
import type { ShopRecord } from './mirror/records.ts';
import { credentialsOf, importedShop, shopRecord } from './store-input.ts';
import {
  connectorLog,
  isConnected,
  openStore,
  type StoreRuntime,
  type StoresOptions,
} from './store-runtime.ts';
import type { SyncResult } from './sync/types.ts';

export class Stores {
  readonly #options: StoresOptions;
  readonly #open = new Map<StoreId, StoreRuntime>();
  readonly #closed = new Map<StoreId, unknown>();
  readonly #running = new Map<Promise<unknown>, StoreId>();

  constructor(options: StoresOptions) {
    this.#options = options;
  }

  /** Opens every store; one that fails does not keep the others shut, and is told of by `get` and the doctor. */
  async openAll(): Promise<void> {
    for (const row of this.#options.appDb.stores.list())
      try {
        this.#open.set(row.id, await openStore(this.#options, row));
      } catch (error) {
        this.#closed.set(row.id, error);
        this.#options.log.error({ store: row.id, error: toErrorData(error) }, 'store not opened');
      }
  }

  rows(): StoreRow[] {
    return this.#options.appDb.stores.list();
  }

  open(): StoreRuntime[] {
    return [...this.#open.values()];
  }

  closed(): { storeId: StoreId; error: unknown }[] {
    return [...this.#closed].map(([storeId, error]) => ({ storeId, error }));
  }

  /** Throws not_found, or what kept the store from opening. */
  get(storeId: StoreId): StoreRuntime {
    const store = this.#open.get(storeId);
    if (store) return store;
    if (this.#closed.has(storeId)) throw this.#closed.get(storeId);
    throw new RoyalError({
      code: 'not_found',
      message: `No store is called ${JSON.stringify(storeId)}.`,
      next: 'See `royal store list`.',
    });
  }

  openOrNull(storeId: StoreId): StoreRuntime | null {
    return this.#open.get(storeId) ?? null;
  }

  /** Throws not_found where no store, open or not, is called so. */
  known(storeId: StoreId): void {
    if (!this.rows().some((row) => row.id === storeId)) this.get(storeId);
  }

  /** The one named, or all that are open. */
  some(storeId: StoreId | undefined): StoreRuntime[] {
    return storeId === undefined ? this.open() : [this.get(storeId)];
  }

  /** Asks the shop first: what does not connect is not kept. */
  async add(input: StoreInput, actor: Actor): Promise<StoreRuntime> {
    const { appDb, clock } = this.#options;
    const credentials = credentialsOf(input);
    const client = createShopifyClient({
      shop: input.shop,
      endpoint: input.endpoint,
      credentials,
      clock,
      log: connectorLog(this.#options.log, 'new'),
    });
    try {
      const { node, scopes } = await client.verify();
      const id = input.id ?? this.#freeId(client.shop);
      appDb.stores.assertFree(id, client.shop);
      const row: StoreRow = {
        id,
        name: input.name ?? node.name,
        shopDomain: client.shop,
        endpoint: input.endpoint ?? null,
        credentialsKind: credentials.kind,
        scopes,
        addedAt: clock(),
      };
      return await this.#keep(row, credentials, shopRecord(node), actor);
    } finally {
      client.close();
    }
  }

  /** A store without a shop, for imported files. Throws invalid_input where the id is taken. */
  async addImported(
    id: StoreId,
    shop: { currency: string; zone: string; name?: string },
    actor: Actor,
  ): Promise<StoreRuntime> {
    const found = importedShop(id, shop.currency, shop.zone);
    const { name = found.name } = shop;
    const { shopDomain } = found;
    this.#options.appDb.stores.assertFree(id, shopDomain);
    const row = { id, name, shopDomain, endpoint: null, scopes: [], addedAt: this.#options.clock() };
    return await this.#keep({ ...row, credentialsKind: 'none' }, null, found, actor);
  }

  async #keep(
    row: StoreRow,
    credentials: ShopCredentials | null,
    shop: ShopRecord,
    actor: Actor,
  ): Promise<StoreRuntime> {
    const { appDb, ledger, secrets } = this.#options;
    const { id } = row;
    // What an adding that was broken off may have left.
    await this.#forget(id);
    if (credentials) await secrets.set(`store.${id}.credentials`, writeCredentials(credentials));
    faultPoint('stores.credentials_kept');
    let store: StoreRuntime | undefined;
    try {
      store = await openStore(this.#options, row, shop);
      faultPoint('stores.opened');
      // From here on there is a store: everything that it needs is in place.
      store.row = appDb.stores.add(row, actor);
      faultPoint('stores.added');
    } catch (error) {
      store?.client.close();
      store?.mirror.close();
      await this.#forget(id);
      throw error;
    }
    this.#open.set(id, store);
    drainOutbox(appDb, ledger);
    return store;
  }

  /** Asks the shop who it is and what it grants, and remembers that. */
  async verify(storeId: StoreId): Promise<ShopCheck> {
    const store = this.get(storeId);
    const found = await store.client.verify();
    store.row = this.#options.appDb.stores.update(storeId, { scopes: found.scopes });
    return found;
  }

  /** What it is called here; a sync leaves it so. Throws not_found. */
  rename(storeId: StoreId, name: string, actor: Actor): StoreRow {
    const { appDb, ledger } = this.#options;
    const row = appDb.stores.rename(storeId, name, actor);
    const store = this.#open.get(storeId);
    if (store) {
      store.row = row;
      store.info.name = name;
    }
    drainOutbox(appDb, ledger);
    return row;
  }

  /** Remembered until it has ended, so that removing the store and closing wait for it. */
  async during<T>(storeId: StoreId, work: Promise<T>): Promise<T> {
    this.#running.set(work, storeId);
    try {
      return await work;
    } finally {
      this.#running.delete(work);
    }
  }

  /** Deletes mirror, key and credentials; what was done there stays in the ledger. */
  async remove(storeId: StoreId, actor: Actor): Promise<StoreRow> {
    const { appDb, ledger } = this.#options;
    this.known(storeId);
    // A locked keychain refuses this, and once the store is gone nobody could ask again.
    await this.#forgetSecrets(storeId);
    const row = appDb.stores.remove(storeId, actor);
    const store = this.#open.get(storeId);
    this.#open.delete(storeId);
    store?.client.close();
    await Promise.allSettled([...this.#running].filter(([, id]) => id === storeId).map(([run]) => run));
    store?.mirror.close();
    this.#closed.delete(storeId);
    drainOutbox(appDb, ledger);
    this.#forgetFiles(storeId);
    ledger.transaction(() => {
      const { actions } = ledger;
      for (const { id, state } of actions.list({ storeId, states: ['proposed', 'snoozed'], limit: 10_000 })) {
        if (state === 'snoozed') actions.transition(id, 'proposed', { actor });
        actions.transition(id, 'expired', { actor, reason: 'The store was disconnected.' });
      }
    });
    return row;
  }

  /** From the mirror; what imported files keep is ImportDesk's. */
  removeCustomer(storeId: StoreId, customerId: ShopifyId): CustomerDeletion {
    const { mirror } = this.get(storeId);
    const marks = mirror.customerMarks(customerId);
    const deletion = { storeId, customerId, at: this.#options.clock(), marks };
    recordDeletion(this.#options.paths.root, deletion);
    mirror.deleteCustomer(customerId, marks);
    return deletion;
  }

  /** One sync, remembered until it has ended, so that closing waits for its last committed position. */
  async sync(store: StoreRuntime): Promise<SyncResult> {
    if (!isConnected(store)) throw notConnected(store.info.id);
    // Before it begins: nobody would wait for one whose beginning a full disk did not take, nor catch its end.
    this.#options.ledger.events.append(store.info.id, 'sync.started', {});
    try {
      const result = await this.during(store.info.id, store.sync.run());
      const { kind, counts } = result;
      this.#options.ledger.events.append(store.info.id, 'sync.completed', { kind, counts });
      return result;
    } catch (error) {
      const { code, message, next } = toErrorData(error);
      this.#options.ledger.events.append(store.info.id, 'sync.failed', { code, message, next });
      throw error;
    }
  }

  /** Fetches what webhooks hinted at; remembered until it has ended, as a sync is. */
  async takeHints(store: StoreRuntime): Promise<void> {
    const taken = await this.during(store.info.id, store.sync.takeHints());
    if (taken > 0) this.#options.ledger.events.append(store.info.id, 'sync.hints_taken', { taken });
  }

  /** To be called once the program's signal has fired. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running.keys());
    for (const store of this.#open.values()) {
      store.client.close();
      store.mirror.close();
    }
    this.#open.clear();
  }

  async #forget(storeId: StoreId): Promise<void> {
    this.#forgetFiles(storeId);
    await this.#forgetSecrets(storeId);
  }

  #forgetFiles(storeId: StoreId): void {
    rmSync(this.#options.paths.storeFolder(storeId), { recursive: true, force: true });
  }

  async #forgetSecrets(storeId: StoreId): Promise<void> {
    const { secrets } = this.#options;
    await secrets.delete(`store.${storeId}.credentials`);
    await secrets.delete(`store.${storeId}.key`);
  }

  #freeId(shop: string): StoreId {
    const base = shop.replace(/\.myshopify\.com$/, '').slice(0, 28);
    const taken = new Set(this.rows().map((row) => row.id));
    for (let n = 1; ; n += 1) {
      const id = n === 1 ? base : `${base}-${n}`;
      if (!taken.has(id)) return id;
    }
  }
}
