/** The shapes of access.* and system.*: who is let in over HTTP, and what the core is doing. */
import { z } from 'zod';
import { connection, epochMs } from './schemas.ts';

export const accessEntry = z.object({
  id: z.int(),
  kind: z.enum(['session', 'token']),
  /** Of a session: the browser, as it calls itself. */
  name: z.string(),
  person: z.string(),
  createdAt: epochMs,
  /** To within a minute. */
  lastUsedAt: epochMs,
  /** null: until it is revoked. */
  expiresAt: epochMs.nullable(),
});

export const systemStatus = z.object({
  startedAt: epochMs,
  /** Where HTTP is served: "http://127.0.0.1:4711"; null where it is not. */
  url: z.string().nullable(),
  stores: z.array(
    z.object({
      storeId: z.string(),
      syncedAt: epochMs.nullable(),
      syncing: z.boolean(),
      /** Code of what the last sync failed with. */
      error: z.string().nullable(),
    }),
  ),
  connections: z.array(connection),
  actions: z.object({
    proposed: z.int(),
    approved: z.int(),
    executing: z.int(),
    unknown: z.int(),
    needPerson: z.int(),
  }),
  tasks: z.object({
    threads: z.int(),
    queued: z.int(),
    completed: z.int(),
    failed: z.int(),
    cancelled: z.int(),
  }),
  stopped: z.boolean(),
  /** Of the newest event. */
  seq: z.int(),
});

export type SystemStatus = z.infer<typeof systemStatus>;
