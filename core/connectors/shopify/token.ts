/** The access token of one shop: asked for once, renewed before it ends, forgotten when refused. Never leaves memory. */
import { RoyalError } from '../../../shared/errors.ts';
import type { SendOutcome } from '../shop-client.ts';
import { connectionError, tokenError } from './answer.ts';
import { loadLibrary, type Route, type Token, TokenRefusal } from './transport.ts';
import type { ShopCredentials } from './types.ts';

/** A token that ends within this time is renewed first, so that none ends under way. */
const RENEW_BEFORE_MS = 120_000;

export class TokenSource {
  readonly #route: Route;
  readonly #credentials: ShopCredentials;
  #token: { value: string; scopes: string[]; endsAt: number } | null = null;
  #asking: Promise<string> | null = null;

  constructor(route: Route, credentials: ShopCredentials) {
    this.#route = route;
    this.#credentials = credentials;
  }

  /** Throws RoyalError: credentials_invalid, shop_not_permitted, shop_not_found, shop_unavailable … */
  async value(): Promise<string> {
    if (this.#credentials.kind === 'admin_token') return this.#credentials.token;
    if (this.#token && performance.now() < this.#token.endsAt - RENEW_BEFORE_MS) return this.#token.value;
    this.#asking ??= this.#ask(this.#credentials).finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** Forgets a token that was refused, unless another took its place. Returns false where no new one can be had. */
  refused(value: string): boolean {
    if (this.#credentials.kind === 'admin_token') return false;
    if (this.#token?.value === value) this.#token = null;
    return true;
  }

  /** Milliseconds until the token ends, null without one or without an end. */
  msLeft(): number | null {
    if (!this.#token || this.#token.endsAt === Number.POSITIVE_INFINITY) return null;
    return this.#token.endsAt - performance.now();
  }

  held(): boolean {
    return this.#credentials.kind === 'admin_token' || this.#token !== null;
  }

  async #ask(credentials: Extract<ShopCredentials, { kind: 'client_credentials' }>): Promise<string> {
    const library = await loadLibrary();
    let token: Token;
    try {
      token = await library.askToken(this.#route, credentials);
    } catch (error) {
      throw this.#explain(error);
    }
    const seconds = token.expiresInSeconds;
    this.#token = {
      value: token.value,
      scopes: token.scopes,
      endsAt: seconds === null ? Number.POSITIVE_INFINITY : performance.now() + seconds * 1000,
    };
    return token.value;
  }

  /** A token that could not be had: whatever was to be sent with it never left. */
  #explain(error: unknown): RoyalError {
    const { shop } = this.#route;
    const told =
      error instanceof TokenRefusal
        ? tokenError(shop, error.status, error.body)
        : connectionError(shop, error);
    return new RoyalError(
      {
        ...told.toData(),
        code: told.code === 'answer_lost' ? 'shop_unavailable' : told.code,
        details: { ...told.details, outcome: 'refused' satisfies SendOutcome },
      },
      { cause: error },
    );
  }
}
