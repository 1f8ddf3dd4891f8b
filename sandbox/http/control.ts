/** `/sandbox/…`: what tests and the demo ask of the sandbox itself. No shop has these addresses. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxClock } from '../clock.ts';
import type { Documents } from '../documents.ts';
import type { Stored } from '../graphql/values.ts';
import type { LiveSelling } from '../live.ts';
import type { Shop } from '../model.ts';
import type { Journal } from '../mutations/journal.ts';
import { digitsOf, fixed, minorOf } from '../seed/money.ts';
import { truthOf } from '../truth.ts';
import type { Faults } from './faults.ts';
import { HttpError, readBody, sendJson } from './http.ts';
import type { ShopApi } from './shop-api.ts';
import type { Webhooks } from './webhooks.ts';

export interface ControlParts {
  documents: Documents;
  clock: SandboxClock;
  faults: Faults;
  journal: Journal;
  live: LiveSelling;
  webhooks: Webhooks;
  api: ShopApi;
}

/** How a shop of the sandbox is reached. */
export interface ShopAccess {
  storeId: string;
  /** `royal-gbp.myshopify.com`. */
  shop: string;
  currency: string;
  clientId: string;
  clientSecret: string;
  adminToken: string;
}

export function accessOf(shop: Shop): ShopAccess {
  return {
    storeId: shop.storeId,
    shop: shop.domain,
    currency: shop.currency,
    clientId: shop.clientId,
    clientSecret: shop.clientSecret,
    adminToken: shop.adminToken,
  };
}

type Body = Record<string, unknown>;
type Handler = (parts: ControlParts, query: URLSearchParams, body: Body) => unknown;

const ROUTES: Record<string, Handler> = {
  'GET shops': ({ documents }) => ({ shops: documents.shops().map(accessOf) }),
  'GET truth': ({ documents }, query) => truthOf(documents, shopOf(documents, query.get('shop')).domain),
  'GET journal': ({ journal, documents }, query) => {
    const shop = query.get('shop');
    return {
      entries: journal.entries({
        shop: shop === null ? undefined : shopOf(documents, shop).domain,
        since: Number(query.get('since') ?? 0),
      }),
    };
  },
  'GET replay': ({ documents }) => ({ report: documents.note('replay') }),
  'GET cost': ({ api }) => ({ shops: api.costs() }),
  'DELETE cost': ({ api }, query) => {
    const available = query.get('available');
    api.resetCosts(available === null ? undefined : Number(available));
    return { shops: api.costs() };
  },
  'GET faults': ({ faults }) => ({ faults: faults.list() }),
  'POST faults': ({ faults, documents }, _query, body) => ({
    fault: faults.add(body.shop == null ? body : { ...body, shop: shopOf(documents, body.shop).domain }),
  }),
  'DELETE faults': ({ faults }) => ({ removed: faults.clear() }),
  'GET clock': ({ clock }) => ({ now: clock.iso(), fixed: clock.fixed }),
  'POST clock': ({ clock }, _query, body) => {
    if (typeof body.advanceMs === 'number') clock.advance(body.advanceMs);
    else if (body.now === null) clock.fix(null);
    else clock.fix(timeOf(body.now));
    return { now: clock.iso(), fixed: clock.fixed };
  },
  'POST sell': ({ documents, live }, _query, body) => {
    const orders = live.sell(shopOf(documents, body.shop), numberOf(body.orders, 'orders'));
    return { orders: orders.map(({ id }) => id) };
  },
  'POST pause': ({ live }) => {
    live.pause();
    return { running: live.running };
  },
  'POST resume': ({ live }, _query, body) => {
    live.resume(body.speed === undefined ? undefined : numberOf(body.speed, 'speed'));
    return { running: live.running, speed: live.perMinute };
  },
  'POST edit': (parts, _query, body) => edit(parts, body),
  'POST scopes': ({ documents }, _query, body) => {
    const shop = shopOf(documents, body.shop);
    const scopes = new Set(shop.scopes);
    for (const scope of textsOf(body.grant)) scopes.add(scope);
    for (const scope of textsOf(body.revoke)) scopes.delete(scope);
    documents.putShop({ ...shop, scopes: [...scopes].sort() });
    return { scopes: [...scopes].sort() };
  },
  'GET webhooks': ({ documents, webhooks }) => ({
    delivered: webhooks.delivered,
    failed: webhooks.failed,
    subscriptions: Object.fromEntries(
      documents.shops().map((shop) => [shop.domain, webhooks.subscriptions(shop)]),
    ),
  }),
};

export async function control(
  parts: ControlParts,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = `${request.method} ${url.pathname.slice('/sandbox/'.length)}`;
  const handler = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
  if (!handler)
    throw new HttpError(404, `The sandbox has no ${name}; it has ${Object.keys(ROUTES).join(', ')}`);
  const body = await readBody(request);
  try {
    sendJson(response, 200, handler(parts, url.searchParams, body));
  } catch (error) {
    if (error instanceof RangeError) throw new HttpError(400, error.message);
    throw error;
  }
}

/**
 * Another writer at work: `{shop, variantId, price}` sets a price; `{shop, inventoryItemId, locationId?, delta}`
 * moves available stock. Not in the journal, which is of mutations.
 */
function edit({ documents, clock, webhooks }: ControlParts, body: Body): unknown {
  const shop = shopOf(documents, body.shop);
  if (body.variantId !== undefined) {
    const variant = documents.get(shop.domain, 'ProductVariant', idText(body.variantId, 'ProductVariant'));
    if (!variant) throw new HttpError(404, 'No such variant');
    const digits = digitsOf(shop.currency);
    const before = variant.price;
    variant.price = fixed(minorOf(String(body.price), digits), digits);
    variant.updatedAt = clock.iso();
    documents.put(shop.domain, 'ProductVariant', variant);
    const product = documents.get(shop.domain, 'Product', variant.product.id);
    if (product) {
      product.updatedAt = clock.iso();
      documents.put(shop.domain, 'Product', product);
      webhooks.changed(shop, 'Product', product as unknown as Stored);
    }
    return { variantId: variant.id, before, price: variant.price };
  }
  const item = documents.get(shop.domain, 'InventoryItem', idText(body.inventoryItemId, 'InventoryItem'));
  const location = body.locationId === undefined ? undefined : idText(body.locationId, 'Location');
  const level = item?.inventoryLevels.find((each) => location === undefined || each.location.id === location);
  if (!item || !level) throw new HttpError(404, 'No such stock');
  const before = level.quantities.available;
  const delta = numberOf(body.delta, 'delta');
  level.quantities.available += delta;
  level.quantities.on_hand += delta;
  level.updatedAt = clock.iso();
  documents.put(shop.domain, 'InventoryItem', item);
  webhooks.levelChanged(shop, item.id, level);
  return { inventoryItemId: item.id, before, available: level.quantities.available };
}

/** By domain or by store id. */
function shopOf(documents: Documents, name: unknown): Shop {
  const shop = documents.shops().find(({ domain, storeId }) => domain === name || storeId === name);
  if (!shop) throw new HttpError(404, `The sandbox has no shop ${String(name)}`);
  return shop;
}

function idText(value: unknown, type: string): string {
  return typeof value === 'number' ? `gid://shopify/${type}/${value}` : String(value);
}

function timeOf(value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof at !== 'number' || !Number.isFinite(at)) throw new RangeError('now must be an ISO time');
  return at;
}

function numberOf(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError(`${name} must be a number`);
  return value;
}

function textsOf(value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new RangeError('Scopes must be a list of texts');
  return value.map(String);
}
