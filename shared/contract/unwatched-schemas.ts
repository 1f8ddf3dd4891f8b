/** The shapes of unwatched.*: spans in which nobody watched, what was missed in them and what was caught up. */
import { z } from 'zod';
import { epochMs } from './schemas.ts';

export const unwatched = z.object({
  from: epochMs,
  /** null: it goes on. */
  to: epochMs.nullable(),
  /** `clock`: the machine's clock was set back, so that nobody can tell. */
  reason: z.enum(['slept', 'off', 'offline', 'stopped', 'clock']),
  /** null: all stores. */
  storeId: z.string().nullable(),
  /** Runs that the schedule would have begun in it, and when the first and last of them were due. */
  missed: z.array(
    z.object({
      agent: z.string(),
      storeId: z.string(),
      runs: z.int(),
      firstAt: epochMs,
      lastAt: epochMs,
    }),
  ),
  /** Scheduled syncs that did not take place, of each store. */
  missedSyncs: z.array(z.object({ storeId: z.string(), syncs: z.int() })),
  /** Runs and syncs since then that made up for it. */
  caughtUp: z.object({
    runs: z.array(
      z.object({ runId: z.int(), agent: z.string(), storeId: z.string(), at: epochMs, state: z.string() }),
    ),
    syncs: z.array(z.object({ storeId: z.string(), at: epochMs })),
  }),
});

export const unwatchedInput = z.object({
  /** Spans that ended at or after it. */
  since: epochMs.optional(),
  limit: z.int().positive().max(200).default(20),
});

export type UnwatchedView = z.infer<typeof unwatched>;
