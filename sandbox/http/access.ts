/** Client credentials and access tokens. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { Shop } from '../model.ts';
import type { Faults } from './faults.ts';

/** Shopify's tokens by client credentials live a day, less a second. */
const LIFE_SECONDS = 86_399;

export interface TokenAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Tokens carry their end and a signature, so they outlive a restart without being stored. */
export class Access {
  readonly #clock: SandboxClock;
  readonly #faults: Faults;
  readonly #revoked = new Set<string>();
  /** Makes two tokens of one moment differ. */
  #issued = 0;

  constructor(clock: SandboxClock, faults: Faults) {
    this.#clock = clock;
    this.#faults = faults;
  }

  /** POST /admin/oauth/access_token. */
  token(shop: Shop, input: Record<string, unknown>): TokenAnswer {
    if (input.grant_type !== 'client_credentials')
      return refuse(400, 'unsupported_grant_type', 'The sandbox grants by client_credentials only');
    if (input.client_id !== shop.clientId || input.client_secret !== shop.clientSecret)
      return refuse(401, 'invalid_client', 'Client authentication failed: unknown client or wrong secret');
    if (this.#faults.take('shop_not_permitted', shop.domain, 'access_token'))
      return refuse(400, 'shop_not_permitted', 'Client credentials cannot be performed on this shop.');
    const end = Math.floor(this.#clock.now() / 1000) + LIFE_SECONDS;
    const serial = (this.#issued++).toString(16).padStart(4, '0');
    const head = `${end.toString(16)}x${serial}`;
    return {
      status: 200,
      body: {
        access_token: `shpca_${head}x${sign(shop, head)}`,
        scope: shop.scopes.join(','),
        expires_in: LIFE_SECONDS,
      },
    };
  }

  accepts(shop: Shop, token: string): boolean {
    if (this.#revoked.has(token)) return false;
    if (token.startsWith('shpat_')) return equal(token, shop.adminToken);
    const match = /^shpca_(([0-9a-f]+)x[0-9a-f]+)x([0-9a-f]+)$/.exec(token);
    if (!match) return false;
    const [, head, end, signature] = match;
    return equal(signature!, sign(shop, head!)) && Number.parseInt(end!, 16) * 1000 > this.#clock.now();
  }

  /** The token is worth nothing from now on. */
  revoke(token: string): void {
    this.#revoked.add(token);
  }
}

function sign(shop: Shop, head: string): string {
  return createHmac('sha256', shop.clientSecret).update(`${shop.domain} ${head}`).digest('hex').slice(0, 32);
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refuse(status: number, error: string, text: string): TokenAnswer {
  return { status, body: { error, error_description: `Oauth error ${error}: ${text}` } };
}
