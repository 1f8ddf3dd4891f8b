/** What the database finds for the palette's text: asked once typing rests, and given up where it goes on. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { SearchHit, SearchKind } from '../../../shared/contract/search-schemas.ts';
import type { IconName } from '../../ui/icon.tsx';
import { useApi } from '../bridge-context.tsx';
import { linkTo } from '../navigation/links.ts';
import { go } from '../navigation/navigate.ts';
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

export function placeOfHit({ storeId, open }: Pick<SearchHit, 'storeId' | 'open'>): string | null {
  const { actionId, orderId, productId, purchaseOrderId, supplier, variantId } = open;
  if (actionId !== undefined) return linkTo({ kind: 'action', actionId }) ?? null;
  if (purchaseOrderId !== undefined) return linkTo({ kind: 'purchaseOrder', purchaseOrderId }) ?? null;
  if (orderId !== undefined) return linkTo({ kind: 'order', storeId, orderId }) ?? null;
  if (productId !== undefined) return linkTo({ kind: 'product', storeId, productId, variantId }) ?? null;
  return supplier === undefined ? null : (linkTo({ kind: 'supplier', supplier }) ?? null);
}
