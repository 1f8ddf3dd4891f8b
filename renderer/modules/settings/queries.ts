/** What the pages of Settings read of the core. */
import { queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import { keepFresh } from '../../app/queries.ts';

keepFresh('people', ['person', 'access']);
keepFresh('access', ['access', 'person']);
keepFresh('backups', ['restore']);

export function settingsReads(api: RoyalClient) {
  return {
    people: queryOptions({
      queryKey: ['people'],
      queryFn: ({ signal }) => api.people.list(undefined, { signal }),
    }),
    access: queryOptions({
      queryKey: ['access'],
      queryFn: ({ signal }) => api.access.list(undefined, { signal }),
    }),
    backups: queryOptions({
      queryKey: ['backups'],
      queryFn: ({ signal }) => api.backup.list(undefined, { signal }),
    }),
    storage: queryOptions({
      queryKey: ['storage'],
      queryFn: ({ signal }) => api.data.storage(undefined, { signal }),
      staleTime: 0,
    }),
  };
}
