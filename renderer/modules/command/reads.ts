/** What the first page reads besides what the shell has. */
import { queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { SalesSeriesInput } from '../../../shared/contract/sales-series-schemas.ts';
import { keepFresh } from '../../app/queries.ts';

const TODAY = keepFresh('today', ['store', 'sync', 'import', 'run', 'order', 'supplier', 'supply_terms']);
const SERIES = keepFresh('salesSeries', ['store', 'sync', 'import', 'run', 'supplier', 'supply_terms']);
const HORIZON = keepFresh('stockHorizon', ['store', 'sync', 'import', 'run', 'supplier', 'supply_terms']);
const ACTIVITY = keepFresh('activity', ['store', 'sync', 'run', 'action', 'order', 'stop', 'watch', 'agent']);
const UNWATCHED = keepFresh('unwatched', ['store', 'sync', 'run', 'stop', 'watch', 'agent']);
/** The first page shows the beginning of each list; the rest is where it leads. */
const MOST_HORIZON = 6;
const MOST_ACTIVITY = 8;
const MOST_DECIDED = 6;
/** What a person or a limit decided; what expired is in the history alone. */
const DECIDED = ['rejected', 'verified', 'failed', 'unknown', 'undone'] as const;
const DAY_MS = 86_400_000;
/** Sales are drawn by days until somebody asks for more. */
export const FIRST_BUCKET = 'day';

export function commandReads(api: RoyalClient) {
  return {
    today: (storeId: string) =>
      queryOptions({
        queryKey: [TODAY, storeId],
        queryFn: ({ signal }) => api.today.show({ storeId }, { signal }),
      }),
    series: (input: SalesSeriesInput) =>
      queryOptions({
        queryKey: [SERIES, input],
        queryFn: ({ signal }) => api.salesSeries.show(input, { signal }),
      }),
    horizon: (storeId: string) =>
      queryOptions({
        queryKey: [HORIZON, storeId],
        queryFn: ({ signal }) => api.stockHorizon.list({ storeId, limit: MOST_HORIZON }, { signal }),
      }),
    activity: (storeId: string | null) =>
      queryOptions({
        queryKey: [ACTIVITY, storeId],
        queryFn: ({ signal }) =>
          api.activity.list({ storeId: storeId ?? undefined, limit: MOST_ACTIVITY }, { signal }),
      }),
    unwatched: queryOptions({
      queryKey: [UNWATCHED],
      queryFn: ({ signal }) => api.unwatched.list({ since: Date.now() - DAY_MS, limit: 10 }, { signal }),
    }),
    /** Approved and not yet carried out. */
    underWay: (storeId: string | null) =>
      queryOptions({
        queryKey: ['actions', 'underWay', storeId],
        queryFn: ({ signal }) =>
          api.actions.page(
            { storeId: storeId ?? undefined, states: ['approved', 'executing'], limit: MOST_DECIDED },
            { signal },
          ),
      }),
    decided: (storeId: string | null) =>
      queryOptions({
        queryKey: ['actions', 'decided', storeId],
        queryFn: ({ signal }) =>
          api.actions.history(
            { storeId: storeId ?? undefined, states: [...DECIDED], limit: MOST_DECIDED },
            { signal },
          ),
      }),
  };
}
