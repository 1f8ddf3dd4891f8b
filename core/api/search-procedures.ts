/** search.*: what the palette finds in mirrors and ledger, grouped, each with what to open. */
import type { SearchHit, SearchKind, SearchResult } from '../../shared/contract/search-schemas.ts';
import { beginWith, foldedWords } from '../../shared/folding.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import type { CoreParts, Implementer } from './parts.ts';

const SETTLE_MS = 5;
const ORDER: readonly SearchKind[] = ['product', 'order', 'action', 'supplier', 'purchase_order'];

export function searchProcedures(os: Implementer, { stores, ledger }: CoreParts) {
  const products = ({ info, mirror }: StoreRuntime, text: string, limit: number): SearchHit[] => {
    mirror.settleStock(SETTLE_MS);
    return mirror.findProducts(text, limit).map(({ productId, variantId, title, sku }) => ({
      kind: 'product',
      id: `product:${info.id}:${variantId}`,
      storeId: info.id,
      title,
      detail: sku,
      open: { productId, variantId },
    }));
  };
  const orders = ({ info, mirror }: StoreRuntime, text: string, limit: number): SearchHit[] =>
    // An order's name has a number; a word alone would only cost time.
    !/\d/.test(text)
      ? []
      : mirror.orderPage({ search: text, sort: 'newest', limit }).rows.map((row) => ({
          kind: 'order',
          id: `order:${info.id}:${row.orderId}`,
          storeId: info.id,
          title: row.name,
          detail: row.cancelled ? 'Cancelled' : row.financialState,
          open: { orderId: row.orderId },
        }));
  const suppliers = ({ info, mirror }: StoreRuntime, text: string, limit: number): SearchHit[] => {
    const words = foldedWords(text);
    const set = words.length === 0 ? [] : ledger.suppliers.list(info.id).map(({ supplier }) => supplier);
    const named = set.filter((supplier) => beginWith(foldedWords(supplier), words));
    return [...new Set([...mirror.vendorsLike(text, limit), ...named])].slice(0, limit).map((supplier) => ({
      kind: 'supplier',
      id: `supplier:${info.id}:${supplier}`,
      storeId: info.id,
      title: supplier,
      detail: null,
      open: { supplier },
    }));
  };
  const purchaseOrders = ({ info }: StoreRuntime, text: string, limit: number): SearchHit[] =>
    ledger.purchaseOrders.called(info.id, text, limit).map(({ id, supplier, state }) => ({
      kind: 'purchase_order',
      id: `purchase_order:${info.id}:${id}`,
      storeId: info.id,
      title: `Purchase order ${id}`,
      detail: `${supplier} · ${state.replace('_', ' ')}`,
      open: { purchaseOrderId: id },
    }));

  return {
    search: {
      find: os.search.find.handler(({ input }): SearchResult => {
        const { text, limit } = input;
        const open = input.storeIds?.map((id) => stores.get(id)) ?? stores.open();
        const each = (find: (store: StoreRuntime, text: string, limit: number) => SearchHit[]): SearchHit[] =>
          open.flatMap((store) => find(store, text, limit)).slice(0, limit);
        const ids = open.map(({ info }) => info.id);
        const found: Record<SearchKind, SearchHit[]> = {
          product: each(products),
          order: each(orders),
          action: ledger.actionLists.called(text, ids, limit).map(({ id, storeId, title, state }) => ({
            kind: 'action',
            id: `action:${id}`,
            storeId,
            title,
            detail: state,
            open: { actionId: id },
          })),
          supplier: each(suppliers),
          purchase_order: each(purchaseOrders),
        };
        return {
          text,
          groups: ORDER.filter((kind) => found[kind].length > 0).map((kind) => ({ kind, hits: found[kind] })),
        };
      }),
    },
  };
}
