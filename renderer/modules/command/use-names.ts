/** Stores and agents by the names people know them by; by their ids until those are here, or where they are gone. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../app/bridge-context.tsx';
import { reads } from '../../app/queries.ts';

export function useNames() {
  const api = useApi();
  const { data: stores } = useQuery(reads(api).stores);
  const { data: agents } = useQuery(reads(api).agents);
  return {
    store: (id: string): string => stores?.find((store) => store.id === id)?.name ?? id,
    agent: (id: string): string => agents?.find((agent) => agent.id === id)?.title ?? id,
  };
}
