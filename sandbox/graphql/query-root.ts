/** The fields of QueryRoot. */

import { idOf, type Kind } from '../model.ts';
import type { FieldReader, FieldTable } from './fields.ts';
import { LISTS, oldestOrder, pageOfList } from './lists.ts';
import { badRequest } from './problems.ts';
import type { ShopRequest } from './request.ts';
import type { Arguments, Stored } from './values.ts';

const MAX_INPUT = 250;

const KINDS: readonly string[] = [
  'Product',
  'ProductVariant',
  'InventoryItem',
  'Location',
  'Order',
  'FulfillmentOrder',
  'Customer',
];

/** Input arrays longer than 250 are refused by Shopify before anything is done. */
export function checkInputSize(items: readonly unknown[]): void {
  if (items.length > MAX_INPUT)
    throw badRequest(
      `The input array size of ${items.length} is greater than the maximum allowed of ${MAX_INPUT}.`,
      'MAX_INPUT_SIZE_EXCEEDED',
    );
}

/** A stored object, or null: also for an id that is malformed or of another shop. */
function findNode(gid: string, request: ShopRequest): Stored | null {
  const kind = /^gid:\/\/shopify\/(\w+)\/\d+/.exec(gid)?.[1];
  if (kind === undefined) throw badRequest(`Invalid global id '${gid}'`, 'argumentLiteralsIncompatible');
  if (kind === 'BulkOperation') return request.bulk.view(request.shop, gid, request.baseUrl);
  if (!KINDS.includes(kind)) return null;
  const found = request.documents.get(request.shop.domain, kind as Kind, idOf(gid));
  if (kind === 'Order' && found && Date.parse(found.createdAt) < oldestOrder(request)) return null;
  return found as Stored | null;
}

function byId(kind: string): FieldReader {
  return {
    args: ['id'],
    read: (_source, { id }, request) =>
      (id as string).startsWith(`gid://shopify/${kind}/`) ? findNode(id as string, request) : null,
  };
}

function list(field: string): FieldReader {
  return {
    args: ['first', 'after', 'reverse', 'query', ...LISTS[field]!.args],
    read: (_source, args, request) => pageOfList(field, args, request),
  };
}

function findRefund(id: string, request: ShopRequest): Stored | null {
  const { documents, shop, refundHomes } = request;
  const has = (order: { refunds: { id: string }[] }) => order.refunds.some((refund) => refund.id === id);
  const home = refundHomes.get(id);
  let order = home ? documents.get(shop.domain, 'Order', home) : null;
  if (!order) for (order of documents.iterate(shop.domain, 'Order', { where: has })) break;
  return (order?.refunds.find((refund) => refund.id === id) ?? null) as Stored | null;
}

export const QUERY_ROOT: FieldTable = {
  ...Object.fromEntries(Object.keys(LISTS).map((field) => [field, list(field)])),
  order: byId('Order'),
  product: byId('Product'),
  productVariant: byId('ProductVariant'),
  inventoryItem: byId('InventoryItem'),
  location: byId('Location'),
  customer: byId('Customer'),
  fulfillmentOrder: byId('FulfillmentOrder'),
  bulkOperation: byId('BulkOperation'),
  refund: { args: ['id'], read: (_source, { id }, request) => findRefund(id as string, request) },
  node: { args: ['id'], read: (_source, { id }, request) => findNode(id as string, request) },
  nodes: {
    args: ['ids'],
    read: (_source, { ids }, request) => {
      checkInputSize(ids as string[]);
      return (ids as string[]).map((id) => findNode(id, request));
    },
  },
  shop: { args: [], read: (_source, _args, { shop }) => shop },
  currentAppInstallation: {
    args: [],
    read: (_source, _args, { shop, granted }) => ({
      id: `gid://shopify/AppInstallation/${idOf(shop.id)}`,
      accessScopes: [...granted]
        .sort()
        .map((handle) => ({ handle, description: handle.replaceAll('_', ' ') })),
    }),
  },
  bulkOperations: {
    args: ['first', 'after', 'reverse', 'query', 'sortKey'],
    read: (_source, args: Arguments, request) => request.bulk.list(request.shop, args, request.baseUrl),
  },
  webhookSubscriptions: {
    args: ['first', 'after', 'reverse'],
    read: (_source, _args, request) => request.webhooks.subscriptions(request.shop),
  },
};
