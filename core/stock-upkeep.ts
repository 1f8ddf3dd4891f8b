/** Works out stock rows, and days whose costs changed, anew after what moved them: a sync, an import, an order to a supplier, other terms. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoreId } from '../shared/action.ts';
import { toErrorData } from '../shared/errors.ts';
import type { EpochMs } from '../shared/time.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { LedgerEvent } from './ledger/types.ts';
import type { Mirror } from './mirror/types.ts';
import type { Stores } from './stores.ts';
import type { Log } from './telemetry/log.ts';

/** What a slice may take before others have their turn. */
const SLICE_MS = 10;

/** Whoever tells these has marked what is to be worked out again. */
const MOVERS: ReadonlySet<string> = new Set(['sync.completed', 'sync.hints_taken', 'supply_terms.changed']);

export interface StockUpkeep {
  /** To be called once the signal fired: resolves when nothing is worked out any more. */
  close(): Promise<void>;
}

/** Also looks at every open store at once: an earlier program may have left some undone. */
export function keepStockSettled(
  stores: Pick<Stores, 'open' | 'during'>,
  ledger: Ledger,
  log: Pick<Log, 'warn'>,
  signal: AbortSignal,
): StockUpkeep {
  const busy = new Map<StoreId, Promise<void>>();
  /** When each mirror was synced, as rows have it. */
  const seenAt = new Map<StoreId, EpochMs | null>();

  const mirrorOf = (storeId: StoreId) =>
    stores.open().find(({ info }) => info.id === storeId)?.mirror ?? null;
  const work = async (storeId: StoreId): Promise<void> => {
    // What happened is told inside a transaction's end: others first.
    await nextTurn();
    while (!signal.aborted && (mirrorOf(storeId)?.settleStock(SLICE_MS) ?? 0) > 0) await nextTurn();
    // Other costs are other margins, of every day that there is.
    while (!signal.aborted && (mirrorOf(storeId)?.settleRollUps(SLICE_MS) ?? 0) > 0) await nextTurn();
  };
  const kick = (storeId: StoreId): void => {
    if (busy.has(storeId) || signal.aborted) return;
    const run = stores
      .during(storeId, work(storeId))
      .catch((error: unknown) => {
        log.warn({ store: storeId, error: toErrorData(error) }, 'stock not worked out');
      })
      .finally(() => busy.delete(storeId));
    busy.set(storeId, run);
  };

  /** What a mirror shows of orders moves on with its sync, also in rows that were worked out while that ran. */
  const markOrdered = (storeId: StoreId, mirror: Mirror): void => {
    const [before, now] = [seenAt.get(storeId) ?? null, mirror.reader().syncedAt()];
    for (const at of [before, now])
      mirror.markVariants([...ledger.purchaseOrders.incoming(storeId, at).keys()]);
    seenAt.set(storeId, now);
  };

  const mark = ({ storeId, kind, data }: LedgerEvent & { storeId: StoreId }): void => {
    const mirror = mirrorOf(storeId);
    if (!mirror) return;
    const markSupplier = (supplier: string): void => {
      mirror.markVendor(supplier);
      mirror.markVariants(ledger.supplyTerms.from(storeId, supplier));
    };
    if (kind === 'supplier.changed') markSupplier(String(data.supplier));
    else if (typeof data.purchaseOrderId === 'number') {
      const order = ledger.purchaseOrders.get(data.purchaseOrderId);
      const parts = (order?.lines ?? []).flatMap((line) => line.allocations);
      mirror.markVariants(parts.filter((part) => part.storeId === storeId).map((part) => part.variantId));
      // How long it took is what the others of its supplier will be waited for.
      if (order && kind === 'purchase_order.received') markSupplier(order.supplier);
    } else if (MOVERS.has(kind) || kind.startsWith('import.')) markOrdered(storeId, mirror);
    else return;
    kick(storeId);
  };
  const unsubscribe = ledger.subscribe((event) => {
    const { storeId } = event;
    if (storeId !== null) mark({ ...event, storeId });
  });
  for (const { info, mirror } of stores.open()) {
    seenAt.set(info.id, mirror.reader().syncedAt());
    kick(info.id);
  }

  return {
    async close() {
      unsubscribe();
      await Promise.all(busy.values());
    },
  };
}
