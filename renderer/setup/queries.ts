/** What setting up reads of the core, in the first run and in Settings alike. */
import { queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { keepFresh } from '../app/queries.ts';

keepFresh('scopes', ['store', 'sync']);
keepFresh('counts', ['store', 'sync', 'import']);
keepFresh('imports', ['import']);
keepFresh('preferences', ['notification']);

export function setupReads(api: RoyalClient) {
  return {
    /** Of a store that is connected; without one, those that the program asks for. */
    scopes: (storeId?: string) =>
      queryOptions({
        queryKey: ['scopes', storeId ?? null],
        queryFn: ({ signal }) => api.stores.scopes({ storeId }, { signal }),
      }),
    counts: queryOptions({
      queryKey: ['counts'],
      queryFn: ({ signal }) => api.counts({}, { signal }),
    }),
    imports: queryOptions({
      queryKey: ['imports'],
      queryFn: ({ signal }) => api.imports.list({}, { signal }),
    }),
    secrets: queryOptions({
      queryKey: ['secrets'],
      queryFn: ({ signal }) => api.secrets.status(undefined, { signal }),
      // How the places fare is told by no event.
      staleTime: 0,
    }),
    preferences: queryOptions({
      queryKey: ['preferences'],
      queryFn: ({ signal }) => api.notifications.preferences(undefined, { signal }),
    }),
  };
}
