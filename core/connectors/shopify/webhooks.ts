/**
 * Webhooks are hints: a delivery only says "look at this now", and what is taken in is always fetched. So a forged,
 * repeated, late or lost one can do no harm.
 * https://shopify.dev/docs/apps/build/webhooks/subscribe/https#verify-a-webhook
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { fromGid, type ShopifyId } from '../../../shared/gid.ts';
import type { EpochMs } from '../../../shared/time.ts';

/** Names in lower case, as node:http gives them. */
export type WebhookHeaders = Record<string, string | string[] | undefined>;

export interface WebhookDelivery {
  /** X-Shopify-Webhook-Id: the same for every attempt at one delivery. */
  id: string;
  /** "orders/updated". */
  topic: string;
  shop: string;
  triggeredAt: EpochMs;
  body: unknown;
}

export interface WebhookHint {
  kind: 'order' | 'product' | 'inventory_item' | 'customer' | 'fulfillment_order';
  id: ShopifyId;
}

/** `ignored`: about nothing that is mirrored. */
export type WebhookOutcome = 'hinted' | 'duplicate' | 'stale' | 'ignored';

/** The delivery, or null where its signature or a header is missing or wrong. Takes the same time for any signature. */
export function verifyWebhook(
  rawBody: Uint8Array,
  headers: WebhookHeaders,
  secret: string,
): WebhookDelivery | null {
  const expected = createHmac('sha256', secret).update(rawBody).digest();
  const given = Buffer.from(one(headers, 'x-shopify-hmac-sha256') ?? '', 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const id = one(headers, 'x-shopify-webhook-id');
  const topic = one(headers, 'x-shopify-topic');
  const shop = one(headers, 'x-shopify-shop-domain');
  const triggeredAt = Date.parse(one(headers, 'x-shopify-triggered-at') ?? '');
  if (!id || !topic || !shop || Number.isNaN(triggeredAt)) return null;
  try {
    return { id, topic, shop, triggeredAt, body: JSON.parse(new TextDecoder().decode(rawBody)) };
  } catch {
    return null;
  }
}

/** Shopify tries for four hours; an older delivery tells nothing that polling has not seen. */
const STALE_MS = 4 * 3_600_000;
const REMEMBERED = 10_000;

const KINDS: Record<string, WebhookHint['kind']> = {
  orders: 'order',
  products: 'product',
  inventory_items: 'inventory_item',
  inventory_levels: 'inventory_item',
  customers: 'customer',
  fulfillment_orders: 'fulfillment_order',
  refunds: 'order',
  order_transactions: 'order',
};

/** Turns deliveries into hints, each thing at most once for a delivery and never for an outdated one. */
export class WebhookInbox {
  readonly #clock: () => EpochMs;
  readonly #onHint: (hint: WebhookHint) => void;
  readonly #seen = new Set<string>();
  /** Newest `triggeredAt` by topic and object. */
  readonly #newest = new Map<string, EpochMs>();

  constructor(options: { clock: () => EpochMs; onHint: (hint: WebhookHint) => void }) {
    this.#clock = options.clock;
    this.#onHint = options.onHint;
  }

  receive(delivery: WebhookDelivery): WebhookOutcome {
    if (this.#seen.has(delivery.id)) return 'duplicate';
    remember(this.#seen, delivery.id);
    const now = this.#clock();
    if (now - delivery.triggeredAt > STALE_MS) return 'stale';
    const hint = hintOf(delivery);
    if (!hint) return 'ignored';
    const thing = `${hint.kind}:${hint.id}`;
    // The signature covers the body alone: a time to come must not silence what follows.
    const triggeredAt = Math.min(delivery.triggeredAt, now);
    if ((this.#newest.get(thing) ?? 0) > triggeredAt) return 'stale';
    this.#newest.delete(thing);
    this.#newest.set(thing, triggeredAt);
    if (this.#newest.size > REMEMBERED) this.#newest.delete(this.#newest.keys().next().value!);
    this.#onHint(hint);
    return 'hinted';
  }
}

/** Bodies name their object in REST's shape: a number, or a gid. Deletions are left to reconciliation. */
function hintOf({ topic, body }: WebhookDelivery): WebhookHint | null {
  const [resource = '', event = ''] = topic.toLowerCase().split('/');
  const kind = KINDS[resource];
  if (!kind || event === 'delete' || typeof body !== 'object' || body === null) return null;
  const fields = body as Record<string, unknown>;
  const nested = fields.fulfillment_order as { id?: unknown } | undefined;
  const about =
    resource === 'refunds' || resource === 'order_transactions'
      ? fields.order_id
      : resource === 'inventory_levels'
        ? fields.inventory_item_id
        : (fields.admin_graphql_api_id ?? fields.id ?? nested?.id);
  try {
    const id = typeof about === 'number' ? about : fromGid(String(about));
    return Number.isSafeInteger(id) && id > 0 ? { kind, id } : null;
  } catch {
    return null;
  }
}

function remember(seen: Set<string>, id: string): void {
  seen.add(id);
  if (seen.size > REMEMBERED) seen.delete(seen.values().next().value!);
}

function one(headers: WebhookHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
