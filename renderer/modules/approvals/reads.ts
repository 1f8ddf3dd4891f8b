/** What Approvals reads: pages of actions, rules, the record. All actions are made old by the same events. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { ActionLightView } from '../../../shared/contract/decision-schemas.ts';
import { keepFresh } from '../../app/queries.ts';

const RULES = keepFresh('rules', ['rule', 'run', 'proposal']);
const AUDIT = keepFresh('audit', [
  'action',
  'rule',
  'stop',
  'store',
  'run',
  'run.started',
  'access',
  'policy',
]);
/** As many as one reads at a sitting; a button brings more. */
const PAGE = 25;
const MOST_ENTRIES = 200;

export interface ActionFilter {
  storeId: string | null;
  type: string | null;
  agent: string | null;
  search: string;
}

export type InboxOrder = 'pressing' | 'newest';
export type PastState = 'rejected' | 'expired' | 'verified' | 'failed' | 'unknown' | 'undone';

const asked = ({ storeId, type, agent, search }: ActionFilter) => ({
  storeId: storeId ?? undefined,
  types: type === null ? undefined : [type],
  agent: agent ?? undefined,
  search: search.trim() || undefined,
  limit: PAGE,
});

const onward = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }: { next: string | null }) => next ?? undefined,
};

export function approvalReads(api: RoyalClient) {
  return {
    waiting: (filter: ActionFilter, order: InboxOrder) =>
      infiniteQueryOptions({
        queryKey: ['actions', 'waiting', filter, order],
        queryFn: ({ pageParam, signal }) =>
          api.actions.page({ ...asked(filter), states: ['proposed'], order, cursor: pageParam }, { signal }),
        ...onward,
      }),
    history: (filter: ActionFilter, state: PastState | null) =>
      infiniteQueryOptions({
        queryKey: ['actions', 'history', filter, state],
        queryFn: ({ pageParam, signal }) =>
          api.actions.history(
            { ...asked(filter), states: state === null ? undefined : [state], cursor: pageParam },
            { signal },
          ),
        ...onward,
      }),
    snoozed: (storeId: string | null) =>
      queryOptions({
        queryKey: ['actions', 'snoozed', storeId],
        queryFn: ({ signal }) => api.actions.snoozed({ storeId: storeId ?? undefined }, { signal }),
      }),
    /** Asks the shop. */
    undoPreview: (id: number) =>
      queryOptions({
        queryKey: ['actions', 'undoPreview', id],
        queryFn: ({ signal }) => api.actions.undoPreview({ id }, { signal }),
      }),
    rules: (storeId: string | null, all: boolean) =>
      queryOptions({
        queryKey: [RULES, 'list', storeId, all],
        queryFn: ({ signal }) => api.rules.list({ storeId: storeId ?? undefined, all }, { signal }),
      }),
    kept: (ruleId: number) =>
      queryOptions({
        queryKey: [RULES, 'kept', ruleId],
        queryFn: ({ signal }) => api.rules.kept({ ruleId, limit: PAGE }, { signal }),
      }),
    entries: queryOptions({
      queryKey: [AUDIT, 'entries'],
      queryFn: ({ signal }) => api.audit.list({ limit: MOST_ENTRIES }, { signal }),
    }),
    verdict: queryOptions({
      queryKey: ['verdict'],
      queryFn: ({ signal }) => api.audit.verify(undefined, { signal }),
    }),
  };
}

/** Pages as one list, with how many there are on all of them. */
export function flat(
  data: { pages: { rows: ActionLightView[]; total: number }[] } | undefined,
): { rows: ActionLightView[]; total: number } | undefined {
  if (!data) return undefined;
  return { rows: data.pages.flatMap(({ rows }) => rows), total: data.pages[0]?.total ?? 0 };
}
