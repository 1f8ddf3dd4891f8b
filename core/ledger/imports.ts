/** Which files were imported into which store, what became of their rows, and which were taken back. */
import type { Actor, StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { LedgerBase } from './base.ts';

/** Rows of a file by what became of them; they add up to `rows`. */
export interface ImportCounts {
  rows: number;
  imported: number;
  merged: number;
  unchanged: number;
  refused: number;
}

/** A row of the file by its line; `reason` holds no cell's text, which may be personal. */
export interface Refusal {
  line: number;
  reason: string;
}

export interface ImportRow extends ImportCounts {
  id: number;
  storeId: StoreId;
  /** Its name, without folders. */
  file: string;
  kind: string;
  /** SHA-256 in hex. */
  digest: string;
  bytes: number;
  /** running: it has not ended yet, or was broken off; importing the file again goes on with it. */
  state: 'running' | 'done' | 'undoing' | 'undone';
  by: Actor;
  startedAt: EpochMs;
  endedAt: EpochMs | null;
}

export interface Imports {
  begin(file: Pick<ImportRow, 'storeId' | 'file' | 'kind' | 'digest' | 'bytes'>, actor: Actor): ImportRow;
  /** Writes an audit row and an event; the counts are those of the run that finished it. */
  finish(id: number, counts: ImportCounts, refusals: readonly Refusal[], actor: Actor): ImportRow;
  /** Those that are named, by line from behind `after`; and how many are. */
  refusals(id: number, after: number, limit: number): { named: number; rows: Refusal[] };
  undoing(id: number): void;
  undone(id: number, actor: Actor): ImportRow;
  /** Throws not_found. */
  require(id: number): ImportRow;
  /** When the newest one ended that brought anything and was not taken back; null where none is. */
  newestAt(storeId: StoreId): EpochMs | null;
  /** Newest first. */
  list(storeId?: StoreId): ImportRow[];
}

interface ImportRecord {
  id: number;
  store: string;
  file: string;
  kind: string;
  digest: string;
  bytes: number;
  state: ImportRow['state'];
  counts: string;
  by_kind: Actor['kind'];
  by_id: string;
  started_at: number;
  ended_at: number | null;
}

const NOTHING: ImportCounts = { rows: 0, imported: 0, merged: 0, unchanged: 0, refused: 0 };

export function createImports(base: LedgerBase): Imports {
  const { db } = base;
  const one = db.prepare<[number], ImportRecord>('SELECT * FROM imports WHERE id = ?');
  const all = db.prepare<[string | null], ImportRecord>(
    'SELECT * FROM imports WHERE store = coalesce(?, store) ORDER BY id DESC',
  );
  const newestAt = db
    .prepare<[string], EpochMs | null>(
      `SELECT max(ended_at) FROM imports WHERE store = ? AND state = 'done' AND counts ->> 'imported' > 0`,
    )
    .pluck();
  const insert = db.prepare(
    `INSERT INTO imports (store, file, kind, digest, bytes, state, counts, by_kind, by_id, started_at)
     VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?)`,
  );
  const end = db.prepare("UPDATE imports SET state = 'done', counts = ?, ended_at = ? WHERE id = ?");
  const dropRefusals = db.prepare('DELETE FROM import_refusals WHERE import = ?');
  const addRefusal = db.prepare('INSERT INTO import_refusals VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  const named = db.prepare<[number], number>('SELECT count(*) FROM import_refusals WHERE import = ?').pluck();
  const refusals = db.prepare<[number, number, number], Refusal>(
    'SELECT line, reason FROM import_refusals WHERE import = ? AND line > ? ORDER BY line LIMIT ?',
  );
  const setState = db.prepare('UPDATE imports SET state = ? WHERE id = ?');

  const requireImport = (id: number): ImportRow => {
    const record = one.get(id);
    if (record) return toImport(record);
    throw new RoyalError({
      code: 'not_found',
      message: `There is no import ${id}.`,
      next: 'See `royal import list`.',
    });
  };
  const tell = (row: ImportRow, kind: string, actor: Actor): ImportRow => {
    const { id, storeId, file, rows, imported, merged, unchanged, refused } = row;
    const counts = { rows, imported, merged, unchanged, refused };
    base.audit({ actor, kind, storeId, subject: `import:${id}`, data: { file, kind: row.kind, ...counts } });
    base.event(storeId, kind, { id, file, ...counts });
    return row;
  };

  return {
    begin: (file, actor) =>
      base.transaction(() => {
        const { lastInsertRowid } = insert.run(
          file.storeId,
          file.file,
          file.kind,
          file.digest,
          file.bytes,
          JSON.stringify(NOTHING),
          actor.kind,
          actor.id,
          base.now(),
        );
        return requireImport(Number(lastInsertRowid));
      }),
    finish: (id, counts, refused, actor) =>
      base.transaction(() => {
        dropRefusals.run(id);
        for (const { line, reason } of refused) addRefusal.run(id, line, reason);
        end.run(JSON.stringify(counts), base.now(), id);
        return tell(requireImport(id), 'import.completed', actor);
      }),
    refusals: (id, after, limit) => ({
      named: named.get(id) ?? 0,
      rows: refusals.all(id, after, limit),
    }),
    undoing(id) {
      setState.run('undoing', id);
    },
    undone: (id, actor) =>
      base.transaction(() => {
        setState.run('undone', id);
        return tell(requireImport(id), 'import.undone', actor);
      }),
    require: requireImport,
    newestAt: (storeId) => newestAt.get(storeId) ?? null,
    list: (storeId) => all.all(storeId ?? null).map(toImport),
  };
}

function toImport(record: ImportRecord): ImportRow {
  return {
    id: record.id,
    storeId: record.store,
    file: record.file,
    kind: record.kind,
    digest: record.digest,
    bytes: record.bytes,
    state: record.state,
    ...(JSON.parse(record.counts) as ImportCounts),
    by: { kind: record.by_kind, id: record.by_id },
    startedAt: record.started_at,
    endedAt: record.ended_at,
  };
}
