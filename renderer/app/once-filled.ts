/** When the first screen is there: what the page fetches for it has come, and the thread has nothing else to do. */
import type { QueryClient } from '@tanstack/react-query';
import { idle } from './idle.ts';

/** A host that does not answer must not keep the rest from coming. */
const PATIENCE_MS = 10_000;

/** Resolves once; what is asked for later does not count. */
export async function onceFilled(queries: QueryClient): Promise<void> {
  const cache = queries.getQueryCache();
  const filled = Promise.withResolvers<void>();
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(quiet);
    // One answer may lead to the next question, a frame later.
    if (cache.getAll().length > 0 && queries.isFetching() === 0) quiet = setTimeout(filled.resolve, 50);
  };
  const stop = cache.subscribe(look);
  const patience = setTimeout(filled.resolve, PATIENCE_MS);
  look();
  await filled.promise;
  stop();
  clearTimeout(patience);
  await idle();
}
