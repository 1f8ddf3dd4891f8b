import { describe, expect, it } from 'vitest';
import {
  INVENTORY_BY_IDS,
  ORDER_AGREEMENTS_PAGE,
  ORDER_LINES_PAGE,
  ORDER_RETURNS_PAGE,
  PRODUCT_VARIANTS_PAGE,
  REFUND_LINES_PAGE,
  VARIANT_COMPONENTS_PAGE,
} from '../connectors/shopify/documents.ts';
import type { ShopifyClient } from '../connectors/shopify/types.ts';
import {
  type Connection,
  completeDetails,
  completeInventory,
  completeOrders,
  completeProducts,
  type Node,
} from './complete.ts';

const { signal } = new AbortController();
type Variables = Record<string, string | number | null | string[]>;

function node(id: string, fields: Record<string, unknown> = {}): Node {
  return { id, updatedAt: '2026-11-23T00:00:00Z', ...fields };
}

/** The page of a list of `names` that begins after the cursor. */
function page(names: (string | Node)[], after: unknown, size: number): Connection {
  const from = Number(after ?? 0);
  const nodes = names.slice(from, from + size).map((one) => (typeof one === 'string' ? node(one) : one));
  const to = from + nodes.length;
  return { nodes, pageInfo: { hasNextPage: to < names.length, endCursor: String(to) } };
}

function clientOf(answers: Record<string, (variables: Variables) => unknown>) {
  const asked: Variables[] = [];
  const client = {
    request: async (document: string, variables: Variables) => {
      asked.push(variables);
      return answers[document]!(variables);
    },
  };
  return { client: client as unknown as ShopifyClient, asked };
}

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const ids = (connection: unknown) => (connection as Connection).nodes.map(({ id }) => id);

describe('complete', () => {
  it('fetches the further lines of an order, and asks nothing for one that is whole', async () => {
    const lines = names('line', 7);
    const { client, asked } = clientOf({
      [ORDER_LINES_PAGE]: ({ after }) => ({ order: { lineItems: page(lines, after, 2) } }),
    });
    const long = node('long', { lineItems: page(lines, null, 3) });
    const short = node('short', { lineItems: page(['only'], null, 3) });
    await completeOrders(client, [long, short], signal);
    expect(ids(long.lineItems)).toEqual(lines);
    expect(ids(short.lineItems)).toEqual(['only']);
    expect(asked.map(({ id, after }) => [id, after])).toEqual([
      ['long', '3'],
      ['long', '5'],
    ]);
  });

  it('fetches further variants and the components of those too', async () => {
    const components = names('component', 5);
    const variant = (id: string, parts: string[]) =>
      node(id, { productVariantComponents: page(parts, null, 2) });
    const variants = [variant('v0', []), variant('v1', []), variant('bundle', components)];
    const { client } = clientOf({
      [PRODUCT_VARIANTS_PAGE]: ({ after }) => ({ product: { variants: page(variants, after, 2) } }),
      [VARIANT_COMPONENTS_PAGE]: ({ after }) => ({
        nodes: [{ productVariantComponents: page(components, after, 2) }],
      }),
    });
    const product = node('p', { variants: page(variants, null, 1) });
    await completeProducts(client, [product], signal);
    expect(ids(product.variants)).toEqual(['v0', 'v1', 'bundle']);
    const bundle = (product.variants as Connection).nodes[2]!;
    expect(ids(bundle.productVariantComponents)).toEqual(components);
  });

  it('fetches the levels of an item kept at many places, and leaves one that is gone as it is', async () => {
    const levels = names('level', 12);
    const { client } = clientOf({
      [INVENTORY_BY_IDS]: ({ ids: asked, after }) => ({
        nodes: [(asked as string[])[0] === 'gone' ? null : { inventoryLevels: page(levels, after, 100) }],
      }),
    });
    const item = node('item', { inventoryLevels: page(levels, null, 10) });
    const gone = node('gone', { inventoryLevels: page(levels, null, 10) });
    await completeInventory(client, [item, gone], signal);
    expect(ids(item.inventoryLevels)).toEqual(levels);
    expect(ids(gone.inventoryLevels)).toHaveLength(10);
  });

  it('walks refunds and returns that a batch could not hold, and the agreements of edited orders only', async () => {
    const refundLines = names('refund-line', 5);
    const agreements = [names('a', 5), names('b', 1), names('c', 3)];
    const returns = [names('r', 1), names('s', 4)];
    const outer = (lists: string[][], inner: string, size: number) =>
      lists.map((list, index) => node(`${inner}-${index}`, { [inner]: page(list, null, size) }));
    const walkOf =
      (lists: string[][], field: string, inner: string, cursor: string) => (variables: Variables) => {
        const connection = page(outer(lists, inner, 2), variables.after, 1);
        const at = Number(variables.after ?? 0);
        const [found] = connection.nodes;
        if (found) found[inner] = page(lists[at]!, variables[cursor], 2);
        return { order: node('order', { [field]: connection }) };
      };
    const { client } = clientOf({
      [REFUND_LINES_PAGE]: ({ after }) => ({ refund: { refundLineItems: page(refundLines, after, 2) } }),
      [ORDER_RETURNS_PAGE]: walkOf(returns, 'returns', 'returnLineItems', 'linesAfter'),
      [ORDER_AGREEMENTS_PAGE]: walkOf(agreements, 'agreements', 'sales', 'salesAfter'),
    });
    const order = node('order', {
      refunds: [node('refund', { refundLineItems: page(refundLines, null, 2) })],
      returns: page(outer(returns, 'returnLineItems', 2), null, 2),
      edited: true,
    });
    const whole = node('whole', {
      refunds: [],
      returns: page([], null, 2),
      edited: false,
    });
    await completeDetails(client, [order, whole], signal);
    expect(ids((order.refunds as Node[])[0]!.refundLineItems)).toEqual(refundLines);
    expect((order.returns as Connection).nodes.map(({ returnLineItems }) => ids(returnLineItems))).toEqual(
      returns,
    );
    expect((order.agreements as Connection).nodes.map(({ sales }) => ids(sales))).toEqual(agreements);
    expect(ids(whole.agreements)).toEqual([]);
  });
});
