/** Webhooks end to end: a shop's deliveries through a receiver in front into a running core, and what must not come in. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from '../core/host/host.ts';
import { syncAll } from '../headless/demo/script.ts';
import { startHeadless } from '../headless/host.ts';
import { seedStores } from '../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';

let sandbox: Sandbox;
let host: Host;
let front: Server;
let base: string;
const answers: number[] = [];

/** All that a receiver in front has to do: hand on body and headers as they are. */
function forwardTo(socketPath: string): Server {
  return createServer((incoming, outgoing) => {
    const passed = request(
      { socketPath, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        answers.push(answer.statusCode ?? 0);
        outgoing.writeHead(answer.statusCode ?? 502);
        answer.pipe(outgoing);
      },
    );
    passed.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(passed);
  });
}

const url = (): string => `http://127.0.0.1:${(front.address() as AddressInfo).port}`;

beforeAll(async () => {
  process.env.ROYAL_SECRETS = 'file';
  base = mkdtempSync(join(tmpdir(), 'royal-webhooks-'));
  sandbox = await startSandbox({
    plan: 'enterprise',
    fill: (documents, now) => seedStores(documents, { now, scale: 0.005, stores: ['gbp', 'jpy'] }),
  });
  host = await startHeadless({ folder: join(base, 'data'), schedule: false });
  for (const { shop, clientId, clientSecret, adminToken } of sandbox.shops) {
    const id = shop === sandbox.shops[0]!.shop ? 'one' : 'two';
    const credentials = id === 'one' ? { clientId, clientSecret } : { token: adminToken };
    await host.client.stores.add({ id, shop, endpoint: sandbox.url, ...credentials });
  }
  await syncAll(host.client);
  front = forwardTo(host.socket);
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
});
afterAll(async () => {
  front?.close();
  await host?.close();
  await sandbox?.close();
  rmSync(base, { recursive: true, force: true });
});

const orders = async (): Promise<number> => (await host.client.counts({ storeId: 'one' }))[0]!.orders;

interface Delivery {
  store?: string;
  body?: string;
  secret?: string;
  headers?: Record<string, string>;
}

function signed({ body = '{"id":1}', secret = sandbox.shops[0]!.clientSecret, headers = {} }: Delivery) {
  return {
    body,
    headers: {
      'x-shopify-topic': 'orders/updated',
      'x-shopify-shop-domain': sandbox.shops[0]!.shop,
      'x-shopify-webhook-id': 'w1',
      'x-shopify-triggered-at': new Date().toISOString(),
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
      ...headers,
    },
  };
}

async function deliver(delivery: Delivery): Promise<number> {
  const { body, headers } = signed(delivery);
  const answer = await fetch(`${url()}/webhooks/${delivery.store ?? 'one'}`, {
    method: 'POST',
    headers,
    body,
  });
  return answer.status;
}

it('an order sold reaches the mirror without a sync, delivered once or twice', async () => {
  const { shop, adminToken } = sandbox.shops[0]!;
  const answer = await fetch(`${sandbox.url}/${shop}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': adminToken },
    body: JSON.stringify({
      query: `mutation Subscribe($uri: String!) {
        webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: $uri }) {
          webhookSubscription { id } userErrors { message } } }`,
      variables: { uri: `${url()}/webhooks/one` },
    }),
  });
  expect(await answer.json()).toMatchObject({ data: { webhookSubscriptionCreate: { userErrors: [] } } });
  const before = await orders();
  sandbox.faults.add({ kind: 'duplicate_webhook' });
  await fetch(`${sandbox.url}/sandbox/sell`, { method: 'POST', body: JSON.stringify({ shop, orders: 1 }) });
  await expect.poll(orders, { timeout: 10_000 }).toBe(before + 1);
  expect(answers).toEqual([200, 200]);
  const { events } = await host.client.events.since({ seq: 0 });
  expect(events.filter(({ kind }) => kind === 'sync.hints_taken').map(({ data }) => data)).toEqual([
    { taken: 1 },
  ]);
});

it('says what became of a delivery', async () => {
  const tell = async (delivery: Delivery): Promise<string> => {
    const { body, headers } = signed(delivery);
    const base64 = Buffer.from(body).toString('base64');
    const asked = { storeId: 'one', headers, body: base64, encoding: 'base64' as const };
    return (await host.client.webhooks.accept(asked)).outcome;
  };
  const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
  const as = (id: string, triggered = hoursAgo(0)): Record<string, string> => ({
    'x-shopify-webhook-id': id,
    'x-shopify-triggered-at': triggered,
  });
  const body = JSON.stringify({ id: 77 });
  expect(await tell({ body, headers: as('a') })).toBe('hinted');
  expect(await tell({ body, headers: as('a') })).toBe('duplicate');
  expect(await tell({ body, headers: as('b', hoursAgo(1)) })).toBe('stale');
  expect(await tell({ body: '{"id":78}', headers: as('c', hoursAgo(5)) })).toBe('stale');
  // A time to come does not silence what follows.
  expect(await tell({ body: '{"id":79}', headers: as('d', hoursAgo(-9)) })).toBe('hinted');
  expect(await tell({ body: '{"id":79}', headers: as('e') })).toBe('hinted');
  const ignored = { 'x-shopify-topic': 'themes/publish', 'x-shopify-webhook-id': 'f' };
  expect(await tell({ body, headers: ignored })).toBe('ignored');
});

it('keeps out what is forged, another shop’s, or for a store that can not tell', async () => {
  expect(await deliver({})).toBe(200);
  expect(await deliver({ secret: 'guessed' })).toBe(401);
  expect(await deliver({ secret: '' })).toBe(401);
  expect(await deliver({ headers: { 'x-shopify-hmac-sha256': '' } })).toBe(401);
  expect(await deliver({ headers: { 'x-shopify-shop-domain': sandbox.shops[1]!.shop } })).toBe(401);
  expect(await deliver({ store: 'nowhere' })).toBe(404);
  expect(await deliver({ store: 'two' })).toBe(409);
  await expect(
    host.client.webhooks.accept({ storeId: 'one', headers: {}, body: '{}', encoding: 'utf8' }),
  ).rejects.toMatchObject({ code: 'credentials_invalid', next: expect.any(String) });
});
