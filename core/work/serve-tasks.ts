/** The worker's side of the task engine: looks a task up by name and carries errors over as data. */
import { constants, setPriority } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { type ErrorData, RoyalError, toErrorData } from '../../shared/errors.ts';

/** A pure function of plain data. Async only so that its code may be loaded at first use. */
export type Task = (input: never) => unknown;

export interface TaskCall {
  task: string;
  input: unknown;
}

export type TaskAnswer = { result: unknown } | { error: ErrorData };

/** The handler that a worker file exports as `runTask`. Class instances don't cross threads: errors go as data. */
export function serveTasks(table: Record<string, Task>): (call: TaskCall) => Promise<TaskAnswer> {
  yieldToOthers();
  return async ({ task, input }) => {
    try {
      const work = Object.hasOwn(table, task) ? table[task] : undefined;
      if (!work) {
        throw new RoyalError({
          code: 'not_found',
          message: `No task is called ${task}.`,
          next: `Use one of: ${Object.keys(table).join(', ')}.`,
        });
      }
      return { result: await work(input as never) };
    } catch (error) {
      return { error: toErrorData(error) };
    }
  };
}

/** Only Linux lowers the calling thread; elsewhere the same call would slow the whole process down. */
function yieldToOthers(): void {
  if (isMainThread || process.platform !== 'linux') return;
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Without the right to it the work is merely done at ordinary priority.
  }
}
