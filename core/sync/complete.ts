/** Connections inside a page's objects that have more than the page asked for: the rest is fetched and put in place. */
import {
  INVENTORY_BY_IDS,
  ORDER_AGREEMENTS_PAGE,
  ORDER_LINES_PAGE,
  ORDER_RETURNS_PAGE,
  PRODUCT_VARIANTS_PAGE,
  REFUND_ADJUSTMENTS_PAGE,
  REFUND_LINES_PAGE,
  REFUND_SHIPPING_PAGE,
  VARIANT_COMPONENTS_PAGE,
} from '../connectors/shopify/documents.ts';
import type { ShopifyClient } from '../connectors/shopify/types.ts';

/** A GraphQL object as it came; the mapper checks its fields. */
export interface Node {
  id: string;
  updatedAt: string;
  [field: string]: unknown;
}

export interface Connection<T = Node> {
  nodes: T[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const INNER_PAGE = 100;

type Variables = Record<string, unknown>;

function connectionOf(node: Node, field: string): Connection | null {
  const value = node[field];
  return typeof value === 'object' && value !== null && 'pageInfo' in value ? (value as Connection) : null;
}

/** Appends the further pages of a connection to it. `pick` finds it in the answer; null where the object is gone. */
async function extend<Data>(
  client: ShopifyClient,
  connection: Connection | null,
  document: string,
  variables: Variables,
  pick: (data: Data) => Connection | null | undefined,
  signal: AbortSignal,
): Promise<void> {
  while (connection?.pageInfo.hasNextPage) {
    const after = connection.pageInfo.endCursor;
    const more = pick(await client.request<Data>(document, { ...variables, after }, { signal }));
    if (!more) return;
    connection.nodes.push(...more.nodes);
    connection.pageInfo = more.pageInfo;
  }
}

export async function completeProducts(
  client: ShopifyClient,
  nodes: Node[],
  signal: AbortSignal,
): Promise<void> {
  for (const product of nodes) {
    const variants = connectionOf(product, 'variants');
    const variables = { id: product.id, first: INNER_PAGE };
    await extend<{ product: { variants: Connection } | null }>(
      client,
      variants,
      PRODUCT_VARIANTS_PAGE,
      variables,
      (data) => data.product?.variants,
      signal,
    );
    for (const variant of variants?.nodes ?? []) {
      await extend<{ nodes: ({ productVariantComponents: Connection } | null)[] }>(
        client,
        connectionOf(variant, 'productVariantComponents'),
        VARIANT_COMPONENTS_PAGE,
        { ids: [variant.id] },
        (data) => data.nodes[0]?.productVariantComponents,
        signal,
      );
    }
  }
}

export async function completeInventory(
  client: ShopifyClient,
  nodes: Node[],
  signal: AbortSignal,
): Promise<void> {
  for (const item of nodes) {
    await extend<{ nodes: ({ inventoryLevels: Connection } | null)[] }>(
      client,
      connectionOf(item, 'inventoryLevels'),
      INVENTORY_BY_IDS,
      { ids: [item.id] },
      (data) => data.nodes[0]?.inventoryLevels,
      signal,
    );
  }
}

export async function completeOrders(
  client: ShopifyClient,
  nodes: Node[],
  signal: AbortSignal,
): Promise<void> {
  for (const order of nodes) {
    await extend<{ order: { lineItems: Connection } | null }>(
      client,
      connectionOf(order, 'lineItems'),
      ORDER_LINES_PAGE,
      { id: order.id, first: INNER_PAGE },
      (data) => data.order?.lineItems,
      signal,
    );
  }
}

/** For the nodes of ORDER_DETAILS: the rest of their lists, and the agreements of edited orders. */
export async function completeDetails(
  client: ShopifyClient,
  nodes: Node[],
  signal: AbortSignal,
): Promise<void> {
  for (const order of nodes) {
    for (const refund of (order.refunds ?? []) as Node[]) {
      for (const [field, document] of REFUND_LISTS)
        await extend<{ refund: Node | null }>(
          client,
          connectionOf(refund, field),
          document,
          { id: refund.id, first: INNER_PAGE },
          (data) => data.refund && connectionOf(data.refund, field),
          signal,
        );
    }
    if (isCut(order, 'returns', 'returnLineItems')) {
      order.returns = await walk(client, order.id, WALKS.returns, signal);
    }
    order.agreements =
      order.edited === true ? await walk(client, order.id, WALKS.agreements, signal) : NO_AGREEMENTS;
  }
}

const REFUND_LISTS = [
  ['refundLineItems', REFUND_LINES_PAGE],
  ['refundShippingLines', REFUND_SHIPPING_PAGE],
  ['orderAdjustments', REFUND_ADJUSTMENTS_PAGE],
] as const;

const NO_AGREEMENTS: Connection = { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };

function isCut(order: Node, outer: string, inner: string): boolean {
  const connection = connectionOf(order, outer);
  if (!connection) return false;
  return (
    connection.pageInfo.hasNextPage ||
    connection.nodes.some((node) => connectionOf(node, inner)?.pageInfo.hasNextPage)
  );
}

const WALKS = {
  returns: { document: ORDER_RETURNS_PAGE, outer: 'returns', inner: 'returnLineItems', cursor: 'linesAfter' },
  agreements: { document: ORDER_AGREEMENTS_PAGE, outer: 'agreements', inner: 'sales', cursor: 'salesAfter' },
} as const;

/** The outer connection anew, one object after another, each with its whole inner connection. */
async function walk(
  client: ShopifyClient,
  id: string,
  { document, outer, inner, cursor }: (typeof WALKS)[keyof typeof WALKS],
  signal: AbortSignal,
): Promise<Connection> {
  const all: Connection = { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } };
  while (all.pageInfo.hasNextPage) {
    const after = all.pageInfo.endCursor;
    const ask = async (innerAfter: string | null): Promise<Connection | null> => {
      const variables = { id, after, [cursor]: innerAfter };
      const data = await client.request<{ order: Node | null }>(document, variables, { signal });
      return data.order ? connectionOf(data.order, outer) : null;
    };
    const page = await ask(null);
    const node = page?.nodes[0];
    if (!page || !node) break;
    const list = connectionOf(node, inner);
    while (list?.pageInfo.hasNextPage) {
      const further = (await ask(list.pageInfo.endCursor))?.nodes[0];
      const more = further ? connectionOf(further, inner) : null;
      if (!more) break;
      list.nodes.push(...more.nodes);
      list.pageInfo = more.pageInfo;
    }
    all.nodes.push(node);
    all.pageInfo = page.pageInfo;
  }
  return all;
}
