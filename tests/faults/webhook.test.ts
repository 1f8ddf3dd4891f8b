/** Webhooks delivered twice, late, forged or never: hints only, so the mirror is right in every case. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyWebhook, WebhookInbox } from '../../core/connectors/shopify/webhooks.ts';
import { seedStores } from '../../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { daysOf, type Mirrored, mirrorOf, truthFrom } from '../mirrored.ts';

let sandbox: Sandbox;
let mirrored: Mirrored;
let server: Server;
const outcomes: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({
    plan: 'enterprise',
    fill: (documents, now) => seedStores(documents, { now, scale: 0.005, stores: ['gbp'] }),
  });
  const access = sandbox.shops[0]!;
  mirrored = mirrorOf(sandbox, access);
  await mirrored.sync.run();
  const inbox = new WebhookInbox({ clock: Date.now, onHint: (hint) => mirrored.sync.hint(hint) });
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const delivery = verifyWebhook(Buffer.concat(parts), request.headers, access.clientSecret);
    outcomes.push(delivery ? inbox.receive(delivery) : 'forged');
    response.writeHead(delivery ? 200 : 401).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  const answer = await fetch(`${sandbox.url}/${access.shop}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': access.adminToken },
    body: JSON.stringify({
      query: `mutation Subscribe($uri: String!) {
        webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: $uri }) {
          webhookSubscription { id } userErrors { message } } }`,
      variables: { uri },
    }),
  });
  expect(await answer.json()).toMatchObject({ data: { webhookSubscriptionCreate: { userErrors: [] } } });
});
afterAll(async () => {
  server.close();
  mirrored.close();
  await sandbox.close();
});

async function sold(orders: number): Promise<void> {
  const { shop } = sandbox.shops[0]!;
  const body = JSON.stringify({ shop, orders });
  expect((await fetch(`${sandbox.url}/sandbox/sell`, { method: 'POST', body })).status).toBe(200);
}

async function expectAgreement(): Promise<void> {
  expect(daysOf(mirrored.mirror)).toEqual((await truthFrom(sandbox, sandbox.shops[0]!.shop)).days);
}

it('twice: the order is fetched once and counted once', async () => {
  outcomes.length = 0;
  sandbox.faults.add({ kind: 'duplicate_webhook' });
  await sold(1);
  await expect.poll(() => [...outcomes].sort()).toEqual(['duplicate', 'hinted']);
  expect(await mirrored.sync.takeHints()).toBe(1);
  await expectAgreement();
});

it('late: a sync was there first, and nothing is counted again', async () => {
  outcomes.length = 0;
  sandbox.faults.add({ kind: 'late_webhook', ms: 400 });
  await sold(1);
  await mirrored.sync.increment();
  await expectAgreement();
  await expect.poll(() => outcomes).toEqual(['hinted']);
  await mirrored.sync.takeHints();
  await expectAgreement();
});

it('forged: refused, and nothing is fetched', async () => {
  outcomes.length = 0;
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/hooks`, {
    method: 'POST',
    headers: {
      'x-shopify-hmac-sha256': 'AAAA',
      'x-shopify-webhook-id': 'x',
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': sandbox.shops[0]!.shop,
      'x-shopify-triggered-at': new Date().toISOString(),
    },
    body: JSON.stringify({ id: 1 }),
  });
  expect(answer.status).toBe(401);
  expect(outcomes).toEqual(['forged']);
  expect(await mirrored.sync.takeHints()).toBe(0);
});

it('never: the next increment brings it', async () => {
  const { documents, shops } = sandbox;
  documents.putNote(`webhooks ${shops[0]!.shop}`, []);
  outcomes.length = 0;
  await sold(2);
  await mirrored.sync.increment();
  await expectAgreement();
  expect(outcomes).toEqual([]);
});
