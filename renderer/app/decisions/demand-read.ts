/** A variant's demand by day with its forecast: as the evidence of a proposal shows it, or as far back as asked. */
import { queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import { keepFresh } from '../queries.ts';

const NAME = keepFresh('demand', ['store', 'sync', 'run']);
const DAYS = 91;

export function demandOf(api: RoyalClient, storeId: string, variantId: number, days = DAYS) {
  return queryOptions({
    queryKey: [NAME, storeId, variantId, days],
    queryFn: ({ signal }) => api.products.demand({ storeId, variantId, days }, { signal }),
  });
}
