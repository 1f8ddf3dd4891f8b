/** Bulk files into the mirror: a thread parses, maps and encrypts, this one writes in short transactions. */
import type { Currency } from '../../shared/money.ts';
import type { Mirror } from './mirror.ts';

export type BulkKind = 'products' | 'inventory' | 'orders' | 'customers' | 'fulfillmentOrders';

export interface IngestOptions {
  kind: BulkKind;
  file: string;
  /** The progress key that holds the position, committed with the rows: the same key resumes after a crash. */
  progressKey?: string;
  /** Where to begin unless the progress key says further. */
  fromByte?: number;
  currency: Currency;
  zone: string;
  signal?: AbortSignal;
  onProgress?: (progress: { bytes: number; totalBytes: number; lines: number; records: number }) => void;
}

/**
 * Reads a bulk operation's JSONL (children after, before or far from their parents). Throws RoyalError
 * data_cut_off where the last line has no end: everything before it is written and the position kept, so that the
 * same call goes on once the file is whole; cancelled where `signal` fires, likewise.
 */
export declare function ingestBulk(
  mirror: Mirror,
  options: IngestOptions,
): Promise<{ lines: number; records: number; bytes: number }>;
