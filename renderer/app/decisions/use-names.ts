/** Stores and agents by the names people know them by; by their ids until those are here, or where they are gone. */
import { useQuery } from '@tanstack/react-query';
import type { Currency } from '../../../shared/money.ts';
import { dayOf, formatDay } from '../../../shared/time.ts';
import { useNow } from '../../ui/use-now.ts';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';

export function useNames() {
  const api = useApi();
  const { data: stores } = useQuery(reads(api).stores);
  const { data: agents } = useQuery(reads(api).agents);
  return {
    store: (id: string): string => stores?.find((store) => store.id === id)?.name ?? id,
    agent: (id: string): string => agents?.find((agent) => agent.id === id)?.title ?? id,
    /** null while it is not known. */
    currency: (id: string): Currency | null => stores?.find((store) => store.id === id)?.currency ?? null,
    /** Worth naming beside what is shown: there is more than one. */
    severalStores: (stores?.length ?? 0) > 1,
  };
}

/** The date that it is in a store; of this machine's zone while the store's is not known. */
export function useStoreDay(): (storeId: string) => string {
  const { data: stores } = useQuery(reads(useApi()).stores);
  const now = useNow();
  return (storeId) => {
    const zone = stores?.find((store) => store.id === storeId)?.zone;
    return formatDay(dayOf(now, zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone));
  };
}
