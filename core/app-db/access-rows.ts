/** Who is let in over HTTP: browsers' sessions and API tokens, of each only the digest of its secret. */
import type { Actor } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';

export interface AccessRow {
  id: number;
  kind: 'session' | 'token';
  name: string;
  person: string;
  createdAt: EpochMs;
  lastUsedAt: EpochMs;
  expiresAt: EpochMs | null;
}

export interface AccessRows {
  /** `digest`: SHA-256 of the secret, in hex. */
  add(
    row: Pick<AccessRow, 'kind' | 'name' | 'person' | 'expiresAt'> & { digest: string },
    actor: Actor,
  ): AccessRow;
  byDigest(digest: string): AccessRow | null;
  /** Notes a use. */
  used(id: number, expiresAt: EpochMs | null): void;
  /** Throws not_found. */
  remove(id: number, actor: Actor): AccessRow;
  /** Everybody must sign in anew. */
  clear(actor: Actor): void;
  dropExpired(): void;
  /** Newest first. */
  list(): AccessRow[];
}

export const ACCESS_TABLE = `
CREATE TABLE access (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'token')),
  name TEXT NOT NULL,
  person TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER
) STRICT;`;

type Tell = (kind: string, actor: Actor, told: { data: Record<string, unknown> }) => void;

/** `change`: one change with its outbox row, or neither. */
export function accessRows(
  db: Database,
  now: () => EpochMs,
  change: <T>(work: (tell: Tell) => T) => T,
): AccessRows {
  const columns = `id, kind, name, person, created_at AS createdAt, last_used_at AS lastUsedAt,
    expires_at AS expiresAt`;
  const one = db.prepare<[number], AccessRow>(`SELECT ${columns} FROM access WHERE id = ?`);
  const byDigest = db.prepare<[string], AccessRow>(`SELECT ${columns} FROM access WHERE digest = ?`);

  return {
    add(row, actor) {
      return change((tell) => {
        const { lastInsertRowid } = db
          .prepare(
            `INSERT INTO access (kind, name, person, digest, created_at, last_used_at, expires_at)
             VALUES (?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(row.kind, row.name, row.person, row.digest, now(), now(), row.expiresAt);
        const id = Number(lastInsertRowid);
        tell('access.granted', actor, { data: { id, kind: row.kind, name: row.name } });
        return one.get(id)!;
      });
    },
    byDigest: (digest) => byDigest.get(digest) ?? null,
    used(id, expiresAt) {
      change(() =>
        db
          .prepare('UPDATE access SET last_used_at = ?, expires_at = ? WHERE id = ?')
          .run(now(), expiresAt, id),
      );
    },
    remove(id, actor) {
      return change((tell) => {
        const row = one.get(id);
        if (!row)
          throw new RoyalError({
            code: 'not_found',
            message: `There is no session or API token ${id}.`,
            next: 'See `royal access list`.',
          });
        db.prepare('DELETE FROM access WHERE id = ?').run(id);
        tell('access.revoked', actor, { data: { id, kind: row.kind, name: row.name } });
        return row;
      });
    },
    clear(actor) {
      change((tell) => {
        const { changes } = db.prepare('DELETE FROM access').run();
        if (changes > 0) tell('access.cleared', actor, { data: { entries: changes } });
      });
    },
    dropExpired() {
      change(() => db.prepare('DELETE FROM access WHERE expires_at <= ?').run(now()));
    },
    list: () => db.prepare<[], AccessRow>(`SELECT ${columns} FROM access ORDER BY id DESC`).all(),
  };
}
