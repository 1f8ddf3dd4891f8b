/** A variant's demand, as the evidence of a proposal shows it. */
import { queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import { keepFresh } from '../queries.ts';

const NAME = keepFresh('demand', ['store', 'sync', 'run']);
const DAYS = 91;

export function demandOf(api: RoyalClient, storeId: string, variantId: number) {
  return queryOptions({
    queryKey: [NAME, storeId, variantId, DAYS],
    queryFn: ({ signal }) => api.products.demand({ storeId, variantId, days: DAYS }, { signal }),
  });
}
