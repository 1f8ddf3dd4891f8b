/** Epochs: the lives of the host process, and the spans between and within them that nobody watched. */
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import type { EpochRow, WatchGapRow } from './types.ts';

export interface Epochs {
  readonly current: EpochRow;
  readonly previous: EpochRow | null;
  /** A sign of life. */
  seen(at: EpochMs): void;
  end(at: EpochMs): void;
  recordGap(gap: Omit<WatchGapRow, 'id'>): WatchGapRow;
  /** Newest first. */
  gaps(limit?: number): WatchGapRow[];
}

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
  const end = db.prepare('UPDATE epochs SET seen_at = ?, ended_at = ? WHERE id = ?');
  const insertGap = db.prepare('INSERT INTO watch_gaps (from_at, to_at, cause) VALUES (?, ?, ?)');
  const gaps = db.prepare<[number], WatchGapRow>(
    'SELECT id, from_at AS "from", to_at AS "to", cause FROM watch_gaps ORDER BY id DESC LIMIT ?',
  );
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
      return { id: Number(insertGap.run(gap.from, gap.to, gap.cause).lastInsertRowid), ...gap };
    },
    gaps: (limit = 20) => gaps.all(limit),
  };
}
