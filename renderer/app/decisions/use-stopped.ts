/** Whether the emergency stop is pulled: what is approved meanwhile waits for it. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../bridge-context.tsx';
import { reads } from '../queries.ts';

export function useStopped(): boolean {
  return useQuery(reads(useApi()).stop).data?.stopped ?? false;
}
