/** What the page reads of the core: one query for each fact, and the events that make it old. */
import { QueryClient, queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { RoyalError } from '../../shared/errors.ts';

/** Names of reads by what makes them old: the noun of an event, "action" of "action.approved", or "sync.started" itself. */
const madeOld = new Map<string, string[]>();
const names = new Set<string>();

/**
 * Says once, beside a read, what makes it old: queries whose key begins with `name` are fetched anew at events of these
 * nouns, and after a gap in the events. What has only started has changed nothing yet but what tells that it runs,
 * which names the start beside the noun. Returns the name, for the key.
 */
export function keepFresh<Name extends string>(name: Name, nouns: readonly string[]): Name {
  names.add(name);
  for (const noun of nouns) {
    const olds = madeOld.get(noun) ?? [];
    if (!olds.includes(name)) madeOld.set(noun, [...olds, name]);
  }
  return name;
}

export function madeOldBy(kind: string): readonly string[] {
  // Progress is shown as it is told, without a question.
  if (kind.endsWith('.progressed')) return [];
  const noun = kind.endsWith('.started') ? kind : kind.slice(0, kind.indexOf('.'));
  return noun === 'restore' ? everything() : (madeOld.get(noun) ?? []);
}

export function everything(): readonly string[] {
  return [...names];
}

keepFresh('stores', ['store', 'sync']);
keepFresh('sync', ['store', 'sync', 'sync.started', 'stop']);
keepFresh('agents', ['store', 'run', 'run.started', 'agent', 'stop']);
keepFresh('findings', ['run']);
keepFresh('actions', ['store', 'action', 'proposal', 'stop']);
keepFresh('morning', ['store', 'action', 'proposal', 'stop', 'sync']);
keepFresh('preview', ['action']);
keepFresh('stop', ['stop']);
keepFresh('notifications', ['notification']);
keepFresh('me', ['person']);

/** Listed of what waits; the rest is a page further. */
const MOST_LISTED = 50;
const SYNC_LOOK_MS = 10_000;
/** Shown under the bell; older ones are in the record. */
const MOST_NOTICES = 100;

export function reads(api: RoyalClient) {
  return {
    stores: queryOptions({
      queryKey: ['stores'],
      queryFn: ({ signal }) => api.stores.list(undefined, { signal }),
    }),
    sync: queryOptions({
      queryKey: ['sync'],
      queryFn: ({ signal }) => api.sync.status({}, { signal }),
      // A core that died under a sync tells nothing of its end.
      refetchInterval: ({ state }) => (state.data?.some(({ running }) => running) ? SYNC_LOOK_MS : false),
    }),
    agents: queryOptions({
      queryKey: ['agents'],
      queryFn: ({ signal }) => api.agents.status({}, { signal }),
    }),
    findings: queryOptions({
      queryKey: ['findings'],
      queryFn: ({ signal }) => api.agents.findings({}, { signal }),
    }),
    /** What waits for a person, most pressing first; of all stores where none is named. */
    morning: (storeId: string | null) =>
      queryOptions({
        queryKey: ['morning', storeId],
        queryFn: ({ signal }) =>
          api.morning.list({ storeId: storeId ?? undefined, limit: MOST_LISTED }, { signal }),
      }),
    /** One action with its evidence, which may be a thousand lines long. */
    action: (id: number) =>
      queryOptions({
        queryKey: ['actions', 'one', id],
        queryFn: ({ signal }) => api.actions.show({ id }, { signal }),
      }),
    /** Reads the shop: asked for where it is looked at. */
    preview: (id: number) =>
      queryOptions({
        queryKey: ['preview', id],
        queryFn: ({ signal }) => api.actions.preview({ id }, { signal }),
      }),
    /** Who looks at the page, and what they may do. */
    me: queryOptions({
      queryKey: ['me'],
      queryFn: ({ signal }) => api.people.me(undefined, { signal }),
    }),
    notifications: queryOptions({
      queryKey: ['notifications'],
      queryFn: ({ signal }) => api.notifications.list({ limit: MOST_NOTICES }, { signal }),
    }),
    stop: queryOptions({
      queryKey: ['stop'],
      queryFn: ({ signal }) => api.stop.status(undefined, { signal }),
    }),
  };
}

/** Events say when to fetch anew, so nothing is fetched because of time or focus. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A core on this machine is reached without a network, too.
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // A call waits for the connection by itself; what the core states does not change by asking again.
        retry: (_, error) => error instanceof RoyalError && error.code === 'connection_lost',
        retryDelay: 250,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
