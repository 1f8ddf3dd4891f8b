/** The one store that a page of one store is of: as the address says, as the bar above says, else the first. */
import { useQuery } from '@tanstack/react-query';
import type { StoreView } from '../../../shared/contract/schemas.ts';
import { useApi } from '../../app/bridge-context.tsx';
import { usePlace } from '../../app/navigation/navigate.ts';
import { reads } from '../../app/queries.ts';
import { useEmpire } from '../../app/stores/empire.ts';

export interface OneStore {
  /** undefined until the stores are known; null where there is none. */
  store: StoreView | null | undefined;
  /** All that are open, to choose from. */
  stores: readonly StoreView[];
  error: unknown;
  refetch: () => unknown;
}

export function useOneStore(): OneStore {
  const { data, error, refetch } = useQuery(reads(useApi()).stores);
  const asked = usePlace().query.store;
  const chosen = useEmpire((empire) => empire.store);
  const open = openOnes(data ?? []);
  return { store: data && oneOf(open, [asked, chosen]), stores: open, error, refetch };
}

export function openOnes(stores: readonly StoreView[]): readonly StoreView[] {
  return stores.filter(({ problem, currency }) => !problem && currency !== null);
}

/** The first that is named and open, else the first that is open. */
export function oneOf(
  open: readonly StoreView[],
  named: readonly (string | null | undefined)[],
): StoreView | null {
  for (const name of named) {
    const store = open.find(({ id }) => id === name);
    if (store) return store;
  }
  return open[0] ?? null;
}
