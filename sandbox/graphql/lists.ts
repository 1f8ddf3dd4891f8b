/** The root lists (orders, products …): what they may be searched and sorted by, paged or read through. */
import type { Filter, Sorting, TimeKey } from '../documents.ts';
import { idOf, type Kind } from '../model.ts';
import { decodeCursor, encodeCursor, firstOf, type Paged, pageOfArray } from './paging.ts';
import { badRequest, notResolved } from './problems.ts';
import type { ShopRequest } from './request.ts';
import { compileSearch, parseSearch, SearchError, type SearchFields, timeRange } from './search.ts';
import type { Arguments, Stored } from './values.ts';

interface RootList {
  kind: Kind;
  /** Arguments beyond first, after, reverse and query. */
  args: readonly string[];
  sortKeys: Record<string, Sorting['by']>;
  search: SearchFields<Stored>;
  /** Search fields that the store has an index for. */
  indexed: Record<string, TimeKey>;
  /** A list short enough to be sorted by a field that the store has no index for. */
  sorts?: Record<string, (a: Stored, b: Stored) => number>;
  /** What is left out without any search. */
  where?: (args: Arguments) => ((document: Stored) => boolean) | undefined;
}

const time = (name: string) => ({
  as: 'time' as const,
  of: (d: Stored) => (d[name] as string | null) ?? null,
});
const word = (name: string) => ({
  as: 'word' as const,
  of: (d: Stored) => [(d[name] as string | null) ?? null],
});
const id = { as: 'number' as const, of: (d: Stored) => idOf(d.id as string) };
const tag = { as: 'word' as const, of: (d: Stored) => d.tags as string[] };
const stamps = { updated_at: time('updatedAt'), created_at: time('createdAt') };
const indexed = { updated_at: 'updatedAt', created_at: 'createdAt' } as const;
const flag = (name: string) => ({ as: 'word' as const, of: (d: Stored) => [String(d[name])] });

function orderStatus(order: Stored): string[] {
  const state = order.cancelledAt ? 'cancelled' : order.closedAt ? 'closed' : 'open';
  return [state, 'any', ...(state === 'open' ? ['not_closed'] : [])];
}

export const LISTS: Record<string, RootList> = {
  orders: {
    kind: 'Order',
    args: ['sortKey'],
    sortKeys: { ID: 'id', UPDATED_AT: 'updatedAt', CREATED_AT: 'createdAt', PROCESSED_AT: 'processedAt' },
    indexed: { ...indexed, processed_at: 'processedAt' },
    search: {
      ...stamps,
      processed_at: time('processedAt'),
      id,
      tag,
      name: word('name'),
      test: flag('test'),
      status: { as: 'word', of: orderStatus },
      financial_status: word('displayFinancialStatus'),
      fulfillment_status: word('displayFulfillmentStatus'),
      return_status: word('returnStatus'),
    },
  },
  products: {
    kind: 'Product',
    args: ['sortKey'],
    sortKeys: { ID: 'id', UPDATED_AT: 'updatedAt', CREATED_AT: 'createdAt' },
    indexed,
    search: {
      ...stamps,
      id,
      tag,
      status: word('status'),
      vendor: word('vendor'),
      product_type: word('productType'),
      handle: word('handle'),
      title: word('title'),
    },
  },
  productVariants: {
    kind: 'ProductVariant',
    args: ['sortKey'],
    sortKeys: { ID: 'id' },
    indexed,
    search: {
      ...stamps,
      id,
      sku: word('sku'),
      product_id: { as: 'number', of: (d) => idOf((d.product as { id: string }).id) },
    },
  },
  inventoryItems: {
    kind: 'InventoryItem',
    args: [],
    sortKeys: {},
    indexed,
    search: { ...stamps, id, sku: word('sku') },
  },
  locations: {
    kind: 'Location',
    args: ['sortKey', 'includeInactive'],
    sortKeys: { ID: 'id' },
    sorts: { NAME: (a, b) => ((a.name as string) < (b.name as string) ? -1 : 1) },
    indexed,
    search: { ...stamps, id, name: word('name'), active: flag('isActive') },
    where: ({ includeInactive }) => (includeInactive ? undefined : (location) => location.isActive === true),
  },
  fulfillmentOrders: {
    kind: 'FulfillmentOrder',
    args: ['sortKey', 'includeClosed'],
    sortKeys: { ID: 'id', UPDATED_AT: 'updatedAt', CREATED_AT: 'createdAt' },
    indexed,
    search: {
      ...stamps,
      id,
      status: word('status'),
      order_id: { as: 'number', of: (d) => idOf(d.orderId as string) },
    },
    where: ({ includeClosed }) =>
      includeClosed ? undefined : (order) => order.status !== 'CLOSED' && order.status !== 'CANCELLED',
  },
  customers: {
    kind: 'Customer',
    args: ['sortKey'],
    sortKeys: { ID: 'id', UPDATED_AT: 'updatedAt', CREATED_AT: 'createdAt' },
    indexed: { ...indexed, customer_date: 'createdAt' },
    search: { ...stamps, customer_date: time('createdAt'), id, tag, state: word('state') },
  },
};

