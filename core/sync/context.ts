/** What the steps of one store's sync share; and the names under which positions are kept in the mirror. */
import type { EpochMs } from '../../shared/time.ts';
import type { ConnectorLog, ShopifyClient } from '../connectors/shopify/types.ts';
import type { BulkKind } from '../mirror/ingest.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { ShopRecord } from '../mirror/records.ts';
import type { ProgressTeller } from './progress.ts';

export interface SyncContext {
  mirror: Mirror;
  client: ShopifyClient;
  /** `stores/<id>/bulk`. */
  bulkFolder: string;
  shop: ShopRecord;
  progress: ProgressTeller;
  signal: AbortSignal;
  clock: () => EpochMs;
  log: ConnectorLog;
}

export const KEYS = {
  /** '1' once a first load was completed. */
  firstLoad: 'sync.first',
  /** Watermark of a kind: newest updatedAt taken in, by the shop's clock. */
  since: (kind: BulkKind) => `sync.since.${kind}`,
  /** Position of an unfinished walk. */
  page: (kind: BulkKind | 'stock') => `sync.page.${kind}`,
  /** Where a kind's bulk load stands. */
  bulk: (kind: BulkKind | 'stock') => `sync.bulk.${kind}`,
  /** Byte up to which a bulk file was taken in. */
  ingest: (operation: string) => `sync.ingest.${operation}`,
  /** When ids were last compared. */
  reconciled: 'sync.reconciled',
} as const;

/** Lets timers, sockets and the ledger's writes in between two pieces of work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
