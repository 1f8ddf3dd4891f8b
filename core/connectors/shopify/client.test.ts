import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { RoyalError } from '../../../shared/errors.ts';
import { sendOutcome } from '../shop-client.ts';
import { createShopifyClient } from './client.ts';
import type { ShopCredentials, ShopifyClient } from './types.ts';

const SHOP = 'test-shop.myshopify.com';
const GRAPHQL = `/${SHOP}/admin/api/2026-10/graphql.json`;
const TOKEN = `/${SHOP}/admin/oauth/access_token`;
const KEY: ShopCredentials = { kind: 'client_credentials', clientId: 'id', clientSecret: 'hush-secret' };
const QUERY = 'query Things($first: Int!) { shop { name } }';
const MUTATION = 'mutation Do { tagsAdd { userErrors { message } } }';
const COST = {
  requestedQueryCost: 10,
  actualQueryCost: 5,
  throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1995, restoreRate: 100 },
};

interface Request {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}
type Handler = (request: Request, response: ServerResponse, count: number) => void;

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

function json(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function shopWith(
  handlers: Record<string, Handler>,
  credentials: ShopCredentials = KEY,
): Promise<{ client: ShopifyClient; seen: Request[]; endpoint: string }> {
  const seen: Request[] = [];
  const counts = new Map<string, number>();
  const server: Server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const request = {
      path: message.url ?? '',
      headers: message.headers,
      body: Buffer.concat(chunks).toString(),
    };
    seen.push(request);
    const count = (counts.get(request.path) ?? 0) + 1;
    counts.set(request.path, count);
    const handler = handlers[request.path];
    if (handler) handler(request, response, count);
    else if (request.path === TOKEN) {
      json(response, 200, { access_token: `token-${count}`, scope: 'read_orders', expires_in: 86_399 });
    } else json(response, 404, { errors: 'Not Found' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createShopifyClient({
    shop: 'test-shop',
    endpoint,
    credentials,
    clock: () => 1_000,
    backoffMs: 5,
  });
  opened.push(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  return { client, seen, endpoint };
}

const answering = (data: unknown): Handler => {
  return (_request, response) => json(response, 200, { data, extensions: { cost: COST } });
};

async function errorOf(work: Promise<unknown>): Promise<RoyalError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RoyalError)) throw new Error(`expected a RoyalError, got ${String(error)}`);
  expect(error.next.length).toBeGreaterThan(10);
  expect(JSON.stringify(error.toData())).not.toContain('hush-secret');
  return error;
}

describe('shopify client', () => {
  it('asks for a token once and sends it with every request', async () => {
    const { client, seen } = await shopWith({ [GRAPHQL]: answering({ shop: { name: 'Test' } }) });
    await Promise.all([client.request(QUERY, { first: 1 }), client.request(QUERY, { first: 1 })]);
    const data = await client.request<{ shop: { name: string } }>(QUERY, { first: 1 });
    expect(data.shop.name).toBe('Test');
    expect(seen.filter((request) => request.path === TOKEN)).toHaveLength(1);
    expect(JSON.parse(seen[0]!.body)).toEqual({
      client_id: 'id',
      client_secret: 'hush-secret',
      grant_type: 'client_credentials',
    });
    const requests = seen.filter((request) => request.path === GRAPHQL);
    expect(requests.map((request) => request.headers['x-shopify-access-token'])).toEqual(
      Array(3).fill('token-1'),
    );
    expect(JSON.parse(requests[0]!.body)).toEqual({ query: QUERY, variables: { first: 1 } });
    expect(client.state()).toMatchObject({ token: 'valid', circuit: 'closed', bucket: { maximum: 2000 } });
  });

  it('renews a refused token once, and says so when the new one is refused too', async () => {
    const { client, seen } = await shopWith({
      [GRAPHQL]: (request, response) =>
        request.headers['x-shopify-access-token'] === 'token-1'
          ? json(response, 401, { errors: 'Invalid API key or access token' })
          : json(response, 200, { data: { shop: {} } }),
    });
    await client.request(QUERY);
    expect(seen.filter((request) => request.path === TOKEN)).toHaveLength(2);

    const refused = await shopWith({ [GRAPHQL]: (_r, response) => json(response, 401, { errors: 'no' }) });
    expect((await errorOf(refused.client.request(QUERY))).code).toBe('credentials_invalid');
    expect(refused.client.state().token).toBe('refused');
  });

  it('renews a token before it ends', async () => {
    const { client, seen } = await shopWith({
      [TOKEN]: (_r, response, count) =>
        json(response, 200, { access_token: `token-${count}`, scope: '', expires_in: 60 }),
      [GRAPHQL]: answering({ shop: {} }),
    });
    await client.request(QUERY);
    await client.request(QUERY);
    expect(seen.filter((request) => request.path === TOKEN)).toHaveLength(2);
  });

  it('says that an admin token has ended', async () => {
    const { client } = await shopWith(
      { [GRAPHQL]: (_r, response) => json(response, 401, { errors: 'no' }) },
      { kind: 'admin_token', token: 'shpat_hush-secret' },
    );
    expect((await errorOf(client.request(QUERY))).code).toBe('token_expired');
  });

  it.each([
    [404, '<html>Not found</html>', 'shop_not_found'],
    [
      400,
      JSON.stringify({
        error: 'shop_not_permitted',
        error_description: 'Client credentials cannot be performed',
      }),
      'shop_not_permitted',
    ],
    [400, '<html>Oauth error shop_not_permitted: …</html>', 'shop_not_permitted'],
    [401, JSON.stringify({ error: 'invalid_client' }), 'credentials_invalid'],
    [400, JSON.stringify({ error: 'application_cannot_be_found' }), 'credentials_invalid'],
    [503, '<html>down</html>', 'shop_unavailable'],
  ])('explains what the token endpoint means by %i %s', async (status, body, code) => {
    const { client } = await shopWith({
      [TOKEN]: (_r, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(body),
    });
    const error = await errorOf(client.request(MUTATION, {}, { mutation: true }));
    expect(error.code).toBe(code);
    expect(sendOutcome(error)).toBe('refused');
  });

  it('reads again after a 500, a lost connection and half an answer; a mutation goes out once', async () => {
    const handler: Handler = (_request, response, count) => {
      if (count === 1) response.writeHead(500).end('oops');
      else if (count === 2) response.destroy();
      else if (count === 3) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
        response.write('{"data":{"sh', () => response.destroy());
      } else json(response, 200, { data: { shop: { name: 'Test' } } });
    };
    const reading = await shopWith({ [GRAPHQL]: handler });
    await expect(reading.client.request(QUERY)).resolves.toEqual({ shop: { name: 'Test' } });
    expect(reading.client.state().calls).toMatchObject({ answered: 1, retried: 3 });

    const writing = await shopWith({ [GRAPHQL]: handler });
    for (const code of ['shop_unavailable', 'answer_lost', 'answer_lost']) {
      const error = await errorOf(writing.client.request(MUTATION, {}, { mutation: true }));
      expect(error.code).toBe(code);
      expect(sendOutcome(error)).toBe('uncertain');
    }
    expect(writing.seen.filter((request) => request.path === GRAPHQL)).toHaveLength(3);
  });

  it('tells a mutation that never left from one that may have arrived', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const nowhere = createShopifyClient({
      shop: 'test-shop',
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { kind: 'admin_token', token: 't' },
      clock: () => 0,
      backoffMs: 1,
    });
    const error = await errorOf(nowhere.request(MUTATION, {}, { mutation: true }));
    expect([error.code, sendOutcome(error)]).toEqual(['shop_unavailable', 'refused']);

    const silent = await shopWith({ [GRAPHQL]: () => {} });
    const lost = await errorOf(silent.client.request(MUTATION, {}, { mutation: true, timeoutMs: 50 }));
    expect([lost.code, sendOutcome(lost)]).toEqual(['answer_lost', 'uncertain']);
  });

  it('opens the circuit after repeated failures and then fails at once', async () => {
    const { client, seen } = await shopWith({ [GRAPHQL]: (_r, response) => response.writeHead(502).end() });
    await errorOf(client.request(QUERY));
    await errorOf(client.request(QUERY));
    expect(client.state().circuit).toBe('open');
    const before = seen.length;
    expect((await errorOf(client.request(QUERY))).code).toBe('shop_unavailable');
    expect(seen.length).toBe(before);
  });

  it.each([200, 429])('waits for the missing points when throttled with %i', async (status) => {
    const { client } = await shopWith({
      [GRAPHQL]: (_request, response, count) =>
        count === 1
          ? json(response, status, {
              errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
              extensions: {
                cost: {
                  requestedQueryCost: 100,
                  actualQueryCost: null,
                  throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 50, restoreRate: 1000 },
                },
              },
            })
          : json(response, 200, { data: { shop: {} } }),
    });
    const startedAt = performance.now();
    await client.request(QUERY);
    // 100 requested, 50 there, 1000 a second; another tenth of the bucket stays free for an owner's mutation.
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
    expect(client.state().calls.throttled).toBe(1);
  });

  it('does not resend a throttled mutation', async () => {
    const { client, seen } = await shopWith({
      [GRAPHQL]: (_request, response) =>
        json(response, 200, { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] }),
    });
    const error = await errorOf(client.request(MUTATION, {}, { mutation: true }));
    expect([error.code, sendOutcome(error)]).toEqual(['throttled', 'refused']);
    expect(seen.filter((request) => request.path === GRAPHQL)).toHaveLength(1);
  });

  it('names the scope that is missing', async () => {
    const { client } = await shopWith({
      [GRAPHQL]: (_request, response) =>
        json(response, 200, {
          data: null,
          errors: [
            {
              message: 'Access denied for orders field.',
              path: ['orders'],
              extensions: { code: 'ACCESS_DENIED', requiredAccess: '`read_orders` access scope.' },
            },
          ],
        }),
    });
    const error = await errorOf(client.request(QUERY));
    expect(error.code).toBe('scope_missing');
    expect(error.details?.scopes).toEqual(['read_orders']);
    expect(error.next).toContain('read_orders');
  });

  it('does not carry the token after a redirect', async () => {
    const { client, seen } = await shopWith({
      [GRAPHQL]: (_request, response) => response.writeHead(301, { location: '/elsewhere' }).end(),
    });
    expect((await errorOf(client.request(QUERY))).code).toBe('shop_not_found');
    expect(seen.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('returns the data where fields are withheld, and says which', async () => {
    const { client } = await shopWith({
      [GRAPHQL]: (_request, response) =>
        json(response, 200, {
          data: { orders: { nodes: [{ id: 1, email: null }] } },
          errors: [
            {
              message: 'This app is not approved to access the email field.',
              path: ['orders', 'nodes', 0, 'email'],
              extensions: { code: 'ACCESS_DENIED' },
            },
          ],
        }),
    });
    const redacted: string[] = [];
    const data = await client.request(QUERY, {}, { onRedacted: (paths) => redacted.push(...paths) });
    expect(data).toEqual({ orders: { nodes: [{ id: 1, email: null }] } });
    expect(redacted).toEqual(['orders.nodes.0.email']);
  });

  it('ends waiting requests when it is closed or the caller cancels', async () => {
    const { client } = await shopWith({ [GRAPHQL]: () => {} });
    const cancel = new AbortController();
    const cancelledByCaller = errorOf(client.request(QUERY, {}, { signal: cancel.signal }));
    cancel.abort();
    expect((await cancelledByCaller).code).toBe('cancelled');
    const running = errorOf(client.request(QUERY));
    client.close();
    expect((await running).code).toBe('cancelled');
    expect((await errorOf(client.request(QUERY))).code).toBe('cancelled');
  });

  it('verifies: shop, scopes granted and missing, limited history', async () => {
    const { client } = await shopWith({
      [GRAPHQL]: answering({
        shop: { name: 'Test', myshopifyDomain: SHOP, plan: { publicDisplayName: 'Basic' } },
        currentAppInstallation: {
          accessScopes: ['write_products', 'read_orders', 'read_customers'].map((handle) => ({ handle })),
        },
      }),
    });
    expect(await client.verify()).toMatchObject({
      shop: SHOP,
      plan: 'Basic',
      scopes: ['read_customers', 'read_orders', 'write_products'],
      missing: ['read_inventory', 'read_locations', 'read_merchant_managed_fulfillment_orders'],
      limitedHistory: true,
    });
    expect((await client.scopes()).has('read_products')).toBe(true);
  });

  it('downloads from a byte on, also from a server that ignores ranges, without the token', async () => {
    const file = 'line one\nline two\n';
    const { client, seen, endpoint } = await shopWith({
      '/ranged': (request, response) => {
        const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
        response.writeHead(from > 0 ? 206 : 200).end(file.slice(from));
      },
      '/plain': (_request, response) => response.end(file),
      '/gone': (_request, response) => response.writeHead(403).end(),
    });
    const read = async (path: string, from: number) =>
      new Response(await client.download(`${endpoint}${path}`, from)).text();
    expect(await read('/ranged', 0)).toBe(file);
    expect(await read('/ranged', 9)).toBe('line two\n');
    expect(await read('/plain', 9)).toBe('line two\n');
    const error = await errorOf(client.download(`${endpoint}/gone`, 0));
    expect([error.code, error.details?.reason]).toEqual(['bulk_failed', 'expired']);
    expect(seen.every((request) => request.headers['x-shopify-access-token'] === undefined)).toBe(true);
    await errorOf(client.download('http://169.254.0.1/secret', 0));
  });

  it.each([
    'my-shop',
    'My-Shop.myshopify.com',
    'https://my-shop.myshopify.com/admin',
    'https://admin.shopify.com/store/my-shop/orders',
  ])('accepts %s as a shop', (shop) => {
    const client = createShopifyClient({ shop, credentials: KEY, clock: () => 0 });
    expect(client.shop).toBe('my-shop.myshopify.com');
  });

  it.each(['', 'my shop', 'example.com', 'evil.com/my-shop.myshopify.com', 'my-shop.myshopify.com.evil.com'])(
    'refuses “%s” as a shop',
    (shop) => {
      expect(() => createShopifyClient({ shop, credentials: KEY, clock: () => 0 })).toThrowError(
        expect.objectContaining({ code: 'shop_domain_invalid' }),
      );
    },
  );

  it.each(['http://example.com', 'https://10.0.0.1:80', 'ftp://127.0.0.1', 'http://127.0.0.1.evil.com'])(
    'refuses %s as an endpoint',
    (endpoint) => {
      expect(() =>
        createShopifyClient({ shop: 'a', endpoint, credentials: KEY, clock: () => 0 }),
      ).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
    },
  );

  it('asks whether a mutation may still leave after every wait, and sends nothing where not', async () => {
    let stopped = false;
    const { client, seen } = await shopWith({
      [TOKEN]: (_request, response) => {
        // Pulled while the token is on its way.
        stopped = true;
        json(response, 200, { access_token: 'token-1', scope: 'write_orders', expires_in: 86_399 });
      },
      [GRAPHQL]: answering({ tagsAdd: { userErrors: [] } }),
    });
    const leaving = (): void => {
      if (stopped)
        throw new RoyalError({ code: 'stopped', message: 'Stopped.', next: 'Lift it, then retry.' });
    };
    const error = await errorOf(client.request(MUTATION, {}, { mutation: true, leaving }));
    expect(error.code).toBe('stopped');
    expect(sendOutcome(error)).toBe('refused');
    expect(seen.map((request) => request.path)).toEqual([TOKEN]);
    stopped = false;
    await client.request(MUTATION, {}, { mutation: true, leaving });
    expect(seen).toHaveLength(2);
  });
});
