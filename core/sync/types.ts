/** What a sync is to the rest of the core: what it needs, what it tells, what can be asked of it. */
import type { StoreId } from '../../shared/action.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { ConnectorLog, ShopifyClient } from '../connectors/shopify/types.ts';
import type { WebhookHint } from '../connectors/shopify/webhooks.ts';
import type { Mirror } from '../mirror/mirror.ts';

export interface SyncOptions {
  storeId: StoreId;
  mirror: Mirror;
  client: ShopifyClient;
  /** `stores/<id>` of the data folder; raw downloads go to its `bulk/`. */
  folder: string;
  clock: () => EpochMs;
  emit: (progress: SyncProgress) => void;
  /** Stock levels are fresh in the mirror: the moment for a snapshot. */
  onStock?: () => Promise<void>;
  /** The shop's catalogue and orders are in the mirror, before the sync is marked as complete. */
  onTaken?: () => Promise<void>;
  log?: ConnectorLog;
  /** Cancels whatever runs; the next call goes on where it stopped. */
  signal?: AbortSignal;
}

export type SyncPhase =
  | 'connect'
  | 'locations'
  | 'prepare'
  | 'products'
  | 'inventory'
  | 'customers'
  | 'orders'
  | 'order_details'
  | 'fulfillment_orders'
  | 'reconcile'
  | 'done';

export interface SyncProgress {
  storeId: StoreId;
  phase: SyncPhase;
  done: number;
  total: number | null;
  etaSeconds: number | null;
}

export interface SyncResult {
  kind: 'first' | 'increment';
  /** Objects taken in, by phase. */
  counts: Partial<Record<SyncPhase, number>>;
  seconds: number;
  watermark: EpochMs;
}

export interface SyncStatus {
  running: boolean;
  firstLoadDone: boolean;
  watermark: EpochMs | null;
  limitedHistory: boolean;
  last: SyncProgress | null;
  error: ErrorData | null;
}

/** One call runs at a time; a second one waits for the first. */
export interface Sync {
  /** First load by bulk operations; goes on where an earlier one was stopped. */
  first(): Promise<SyncResult>;
  /** What changed since the watermark. */
  increment(): Promise<SyncResult>;
  /** Stock levels alone: they change without the product. */
  pollStock(): Promise<number>;
  /** Compares ids with the shop's and drops what the shop no longer has. */
  reconcile(): Promise<{ removed: Record<string, number> }>;
  /** Verify, first load if there was none (or `full`), else increment; ids once a day. */
  run(options?: { full?: boolean }): Promise<SyncResult>;
  hint(hint: WebhookHint): void;
  /** Fetches what was hinted at. */
  takeHints(): Promise<number>;
  status(): SyncStatus;
}
