/** Events: what happened, in the past tense, numbered per store, kept for a while so that nobody misses one. */
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { LedgerEvent } from './types.ts';

/** Per store; older ones are dropped, and `since` says so. */
const EVENTS_KEPT = 10_000;

interface EventsSince {
  events: LedgerEvent[];
  /** false where events after the asked position are no longer kept: refetch instead. */
  complete: boolean;
  /** Newest position. */
  head: number;
}

export interface Events {
  append(storeId: string | null, kind: string, data: Record<string, unknown>): LedgerEvent;
  /** Events of one store after its `seq`; null is the program's own events. */
  sinceInStore(storeId: string | null, seq: number, limit?: number): EventsSince;
  /** Events of all stores after position `id`. */
  since(id: number, limit?: number): EventsSince;
  /** Those of some kinds after position `id`, and the head that they were read up to. */
  ofKinds(kinds: readonly string[], id: number, limit: number): Pick<EventsSince, 'events' | 'head'>;
}

interface EventRecord {
  id: number;
  store: string;
  seq: number;
  at: EpochMs;
  kind: string;
  data: string;
}

export function createEvents(db: Database, now: () => EpochMs, kept = EVENTS_KEPT): Events {
  const nextSeq = db
    .prepare<[string], number>(
      `INSERT INTO event_heads (store, seq) VALUES (?, 1)
       ON CONFLICT (store) DO UPDATE SET seq = seq + 1 RETURNING seq`,
    )
    .pluck();
  const insert = db.prepare('INSERT INTO events (store, seq, at, kind, data) VALUES (?, ?, ?, ?, ?)');
  const drop = db.prepare('DELETE FROM events WHERE store = ? AND seq <= ?');
  const headOf = db.prepare<[string], number>('SELECT seq FROM event_heads WHERE store = ?').pluck();
  const inStore = db.prepare<[string, number, number], EventRecord>(
    'SELECT * FROM events WHERE store = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const overall = db.prepare<[number, number], EventRecord>(
    'SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?',
  );
  const ofKinds = db.prepare<[number, string, number], EventRecord>(
    'SELECT * FROM events WHERE id > ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?',
  );
  const lastId = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'events'").pluck();
  // Dropping goes in steps, so that not every append deletes.
  const step = Math.max(1, Math.floor(kept / 10));
  const countAfter = db.prepare<[number], number>('SELECT count(*) FROM events WHERE id > ?').pluck();

  return {
    append(storeId, kind, data) {
      const store = storeId ?? '';
      const seq = nextSeq.get(store)!;
      const at = now();
      const { lastInsertRowid } = insert.run(store, seq, at, kind, JSON.stringify(data));
      if (seq > kept && seq % step === 0) drop.run(store, seq - kept);
      return { id: Number(lastInsertRowid), storeId, seq, at, kind, data };
    },
    sinceInStore(storeId, seq, limit = 1000) {
      const store = storeId ?? '';
      const head = headOf.get(store) ?? 0;
      const events = inStore.all(store, seq, limit).map(toEvent);
      return { events, complete: head <= seq || events[0]?.seq === seq + 1, head };
    },
    since(id, limit = 1000) {
      const head = lastId.get() ?? 0;
      const events = overall.all(id, limit).map(toEvent);
      // Ids are given without gaps, so fewer kept rows than ids after the position means that some were dropped.
      // A position beyond the head is of another ledger, that a backup took the place of.
      const after = events.length < limit ? events.length : countAfter.get(id)!;
      return { events, complete: id <= head && after >= head - id, head };
    },
    ofKinds(kinds, id, limit) {
      const head = lastId.get() ?? 0;
      return { events: ofKinds.all(id, JSON.stringify(kinds), limit).map(toEvent), head };
    },
  };
}

function toEvent(record: EventRecord): LedgerEvent {
  return {
    id: record.id,
    storeId: record.store === '' ? null : record.store,
    seq: record.seq,
    at: record.at,
    kind: record.kind,
    data: JSON.parse(record.data) as Record<string, unknown>,
  };
}
