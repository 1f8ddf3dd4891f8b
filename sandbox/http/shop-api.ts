/** What a shop answers over HTTP: tokens, Admin GraphQL, bulk results; and the faults that get in the way. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxClock } from '../clock.ts';
import type { Documents } from '../documents.ts';
import type { BulkOperations } from '../graphql/bulk.ts';
import {
  costOf,
  execute,
  type GraphqlAnswer,
  type Prepared,
  prepare,
  throttled,
} from '../graphql/execute.ts';
import type { ShopRequest } from '../graphql/request.ts';
import { API_VERSION } from '../graphql/schema.ts';
import type { Shop } from '../model.ts';
import type { Idempotency } from '../mutations/idempotency.ts';
import type { Journal } from '../mutations/journal.ts';
import type { Access } from './access.ts';
import { Bucket, type CostCount, type Plan } from './bucket.ts';
import type { Faults } from './faults.ts';
import { readBody, sendFile, sendJson } from './http.ts';
import type { Webhooks } from './webhooks.ts';

const DEFAULT_SLOW_MS = 1000;

export interface ShopParts {
  documents: Documents;
  clock: SandboxClock;
  faults: Faults;
  access: Access;
  bulk: BulkOperations;
  webhooks: Webhooks;
  journal: Journal;
  idempotency: Idempotency;
  plan: Plan;
}

export class ShopApi {
  readonly #parts: ShopParts;
  /** By shop and app: the app of client credentials and that of the admin token have a bucket each. */
  readonly #buckets = new Map<string, Bucket>();
  readonly #refundHomes = new Map<string, string>();
  baseUrl = '';

  constructor(parts: ShopParts) {
    this.#parts = parts;
  }

  /** Answers `path` (without the shop's prefix). */
  async serve(
    domain: string,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const shop = this.#parts.documents.shop(domain);
    if (!shop) return sendJson(response, 404, { errors: 'Not Found' });
    if (this.#parts.faults.take('down', domain, path)) {
      request.socket.destroy();
      return;
    }
    const file = /^\/bulk\/(\d+\.jsonl)$/.exec(path)?.[1];
    if (file && request.method === 'GET') return this.#download(shop, file, request, response);
    if (request.method !== 'POST') return sendJson(response, 404, { errors: 'Not Found' });
    if (path === '/admin/oauth/access_token') {
      const { status, body } = this.#parts.access.token(shop, await readBody(request));
      return sendJson(response, status, body);
    }
    const version = /^\/admin\/api\/([\w-]+)\/graphql\.json$/.exec(path)?.[1];
    if (version !== API_VERSION) return sendJson(response, 404, { errors: 'Not Found' });
    return this.#graphql(shop, request, response);
  }

  /** By shop: how much of its buckets was used. */
  costs(): Record<string, CostCount & { restoreRate: number; available: number }> {
    this.#fillBuckets();
    return Object.fromEntries(
      [...this.#buckets].map(([name, bucket]) => [
        name,
        {
          ...bucket.counted(),
          restoreRate: bucket.rate,
          available: bucket.status(performance.now()).currentlyAvailable,
        },
      ]),
    );
  }

  /** Counts anew; with `available`, every bucket holds just that. */
  resetCosts(available?: number): void {
    this.#fillBuckets();
    for (const bucket of this.#buckets.values()) bucket.reset(performance.now(), available);
  }

  async #download(
    shop: Shop,
    name: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { bulk, faults } = this.#parts;
    const path = bulk.file(shop, name);
    if (!path) return sendJson(response, 404, { errors: 'Not Found' });
    await sendFile(request, response, path, faults.take('cut_bulk', shop.domain, name));
  }

  async #graphql(shop: Shop, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { faults, access, idempotency } = this.#parts;
    const body = await readBody(request);
    const token = String(request.headers['x-shopify-access-token'] ?? '');
    const headers = { 'x-request-id': randomUUID(), 'x-shopify-api-version': API_VERSION };
    const unauthorized = () =>
      sendJson(
        response,
        401,
        { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
        headers,
      );
    if (!access.accepts(shop, token)) return unauthorized();

    const prepared = prepare({
      query: typeof body.query === 'string' ? body.query : '',
      variables: (body.variables as Record<string, unknown> | null | undefined) ?? {},
      operationName: (body.operationName as string | null | undefined) ?? null,
    });
    if (!('operation' in prepared)) return sendJson(response, 200, prepared, headers);
    const { name } = prepared;
    const strikes = (kind: Parameters<Faults['take']>[0]) => faults.take(kind, shop.domain, name);

    if (strikes('expired_token')) {
      access.revoke(token);
      return unauthorized();
    }
    const limited = strikes('http_429');
    if (limited)
      return sendJson(
        response,
        429,
        {
          errors:
            'Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.',
        },
        { ...headers, 'retry-after': String(Math.ceil((limited.ms ?? 0) / 1000)) },
      );
    if (strikes('http_500')) return sendJson(response, 500, { errors: 'Internal Server Error' }, headers);
    if (strikes('http_503')) return sendJson(response, 503, { errors: 'Service Unavailable' }, headers);
    if (strikes('connection_reset')) {
      request.socket.destroy();
      return;
    }

    const held = idempotency.hold(shop.domain, prepared.keys);
    try {
      const slow = strikes('slow');
      if (slow) await pause(slow.ms ?? DEFAULT_SLOW_MS);
      // Addresses are given out under the name that the app uses for this server.
      const baseUrl = request.headers.host ? `http://${request.headers.host}` : this.baseUrl;
      const answer = this.#answer(shop, token, prepared, held.taken, baseUrl);
      if (strikes('lost_answer')) {
        request.socket.destroy();
        return;
      }
      sendJson(response, 200, answer, headers);
    } finally {
      held.release();
    }
  }

  #answer(
    shop: Shop,
    token: string,
    prepared: Prepared,
    takenKeys: ReadonlySet<string>,
    baseUrl: string,
  ): GraphqlAnswer {
    const { faults } = this.#parts;
    const bucket = this.#bucket(shop, token);
    const request = this.#request(shop, prepared, takenKeys, baseUrl);
    if (faults.take('throttled', shop.domain, prepared.name)) {
      bucket.countThrottled();
      return throttled(costOf(prepared, request), bucket);
    }
    return execute(prepared, request, bucket);
  }

  #request(shop: Shop, prepared: Prepared, takenKeys: ReadonlySet<string>, baseUrl: string): ShopRequest {
    const { documents, clock, bulk, webhooks, journal, idempotency, faults } = this.#parts;
    const missing = faults.take('missing_scope', shop.domain, prepared.name);
    const granted = shop.scopes.filter((scope) => !missing || !takesAway(missing.scope, scope));
    return {
      documents,
      shop,
      clock,
      bulk,
      webhooks,
      journal,
      idempotency,
      granted: new Set(granted),
      redacted: faults.take('redacted', shop.domain, prepared.name) !== null,
      variables: prepared.variables,
      takenKeys,
      refundHomes: this.#refundHomes,
      baseUrl,
    };
  }

  /** A shop that nobody has asked yet has a full bucket. */
  #fillBuckets(): void {
    for (const shop of this.#parts.documents.shops()) this.#bucket(shop, '');
  }

  #bucket(shop: Shop, token: string): Bucket {
    const name = token.startsWith('shpat_') ? `${shop.domain} (admin token)` : shop.domain;
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = new Bucket(this.#parts.plan, performance.now());
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }
}

/** Whether a missing scope leaves the app without another: writing grants reading, so both go. */
function takesAway(missing: string | null, scope: string): boolean {
  if (missing === null) return scope.startsWith('write_');
  return scope === missing || scope === missing.replace(/^read_/, 'write_');
}
