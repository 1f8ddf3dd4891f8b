import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyWebhook, type WebhookHint, WebhookInbox } from './webhooks.ts';

const SECRET = 'webhook secret';
const NOW = Date.parse('2026-11-23T12:00:00Z');

function delivery(body: string, changes: Record<string, string | undefined> = {}) {
  const raw = Buffer.from(body);
  return {
    raw,
    headers: {
      'x-shopify-hmac-sha256': createHmac('sha256', SECRET).update(raw).digest('base64'),
      'x-shopify-webhook-id': 'delivery-1',
      'x-shopify-topic': 'orders/updated',
      'x-shopify-shop-domain': 'test-shop.myshopify.com',
      'x-shopify-triggered-at': '2026-11-23T11:59:00Z',
      ...changes,
    },
  };
}

describe('verifyWebhook', () => {
  it('accepts a signed delivery and reads its headers', () => {
    const { raw, headers } = delivery('{"id":42,"note":"é"}');
    expect(verifyWebhook(raw, headers, SECRET)).toEqual({
      id: 'delivery-1',
      topic: 'orders/updated',
      shop: 'test-shop.myshopify.com',
      triggeredAt: Date.parse('2026-11-23T11:59:00Z'),
      body: { id: 42, note: 'é' },
    });
  });

  it.each([
    ['another secret', createHmac('sha256', 'other').update('{"id":42}').digest('base64')],
    ['a short signature', 'AAAA'],
    ['no signature', undefined],
  ])('refuses %s', (_what, signature) => {
    const { raw, headers } = delivery('{"id":42}', { 'x-shopify-hmac-sha256': signature });
    expect(verifyWebhook(raw, headers, SECRET)).toBeNull();
  });

  it('refuses a body changed by one byte, a missing header, and a body that is no JSON', () => {
    const { raw, headers } = delivery('{"id":42}');
    expect(verifyWebhook(Buffer.from('{"id":43}'), headers, SECRET)).toBeNull();
    expect(verifyWebhook(raw, { ...headers, 'x-shopify-webhook-id': undefined }, SECRET)).toBeNull();
    const text = delivery('not json');
    expect(verifyWebhook(text.raw, text.headers, SECRET)).toBeNull();
  });
});

describe('WebhookInbox', () => {
  const open = () => {
    const hints: WebhookHint[] = [];
    return { hints, inbox: new WebhookInbox({ clock: () => NOW, onHint: (hint) => hints.push(hint) }) };
  };
  const of = (id: string, topic: string, body: unknown, secondsAgo = 60) => ({
    id,
    topic,
    shop: 'test-shop.myshopify.com',
    triggeredAt: NOW - secondsAgo * 1000,
    body,
  });

  it.each([
    ['orders/updated', { id: 7, admin_graphql_api_id: 'gid://shopify/Order/7' }, { kind: 'order', id: 7 }],
    ['products/update', { id: 8 }, { kind: 'product', id: 8 }],
    ['refunds/create', { id: 1, order_id: 9 }, { kind: 'order', id: 9 }],
    ['inventory_levels/update', { inventory_item_id: 10 }, { kind: 'inventory_item', id: 10 }],
    [
      'fulfillment_orders/placed_on_hold',
      { fulfillment_order: { id: 'gid://shopify/FulfillmentOrder/11' } },
      { kind: 'fulfillment_order', id: 11 },
    ],
  ])('hints at what %s is about', (topic, body, hint) => {
    const { hints, inbox } = open();
    expect(inbox.receive(of('a', topic, body))).toBe('hinted');
    expect(hints).toEqual([hint]);
  });

  it('takes a delivery once, drops stale ones and ones overtaken by a newer, ignores others', () => {
    const { hints, inbox } = open();
    expect(inbox.receive(of('a', 'orders/updated', { id: 7 }, 60))).toBe('hinted');
    expect(inbox.receive(of('a', 'orders/updated', { id: 7 }, 60))).toBe('duplicate');
    expect(inbox.receive(of('b', 'orders/create', { id: 7 }, 90))).toBe('stale');
    expect(inbox.receive(of('c', 'orders/updated', { id: 8 }, 5 * 3600))).toBe('stale');
    expect(inbox.receive(of('d', 'themes/publish', { id: 9 }))).toBe('ignored');
    expect(inbox.receive(of('e', 'orders/updated', { id: 'x' }))).toBe('ignored');
    expect(inbox.receive(of('f', 'orders/delete', { id: 7 }))).toBe('ignored');
    expect(inbox.receive(of('g', 'orders/updated', { id: 7 }, 30))).toBe('hinted');
    expect(hints).toEqual([
      { kind: 'order', id: 7 },
      { kind: 'order', id: 7 },
    ]);
  });
});
