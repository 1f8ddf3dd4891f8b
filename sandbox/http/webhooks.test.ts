import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestShop } from '../test-shop.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let shop: TestShop;
let server: Server;
let received: Received[];
/** Statuses of the next answers; 200 afterwards. */
let statuses: number[];

beforeEach(async () => {
  shop = await TestShop.open();
  received = [];
  statuses = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    received.push({ headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await shop.close();
  server.closeAllConnections();
  server.close();
});

async function subscribe(
  topic: string,
  uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
) {
  const { webhookSubscriptionCreate: answer } = await shop.data<{
    webhookSubscriptionCreate: {
      webhookSubscription: { id: string } | null;
      userErrors: { message: string }[];
    };
  }>(
    `mutation S($topic: WebhookSubscriptionTopic!, $uri: String!) {
      webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri }) {
        webhookSubscription { id topic uri } userErrors { field message } } }`,
    { topic, uri },
  );
  return answer;
}

function sell(orders = 1): Promise<{ orders: string[] }> {
  return shop.control('sell', { shop: 'gbp', orders });
}

describe('webhooks', () => {
  it('tell of a new order, signed over the raw body', async () => {
    await subscribe('ORDERS_CREATE');
    const { orders } = await sell();
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const { headers, body } = received[0]!;
    const secret = shop.sandbox.shops[0]!.clientSecret;
    expect(headers['x-shopify-hmac-sha256']).toBe(createHmac('sha256', secret).update(body).digest('base64'));
    expect(headers).toMatchObject({
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': shop.domain,
      'x-shopify-webhook-id': expect.any(String),
      'x-shopify-triggered-at': '2026-11-23T12:00:00.000Z',
    });
    expect(JSON.parse(body)).toMatchObject({ admin_graphql_api_id: orders[0] });
  });

  it('tell of stock and of products that change', async () => {
    await subscribe('INVENTORY_LEVELS_UPDATE');
    await subscribe('PRODUCTS_UPDATE');
    const item = [...shop.sandbox.documents.iterate(shop.domain, 'InventoryItem')].find(
      ({ tracked }) => tracked,
    )!;
    const before = item.inventoryLevels[0]!.quantities.available;
    await shop.control('edit', { shop: 'gbp', inventoryItemId: item.id, delta: -3 });
    await shop.control('edit', { shop: 'gbp', variantId: item.variant.id, price: '1.23' });
    await vi.waitFor(() => expect(received).toHaveLength(2));
    const bodies = Object.fromEntries(
      received.map(({ headers, body }) => [headers['x-shopify-topic'], JSON.parse(body) as object]),
    );
    expect(bodies['inventory_levels/update']).toMatchObject({ available: before - 3 });
    expect(bodies['products/update']).toHaveProperty('admin_graphql_api_id');
  });

  it('are tried again, a few times', async () => {
    statuses = [500];
    await subscribe('ORDERS_CREATE');
    await sell();
    await vi.waitFor(() => expect(received).toHaveLength(2), { timeout: 5000 });
    expect(received[1]!.headers['x-shopify-webhook-id']).toBe(received[0]!.headers['x-shopify-webhook-id']);
  });

  it('come twice, or late, on request', async () => {
    await subscribe('ORDERS_CREATE');
    await shop.fault({ kind: 'duplicate_webhook' });
    await sell();
    await vi.waitFor(() => expect(received).toHaveLength(2));
    expect(received[1]!.headers['x-shopify-webhook-id']).toBe(received[0]!.headers['x-shopify-webhook-id']);

    received.length = 0;
    await shop.fault({ kind: 'late_webhook', ms: 500 });
    await sell();
    await shop.control('clock', { advanceMs: 60_000 });
    await sell();
    await vi.waitFor(() => expect(received).toHaveLength(2));
    const times = received.map(({ headers }) => String(headers['x-shopify-triggered-at']));
    expect(times[0]! > times[1]!).toBe(true);
  });

  it('go to loopback addresses only, once for a topic and address, and can be ended', async () => {
    expect((await subscribe('ORDERS_CREATE', 'https://example.com/hooks')).userErrors[0]?.message).toContain(
      'loopback',
    );
    const { webhookSubscription } = await subscribe('ORDERS_CREATE');
    expect((await subscribe('ORDERS_CREATE')).userErrors[0]?.message).toContain('already been taken');
    const remove = `mutation D($id: ID!) { webhookSubscriptionDelete(id: $id) {
      deletedWebhookSubscriptionId userErrors { message } } }`;
    await shop.data(remove, { id: webhookSubscription!.id });
    const left = await shop.data<{ webhookSubscriptions: { nodes: unknown[] } }>(
      '{ webhookSubscriptions(first: 5) { nodes { id uri } } }',
    );
    expect(left.webhookSubscriptions.nodes).toEqual([]);
  });
});
