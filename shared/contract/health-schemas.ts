/** The shapes of system.health, system.logs, system.diagnostics and secrets.status. */
import { z } from 'zod';
import { logLine } from './run-schemas.ts';
import { connection, epochMs } from './schemas.ts';

const state = z.enum(['ok', 'degraded', 'failing']);

export const systemHealth = z.object({
  state,
  /** What the program depends on, one entry each. */
  parts: z.array(
    z.object({
      /** "shop:gbp", "secrets", "disk", "record", "pool". */
      id: z.string(),
      storeId: z.string().nullable(),
      state,
      /** For the owner: what it means and what to do. */
      text: z.string(),
      /** For an engineer: codes and counts. */
      detail: z.string(),
      /** What to do; null where nothing. */
      next: z.string().nullable(),
    }),
  ),
  /** The circuit breakers and what went through them. */
  connections: z.array(connection),
  jobs: z.object({
    pool: z.object({
      threads: z.int(),
      queued: z.int(),
      completed: z.int(),
      failed: z.int(),
      cancelled: z.int(),
    }),
    syncs: z.array(
      z.object({
        storeId: z.string(),
        running: z.boolean(),
        phase: z.string().nullable(),
        syncedAt: epochMs.nullable(),
        /** null: nothing is scheduled. */
        nextAt: epochMs.nullable(),
      }),
    ),
    agents: z.array(
      z.object({
        agent: z.string(),
        storeId: z.string(),
        running: z.boolean(),
        paused: z.boolean(),
        lastState: z.string().nullable(),
        lastAt: epochMs.nullable(),
        nextAt: epochMs.nullable(),
      }),
    ),
  }),
});

export const logLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

export const logPage = z.object({
  /** Newest first. */
  lines: z.array(logLine),
  /** To be asked for as `before`; null at the end. */
  next: z.string().nullable(),
});

export const secretsStatus = z.object({
  source: z.enum(['keychain', 'environment', 'file']),
  state: z.enum(['ready', 'locked', 'denied', 'unavailable']),
  /** What it means, and what to do; for the owner. */
  text: z.string(),
  providers: z.array(
    z.object({
      source: z.enum(['keychain', 'environment', 'file']),
      /** Asked in this order. */
      hits: z.int(),
      misses: z.int(),
      failures: z.int(),
    }),
  ),
  resolves: z.object({ count: z.int(), totalMs: z.number(), maxMs: z.number() }),
  cache: z.object({ hits: z.int(), misses: z.int(), entries: z.int() }),
});

export type SystemHealth = z.infer<typeof systemHealth>;
export type LogPage = z.infer<typeof logPage>;
export type LogLevel = z.infer<typeof logLevel>;
export type SecretsStatusView = z.infer<typeof secretsStatus>;
