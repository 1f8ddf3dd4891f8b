/** What the parts of the ledger share: the database, the clock, the epoch, and one way to run a transaction. */

import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { ActionBreak, StoredAction } from './action-trail.ts';
import type { AuditEntry, AuditRow, LedgerEvent } from './types.ts';

export interface LedgerBase {
  db: Database;
  now(): EpochMs;
  /** Id of the present epoch. */
  epoch: number;
  /** Immediate; nests as savepoints. */
  transaction<T>(work: () => T): T;
  /** Both join the transaction at hand. */
  audit(entry: AuditEntry): AuditRow | null;
  event(storeId: string | null, kind: string, data: Record<string, unknown>): LedgerEvent;
  /** What the audit chain has against an action as it is stored. */
  contradiction(action: StoredAction): ActionBreak | null;
}

export function fromJson<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}

export function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
