/** What Inventory reads, and what makes it old. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RoyalClient } from '../../../shared/contract/contract.ts';
import type { WhatIfInput } from '../../../shared/contract/product-schemas.ts';
import type { StockFilter } from '../../../shared/contract/stock-table-schemas.ts';
import { keepFresh } from '../../app/queries.ts';

const TERMS_MOVE = ['supplier', 'supply_terms'] as const;
const STOCK_MOVES = ['store', 'sync', 'run', 'action', 'purchase_order', 'stocktake', ...TERMS_MOVE] as const;
export const STOCK = keepFresh('stockTable', STOCK_MOVES);
const PRODUCT = keepFresh('product', STOCK_MOVES);
const WHAT_IF = keepFresh('whatIf', STOCK_MOVES);
const TERMS = keepFresh('supplyTerms', ['sync', ...TERMS_MOVE]);
const OFFERS = keepFresh('supplyOffers', ['sync', 'run', 'purchase_order', ...TERMS_MOVE]);
export const ORDERS = keepFresh('purchaseOrders', ['store', 'action', 'purchase_order', 'supplier']);
const SUGGESTION = keepFresh('suggestion', STOCK_MOVES);
const SUPPLIERS = keepFresh('suppliers', ['store', 'sync', ...TERMS_MOVE]);
const LEAD_TIMES = keepFresh('leadTimes', ['purchase_order', 'supplier']);
const PLACES = keepFresh('locations', ['store', 'sync']);
export const STOCKTAKES = keepFresh('stocktakes', ['stocktake', 'action']);

const LISTED_ORDERS = 100;
const FOUND = 8;
/** An answer for each place of a slider is looked at for a moment. */
const WHAT_IF_KEPT_MS = 60_000;

export function inventoryReads(api: RoyalClient) {
  return {
    /** How many there are in each state, and when it was looked at. */
    stockStates: (storeId: string) =>
      queryOptions({
        queryKey: [STOCK, storeId, 'states'],
        queryFn: ({ signal }) => api.stockTable.page({ storeId, limit: 1 }, { signal }),
      }),
    findVariants: (storeId: string, search: string) =>
      queryOptions({
        queryKey: [STOCK, storeId, 'found', search],
        queryFn: ({ signal }) =>
          api.stockTable.page({ storeId, search, sort: 'title', limit: FOUND }, { signal }),
        enabled: search !== '',
        placeholderData: keepPreviousData,
      }),
    stockRows: (filter: StockFilter) => ({
      queryKey: [STOCK, filter],
      fetchPage: (page: { offset: number; limit: number }, signal: AbortSignal) =>
        api.stockTable.page({ ...filter, ...page }, { signal }),
    }),
    product: (storeId: string, productId: number) =>
      queryOptions({
        queryKey: [PRODUCT, storeId, productId],
        queryFn: ({ signal }) => api.products.show({ storeId, productId }, { signal }),
      }),
    whatIf: (input: WhatIfInput) =>
      queryOptions({
        queryKey: [WHAT_IF, input],
        queryFn: ({ signal }) => api.products.whatIf(input, { signal }),
        placeholderData: keepPreviousData,
        gcTime: WHAT_IF_KEPT_MS,
      }),
    /** Found by its SKU or title, which is what the list can be searched by. */
    termsOf: (storeId: string, variantId: number, search: string) =>
      queryOptions({
        queryKey: [TERMS, storeId, 'of', variantId, search],
        queryFn: async ({ signal }) => {
          const { rows } = await api.supplyTerms.list(
            { storeId, filter: 'all', search: search.slice(0, 200), limit: 500 },
            { signal },
          );
          return rows.find((row) => row.variantId === variantId) ?? null;
        },
      }),
    offers: (storeId: string, variantId: number) =>
      queryOptions({
        queryKey: [OFFERS, storeId, variantId],
        queryFn: ({ signal }) => api.supplyOffers.list({ storeId, variantId }, { signal }),
      }),
    gaps: (storeId: string) =>
      queryOptions({
        queryKey: [TERMS, storeId, 'gaps'],
        queryFn: async ({ signal }) =>
          (await api.supplyTerms.list({ storeId, filter: 'gaps', limit: 1 }, { signal })).gaps,
      }),
    orders: (filter: Omit<Parameters<RoyalClient['purchaseOrders']['list']>[0], 'limit' | 'offset'>) =>
      queryOptions({
        queryKey: [ORDERS, 'list', filter],
        queryFn: ({ signal }) => api.purchaseOrders.list({ ...filter, limit: LISTED_ORDERS }, { signal }),
        placeholderData: keepPreviousData,
      }),
    order: (id: number) =>
      queryOptions({
        queryKey: [ORDERS, 'one', id],
        queryFn: ({ signal }) => api.purchaseOrders.show({ id }, { signal }),
      }),
    suggestion: (supplier: string) =>
      queryOptions({
        queryKey: [SUGGESTION, supplier],
        queryFn: ({ signal }) => api.purchaseOrders.suggest({ supplier }, { signal }),
        enabled: supplier !== '',
      }),
    locations: queryOptions({
      queryKey: [PLACES],
      queryFn: ({ signal }) => api.purchaseOrders.locations({}, { signal }),
    }),
    suppliers: queryOptions({
      queryKey: [SUPPLIERS],
      queryFn: ({ signal }) => api.suppliers.list({}, { signal }),
    }),
    leadTimes: (supplier: string) =>
      queryOptions({
        queryKey: [LEAD_TIMES, supplier],
        queryFn: ({ signal }) => api.suppliers.leadTimes({ supplier }, { signal }),
      }),
    stocktakes: (storeId: string | null) =>
      queryOptions({
        queryKey: [STOCKTAKES, 'list', storeId],
        queryFn: ({ signal }) =>
          api.stocktakes.list({ storeId: storeId ?? undefined, limit: 50 }, { signal }),
      }),
    stocktake: (id: number) =>
      queryOptions({
        queryKey: [STOCKTAKES, 'one', id],
        queryFn: ({ signal }) => api.stocktakes.show({ id }, { signal }),
      }),
  };
}
