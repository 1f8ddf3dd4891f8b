/** stores.*, sync.*, customers.*: connecting shops and bringing their mirrors up to date. */
import type { StoreView, SyncProgressView, SyncResultView } from '../../shared/contract/schemas.ts';
import { toErrorData } from '../../shared/errors.ts';
import type { StoreRow } from '../app-db/app-db.ts';
import { isConnected, type StoreRuntime } from '../store-runtime.ts';
import type { SyncPhase, SyncProgress } from '../sync/types.ts';
import type { CoreParts, Implementer } from './parts.ts';
import { progressOf } from './progress-stream.ts';
import { customerSearch } from './storage-procedures.ts';
import { storeSetupProcedures } from './store-setup-procedures.ts';

export const PHASES: Record<SyncPhase, string> = {
  connect: 'connecting',
  locations: 'locations',
  prepare: 'Shopify is preparing the files',
  products: 'products',
  inventory: 'stock',
  customers: 'customers',
  orders: 'orders',
  order_details: 'refunds, returns and edits',
  fulfillment_orders: 'fulfilment',
  reconcile: 'comparing what exists',
  done: 'done',
};

export function storeProcedures(os: Implementer, parts: CoreParts) {
  const { stores } = parts;

  const view = (row: StoreRow): StoreView => {
    const open = stores.open().find((store) => store.info.id === row.id);
    const closed = stores.closed().find((store) => store.storeId === row.id);
    return {
      id: row.id,
      name: row.name,
      shopDomain: row.shopDomain,
      currency: open?.info.currency ?? null,
      zone: open?.info.zone ?? null,
      problem: closed ? toErrorData(closed.error) : null,
      endpoint: row.endpoint,
      credentials: row.credentialsKind,
      addedAt: row.addedAt,
      syncedAt: open?.mirror.reader().syncedAt() ?? null,
    };
  };

  return {
    stores: {
      add: os.stores.add.handler(async ({ input: { by, ...input } }) =>
        view((await stores.add(input, parts.person(by))).row),
      ),
      list: os.stores.list.handler(() => stores.rows().map(view)),
      remove: os.stores.remove.handler(async ({ input }) =>
        view(await stores.remove(input.storeId, parts.person(input.by))),
      ),
      verify: os.stores.verify.handler(async ({ input }) => {
        const found = await stores.verify(input.storeId);
        return {
          storeId: input.storeId,
          name: found.name,
          shopDomain: found.shop,
          currency: found.node.currencyCode,
          zone: found.node.ianaTimezone,
          plan: found.plan,
          scopes: found.scopes,
          missing: found.missing,
          historyLimited: found.limitedHistory,
        };
      }),
      ...storeSetupProcedures(os, parts, view),
    },
    sync: {
      run: os.sync.run.handler(({ input }) => {
        const some = stores.some(input.storeId);
        // Named, a store without a shop is refused; among all of them it has nothing to fetch.
        const chosen = input.storeId === undefined ? some.filter(isConnected) : some;
        return progressOf<SyncProgressView, SyncResultView[]>(async (tell) => {
          // Side by side: each shop has a bucket of its own to wait for.
          const settled = await Promise.allSettled(chosen.map((store) => syncStore(store, parts, tell)));
          // Of all stores, one that could not be opened is one that was not synced.
          const [shut] = input.storeId === undefined ? stores.closed() : [];
          if (shut) throw shut.error;
          return settled.map((one) => {
            if (one.status === 'rejected') throw one.reason;
            return one.value;
          });
        });
      }),
      status: os.sync.status.handler(({ input }) =>
        stores.some(input.storeId).map((store) => {
          const status = store.sync.status();
          return {
            storeId: store.info.id,
            running: status.running,
            phase: status.last && status.running ? PHASES[status.last.phase] : null,
            syncedAt: status.watermark,
            historyLimited: status.limitedHistory,
            error: status.error,
          };
        }),
      ),
    },
    customers: {
      remove: os.customers.remove.handler(async ({ input }) => {
        await parts.imports.removeCustomer(input.storeId, input.customerId);
        parts.ledger.audit.append({
          actor: parts.person(input.by),
          kind: 'customer.removed',
          storeId: input.storeId,
          subject: `customer:${input.customerId}`,
        });
        return { removed: true };
      }),
      ...customerSearch(os, parts),
    },
  };
}

async function syncStore(
  store: StoreRuntime,
  { clock, stores }: CoreParts,
  tell: (progress: SyncProgressView) => void,
): Promise<SyncResultView> {
  const started = clock();
  const storeId = store.info.id;
  const stop = store.onProgress((progress) => tell(progressView(progress)));
  try {
    await stores.sync(store);
    return { storeId, ms: clock() - started, counts: store.mirror.counts() };
  } finally {
    stop();
  }
}

function progressView(progress: SyncProgress): SyncProgressView {
  return {
    storeId: progress.storeId,
    phase: progress.phase,
    text: PHASES[progress.phase],
    done: progress.done,
    total: progress.total,
    etaMs: progress.etaSeconds === null ? null : progress.etaSeconds * 1000,
  };
}
