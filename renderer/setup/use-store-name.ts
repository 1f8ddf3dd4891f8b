/** Stores by the names that people know them by; by their ids until those are here, or where they are gone. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../app/bridge-context.tsx';
import { reads } from '../app/queries.ts';

export function useStoreName(): (id: string) => string {
  const { data: stores } = useQuery(reads(useApi()).stores);
  return (id) => stores?.find((store) => store.id === id)?.name ?? id;
}
