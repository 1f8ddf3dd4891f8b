/** One store as the program runs it: its mirror, its connection and its sync, opened together. */
import { existsSync, mkdirSync } from 'node:fs';
import type { StoreId } from '../shared/action.ts';
import type { StoreInfo } from '../shared/agent.ts';
import { RoyalError } from '../shared/errors.ts';
import type { StockPlanner } from '../shared/stock.ts';
import { dayOf, type EpochMs } from '../shared/time.ts';
import type { AppDb, StoreRow } from './app-db/app-db.ts';
import { noShop } from './connectors/no-shop.ts';
import { createShopifyClient } from './connectors/shopify/client.ts';
import { readCredentials } from './connectors/shopify/credentials.ts';
import type { ShopCredentials, ShopifyClient } from './connectors/shopify/types.ts';
import { readDeletions } from './data-folder/deletions.ts';
import type { FolderPaths } from './data-folder/folder-paths.ts';
import { linkToNewVariants } from './imports/linking.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { ShopRecord } from './mirror/records.ts';
import type { Mirror } from './mirror/types.ts';
import { tellProgress } from './progress-events.ts';
import { copyCosts } from './purchasing/filled-in-costs.ts';
import { keyFor } from './secrets/keys.ts';
import type { SecretResolver } from './secrets/secret-resolver.ts';
import { observeStock, openStoreMirror } from './store-mirror.ts';
import { createSync } from './sync/sync.ts';
import type { Sync, SyncProgress } from './sync/types.ts';
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

/** `found`: the shop as it was just asked, of a store that is new. Throws RoyalError: key_lost, database_damaged, and as openMirror does. */
export async function openStore(
  options: StoresOptions,
  row: StoreRow,
  found?: ShopRecord,
): Promise<StoreRuntime> {
  const { clock, ledger, log, paths, planner, secrets, signal } = options;
  const folder = paths.storeFolder(row.id);
  const file = paths.mirror(row.id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const again = `Without it the people in this mirror can't be read: \`royal store remove ${row.id}\`, add the store again and sync; nothing in the shop is lost.`;
  const credentials = row.credentialsKind === 'none' ? null : await keptCredentials(secrets, row.id);
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
        log: connectorLog(log, row.id),
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
    log: connectorLog(log, row.id),
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

export function connectorLog(
  log: Log,
  store: StoreId,
): (event: string, facts: Record<string, unknown>) => void {
  return (event, facts) => log.info({ store, ...facts }, event);
}

async function keptCredentials(secrets: SecretResolver, storeId: StoreId): Promise<ShopCredentials> {
  const kept = await secrets.get(`store.${storeId}.credentials`);
  if (kept) return readCredentials(storeId, kept);
  throw new RoyalError({
    code: 'key_lost',
    message: `The credentials of ${storeId} are not in the ${secrets.source} any more.`,
    next: `Remove the store with \`royal store remove ${storeId}\` and add it again.`,
  });
}
