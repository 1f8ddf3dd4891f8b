/** What System reads of the core. */
import { queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import { keepFresh } from '../../app/queries.ts';

keepFresh('health', ['store', 'sync', 'run', 'agent', 'stop']);

/** Circuits, queues and disks change without an event. */
const LOOK_MS = 10_000;

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
  };
}
