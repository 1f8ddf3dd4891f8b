/** How far things have come, by name: kept in the mirror itself, in one commit with what came. */
import type { Database } from '../sqlite/open.ts';

export interface ProgressMarks {
  get(key: string): string | null;
  /** null forgets it. */
  set(key: string, value: string | null): void;
}

export function progressMarks(db: Database): ProgressMarks {
  const get = db.prepare<[string], string>('SELECT value FROM progress WHERE key = ?').pluck();
  const set = db.prepare('REPLACE INTO progress VALUES (?, ?)');
  const drop = db.prepare('DELETE FROM progress WHERE key = ?');
  return {
    get: (key) => get.get(key) ?? null,
    set(key, value) {
      if (value === null) drop.run(key);
      else set.run(key, value);
    },
  };
}
