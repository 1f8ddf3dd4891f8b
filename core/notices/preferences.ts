/** What may interrupt a person: a channel for each kind, and hours in which nothing does. Pure. */
import { z } from 'zod';
import {
  type NotificationKind,
  type NotificationPreferences,
  notificationKind,
  notificationPreferences,
} from '../../shared/contract/notification-schemas.ts';
import { DAY_MS, type EpochMs, zoneOffsetMs } from '../../shared/time.ts';

/** Only what can't wait for the next look, until a person says otherwise. */
const DEFAULTS: NotificationPreferences = {
  kinds: {
    proposal_deadline: 'interrupt',
    action_failed: 'interrupt',
    action_unknown: 'interrupt',
    sync_failing: 'interrupt',
    agent_failing: 'centre',
    audit_broken: 'interrupt',
    stop_pulled: 'interrupt',
    unwatched: 'centre',
  },
  quiet: null,
};

const kept = z.object({
  kinds: z.partialRecord(notificationKind, z.enum(['interrupt', 'centre', 'off'])).catch({}),
  quiet: notificationPreferences.shape.quiet.catch(null),
});

/** Of what was kept, if only in part or by an older version. */
export function readPreferences(stored: unknown): NotificationPreferences {
  const read = kept.safeParse(stored);
  if (!read.success) return DEFAULTS;
  return { kinds: { ...DEFAULTS.kinds, ...read.data.kinds }, quiet: read.data.quiet };
}

/** Whether a notification of the kind may interrupt now. `zone`: the store's. */
export function mayInterrupt(
  preferences: NotificationPreferences,
  kind: NotificationKind,
  now: EpochMs,
  zone: string,
): boolean {
  if (preferences.kinds[kind] !== 'interrupt') return false;
  const { quiet } = preferences;
  if (!quiet) return true;
  const minute = Math.floor(mod(now + zoneOffsetMs(now, zone), DAY_MS) / 60_000);
  const from = minutes(quiet.from);
  const to = minutes(quiet.to);
  // The same time twice is a whole day.
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  return !isQuiet;
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by;
}
