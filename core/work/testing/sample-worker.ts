/** Tasks for trying the engine out: quick ones, failing ones and one that never ends. */
import { RoyalError } from '../../../shared/errors.ts';
import { serveTasks } from '../serve-tasks.ts';

export const runTask = serveTasks({
  double: (input: number) => input * 2,
  refuse: (input: unknown) => {
    throw new RoyalError({
      code: 'invalid_input',
      message: 'Not a number.',
      next: 'Give a number.',
      details: { got: String(input) },
    });
  },
  break: () => {
    throw new Error('broken');
  },
  spin: (counter: Int32Array) => {
    for (;;) Atomics.add(counter, 0, 1);
  },
  exit: () => process.exit(3),
});
