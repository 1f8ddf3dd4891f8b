/**
 * The audit chain: append-only rows, each with an HMAC-SHA256 over itself and the hash of the row before.
 * Its head and count are anchored outside the ledger after every commit.
 *
 * What the anchor proves: row `count` exists and has the hash `head`. A row is committed before the anchor is
 * written, so after a crash the anchor may lag by rows that chain correctly; without the key nobody can forge
 * those. It can never be ahead, unless rows were cut off or an older file was put back. Where the chain does not
 * contain the anchored head, the anchor is left as it is, so that later rows can't hide the break.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { RoyalError } from '../../shared/errors.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Database } from '../sqlite/open.ts';
import { type ActionBreak, ActionTrail, actionIn, type StoredAction } from './action-trail.ts';
import type { AnchorState, AuditAnchor } from './audit-anchor.ts';
import { canonicalJson } from './canonical-json.ts';
import type { AuditEntry, AuditRow } from './types.ts';

/** Head of the empty chain. */
export const GENESIS = '0'.repeat(64);

type AuditVerdict =
  | { state: 'ok'; rows: number; anchored: number }
  | {
      state: 'broken';
      rows: number;
      /** Number of the first row that does not hold, where one can be named. */
      at: number | null;
      break:
        | 'row_altered'
        | 'row_missing'
        | 'cut_off'
        | 'rewritten'
        | 'anchor_missing'
        | ActionBreak['break'];
      text: string;
    };

export interface Audit {
  /** Joins the transaction at hand. null where a row of that source exists already. */
  append(entry: AuditEntry): AuditRow | null;
  /** Walks the chain, then holds the table of actions against what its rows say of each. */
  verify(): AuditVerdict;
  /** What the chain has against an action as it is stored; null where they agree. */
  contradiction(action: StoredAction): ActionBreak | null;
  /** Newest first. */
  list(options?: { before?: number; limit?: number; subject?: string }): AuditRow[];
  /** After a row, oldest first; for walking through all of them. */
  after(number: number, limit: number, span?: { from?: EpochMs; to?: EpochMs }): AuditRow[];
  /** When the emergency stop was pulled and lifted, newest first. */
  stops(limit: number): Pick<AuditRow, 'kind' | 'at'>[];
  /** `frozen`: the chain does not contain the anchored head, see verify. `failing`: the anchor can't be written. */
  anchorHealth(): 'ok' | 'frozen' | 'failing';
  /** Where the chain is frozen, writes a row that says so; true where none said so of this anchor before. */
  noteBreak(actor: AuditEntry['actor']): boolean;
  /** After a restore from a backup: writes a row that names the break and anchors anew. */
  acceptChain(entry: Pick<AuditEntry, 'actor' | 'data'>): void;
  /** Resolves once the anchor is written, or its writing has failed. */
  settled(): Promise<void>;
}

interface AuditRecord {
  number: number;
  at: EpochMs;
  actor_kind: AuditRow['actor']['kind'];
  actor_id: string;
  kind: string;
  store: string | null;
  subject: string | null;
  data: string;
  source: string | null;
  hash: string;
}

