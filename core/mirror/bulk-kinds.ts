/** How each kind of bulk file is read: which lines are children, what a batch is on its way to the writing thread. */

import { fromGid, type ShopifyId } from '../../shared/gid.ts';
import type { Currency } from '../../shared/money.ts';
import {
  mapComponent,
  mapCustomer,
  mapFulfillmentOrder,
  mapInventoryItem,
  mapLevel,
  mapProduct,
  mapVariant,
} from '../connectors/shopify/map.ts';
import { mapLine } from '../connectors/shopify/map-order.ts';
import { type SealedCustomer, sealCustomer } from './customers.ts';
import type { BulkTarget } from './mirror.ts';
import { type OrderBatch, transferables } from './order-batch.ts';
import { type LooseLine, packLooseLines } from './order-packer.ts';
import type { PeopleKeys } from './people.ts';
import type { FulfillmentOrderRecord, InventoryItemRecord, ProductRecord } from './records.ts';

export type BulkKind = 'products' | 'inventory' | 'orders' | 'customers' | 'fulfillmentOrders';

/** An object of the file as parsed; children carry `__parentId`. */
export interface BulkObject {
  id: string;
  __parentId?: string;
  [field: string]: unknown;
}

/** A child whose parent was not beside it. */
export interface StagedChild {
  /** What its parent is: "Order", "Product", "ProductVariant", "InventoryItem". */
  kind: string;
  parentId: ShopifyId;
  id: ShopifyId;
  json: string;
}

export type BulkPayload =
  | { kind: 'orders'; batch: OrderBatch }
  | { kind: 'products'; rows: ProductRecord[] }
  | { kind: 'inventory'; rows: InventoryItemRecord[] }
  | { kind: 'customers'; rows: SealedCustomer[] }
  | { kind: 'fulfillmentOrders'; rows: FulfillmentOrderRecord[] };

/** Roots that make a batch: what is written in well under 50 ms. */
export const BATCH_ROOTS: Record<BulkKind, number> = {
  orders: 250,
  products: 150,
  inventory: 500,
  customers: 500,
  fulfillmentOrders: 1000,
};

/** The field of its parent in which a child belongs, by the parent's type. */
const CHILD_FIELDS: Record<string, string> = {
  Product: 'variants',
  ProductVariant: 'productVariantComponents',
  InventoryItem: 'inventoryLevels',
};

function typeOf(gid: string): string {
  return gid.slice('gid://shopify/'.length, gid.indexOf('/', 'gid://shopify/'.length));
}

/** Puts a child into its parent. */
export function adopt(parent: BulkObject, child: BulkObject): void {
  const field = CHILD_FIELDS[typeOf(parent.id)] ?? 'children';
  const children = parent[field];
  if (Array.isArray(children)) children.push(child);
  else parent[field] = [child];
}

/** What the parsing thread posts for the roots of a batch that are no orders; `rejected` gets those it can't read. */
export function objectsPayload(
  kind: Exclude<BulkKind, 'orders'>,
  roots: readonly BulkObject[],
  currency: Currency,
  keys: PeopleKeys,
  rejected: (ShopifyId | null)[],
): BulkPayload {
  const readable = <Row>(map: (root: BulkObject) => Row): Row[] =>
    roots.flatMap((root) => {
      try {
        return [map(root)];
      } catch {
        rejected.push(fromGid(root.id));
        return [];
      }
    });
  switch (kind) {
    case 'products':
      return { kind, rows: readable((root) => mapProduct(root, currency)) };
    case 'inventory':
      return { kind, rows: readable((root) => mapInventoryItem(root, currency)) };
    case 'customers':
      return { kind, rows: readable((root) => sealCustomer(mapCustomer(root, currency), keys)) };
    case 'fulfillmentOrders':
      return { kind, rows: readable(mapFulfillmentOrder) };
  }
}

export function payloadTransferables(payload: BulkPayload): ArrayBuffer[] {
  return payload.kind === 'orders' ? transferables(payload.batch) : [];
}

/** Inside a transaction: a file's batch may lack children that come later, so nothing is dropped. */
export function takePayload(target: BulkTarget, payload: BulkPayload): void {
  switch (payload.kind) {
    case 'orders':
      target.orders.write(payload.batch, false);
      return;
    case 'products':
      for (const row of payload.rows) target.catalog.product(row, false);
      return;
    case 'inventory':
      for (const row of payload.rows) target.catalog.inventory(row, false);
      return;
    case 'customers':
      for (const row of payload.rows) target.customers.write(row);
      return;
    case 'fulfillmentOrders':
      for (const row of payload.rows) target.fulfillmentOrder(row);
  }
}

/**
 * Inside a transaction: late children. Those whose parent the mirror lacks are dropped; returned are the parents of
 * those that can't be read.
 */
export function takeStaged(
  target: BulkTarget,
  children: readonly StagedChild[],
  currency: Currency,
  since: number,
): ShopifyId[] {
  const { catalog, orders, db } = target;
  const orderOf = db.prepare('SELECT taxes_included FROM orders WHERE id = ?').pluck();
  const productVersion = db.prepare('SELECT updated_at FROM products WHERE id = ?').pluck();
  const loose: LooseLine[] = [];
  const rejected: ShopifyId[] = [];
  for (const { kind, parentId, json } of children) {
    const child = JSON.parse(json) as BulkObject;
    const readable = <Row>(map: () => Row): Row | null => {
      try {
        return map();
      } catch {
        rejected.push(parentId);
        return null;
      }
    };
    if (kind === 'Order') {
      const taxesIncluded = orderOf.get(parentId) as number | undefined;
      const line = taxesIncluded === undefined ? null : readable(() => mapLine(child));
      if (line) loose.push({ orderId: parentId, taxesIncluded: taxesIncluded === 1, line });
    } else if (kind === 'Product') {
      const version = productVersion.get(parentId) as number | undefined;
      const variant = version === undefined ? null : readable(() => mapVariant(child, parentId, currency));
      // A product renewed since the load began knows its variants better.
      if (variant && (version! <= since || catalog.hasVariant(variant.id))) catalog.variant(variant, false);
    } else if (kind === 'ProductVariant' && catalog.hasVariant(parentId)) {
      const component = readable(() => mapComponent(child));
      if (component) catalog.components(parentId, [component], false);
    } else if (kind === 'InventoryItem' && catalog.hasItem(parentId)) {
      const level = readable(() => mapLevel(child));
      if (level) catalog.levels(parentId, [level]);
    }
  }
  if (loose.length > 0)
    orders.addLines(
      loose.map((one) => one.orderId),
      packLooseLines(loose),
      since,
    );
  return rejected;
}

export function stagedChild(object: BulkObject, json: string): StagedChild {
  const parent = object.__parentId!;
  return { kind: typeOf(parent), parentId: fromGid(parent), id: fromGid(object.id), json };
}
