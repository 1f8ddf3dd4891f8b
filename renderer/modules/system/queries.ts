/** What System reads of the core. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { LogLevel } from '../../../shared/contract/health-schemas.ts';
import { keepFresh } from '../../app/queries.ts';

keepFresh('health', ['store', 'sync', 'sync.started', 'run', 'run.started', 'agent', 'stop']);

/** Circuits, queues and disks change without an event. */
const LOOK_MS = 10_000;
/** A screen and a half; a button brings more. */
const LOG_LINES = 50;

export function systemReads(api: RoyalClient) {
  return {
    health: queryOptions({
      queryKey: ['health'],
      queryFn: ({ signal }) => api.system.health(undefined, { signal }),
      refetchInterval: LOOK_MS,
    }),
    storage: queryOptions({
      queryKey: ['storage'],
      queryFn: ({ signal }) => api.data.storage(undefined, { signal }),
      staleTime: 0,
    }),
    /** How many rows each database has, which is counted one by one: asked for where it is looked at. */
    tables: queryOptions({
      queryKey: ['tables'],
      queryFn: ({ signal }) => api.data.tables(undefined, { signal }),
      staleTime: 0,
    }),
    log: (level: LogLevel) =>
      infiniteQueryOptions({
        queryKey: ['log', level],
        queryFn: ({ pageParam, signal }) =>
          api.system.logs({ level, limit: LOG_LINES, before: pageParam }, { signal }),
        initialPageParam: undefined as string | undefined,
        getNextPageParam: ({ next }) => next ?? undefined,
        staleTime: 0,
      }),
  };
}
