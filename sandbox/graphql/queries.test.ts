import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gid } from '../model.ts';
import { TestShop } from '../test-shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());

interface OrderNode {
  id: string;
  updatedAt: string;
}
interface OrdersPage {
  orders: { nodes: OrderNode[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
const PAGE = `query Page($first: Int!, $after: String, $query: String, $reverse: Boolean) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT, reverse: $reverse) {
    nodes { id updatedAt } pageInfo { hasNextPage endCursor } } }`;

async function all(variables: Record<string, unknown>): Promise<OrderNode[]> {
  const nodes: OrderNode[] = [];
  let after: string | null = null;
  for (;;) {
    const { orders }: OrdersPage = await shop.data<OrdersPage>(PAGE, { ...variables, after });
    nodes.push(...orders.nodes);
    if (!orders.pageInfo.hasNextPage) return nodes;
    after = orders.pageInfo.endCursor;
  }
}

describe('paging', () => {
  it('meets every order once, sorted, forwards and backwards', async () => {
    const stored = [...shop.sandbox.documents.iterate(shop.domain, 'Order')].map(({ id }) => id).sort();
    const forwards = await all({ first: 17 });
    expect(forwards.map(({ id }) => id).sort()).toEqual(stored);
    const times = forwards.map(({ updatedAt }) => Date.parse(updatedAt));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const backwards = await all({ first: 250, reverse: true });
    expect(backwards.map(({ id }) => id)).toEqual(forwards.map(({ id }) => id).reverse());
  });

  it('filters by a quoted time', async () => {
    const every = await all({ first: 250 });
    const middle = every[Math.floor(every.length / 2)]!.updatedAt;
    const found = await all({ first: 10, query: `updated_at:>='${middle}'` });
    const expected = every.filter(({ updatedAt }) => Date.parse(updatedAt) >= Date.parse(middle));
    expect(found).toEqual(expected);
    expect(found.length).toBeLessThan(every.length);
  });

  it('pages connections inside an object', async () => {
    const product = [...shop.sandbox.documents.iterate(shop.domain, 'Product')].find(
      ({ variantIds }) => variantIds.length > 2,
    )!;
    type Variants = {
      product: {
        variants: { edges: { cursor: string; node: { id: string } }[]; pageInfo: { hasNextPage: boolean } };
      };
    };
    const ids: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const answer: Variants = await shop.data<Variants>(
        `query V($id: ID!, $after: String) { product(id: $id) { variants(first: 1, after: $after) {
          edges { cursor node { id } } pageInfo { hasNextPage } } } }`,
        { id: product.id, after },
      );
      const { edges, pageInfo } = answer.product.variants;
      ids.push(...edges.map(({ node }) => node.id));
      after = edges.at(-1)!.cursor;
      more = pageInfo.hasNextPage;
    }
    expect(ids).toEqual(product.variantIds);
  });

  it('refuses pages above 250, a missing size, a false cursor', async () => {
    const code = async (args: string) =>
      (await shop.ask(`{ orders${args} { nodes { id } } }`)).errors?.[0]?.extensions.code;
    expect(await code('(first: 251)')).toBe('ARGUMENT_INVALID');
    expect(await code('')).toBe('BAD_REQUEST');
    expect(await code('(first: 1, after: "nonsense")')).toBe('INVALID_CURSOR');
  });

  it('stops after 25,000 objects', async () => {
    const cursor = (seen: number) =>
      Buffer.from(JSON.stringify({ last_id: 1, last_value: 1, seen })).toString('base64');
    const query = 'query P($after: String) { orders(first: 1, after: $after) { nodes { id } } }';
    expect((await shop.ask(query, { after: cursor(24_999) })).errors).toBeUndefined();
    expect((await shop.ask(query, { after: cursor(25_000) })).errors?.[0]?.extensions.code).toBe(
      'PAGINATION_LIMIT_EXCEEDED',
    );
  });
});

describe('resolving', () => {
  it('follows references, aliases and fragments', async () => {
    const { orders } = await shop.data<{
      orders: {
        nodes: { lineItems: { nodes: { what: string; variant: { sku: string; id: string } | null }[] } }[];
      };
    }>(`query Q { orders(first: 5) { nodes { ...Lines } } }
        fragment Lines on Order { lineItems(first: 1) { nodes { what: title variant { id sku } } } }`);
    const line = orders.nodes.flatMap(({ lineItems }) => lineItems.nodes).find(({ variant }) => variant)!;
    const stored = shop.sandbox.documents.get(shop.domain, 'ProductVariant', line.variant!.id);
    expect(line.variant!.sku).toBe(stored?.sku);
    expect(line.what).toEqual(expect.any(String));
  });

  it('finds nodes by id, null for what is not there', async () => {
    const [order] = shop.sandbox.documents.page(shop.domain, 'Order', { limit: 1 }).nodes;
    const { nodes } = await shop.data<{ nodes: unknown[] }>(
      'query N($ids: [ID!]!) { nodes(ids: $ids) { id ... on Order { name } } }',
      { ids: [order!.id, gid('Order', 5), gid('ProductVariant', 6)] },
    );
    expect(nodes).toEqual([{ id: order!.id, name: order!.name }, null, null]);
  });

  it('answers a refund by its id', async () => {
    const order = [...shop.sandbox.documents.iterate(shop.domain, 'Order')].find(
      ({ refunds }) => refunds.length > 0,
    )!;
    const refund = order.refunds[0]!;
    const answer = await shop.data<{ refund: { refundLineItems: { nodes: { id: string }[] } } }>(
      'query R($id: ID!) { refund(id: $id) { refundLineItems(first: 5) { nodes { id } } } }',
      { id: refund.id },
    );
    expect(answer.refund.refundLineItems.nodes).toEqual(
      refund.refundLineItems.slice(0, 5).map(({ id }) => ({ id })),
    );
  });

  it('names the field it does not resolve', async () => {
    const answer = await shop.ask('{ orders(first: 1) { nodes { id confirmationNumber } } }');
    expect(answer.errors).toMatchObject([
      {
        message: 'The sandbox does not resolve Order.confirmationNumber',
        extensions: { code: 'SANDBOX_NOT_RESOLVED' },
      },
    ]);
  });

  it('refuses what the real schema does not have, and variables that do not fit', async () => {
    const unknown = await shop.ask('{ orders(first: 1) { nodes { colour } } }');
    expect(unknown.errors?.[0]?.message).toContain('Cannot query field "colour" on type "Order"');
    const wrong = await shop.ask('query Q($first: Int!) { orders(first: $first) { nodes { id } } }', {
      first: 'x',
    });
    expect(wrong.errors?.[0]?.message).toContain('$first');
  });
});

describe('cost', () => {
  it('is reserved as requested and charged as used', async () => {
    const answer = await shop.ask('{ orders(first: 250, query: "id:1") { nodes { id } } }');
    const { cost } = answer.extensions!;
    expect(cost.requestedQueryCost).toBeGreaterThan(cost.actualQueryCost!);
    expect(cost.actualQueryCost).toBe(2);
    expect(cost.throttleStatus).toMatchObject({ maximumAvailable: 40_000, restoreRate: 2000 });
  });

  it('refuses a query above 1,000 points', async () => {
    const answer = await shop.ask(
      `{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { variant { product {
        variants(first: 250) { nodes { id } } } } } } } } }`,
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('MAX_COST_EXCEEDED');
  });

  it('throttles with HTTP 200 once the bucket is empty, and counts it', async () => {
    const poor = await TestShop.open({ plan: 'basic' });
    await fetch(`${poor.sandbox.url}/sandbox/cost?available=5`, { method: 'DELETE' });
    // 100 points a second come back: more than three seconds for this query.
    const answer = await poor.ask(
      '{ orders(first: 250) { nodes { lineItems(first: 100) { nodes { product { id } variant { id } } } } } }',
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('THROTTLED');
    expect(answer.extensions?.cost.actualQueryCost).toBeNull();
    expect(answer.extensions?.cost.requestedQueryCost).toBeGreaterThan(300);
    const { shops } = await poor.control<{ shops: Record<string, { throttled: number }> }>('cost');
    expect(shops[poor.domain]?.throttled).toBe(1);
    await poor.close();
  });
});