/** `afterCommit` runs its argument once the transaction at hand is durable. */
export function createAudit(options: {
  db: Database;
  now: () => EpochMs;
  anchor: AuditAnchor;
  auditKey: Uint8Array;
  transaction: <T>(work: () => T) => T;
  /** Whether nothing was ever done in the ledger: only then may a chain begin without an anchor. */
  fresh: boolean;
  afterCommit: (work: () => void) => void;
}): Audit {
  const { db, now, anchor, auditKey } = options;
  if (auditKey.length < 32)
    throw new RoyalError({
      code: 'key_wrong',
      message: 'The audit key is shorter than 32 bytes.',
      next: 'Restore the key of this data folder; a new one would break the audit chain.',
    });
  const newest = db.prepare<[], AuditRecord>('SELECT * FROM audit ORDER BY number DESC LIMIT 1');
  const hashAt = db.prepare<[number], string>('SELECT hash FROM audit WHERE number = ?').pluck();
  const bySource = db.prepare<[string], number>('SELECT number FROM audit WHERE source = ?').pluck();
  const bySubject = db.prepare<[string], AuditRecord>(
    'SELECT * FROM audit WHERE subject = ? ORDER BY number',
  );
  const insert =
    db.prepare(`INSERT INTO audit (number, at, actor_kind, actor_id, kind, store, subject, data, source, hash)
    VALUES (@number, @at, @actor_kind, @actor_id, @kind, @store, @subject, @data, @source, @hash)`);

  const after = db.prepare<[number, EpochMs, EpochMs, number], AuditRecord>(
    'SELECT * FROM audit WHERE number > ? AND at >= ? AND at < ? ORDER BY number LIMIT ?',
  );
  const stops = db.prepare<[number], Pick<AuditRow, 'kind' | 'at'>>(
    `SELECT kind, at FROM audit WHERE kind IN ('stop.pulled', 'stop.lifted') ORDER BY number DESC LIMIT ?`,
  );

  let known = anchor.read();
  let frozen = false;
  let failing = false;
  let waiting: AnchorState | null = null;
  let writing: Promise<void> | null = null;

  const contains = (state: AnchorState): boolean =>
    state.count === 0 ? state.head === GENESIS : hashAt.get(state.count) === state.head;

  /** Writes the newest state that waits; at once where the anchor can. */
  const write = (): Promise<void> | null => {
    while (waiting) {
      const state: AnchorState = waiting;
      waiting = null;
      try {
        const pending = anchor.write(state);
        failing = false;
        if (pending)
          return pending.then(write, () => {
            failing = true;
            return write();
          }) as Promise<void>;
      } catch {
        // The next row writes a newer state; until then the anchor lags, which verify allows.
        failing = true;
      }
    }
    return null;
  };
  const toAnchor = (state: AnchorState): void => {
    known = state;
    waiting = state;
    if (writing) return;
    writing = write();
    writing?.finally(() => {
      writing = null;
      // A row may have come after the last look and before this turn.
      if (waiting) toAnchor(waiting);
    });
  };
  const anchorNewest = (): void => {
    const row = newest.get();
    if (frozen || !row || (known && row.number <= known.count && row.hash === known.head)) return;
    toAnchor({ count: row.number, head: row.hash });
  };

  const isEmpty = newest.get() === undefined;
  if (known === null && isEmpty && options.fresh) toAnchor({ count: 0, head: GENESIS });
  else if (known === null || !contains(known)) frozen = true;
  else anchorNewest();

  const append = (entry: AuditEntry): AuditRow | null =>
    options.transaction(() => {
      if (entry.source !== undefined && bySource.get(entry.source) !== undefined) return null;
      // A file changed under a running program: the break must stay visible.
      if (!frozen && known && !contains(known)) frozen = true;
      const last = newest.get();
      const row: Omit<AuditRecord, 'hash'> = {
        number: (last?.number ?? 0) + 1,
        at: entry.at ?? now(),
        actor_kind: entry.actor.kind,
        actor_id: entry.actor.id,
        kind: entry.kind,
        store: entry.storeId ?? null,
        subject: entry.subject ?? null,
        data: canonicalJson(entry.data ?? {}),
        source: entry.source ?? null,
      };
      const hash = hashOf(row, last?.hash ?? GENESIS, auditKey);
      insert.run({ ...row, hash });
      options.afterCommit(anchorNewest);
      return toRow({ ...row, hash });
    });

  return {
    append,
    verify() {
      const trails = new Map<number, ActionTrail>();
      // The anchor as it stands outside, not as this process remembers it: unless its write is still under way.
      const verdict = verifyChain(db, auditKey, writing ? known : anchor.read(), (row) => {
        const id = tellsOfAction(row) ? actionIn(row.subject) : null;
        if (id === null) return;
        const trail = trails.get(id) ?? new ActionTrail(id);
        trails.set(id, trail);
        trail.follow(toRow(row));
      });
      if (verdict.state === 'broken') return verdict;
      const found = compareActions(db, trails);
      return found ? { state: 'broken', rows: verdict.rows, ...found } : verdict;
    },
    contradiction(action) {
      const trail = new ActionTrail(action.id);
      for (const row of bySubject.all(`action:${action.id}`).filter(tellsOfAction)) {
        const { hash, ...rest } = row;
        if (!isHash(hash, hashOf(rest, hashAt.get(row.number - 1) ?? GENESIS, auditKey)))
          return {
            break: 'action_changed',
            at: row.number,
            text: `Row ${row.number}, which tells of action ${action.id}, was altered outside the program.`,
          };
        trail.follow(toRow(row));
      }
      return trail.against(action);
    },
    list({ before, limit = 100, subject } = {}) {
      return db
        .prepare<[number, string | null, string | null, number], AuditRecord>(
          `SELECT * FROM audit WHERE number < ? AND (? IS NULL OR subject = ?) ORDER BY number DESC LIMIT ?`,
        )
        .all(before ?? Number.MAX_SAFE_INTEGER, subject ?? null, subject ?? null, limit)
        .map(toRow);
    },
    after: (number, limit, { from = 0, to = Number.MAX_SAFE_INTEGER } = {}) =>
      after.all(number, from, to, limit).map(toRow),
    stops: (limit) => stops.all(limit),
    anchorHealth: () => (frozen ? 'frozen' : failing ? 'failing' : 'ok'),
    noteBreak(actor) {
      if (!frozen) return false;
      const source = `break:${known?.count ?? 'none'}:${known?.head ?? ''}`;
      return append({ actor, kind: 'audit.break_noted', data: { anchored: known }, source }) !== null;
    },
    acceptChain({ actor, data }) {
      options.transaction(() => {
        const verdict = verifyChain(db, auditKey, null, () => {});
        if (verdict.state === 'broken' && verdict.break !== 'anchor_missing')
          throw new RoyalError({
            code: 'audit_broken',
            message: `The audit chain itself does not hold: ${verdict.text}`,
            next: 'Restore a backup whose chain holds; a broken chain is never accepted.',
          });
        frozen = true;
        append({ actor, kind: 'audit.chain_accepted', data: { ...data, anchored: known } });
        options.afterCommit(() => {
          frozen = false;
          known = null;
          anchorNewest();
        });
      });
    },
    async settled() {
      while (writing) await writing;
    },
  };
}

