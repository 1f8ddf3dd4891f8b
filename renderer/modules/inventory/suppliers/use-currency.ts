/** What a supplier of a store is paid in; the store's own currency where nobody has said. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../app/bridge-context.tsx';
import { inventoryReads } from '../reads.ts';

export function useCurrencyOf(storeId: string, supplier: string | null, otherwise: string): string {
  const { data } = useQuery(inventoryReads(useApi()).suppliers);
  return data?.find((one) => one.storeId === storeId && one.supplier === supplier)?.currency ?? otherwise;
}
