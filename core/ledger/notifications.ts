/** What deserves a person's look: one row a cause, which counts up, and who has seen it. */
import type { StoreId } from '../../shared/action.ts';
import type { NotificationKind } from '../../shared/contract/notification-schemas.ts';
import type { EpochMs } from '../../shared/time.ts';
import { fromJson, type LedgerBase } from './base.ts';

interface NotificationRow {
  id: number;
  kind: NotificationKind;
  severity: 'info' | 'warning' | 'critical';
  storeId: StoreId | null;
  title: string;
  text: string;
  open: { module: string; id: number | string | null };
  count: number;
  firstAt: EpochMs;
  lastAt: EpochMs;
  over: boolean;
}

export interface Notice
  extends Pick<NotificationRow, 'kind' | 'severity' | 'storeId' | 'title' | 'text' | 'open'> {
  /** What it comes from: one that stands already is counted up, and nobody is told again. */
  cause: string;
  /** Told of from this time on that it comes up; 1 by default. */
  from?: number;
}

export interface Notifications {
  /** Joins the transaction at hand. `raised` where it is to be told now, once for a cause. */
  raise(notice: Notice): { row: NotificationRow; raised: boolean };
  stands(cause: string): boolean;
  /** The cause is gone: should it come back, that is news. Ids of what had been told of it. */
  end(cause: string): number[];
  /** Newest first; those that are told of. */
  list(filter: {
    person: string;
    unreadOnly: boolean;
    limit: number;
  }): (NotificationRow & { read: boolean })[];
  unread(person: string): number;
  /** Without ids: all. */
  markRead(person: string, ids?: readonly number[]): void;
  /** Position among the events up to which they were looked at; null before the first look. */
  position(): number | null;
  setPosition(seq: number): void;
}

/** More than that, and the oldest whose cause is gone are dropped. */
const KEPT = 2_000;

interface NotificationRecord {
  id: number;
  kind: NotificationKind;
  severity: NotificationRow['severity'];
  store: string | null;
  title: string;
  text: string;
  open: string;
  count: number;
  told_from: number;
  first_at: EpochMs;
  last_at: EpochMs;
  over_at: EpochMs | null;
  read?: number;
}

export function createNotifications(base: LedgerBase): Notifications {
  const { db } = base;
  const standing = db.prepare<[string], NotificationRecord>(
    'SELECT * FROM notifications WHERE cause = ? AND over_at IS NULL',
  );
  const insert = db.prepare(
    `INSERT INTO notifications (cause, kind, severity, store, title, text, open, count, told_from, first_at, last_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)`,
  );
  const again = db.prepare(
    `UPDATE notifications SET count = count + 1, last_at = ?, severity = ?, title = ?, text = ?, open = ?
     WHERE id = ?`,
  );
  const one = db.prepare<[number], NotificationRecord>('SELECT * FROM notifications WHERE id = ?');
  const end = db
    .prepare<[EpochMs, string], number>(
      'UPDATE notifications SET over_at = ? WHERE cause = ? AND over_at IS NULL RETURNING id',
    )
    .pluck();
  const dropSilent = db.prepare(
    'DELETE FROM notifications WHERE cause = ? AND over_at IS NULL AND count < told_from',
  );
  const drop = db.prepare(
    `DELETE FROM notifications WHERE over_at IS NOT NULL AND id <= (SELECT max(id) FROM notifications) - ?`,
  );
  const list = db.prepare<[Record<string, string | number>], NotificationRecord>(
    `SELECT n.*, r.person IS NOT NULL AS read FROM notifications n
       LEFT JOIN notification_reads r ON r.notification = n.id AND r.person = @person
     WHERE n.count >= n.told_from AND (@unreadOnly = 0 OR (r.person IS NULL AND n.over_at IS NULL))
     ORDER BY n.last_at DESC, n.id DESC LIMIT @limit`,
  );
  const unread = db
    .prepare<[string], number>(
      `SELECT count(*) FROM notifications n WHERE n.count >= n.told_from AND n.over_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM notification_reads r WHERE r.notification = n.id AND r.person = ?)`,
    )
    .pluck();
  const readOne = db.prepare(
    'INSERT OR IGNORE INTO notification_reads (notification, person, at) SELECT id, ?, ? FROM notifications WHERE id = ?',
  );
  const readAll = db.prepare(
    'INSERT OR IGNORE INTO notification_reads (notification, person, at) SELECT id, ?, ? FROM notifications WHERE count >= told_from',
  );
  const position = db
    .prepare<[], string>("SELECT value FROM meta WHERE name = 'notifications_position'")
    .pluck();
  const setPosition = db.prepare(
    `INSERT INTO meta (name, value) VALUES ('notifications_position', ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );

  return {
    raise({ cause, kind, severity, storeId, title, text, open, from = 1 }) {
      return base.transaction(() => {
        const now = base.now();
        const present = standing.get(cause);
        const target = JSON.stringify(open);
        const id = present
          ? present.id
          : Number(
              insert.run(cause, kind, severity, storeId, title, text, target, from, now, now).lastInsertRowid,
            );
        if (present) again.run(now, severity, title, text, target, id);
        else if (id % 100 === 0) drop.run(KEPT);
        const record = one.get(id)!;
        return { row: toNotification(record), raised: record.count === record.told_from };
      });
    },
    stands: (cause) => standing.get(cause) !== undefined,
    end(cause) {
      dropSilent.run(cause);
      return end.all(base.now(), cause);
    },
    list: ({ person, unreadOnly, limit }) =>
      list
        .all({ person, unreadOnly: unreadOnly ? 1 : 0, limit })
        .map((record) => ({ ...toNotification(record), read: record.read === 1 })),
    unread: (person) => unread.get(person)!,
    markRead(person, ids) {
      base.transaction(() => {
        if (ids === undefined) readAll.run(person, base.now());
        else for (const id of ids) readOne.run(person, base.now(), id);
      });
    },
    position() {
      const text = position.get();
      return text === undefined ? null : Number(text);
    },
    setPosition(seq) {
      setPosition.run(String(seq));
    },
  };
}

function toNotification(record: NotificationRecord): NotificationRow {
  return {
    id: record.id,
    kind: record.kind,
    severity: record.severity,
    storeId: record.store,
    title: record.title,
    text: record.text,
    open: fromJson<NotificationRow['open']>(record.open)!,
    count: record.count,
    firstAt: record.first_at,
    lastAt: record.last_at,
    over: record.over_at !== null,
  };
}
