/** Pure tasks by name on a pool of threads, so that neither the core nor the main thread ever crunches. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { TaskRunner } from '../../shared/agent.ts';
import { type ErrorData, RoyalError } from '../../shared/errors.ts';
import type { TaskAnswer } from './serve-tasks.ts';

export interface TaskEngineOptions {
  /** The module that a thread runs; it exports `runTask = serveTasks({...})`. TypeScript is fine. */
  workerUrl: URL | string;
  /** At most so many threads; by default all processors but one, at least one, at most eight. */
  threads?: number;
  /** A thread without work ends after so long. */
  idleMs?: number;
}

interface TaskEngineStats {
  threads: number;
  queued: number;
  completed: number;
  failed: number;
  cancelled: number;
}

export interface TaskEngine extends TaskRunner {
  stats(): TaskEngineStats;
  /** Ends the threads; what is running or queued rejects with `cancelled`. */
  close(): Promise<void>;
}

const cancelled = (task: string, cause?: unknown): RoyalError =>
  new RoyalError(
    { code: 'cancelled', message: `The task ${task} was cancelled.`, next: 'Start it again when you like.' },
    { cause },
  );

/**
 * No thread starts before the first task. `run` rejects with RoyalError: `cancelled` after an abort or
 * `close`, `not_found` for a name that the worker does not know, else what the task threw. Aborting a
 * running task ends its thread, so that no processor goes on with work that nobody waits for.
 */
export function createTaskEngine(options: TaskEngineOptions): TaskEngine {
  const concurrency = options.threads ?? Math.min(8, Math.max(1, availableParallelism() - 1));
  const filename =
    options.workerUrl instanceof URL || options.workerUrl.startsWith('file:')
      ? fileURLToPath(options.workerUrl)
      : options.workerUrl;
  const counts = { completed: 0, failed: 0, cancelled: 0 };
  let pool: Piscina | undefined;
  let closed = false;

  return {
    concurrency,
    async run<Out>(task: string, input: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<Out> {
      if (closed || signal?.aborted) {
        counts.cancelled += 1;
        throw cancelled(task, signal?.reason);
      }
      pool ??= new Piscina({
        filename,
        minThreads: 0,
        maxThreads: concurrency,
        idleTimeout: options.idleMs ?? 10_000,
      });
      let answer: TaskAnswer;
      try {
        answer = await pool.run({ task, input }, { name: 'runTask', signal });
      } catch (error) {
        if (closed || signal?.aborted) {
          counts.cancelled += 1;
          throw cancelled(task, error);
        }
        counts.failed += 1;
        throw crashed(task, error);
      }
      if ('error' in answer) {
        counts.failed += 1;
        throw new RoyalError(answer.error satisfies ErrorData);
      }
      counts.completed += 1;
      return answer.result as Out;
    },
    stats: () => ({ threads: pool?.threads.length ?? 0, queued: pool?.queueSize ?? 0, ...counts }),
    async close() {
      closed = true;
      await pool?.destroy();
      pool = undefined;
    },
  };
}

function crashed(task: string, cause: unknown): RoyalError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new RoyalError(
    {
      code: 'internal',
      message: `The thread that ran ${task} ended: ${message}`,
      next: 'Run it again; if it ends again, report this message.',
      details: { task },
    },
    { cause },
  );
}
