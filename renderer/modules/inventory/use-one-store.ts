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
  const open = (data ?? []).filter(({ problem, currency }) => !problem && currency !== null);
  const named = (id: string | null | undefined) => open.find((store) => store.id === id);
  const store = data && (named(asked) ?? named(chosen) ?? open[0] ?? null);
  return { store, stores: open, error, refetch };
}
