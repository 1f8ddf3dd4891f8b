/** A stream of calls on its way out: it ends with the session it was asked with, and with a reader who takes nothing. */
import { AsyncIteratorClass } from '@orpc/contract';
import { Refusal } from './refusal.ts';

/** A reader who takes no part for so long is gone; what the core goes on telling would fill our memory. */
const TAKEN_MS = 30_000;

export function watchedStream(
  source: AsyncIterator<unknown>,
  watch: {
    /** Asked before each part is let out. */
    stillIn(): Promise<boolean>;
    typed(error: unknown): Error;
    /** Ends the connection of a reader who is gone. */
    hangUp(): void;
  },
): AsyncIteratorClass<unknown, unknown> {
  let patience: NodeJS.Timeout | undefined;
  return new AsyncIteratorClass<unknown, unknown>(
    async () => {
      clearTimeout(patience);
      try {
        const step = await source.next();
        if (!(await watch.stillIn())) throw new Refusal('wrong_credentials');
        if (!step.done) patience = setTimeout(watch.hangUp, TAKEN_MS);
        return step;
      } catch (error) {
        throw watch.typed(error);
      }
    },
    async () => {
      clearTimeout(patience);
      await source.return?.();
    },
  );
}
