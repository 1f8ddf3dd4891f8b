/** Epochs: the lives of the host process, and the spans between and within them that nobody watched. */
import type { StoreId } from '../../shared/action.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { EpochRow, WatchGapRow } from './types.ts';

export interface Epochs {
  readonly current: EpochRow;
  readonly previous: EpochRow | null;
  /** A sign of life. */
  seen(at: EpochMs): void;
  end(at: EpochMs): void;
  /** One of the whole program, once it is over. */
  recordGap(gap: PastGap): WatchGapRow;
  /** A store that does not answer from now on, and one that does again; true where it was not known before. */
  offline(storeId: StoreId, at: EpochMs): boolean;
  online(storeId: StoreId, at: EpochMs): boolean;
  /**
   * Milliseconds that have passed since an instant of the past, counting what the clock was set back since then;
   * null where it stands behind a time that was seen, so that nobody can tell.
   */
  elapsedSince(at: EpochMs, now: EpochMs): number | null;
  /** Newest first. */
  gaps(limit?: number, endedSince?: EpochMs): WatchGapRow[];
}

export interface PastGap {
  from: EpochMs;
  to: EpochMs;
  cause: 'asleep' | 'not_running' | 'clock_set_back';
}

/** A clock that stands this far behind was set back, and nobody has written it down yet. */
const NOT_NOTICED_MS = 60_000;

const EPOCH = `SELECT id, name, started_at AS startedAt, seen_at AS seenAt, ended_at AS endedAt FROM epochs`;

/** Opens a new epoch. */
export function createEpochs(db: Database, name: string, at: EpochMs): Epochs {
  const previous = db.prepare<[], EpochRow>(`${EPOCH} ORDER BY id DESC LIMIT 1`).get() ?? null;
  const id = Number(
    db.prepare('INSERT INTO epochs (name, started_at, seen_at) VALUES (?, ?, ?)').run(name, at, at)
      .lastInsertRowid,
  );
  const one = db.prepare<[number], EpochRow>(`${EPOCH} WHERE id = ?`);
  const see = db.prepare('UPDATE epochs SET seen_at = ? WHERE id = ?');
  // A clock set back shortly before the end must still show at the next start.
  const end = db.prepare('UPDATE epochs SET seen_at = max(seen_at, ?), ended_at = ? WHERE id = ?');
  const insertGap = db.prepare('INSERT INTO watch_gaps (from_at, to_at, cause) VALUES (?, ?, ?)');
  const openGap = db.prepare(
    `INSERT INTO watch_gaps (from_at, to_at, cause, store) VALUES (?, NULL, 'offline', ?) ON CONFLICT DO NOTHING`,
  );
  const closeGap = db.prepare(
    'UPDATE watch_gaps SET to_at = max(from_at, ?) WHERE store = ? AND to_at IS NULL',
  );
  const gaps = db.prepare<[EpochMs, number], WatchGapRow>(
    `SELECT id, from_at AS "from", to_at AS "to", cause, store AS storeId FROM watch_gaps
     WHERE to_at IS NULL OR to_at >= ? ORDER BY id DESC LIMIT ?`,
  );
  const newestSeen = db.prepare<[], number>('SELECT seen_at FROM epochs ORDER BY id DESC LIMIT 1').pluck();
  // The first one that began after the instant, and all that were noticed later, whatever the clock said then.
  const setBack = db
    .prepare<[number], number>(
      `SELECT coalesce(sum(from_at - to_at), 0) FROM watch_gaps WHERE cause = 'clock_set_back'
         AND id >= (SELECT min(id) FROM watch_gaps WHERE cause = 'clock_set_back' AND from_at >= ?)`,
    )
    .pluck();
  return {
    get current() {
      return one.get(id)!;
    },
    previous,
    seen(time) {
      see.run(time, id);
    },
    end(time) {
      end.run(time, time, id);
    },
    recordGap(gap) {
      const { lastInsertRowid } = insertGap.run(gap.from, gap.to, gap.cause);
      return { id: Number(lastInsertRowid), ...gap, storeId: null };
    },
    offline: (storeId, time) => openGap.run(time, storeId).changes > 0,
    online: (storeId, time) => closeGap.run(time, storeId).changes > 0,
    elapsedSince(time, now) {
      const elapsed = now - time + (setBack.get(time) ?? 0);
      return now < time || now < newestSeen.get()! - NOT_NOTICED_MS ? null : elapsed;
    },
    gaps: (limit = 20, endedSince = 0) => gaps.all(endedSince, limit),
  };
}
