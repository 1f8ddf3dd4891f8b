/** Where the parts of Inventory stand in the address. */
import { moduleOf } from '../../app/navigation/modules.ts';
import { placeTo } from '../../app/navigation/place.ts';

export const places = {
  stock: (store?: string | null) => placeTo('inventory', [], { store }),
  product: (storeId: string, productId: number, variantId?: number) =>
    placeTo('inventory', [`product-${productId}`], {
      store: storeId,
      variant: variantId === undefined ? null : String(variantId),
    }),
  orders: (query: { state?: string | null; supplier?: string | null } = {}) =>
    placeTo('inventory', ['orders'], query),
  newOrder: (supplier?: string) => placeTo('inventory', ['orders', 'new'], { supplier }),
  order: (id: number) => placeTo('inventory', ['orders', String(id)]),
  receive: (id: number) => placeTo('inventory', ['orders', String(id), 'receive']),
  stocktakes: () => placeTo('inventory', ['stocktakes']),
  stocktake: (id: number) => placeTo('inventory', ['stocktakes', String(id)]),
  suppliers: () => placeTo('inventory', ['suppliers']),
  supplier: (name: string) => placeTo('inventory', ['suppliers', name]),
  action: (id: number) => placeTo('approvals', [String(id)]),
  /** The grid of what is not known of where goods come from; undefined where no module has it. */
  gaps: (store: string | undefined) =>
    moduleOf('first-run') ? placeTo('first-run', ['gaps'], { store }) : undefined,
};

/** What an import made up is negative. */
const PRODUCT = /^product-(-?\d{1,16})$/;

/** The product that the first part of a path names, as `places.product` wrote it; null where it names none. */
export function productOf(part: string | undefined): number | null {
  const id = Number(PRODUCT.exec(part ?? '')?.[1]);
  return Number.isSafeInteger(id) ? id : null;
}
