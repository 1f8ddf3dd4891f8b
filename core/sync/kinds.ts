/** The five kinds of things a mirror holds: how each is asked for, in bulk and by pages, and taken in. */
import {
  BULK_CUSTOMERS,
  BULK_FULFILLMENT_ORDERS,
  BULK_INVENTORY,
  BULK_ORDERS,
  BULK_PRODUCTS,
  CUSTOMERS_PAGE,
  FULFILLMENT_ORDERS_PAGE,
  INVENTORY_PAGE,
  ORDERS_PAGE,
  PRODUCTS_PAGE,
} from '../connectors/shopify/documents.ts';
import { mapCustomer, mapFulfillmentOrder, mapInventoryItem, mapProduct } from '../connectors/shopify/map.ts';
import { mapOrder } from '../connectors/shopify/map-order.ts';
import type { ShopifyClient } from '../connectors/shopify/types.ts';
import type { BulkKind } from '../mirror/ingest.ts';
import type { Mirror, ProgressMark } from '../mirror/mirror.ts';
import type { ShopRecord } from '../mirror/records.ts';
import { completeInventory, completeOrders, completeProducts, type Node } from './complete.ts';
import { takeReadable } from './rejected.ts';
import type { SyncPhase } from './types.ts';

export interface KindSpec {
  kind: BulkKind;
  phase: SyncPhase;
  bulk: string;
  page: string;
  /** The root field of both. */
  root: string;
  /** Pages come by updatedAt; false: by id, for Shopify can't sort them otherwise. */
  sorted: boolean;
  /** Fetches what a page could not carry, in place. */
  complete?(client: ShopifyClient, nodes: Node[], signal: AbortSignal): Promise<void>;
  /** Passes over what can't be read, and writes it down. */
  take(mirror: Mirror, nodes: readonly Node[], shop: ShopRecord, progress?: ProgressMark): void;
}

/** In the order of taking in: what is referred to comes first. */
export const KINDS: readonly KindSpec[] = [
  {
    kind: 'products',
    phase: 'products',
    bulk: BULK_PRODUCTS,
    page: PRODUCTS_PAGE,
    root: 'products',
    sorted: true,
    complete: completeProducts,
    take: (mirror, nodes, shop, progress) =>
      takeReadable(
        mirror,
        'products',
        nodes,
        (node) => mapProduct(node, shop.currency),
        (rows) => mirror.upsertProducts(rows, progress),
      ),
  },
  {
    kind: 'inventory',
    phase: 'inventory',
    bulk: BULK_INVENTORY,
    page: INVENTORY_PAGE,
    root: 'inventoryItems',
    sorted: false,
    complete: completeInventory,
    take: (mirror, nodes, shop, progress) =>
      takeReadable(
        mirror,
        'inventory',
        nodes,
        (node) => mapInventoryItem(node, shop.currency),
        (rows) => mirror.upsertInventory(rows, progress),
      ),
  },
  {
    kind: 'customers',
    phase: 'customers',
    bulk: BULK_CUSTOMERS,
    page: CUSTOMERS_PAGE,
    root: 'customers',
    sorted: true,
    take: (mirror, nodes, shop, progress) =>
      takeReadable(
        mirror,
        'customers',
        nodes,
        (node) => mapCustomer(node, shop.currency),
        (rows) => mirror.upsertCustomers(rows, progress),
      ),
  },
  {
    kind: 'orders',
    phase: 'orders',
    bulk: BULK_ORDERS,
    page: ORDERS_PAGE,
    root: 'orders',
    sorted: true,
    complete: completeOrders,
    take: (mirror, nodes, shop, progress) =>
      takeReadable(
        mirror,
        'orders',
        nodes,
        (node) => mapOrder(node, shop.currency),
        (rows) => mirror.upsertOrders(rows, progress),
      ),
  },
  {
    kind: 'fulfillmentOrders',
    phase: 'fulfillment_orders',
    bulk: BULK_FULFILLMENT_ORDERS,
    page: FULFILLMENT_ORDERS_PAGE,
    root: 'fulfillmentOrders',
    sorted: true,
    take: (mirror, nodes, _shop, progress) =>
      takeReadable(mirror, 'fulfillmentOrders', nodes, mapFulfillmentOrder, (rows) =>
        mirror.upsertFulfillmentOrders(rows, progress),
      ),
  },
];

export function kindSpec(kind: BulkKind): KindSpec {
  return KINDS.find((spec) => spec.kind === kind)!;
}
