/** The stores of a data folder: each with its mirror, its connection and its sync; added, removed, opened again. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import type { Actor, StoreId } from '../shared/action.ts';
import type { StoreInfo } from '../shared/agent.ts';
import type { StoreInput } from '../shared/contract/schemas.ts';
import { RoyalError, toErrorData } from '../shared/errors.ts';
import type { ShopifyId } from '../shared/gid.ts';
import type { StockPlanner } from '../shared/stock.ts';
import { dayOf, type EpochMs } from '../shared/time.ts';
import type { AppDb, StoreRow } from './app-db/app-db.ts';
import { drainOutbox } from './app-db/drain-outbox.ts';
import { noShop, notConnected } from './connectors/no-shop.ts';
import { createShopifyClient } from './connectors/shopify/client.ts';
import { readCredentials, writeCredentials } from './connectors/shopify/credentials.ts';
import type { ShopCheck, ShopCredentials, ShopifyClient } from './connectors/shopify/types.ts';
import { type CustomerDeletion, readDeletions, recordDeletion } from './data-folder/deletions.ts';
import type { FolderPaths } from './data-folder/folder-paths.ts';
import { faultPoint } from './fault-point.ts';
import { linkToNewVariants } from './imports/linking.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { ShopRecord } from './mirror/records.ts';
import type { Mirror } from './mirror/types.ts';
import { tellProgress } from './progress-events.ts';
import { copyCosts } from './purchasing/filled-in-costs.ts';
import { keyFor } from './secrets/keys.ts';
import type { SecretResolver } from './secrets/secret-resolver.ts';
import { credentialsOf, importedShop, shopRecord } from './store-input.ts';
import { observeStock, openStoreMirror } from './store-mirror.ts';
import { createSync } from './sync/sync.ts';
import type { Sync, SyncProgress, SyncResult } from './sync/types.ts';
import type { Log } from './telemetry/log.ts';

export interface StoreRuntime {
  info: StoreInfo;
  row: StoreRow;
  paths: { folder: string; mirror: string };
  mirror: Mirror;
  client: ShopifyClient;
  sync: Sync;
  /** Hears every progress of the sync, whoever began it. Returns the unsubscribe. */
  onProgress(listener: (progress: SyncProgress) => void): () => void;
}

/** Whether a shop stands behind it, or imported files alone. */
export function isConnected({ row }: StoreRuntime): boolean {
  return row.credentialsKind !== 'none';
}

export interface StoresOptions {
  paths: FolderPaths;
  appDb: AppDb;
  ledger: Ledger;
  secrets: SecretResolver;
  clock: () => EpochMs;
  log: Log;
  /** Fires when the program ends. */
  signal: AbortSignal;
  /** Of the agent that looks after stock; null where there is none. */
  planner: StockPlanner | null;
}

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
        this.#open.set(row.id, await this.#openStore(row));
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
      log: this.#connectorLog('new'),
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
      store = await this.#openStore(row, shop);
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
    const row = appDb.stores.remove(storeId, actor);
    const store = this.#open.get(storeId);
    this.#open.delete(storeId);
    store?.client.close();
    await Promise.allSettled([...this.#running].filter(([, id]) => id === storeId).map(([run]) => run));
    store?.mirror.close();
    this.#closed.delete(storeId);
    drainOutbox(appDb, ledger);
    await this.#forget(storeId);
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
    const running = this.during(store.info.id, store.sync.run());
    this.#options.ledger.events.append(store.info.id, 'sync.started', {});
    try {
      const result = await running;
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
    const { paths, secrets } = this.#options;
    rmSync(paths.storeFolder(storeId), { recursive: true, force: true });
    await secrets.delete(`store.${storeId}.credentials`);
    await secrets.delete(`store.${storeId}.key`);
  }

  async #openStore(row: StoreRow, found?: ShopRecord): Promise<StoreRuntime> {
    const { clock, ledger, paths, planner, secrets, signal } = this.#options;
    const folder = paths.storeFolder(row.id);
    const file = paths.mirror(row.id);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const again = `Without it the people in this mirror can't be read: \`royal store remove ${row.id}\`, add the store again and sync; nothing in the shop is lost.`;
    const credentials = row.credentialsKind === 'none' ? null : await this.#credentials(row.id);
    const dataKey = await keyFor(secrets, `store.${row.id}.key`, !existsSync(file), again);
    const mirror = openStoreMirror(file, { storeId: row.id, dataKey, ledger, planner, now: clock });
    if (found) mirror.setShop(found);
    const shop = mirror.shop();
    if (!shop) {
      mirror.close();
      throw new RoyalError({
        code: 'database_damaged',
        message: `The mirror of ${row.id} does not say which shop it is of.`,
        next: `Remove the store with \`royal store remove ${row.id}\` and add it again.`,
      });
    }
    copyCosts(ledger, mirror);
    for (const deletion of readDeletions(paths.root))
      if (deletion.storeId === row.id) mirror.deleteCustomer(deletion.customerId, deletion.marks);
    const client = credentials
      ? createShopifyClient({
          shop: row.shopDomain,
          endpoint: row.endpoint ?? undefined,
          credentials,
          clock,
          log: this.#connectorLog(row.id),
        })
      : noShop(row.id, row.shopDomain);
    const listeners = new Set<(progress: SyncProgress) => void>();
    const tell = tellProgress(ledger, ({ storeId, ...data }: SyncProgress) => ({
      storeId,
      kind: 'sync.progressed',
      about: 'sync',
      data,
    }));
    const sync = createSync({
      storeId: row.id,
      mirror,
      client,
      folder,
      clock,
      log: this.#connectorLog(row.id),
      signal,
      emit: (progress) => {
        tell(progress);
        for (const listener of listeners) listener(progress);
      },
      // As the newest sync found the zone: a shop may change it.
      onStock: () => observeStock(ledger, mirror, dayOf(clock(), mirror.shop()!.zone), signal),
      onTaken: () => linkToNewVariants(mirror, signal),
    });
    return {
      info: {
        id: row.id,
        name: row.name,
        shopDomain: row.shopDomain,
        // As the newest sync found them: a shop may change any of them.
        get currency() {
          return mirror.shop()!.currency;
        },
        get zone() {
          return mirror.shop()!.zone;
        },
        get taxesIncluded() {
          return mirror.shop()!.taxesIncluded;
        },
      },
      row,
      paths: { folder, mirror: file },
      mirror,
      client,
      sync,
      onProgress(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
  }

  async #credentials(storeId: StoreId): Promise<ShopCredentials> {
    const { secrets } = this.#options;
    const kept = await secrets.get(`store.${storeId}.credentials`);
    if (kept) return readCredentials(storeId, kept);
    throw new RoyalError({
      code: 'key_lost',
      message: `The credentials of ${storeId} are not in the ${secrets.source} any more.`,
      next: `Remove the store with \`royal store remove ${storeId}\` and add it again.`,
    });
  }

  #freeId(shop: string): StoreId {
    const base = shop.replace(/\.myshopify\.com$/, '').slice(0, 28);
    const taken = new Set(this.rows().map((row) => row.id));
    for (let n = 1; ; n += 1) {
      const id = n === 1 ? base : `${base}-${n}`;
      if (!taken.has(id)) return id;
    }
  }

  #connectorLog(store: StoreId): (event: string, facts: Record<string, unknown>) => void {
    return (event, facts) => this.#options.log.info({ store, ...facts }, event);
  }
}
