/**
 * Watches the ledger's events for what deserves a person's look. Its position is kept in the ledger, in the transaction
 * that keeps what followed from them: nothing is missed across a crash, and nothing told twice.
 */
import type { Actor } from '../../shared/action.ts';
import type {
  NotificationPreferences,
  NotificationView,
} from '../../shared/contract/notification-schemas.ts';
import { toErrorData } from '../../shared/errors.ts';
import { DAY_MS, type EpochMs } from '../../shared/time.ts';
import type { AppDb } from '../app-db/app-db.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Notice } from '../ledger/notifications.ts';
import type { Log } from '../telemetry/log.ts';
import { consequencesOf, WATCHED } from './causes.ts';
import { mayInterrupt, readPreferences } from './preferences.ts';

type Changes = {
  kinds?: Partial<NotificationPreferences['kinds']> | undefined;
  quiet?: NotificationPreferences['quiet'] | undefined;
};

export interface Notices {
  /** Looks at what happened since the last look, and at deadlines. */
  look(): void;
  markRead(person: string, ids?: readonly number[]): void;
  preferences(person: string): NotificationPreferences;
  setPreferences(actor: Actor, changes: Changes): NotificationPreferences;
  close(): void;
}

/** A proposal that nobody decided on is told of this long before it expires. */
const DEADLINE_MS = DAY_MS;
/** Deadlines pass by themselves, so they are looked at by the clock. */
const LOOK_MS = 60_000;
const BATCH = 200;
const MOST_DEADLINES = 200;

export function createNotices(options: {
  ledger: Ledger;
  appDb: AppDb;
  clock: () => EpochMs;
  /** The zone of a store; of the whole program without one. */
  zoneOf: (storeId: string | null) => string;
  log: Pick<Log, 'warn'>;
}): Notices {
  const { ledger, appDb, clock, log } = options;
  const watched = new Set(WATCHED);
  const settingOf = (person: string): string => `notifications.${person}`;
  const preferences = (person: string): NotificationPreferences =>
    readPreferences(appDb.settings.get(settingOf(person)));

  const raise = (notice: Notice): void => {
    const { row, raised } = ledger.notifications.raise(notice);
    if (!raised) return;
    const now = clock();
    const zone = options.zoneOf(row.storeId);
    const people = appDb.people.list().map(({ name }) => name);
    ledger.events.append(row.storeId, 'notification.raised', {
      notificationId: row.id,
      kind: row.kind,
      severity: row.severity,
      title: row.title,
      text: row.text,
      open: row.open satisfies NotificationView['open'],
      /** Whom it may interrupt; in the centre it is for everybody. */
      interrupts: people.filter((name) => mayInterrupt(preferences(name), row.kind, now, zone)),
    });
  };

  const endAll = (storeId: string | null, cause: string): void => {
    const ids = ledger.notifications.end(cause);
    if (ids.length > 0) ledger.events.append(storeId, 'notification.over', { notificationIds: ids });
  };

  const takeEvents = (): void => {
    // What happened before there were notifications is nobody's news.
    const kept = ledger.notifications.position();
    if (kept === null) {
      ledger.notifications.setPosition(ledger.events.since(Number.MAX_SAFE_INTEGER).head);
      return;
    }
    for (let position = kept; ; ) {
      const { events, head } = ledger.events.ofKinds(WATCHED, position, BATCH);
      if (events.length === 0 && head === position) return;
      const reached: number = events.length === BATCH ? events.at(-1)!.id : head;
      ledger.transaction(() => {
        for (const event of events)
          for (const consequence of consequencesOf(event))
            if ('end' in consequence) endAll(event.storeId, consequence.end);
            else raise(consequence.raise);
        ledger.notifications.setPosition(reached);
      });
      position = reached;
      if (events.length < BATCH) return;
    }
  };

  const takeDeadlines = (): void => {
    const now = clock();
    const due = ledger.actions.expiring(now, now + DEADLINE_MS, MOST_DEADLINES);
    if (due.length === 0) return;
    ledger.transaction(() => {
      for (const action of due) {
        const cause = `deadline:${action.id}`;
        if (ledger.notifications.stands(cause)) continue;
        raise({
          cause,
          kind: 'proposal_deadline',
          severity: 'warning',
          storeId: action.storeId,
          title: `Decide soon: ${action.title}`,
          text: `It expires in ${hoursText(action.expiresAt! - now)}; then nothing of it is done.`,
          open: { module: 'approvals', id: action.id },
        });
      }
    });
  };

  const look = (): void => {
    takeEvents();
    takeDeadlines();
  };

  /** Of no call: nobody would catch what a full disk throws, and the whole core would end with it. */
  const tried = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      // The position stands: the next look goes on from there.
      log.warn({ error: toErrorData(error) }, 'notices not looked at');
    }
  };

  let due = false;
  /** After the transaction at hand, and once for all that it tells. */
  const soon = (): void => {
    if (due) return;
    due = true;
    setImmediate(() => {
      due = false;
      if (!closed) tried(takeEvents);
    });
  };
  let closed = false;
  const unsubscribe = ledger.subscribe(({ kind }) => {
    if (watched.has(kind)) soon();
  });
  const timer = setInterval(() => tried(look), LOOK_MS);
  timer.unref();
  tried(look);

  return {
    look,
    markRead(person, ids) {
      ledger.notifications.markRead(person, ids);
      ledger.events.append(null, 'notification.read', { by: person, ids: ids ?? null });
    },
    preferences,
    setPreferences(actor, { kinds, quiet }) {
      const before = preferences(actor.id);
      const next = {
        kinds: { ...before.kinds, ...kinds },
        quiet: quiet === undefined ? before.quiet : quiet,
      };
      appDb.settings.set(settingOf(actor.id), next);
      ledger.events.append(null, 'notification.preferences_changed', { by: actor.id });
      return next;
    },
    close() {
      closed = true;
      clearInterval(timer);
      unsubscribe();
    },
  };
}

function hoursText(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  return hours < 1 ? 'less than an hour' : hours === 1 ? 'an hour' : `${hours} hours`;
}
