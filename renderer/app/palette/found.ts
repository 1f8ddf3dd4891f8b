/** What the database finds for the palette's text: asked once typing rests, and given up where it goes on. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { SearchHit, SearchKind } from '../../../shared/contract/search-schemas.ts';
import type { IconName } from '../../ui/icon.tsx';
import { useApi } from '../bridge-context.tsx';
import { MODULES } from '../navigation/modules.ts';
import { go } from '../navigation/navigate.ts';
import { placeTo } from '../navigation/place.ts';
import { useEmpire } from '../stores/empire.ts';
import type { Entry } from './commands.ts';

const REST_MS = 150;
/** Of each kind. */
const MOST = 6;

const KINDS: Readonly<Record<SearchKind, { group: string; icon: IconName }>> = {
  product: { group: 'Products', icon: 'inventory' },
  order: { group: 'Orders', icon: 'orders' },
  action: { group: 'Actions', icon: 'approvals' },
  supplier: { group: 'Suppliers', icon: 'truck' },
  purchase_order: { group: 'Purchase orders', icon: 'truck' },
};

const search = (api: RoyalClient, text: string, store: string | null) => ({
  queryKey: ['search', text, store] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.search.find({ text, storeIds: store === null ? undefined : [store], limit: MOST }, { signal }),
});

interface Found {
  entries: Entry[];
  /** Not all is told yet for the present text. */
  searching: boolean;
  error: unknown;
}

export function useFound(typed: string): Found {
  const api = useApi();
  const store = useEmpire((empire) => empire.store);
  const wanted = typed.trim();
  const [text, setText] = useState('');
  useEffect(() => {
    const rest = setTimeout(() => setText(wanted), REST_MS);
    return () => clearTimeout(rest);
  }, [wanted]);
  const { data, error, isFetching } = useQuery({
    ...search(api, text, store),
    enabled: text !== '',
    // A list that goes and comes with each letter can't be read.
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    gcTime: 60_000,
  });
  if (wanted === '' || text === '') return { entries: [], searching: wanted !== '', error: null };
  return {
    entries: (data?.groups ?? []).flatMap(({ hits }) => hits.map(entryOf).filter((entry) => entry !== null)),
    searching: isFetching || text !== wanted,
    error,
  };
}

/** null where this version has no module that shows it. */
function entryOf(hit: SearchHit): Entry | null {
  const place = placeOfHit(hit);
  if (place === null) return null;
  return {
    ...KINDS[hit.kind],
    id: `found ${hit.id}`,
    title: hit.title,
    hint: hit.detail ?? undefined,
    run: () => go(place),
  };
}

/** `modules` is for tests. */
export function placeOfHit(
  { storeId, open }: Pick<SearchHit, 'storeId' | 'open'>,
  modules: readonly { id: string }[] = MODULES,
): string | null {
  const place = (...at: Parameters<typeof placeTo>): string | null =>
    modules.some(({ id }) => id === at[0]) ? placeTo(...at) : null;
  if (open.actionId !== undefined) return place('approvals', [String(open.actionId)]);
  if (open.purchaseOrderId !== undefined) return place('inventory', ['orders', String(open.purchaseOrderId)]);
  if (open.orderId !== undefined) return place('orders', [String(open.orderId)], { store: storeId });
  if (open.productId !== undefined)
    return place('inventory', [`product-${open.productId}`], {
      store: storeId,
      variant: open.variantId === undefined ? null : String(open.variantId),
    });
  if (open.supplier !== undefined) return place('inventory', ['suppliers', open.supplier]);
  return null;
}
