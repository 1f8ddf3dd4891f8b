/** Where each thing is shown: one table for every part of the page; null where no module shows it. */
import { moduleOf } from './modules.ts';
import { placeTo } from './place.ts';

export type Thing =
  | { kind: 'action'; actionId: number }
  | { kind: 'product'; storeId: string; productId: number; variantId?: number }
  | { kind: 'order'; storeId: string; orderId: number }
  /** Without its agent: the place of all of them. */
  | { kind: 'run'; runId: number; agent?: string }
  | { kind: 'purchaseOrder'; purchaseOrderId: number }
  | { kind: 'supplier'; supplier: string }
  | { kind: 'sales' | 'analytics' | 'orders' | 'stock'; storeId: string };

export function linkTo(thing: Thing): string | undefined {
  switch (thing.kind) {
    case 'action':
      return place('approvals', [String(thing.actionId)]);
    case 'product':
      return place('inventory', [`product-${thing.productId}`], {
        store: thing.storeId,
        variant: thing.variantId === undefined ? undefined : String(thing.variantId),
      });
    case 'order':
      return place('orders', [String(thing.orderId)], { store: thing.storeId });
    case 'run':
      return place('agents', thing.agent === undefined ? [] : [thing.agent, 'run', String(thing.runId)]);
    case 'purchaseOrder':
      return place('inventory', ['orders', String(thing.purchaseOrderId)]);
    case 'supplier':
      return place('inventory', ['suppliers', thing.supplier]);
    case 'sales':
      return place('revenue', [], { store: thing.storeId });
    case 'analytics':
      return place('analytics', [], { store: thing.storeId });
    case 'orders':
      return place('orders', [], { store: thing.storeId });
    case 'stock':
      return place('inventory', [], { store: thing.storeId });
  }
}

function place(...at: Parameters<typeof placeTo>): string | undefined {
  return moduleOf(at[0]) ? placeTo(...at) : undefined;
}

/** Where the first sync of a store is begun and watched; of the store that came last where none is named. */
export function linkToFirstSync(storeId?: string): string | undefined {
  return place('first-run', ['sync'], { store: storeId });
}

/** The short path from no store to the first filled page. */
export function linkToFirstRun(way?: 'import'): string | undefined {
  return place('first-run', ['shop'], way && { way });
}
