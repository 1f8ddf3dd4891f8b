/** The shapes of agents.*: runs as timelines, pauses, and what became of what was predicted. */
import { z } from 'zod';
import { actionState, agentRun, epochMs } from './schemas.ts';

/** `storeId` null: in every store. */
export const agentPause = z.object({
  agent: z.string(),
  storeId: z.string().nullable(),
  by: z.string(),
  reason: z.string().nullable(),
  at: epochMs,
});

export const runsPage = z.object({
  runs: z.array(
    agentRun.extend({
      /** 1 for the first try; one more each time that a later start went on with it. */
      attempt: z.int(),
      /** From its start to its end, pauses of the program included; null while it runs. */
      ms: z.number().nullable(),
      findings: z.int(),
      proposals: z.int(),
    }),
  ),
  /** To be asked for as `before`; null at the end. */
  next: z.int().nullable(),
});

export const logLine = z.object({
  at: epochMs,
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']),
  text: z.string(),
  /** What the line says besides: ids, codes, numbers. */
  facts: z.record(z.string(), z.unknown()),
});

export const runDetail = z.object({
  run: agentRun,
  attempt: z.int(),
  ms: z.number().nullable(),
  /** The schedule's time that it stands for, where it was scheduled. */
  slot: epochMs.nullable(),
  steps: z.array(
    z.object({
      name: z.string(),
      /** When it was done. */
      at: epochMs,
      /** null: of a version that did not measure it. */
      ms: z.number().nullable(),
    }),
  ),
  findings: z.object({ info: z.int(), watch: z.int(), act: z.int() }),
  proposals: z.array(
    z.object({ id: z.int(), type: z.string(), title: z.string(), state: actionState, createdAt: epochMs }),
  ),
  /** What the program's log still has of it, oldest first. */
  logs: z.array(logLine),
});

const predicted = z.object({ low: z.number().nullable(), mid: z.number(), high: z.number().nullable() });

export const recordPage = z.object({
  rows: z.array(
    z.object({
      actionId: z.int(),
      type: z.string(),
      storeId: z.string(),
      title: z.string(),
      state: actionState,
      carriedOutAt: epochMs,
      /** When its horizon is over; null where it stated none. */
      until: epochMs.nullable(),
      verdict: z.enum(['measured', 'too_early', 'not_measurable']),
      /** Why what was predicted is not held against what happened, where it is not; one sentence. */
      why: z.string().nullable(),
      figures: z.array(
        z.object({
          of: z.string(),
          unit: z.enum(['units', 'days', 'money']),
          /** Of money, which is then minor units. */
          currency: z.string().nullable(),
          predicted: predicted.nullable(),
          /** null: not known. Of a horizon that is not over: so far. */
          happened: z.number().nullable(),
          /** Whether it lies in the predicted range; null where the range or the end is not there yet. */
          within: z.boolean().nullable(),
        }),
      ),
    }),
  ),
  /** Over the page's rows; `measured`: those held against a range, `within` of them in it. */
  totals: z.object({ measured: z.int(), within: z.int(), tooEarly: z.int(), notMeasurable: z.int() }),
  next: z.int().nullable(),
});

export type LogLine = z.infer<typeof logLine>;
export type RecordPage = z.infer<typeof recordPage>;
export type AgentPauseView = z.infer<typeof agentPause>;
export type RunsPage = z.infer<typeof runsPage>;
export type RunDetail = z.infer<typeof runDetail>;
