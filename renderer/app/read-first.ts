/** What the first screen shows, asked for before it is drawn: it is drawn once, as it is to be, where that comes soon. */
import type { QueryClient } from '@tanstack/react-query';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import { words } from '../ui/words.ts';
import { idle } from './idle.ts';
import type { Module } from './navigation/module.ts';
import { reads } from './queries.ts';
import { useEmpire } from './stores/empire.ts';

/** Whoever looks at nothing for longer thinks that it is broken: then what is still on its way is drawn as such. */
const PATIENCE_MS = 600;

/** Resolves once it is there, or can't be had, or takes too long. */
export async function readFirst(module: Module, { api }: Bridge, queries: QueryClient): Promise<void> {
  const { stores, me, stop, notifications } = reads(api);
  const { store } = useEmpire.getState();
  const { promise: tooLong, resolve } = Promise.withResolvers<void>();
  const patience = setTimeout(resolve, PATIENCE_MS);
  const storesRead = queries.prefetchQuery(stores);
  // Once one answer is there all are on their way, and there is time.
  void storesRead.then(idle).then(words.prepare);
  await Promise.race([
    Promise.allSettled([
      module.readAhead?.({ api, queries, store }),
      // Of the shell around each module.
      storesRead,
      queries.prefetchQuery(me),
      queries.prefetchQuery(stop),
      queries.prefetchQuery(notifications),
    ]),
    tooLong,
  ]);
  clearTimeout(patience);
}