/** Walks the whole chain: 100,000 rows take a few seconds. */
function verifyChain(
  db: Database,
  key: Uint8Array,
  anchored: AnchorState | null,
  follow: (row: AuditRecord) => void,
): AuditVerdict {
  let previous = GENESIS;
  let number = 0;
  let rewritten = anchored?.count === 0 && anchored.head !== GENESIS;
  for (const row of db.prepare<[], AuditRecord>('SELECT * FROM audit ORDER BY number').iterate()) {
    number += 1;
    const broken = (kind: 'row_altered' | 'row_missing', text: string): AuditVerdict => ({
      state: 'broken',
      rows: number,
      at: number,
      break: kind,
      text,
    });
    if (row.number !== number) return broken('row_missing', `Row ${number} is missing.`);
    const { hash, ...rest } = row;
    const expected = hashOf(rest, previous, key);
    if (!isHash(hash, expected))
      return broken('row_altered', `Row ${number} was altered, or the row before it was.`);
    if (anchored?.count === number && anchored.head !== hash) rewritten = true;
    previous = hash;
    follow(row);
  }
  const broken = (kind: 'cut_off' | 'rewritten' | 'anchor_missing', at: number | null, text: string) =>
    ({ state: 'broken', rows: number, at, break: kind, text }) as const;
  if (!anchored)
    return broken(
      'anchor_missing',
      null,
      `The chain of ${number} rows holds, but its anchor is gone: rows could have been cut off unseen.`,
    );
  if (anchored.count > number)
    return broken(
      'cut_off',
      number + 1,
      `${anchored.count - number} rows are missing at the end: the anchor knows ${anchored.count}, the ledger has ${number}.`,
    );
  if (rewritten)
    return broken(
      'rewritten',
      anchored.count,
      `Row ${anchored.count} is not the one that was anchored: the chain was written anew.`,
    );
  return { state: 'ok', rows: number, anchored: anchored.count };
}

/** Rows of the program itself about an action; what comes from elsewhere (app.db) has a source and proves nothing. */
function tellsOfAction(row: AuditRecord): boolean {
  return row.source === null && row.kind.startsWith('action.');
}

/** The action that comes first among those that the chain contradicts. */
function compareActions(db: Database, trails: Map<number, ActionTrail>): ActionBreak | null {
  const stored = db.prepare<[], StoredAction>(
    'SELECT id, type, store, input, state FROM actions ORDER BY id',
  );
  for (const action of stored.iterate()) {
    const found = (trails.get(action.id) ?? new ActionTrail(action.id)).against(action);
    if (found) return found;
    trails.delete(action.id);
  }
  const [removed] = trails.values();
  return removed?.against(null) ?? null;
}

function isHash(found: string, expected: string): boolean {
  return found.length === expected.length && timingSafeEqual(Buffer.from(found), Buffer.from(expected));
}

function hashOf(row: Omit<AuditRecord, 'hash'>, previous: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(canonicalJson(row)).update('\n').update(previous).digest('hex');
}

function toRow(record: AuditRecord): AuditRow {
  return {
    number: record.number,
    at: record.at,
    actor: { kind: record.actor_kind, id: record.actor_id },
    kind: record.kind,
    storeId: record.store,
    subject: record.subject,
    data: JSON.parse(record.data) as Record<string, unknown>,
    hash: record.hash,
  };
}
