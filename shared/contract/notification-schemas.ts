/** The shapes of notifications.*: what deserves a person's look, and what may interrupt them. */
import { z } from 'zod';
import { epochMs } from './schemas.ts';

export const notificationKind = z.enum([
  'proposal_deadline',
  'action_failed',
  'action_unknown',
  'sync_failing',
  'agent_failing',
  'audit_broken',
  'stop_pulled',
  'unwatched',
]);

/** Where it leads: a module, and what to open in it. */
const target = z.object({ module: z.string(), id: z.union([z.int(), z.string()]).nullable() });

const notification = z.object({
  id: z.int(),
  kind: notificationKind,
  severity: z.enum(['info', 'warning', 'critical']),
  storeId: z.string().nullable(),
  title: z.string(),
  /** What it means and what to do. */
  text: z.string(),
  open: target,
  /** How often its cause came up. */
  count: z.int(),
  firstAt: epochMs,
  lastAt: epochMs,
  /** Its cause is gone. */
  over: z.boolean(),
  /** By whoever asks. */
  read: z.boolean(),
});

export const notificationsPage = z.object({
  notifications: z.array(notification),
  /** Unread ones whose cause is not gone. */
  unread: z.int(),
});

const channel = z.enum(['interrupt', 'centre', 'off']);
/** Local time of the store: "22:00". */
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written 22:00');

export const notificationPreferences = z.object({
  kinds: z.record(notificationKind, channel),
  /** From one time of day to another, over midnight too; null: none. */
  quiet: z.object({ from: hour, to: hour }).nullable(),
});

export const notificationPreferencesInput = z.object({
  /** Only these change. */
  kinds: z.partialRecord(notificationKind, channel).optional(),
  quiet: notificationPreferences.shape.quiet.optional(),
});

export type NotificationKind = z.infer<typeof notificationKind>;
export type NotificationView = z.infer<typeof notification>;
export type NotificationPreferences = z.infer<typeof notificationPreferences>;
