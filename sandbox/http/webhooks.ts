/** Webhook subscriptions and their signed deliveries, to loopback addresses only. */
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxClock } from '../clock.ts';
import type { Documents } from '../documents.ts';
import { API_VERSION } from '../graphql/schema.ts';
import type { Stored } from '../graphql/values.ts';
import { type InventoryLevel, idOf, type Kind, type Shop } from '../model.ts';
import type { Faults } from './faults.ts';

const TOPICS: Record<string, string> = {
  ORDERS_CREATE: 'orders/create',
  ORDERS_UPDATED: 'orders/updated',
  PRODUCTS_UPDATE: 'products/update',
  INVENTORY_LEVELS_UPDATE: 'inventory_levels/update',
};
const TRIES = 3;
const ANSWER_MS = 5000;
const RETRY_MS = 200;

interface Subscription extends Stored {
  id: string;
  topic: string;
  uri: string;
}

interface Delivery {
  shop: Shop;
  topic: string;
  uri: string;
  id: string;
  triggeredAt: string;
  body: string;
}

export class Webhooks {
  readonly #documents: Documents;
  readonly #clock: SandboxClock;
  readonly #faults: Faults;
  readonly #abort = new AbortController();
  readonly #pending = new Set<Promise<void>>();
  delivered = 0;
  failed = 0;

  constructor(documents: Documents, clock: SandboxClock, faults: Faults) {
    this.#documents = documents;
    this.#clock = clock;
    this.#faults = faults;
  }

  subscriptions(shop: Shop): Subscription[] {
    return this.#documents.note<Subscription[]>(`webhooks ${shop.domain}`) ?? [];
  }

  subscribe(shop: Shop, topic: string, input: Stored): Stored {
    const uri = input.uri;
    const refuse = (field: string, message: string): Stored => ({
      webhookSubscription: null,
      userErrors: [{ field: ['webhookSubscription', field], message }],
    });
    if (!Object.hasOwn(TOPICS, topic))
      return refuse('topic', `The sandbox has no webhooks of topic ${topic}`);
    if (typeof uri !== 'string' || !isLoopback(uri))
      return refuse('uri', 'The sandbox delivers to loopback addresses only (http://127.0.0.1:PORT/path)');
    const known = this.subscriptions(shop);
    if (known.some((subscription) => subscription.topic === topic && subscription.uri === uri))
      return refuse('uri', 'Address for this topic has already been taken');
    const at = this.#clock.iso();
    const id = this.#documents.nextId(shop.domain, 'WebhookSubscription');
    const subscription: Subscription = {
      id: `gid://shopify/WebhookSubscription/${id}`,
      topic,
      uri,
      format: 'JSON',
      createdAt: at,
      updatedAt: at,
    };
    this.#documents.putNote(`webhooks ${shop.domain}`, [...known, subscription]);
    return { webhookSubscription: subscription, userErrors: [] };
  }

  unsubscribe(shop: Shop, id: string): Stored {
    const known = this.subscriptions(shop);
    const rest = known.filter((subscription) => subscription.id !== id);
    if (rest.length === known.length)
      return {
        deletedWebhookSubscriptionId: null,
        userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
      };
    this.#documents.putNote(`webhooks ${shop.domain}`, rest);
    return { deletedWebhookSubscriptionId: id, userErrors: [] };
  }

  /** Tells of a changed (or new) order or product. Other kinds have no topic here. */
  changed(shop: Shop, kind: Kind, document: Stored, created = false): void {
    if (kind !== 'Order' && kind !== 'Product') return;
    const topic = kind === 'Product' ? 'PRODUCTS_UPDATE' : created ? 'ORDERS_CREATE' : 'ORDERS_UPDATED';
    this.#emit(shop, topic, {
      id: idOf(document.id as string),
      admin_graphql_api_id: document.id,
      created_at: document.createdAt,
      updated_at: document.updatedAt,
      ...(kind === 'Order' ? { name: document.name } : { title: document.title, handle: document.handle }),
    });
  }

  levelChanged(shop: Shop, itemId: string, level: InventoryLevel): void {
    this.#emit(shop, 'INVENTORY_LEVELS_UPDATE', {
      inventory_item_id: idOf(itemId),
      location_id: idOf(level.location.id),
      available: level.quantities.available,
      updated_at: level.updatedAt,
      admin_graphql_api_id: level.id,
    });
  }

  /** Waits for deliveries under way; further tries are given up. */
  async close(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#pending);
  }

  #emit(shop: Shop, topic: string, payload: Stored): void {
    for (const subscription of this.subscriptions(shop)) {
      if (subscription.topic !== topic) continue;
      const delivery: Delivery = {
        shop,
        topic: TOPICS[topic]!,
        uri: subscription.uri,
        id: randomUUID(),
        triggeredAt: this.#clock.iso(),
        body: JSON.stringify(payload),
      };
      const late = this.#faults.take('late_webhook', shop.domain, delivery.topic);
      const twice = this.#faults.take('duplicate_webhook', shop.domain, delivery.topic);
      for (let copy = 0; copy < (twice ? 2 : 1); copy++) this.#track(this.#deliver(delivery, late?.ms ?? 0));
    }
  }

  #track(work: Promise<void>): void {
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
  }

  async #deliver(delivery: Delivery, delayMs: number): Promise<void> {
    const signal = this.#abort.signal;
    try {
      if (delayMs > 0) await pause(delayMs, undefined, { signal });
      for (let attempt = 0; attempt < TRIES; attempt++) {
        if (attempt > 0) await pause(RETRY_MS * 2 ** attempt, undefined, { signal });
        if (await send(delivery, signal)) {
          this.delivered += 1;
          return;
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    this.failed += 1;
  }
}

async function send(
  { shop, topic, uri, id, triggeredAt, body }: Delivery,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const answer = await fetch(uri, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': shop.domain,
        'x-shopify-api-version': API_VERSION,
        'x-shopify-webhook-id': id,
        'x-shopify-triggered-at': triggeredAt,
        'x-shopify-hmac-sha256': createHmac('sha256', shop.clientSecret).update(body).digest('base64'),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    // Refused, reset or too slow: the caller tries again.
    return false;
  }
}

function isLoopback(uri: string): boolean {
  const url = URL.parse(uri);
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname)
  );
}
