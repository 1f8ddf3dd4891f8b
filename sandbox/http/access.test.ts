import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestShop } from '../test-shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());

const SHOP = '{ shop { name currencyCode } }';

describe('client credentials', () => {
  it('answers a token for a day less a second, with the scopes granted', async () => {
    const answer = (await (await shop.askToken()).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({ expires_in: 86_399, access_token: expect.stringMatching(/^shpca_/) });
    expect(String(answer.scope).split(',')).toContain('read_orders');
  });

  it('takes a form as well as JSON', async () => {
    const { clientId, clientSecret } = shop.sandbox.shops[0]!;
    const response = await fetch(`${shop.url}/admin/oauth/access_token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
    expect(response.status).toBe(200);
  });

  it('refuses a wrong secret as invalid_client', async () => {
    const response = await shop.askToken({ client_secret: 'wrong' });
    expect([response.status, await response.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  });

  it('refuses as shop_not_permitted while that fault is set', async () => {
    await shop.fault({ kind: 'shop_not_permitted', shop: shop.domain });
    const response = await shop.askToken();
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'shop_not_permitted' }]);
    await shop.control('faults', {}, 'DELETE');
    expect((await shop.askToken()).status).toBe(200);
  });

  it('knows no other shop', async () => {
    const response = await fetch(`${shop.sandbox.url}/other.myshopify.com/admin/oauth/access_token`, {
      method: 'POST',
    });
    expect(response.status).toBe(404);
  });
});

describe('access tokens', () => {
  it('are refused when wrong, and when forged', async () => {
    expect((await shop.send(SHOP, {}, 'shpca_ffffffffx0000xdeadbeef')).status).toBe(401);
    expect((await shop.send(SHOP, {}, '')).status).toBe(401);
  });

  it('may be an admin token', async () => {
    expect((await shop.send(SHOP, {}, shop.sandbox.shops[0]!.adminToken)).status).toBe(200);
  });

  it('expire by the sandbox clock', async () => {
    const { access_token: token } = (await (await shop.askToken()).json()) as { access_token: string };
    await shop.control('clock', { advanceMs: 86_398_000 });
    expect((await shop.send(SHOP, {}, token)).status).toBe(200);
    await shop.control('clock', { advanceMs: 1000 });
    expect((await shop.send(SHOP, {}, token)).status).toBe(401);
    shop.token = ((await (await shop.askToken()).json()) as { access_token: string }).access_token;
  });

  it('are worth nothing after the fault expired_token', async () => {
    const { access_token: token } = (await (await shop.askToken()).json()) as { access_token: string };
    await shop.fault({ kind: 'expired_token' });
    expect((await shop.send(SHOP, {}, token)).status).toBe(401);
    expect((await shop.send(SHOP, {}, token)).status).toBe(401);
    expect((await shop.send(SHOP)).status).toBe(200);
  });
});

describe('scopes', () => {
  it('deny a field by name, and leave the others', async () => {
    await shop.control('scopes', { shop: shop.domain, revoke: ['read_orders', 'write_orders'] });
    const answer = await shop.ask('{ shop { name } order(id: "gid://shopify/Order/1") { id } }');
    expect(answer.data).toMatchObject({ shop: { name: 'Royal Equips UK' }, order: null });
    expect(answer.errors).toMatchObject([
      {
        message: 'Access denied for order field. Required access: `read_orders` access scope.',
        path: ['order'],
        extensions: { code: 'ACCESS_DENIED' },
      },
    ]);
    expect((await shop.ask('{ orders(first: 1) { nodes { id } } }')).data).toBeNull();
    await shop.control('scopes', { shop: shop.domain, grant: ['read_orders', 'write_orders'] });
    expect((await shop.ask('{ orders(first: 1) { nodes { id } } }')).errors).toBeUndefined();
  });

  it('deny mutations under the fault missing_scope', async () => {
    await shop.fault({ kind: 'missing_scope', match: 'Tag', times: 1 });
    const { data } = await shop.ask('{ orders(first: 1) { nodes { id } } }');
    const id = (data as unknown as { orders: { nodes: { id: string }[] } }).orders.nodes[0]!.id;
    const query =
      'mutation Tag($id: ID!) { tagsAdd(id: $id, tags: ["x"]) { node { id } userErrors { message } } }';
    const denied = await shop.ask(query, { id });
    expect(denied.errors?.[0]?.extensions.code).toBe('ACCESS_DENIED');
    expect(await shop.journal()).toEqual([]);
    expect((await shop.ask(query, { id })).errors).toBeUndefined();
  });

  it('keep orders older than 60 days from an app without read_all_orders', async () => {
    const oldest = '{ orders(first: 1, sortKey: CREATED_AT) { nodes { id createdAt } } }';
    type Orders = { orders: { nodes: { id: string; createdAt: string }[] } };
    const [before] = (await shop.data<Orders>(oldest)).orders.nodes;
    await shop.control('scopes', { shop: shop.domain, revoke: ['read_all_orders'] });
    const [after] = (await shop.data<Orders>(oldest)).orders.nodes;
    const limit = shop.sandbox.clock.now() - 60 * 86_400_000;
    expect(Date.parse(before!.createdAt)).toBeLessThan(limit);
    expect(Date.parse(after!.createdAt)).toBeGreaterThanOrEqual(limit);
    const byId = await shop.data<{ order: unknown }>('query O($id: ID!) { order(id: $id) { id } }', {
      id: before!.id,
    });
    expect(byId.order).toBeNull();
    await shop.control('scopes', { shop: shop.domain, grant: ['read_all_orders'] });
  });

  it('withhold protected customer data under the fault redacted: null, an error, HTTP 200', async () => {
    const query = '{ customers(first: 1) { nodes { id firstName tags defaultAddress { city } } } }';
    await shop.fault({ kind: 'redacted', times: 1 });
    const answer = await shop.ask(query);
    expect(answer.data).toMatchObject({
      customers: { nodes: [{ id: expect.any(String), firstName: null, defaultAddress: null }] },
    });
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      ['customers', 'nodes', 0, 'firstName'],
      ['customers', 'nodes', 0, 'defaultAddress'],
    ]);
    expect((await shop.ask(query)).errors).toBeUndefined();
  });
});