/** Orders before this are out of reach without the scope read_all_orders. */
const HISTORY_MS = 60 * 86_400_000;

export function oldestOrder({ granted, clock }: ShopRequest): number {
  return granted.has('read_all_orders') ? -Infinity : clock.now() - HISTORY_MS;
}

/** What the arguments let through. Throws a Problem for a search that is not understood. */
export function filterOf(field: string, args: Arguments, request: ShopRequest): Filter<Stored> {
  const list = LISTS[field]!;
  const filter: Filter<Stored> = {};
  const tests: ((document: Stored) => boolean)[] = [];
  if (typeof args.query === 'string') {
    try {
      const search = parseSearch(args.query);
      for (const [name, key] of Object.entries(list.indexed)) {
        const range = timeRange(search, name);
        if (range.from !== undefined || range.to !== undefined) filter[key] = range;
      }
      if (search) tests.push(compileSearch(search, list.search));
    } catch (error) {
      if (error instanceof SearchError) throw badRequest(error.message, 'INVALID_SEARCH');
      throw error;
    }
  }
  const where = list.where?.(args);
  if (where) tests.push(where);
  const oldest = list.kind === 'Order' ? oldestOrder(request) : -Infinity;
  if (oldest > -Infinity)
    filter.createdAt = { ...filter.createdAt, from: Math.max(filter.createdAt?.from ?? 0, oldest) };
  if (tests.length > 0) filter.where = (document) => tests.every((test) => test(document));
  return filter;
}

/** One page of a root list. */
export function pageOfList(field: string, args: Arguments, request: ShopRequest): Paged {
  const list = LISTS[field]!;
  const limit = firstOf(args, field);
  const sortKey = (args.sortKey as string | undefined) ?? 'ID';
  const compare = list.sorts?.[sortKey];
  if (compare) {
    const filter = filterOf(field, args, request) as Filter<unknown>;
    const all = [...request.documents.iterate(request.shop.domain, list.kind, filter)];
    return pageOfArray((all as unknown as Stored[]).sort(compare), args, field);
  }
  const by = sortKey === 'ID' ? 'id' : list.sortKeys[sortKey];
  if (!by) throw notResolved(`the sort key ${sortKey} of ${field}`);
  const after = typeof args.after === 'string' ? decodeCursor(args.after) : undefined;
  const page = request.documents.page(request.shop.domain, list.kind, {
    filter: filterOf(field, args, request) as Filter<unknown>,
    order: { by, reverse: args.reverse === true },
    after,
    limit,
  });
  const seen = after?.seen ?? 0;
  return {
    nodes: page.nodes as unknown as Stored[],
    cursors: page.cursors.map((cursor, index) => encodeCursor({ ...cursor, seen: seen + index + 1 })),
    hasNextPage: page.hasNextPage,
    hasPreviousPage: seen > 0,
  };
}
