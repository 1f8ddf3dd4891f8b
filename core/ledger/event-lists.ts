/** Events by kind, newest first: the history that a person reads. */
import type { StoreId } from '../../shared/action.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { LedgerEvent } from './types.ts';

export interface EventLists {
  /**
   * Of one store (null: the program's own) and of these kinds; those before the instant, or at it with a lower id.
   * Progress, which is most of what is told, is in no history.
   */
  before(
    storeId: StoreId | null,
    kinds: readonly string[],
    position: { at: EpochMs; id: number },
    limit: number,
  ): LedgerEvent[];
}

export function createEventLists(db: Database): EventLists {
  const before = db.prepare<
    [string, number, number, string, number],
    Omit<LedgerEvent, 'data' | 'storeId'> & { store: string; data: string }
  >(
    `SELECT id, store, seq, at, kind, data FROM events
     WHERE store = ? AND (at, id) < (?, ?) AND kind NOT GLOB '*.progressed'
       AND kind IN (SELECT value FROM json_each(?))
     ORDER BY at DESC, id DESC LIMIT ?`,
  );
  return {
    before: (storeId, kinds, { at, id }, limit) =>
      before.all(storeId ?? '', at, id, JSON.stringify(kinds), limit).map(({ store, data, ...event }) => ({
        ...event,
        storeId: store === '' ? null : store,
        data: JSON.parse(data) as Record<string, unknown>,
      })),
  };
}
