/**
 * Customers that were deleted, by id: kept beside the databases, so that neither a restore nor a rebuilt mirror
 * brings a person back. Ids, and marks of e-mail addresses and phones that say nothing without the store's key.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreId } from '../../shared/action.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { EpochMs } from '../../shared/time.ts';

export interface CustomerDeletion {
  storeId: StoreId;
  customerId: ShopifyId;
  at: EpochMs;
  /** Of the person, keyed by the store: rows of an export are known by them. Absent from older deletions. */
  marks?: string[];
}

export function recordDeletion(root: string, deletion: CustomerDeletion): void {
  // Begun on a new line: a crash may have left half of the one before.
  appendFileSync(join(root, 'deletions.jsonl'), `\n${JSON.stringify(deletion)}\n`, {
    mode: 0o600,
    flush: true,
  });
}

/** A last line cut off by a crash is left out: its deletion was never confirmed. */
export function readDeletions(root: string): CustomerDeletion[] {
  const file = join(root, 'deletions.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as CustomerDeletion];
      } catch {
        return [];
      }
    });
}
