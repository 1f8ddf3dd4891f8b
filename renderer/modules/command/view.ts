/** The stores that the page is of: the one that is looked at, or all of them. */
import { useQuery } from '@tanstack/react-query';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';

export interface View {
  /** Those that are open. */
  stores: readonly StoreView[];
  /** The one store, also where there is only one; null for several. */
  only: StoreView | null;
}

/** `chosen` is the store that is looked at: null, or one that is no longer there, stands for all. */
export function viewOf(all: readonly StoreView[], chosen: string | null): View {
  const wanted = all.filter(({ id }) => id === chosen);
  const shown = wanted.length > 0 ? wanted : all;
  const stores = shown.filter(({ problem, currency }) => !problem && currency !== null);
  return { stores, only: shown.length === 1 ? (stores[0] ?? null) : null };
}

/** A first load fills the page while it runs: then it looks again every few seconds. */
const FILLING_MS = 3_000;

export function useFilling(store: Pick<StoreView, 'id' | 'syncedAt'>): number | false {
  const { data } = useQuery(reads(useApi()).sync);
  const running = data?.find(({ storeId }) => storeId === store.id)?.running ?? false;
  return running && store.syncedAt === null ? FILLING_MS : false;
}
