/**
 * The one way out to Shopify: @shopify/shopify-api with its fetch replaced, so that a store with an endpoint is
 * served from this machine and the reason of a lost connection survives the library's own error wrapping.
 * The library (30 MB, 0.1 s) is loaded with the first request.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Session } from '@shopify/shopify-api';
import { routeUrl } from './shop-domain.ts';
import type { ShopCredentials } from './types.ts';

export interface Route {
  shop: string;
  endpoint: string | undefined;
  fetch: typeof fetch;
}

export interface Token {
  value: string;
  scopes: string[];
  /** Seconds from now, null where it does not end. */
  expiresInSeconds: number | null;
}

export interface Library {
  /** Throws TokenRefusal, or the connection's own error. */
  askToken(route: Route, credentials: ClientCredentials): Promise<Token>;
  /** The raw answer of one GraphQL request; throws the connection's own error. */
  post(route: Route, token: string, request: GraphqlRequest): Promise<Response>;
}

type ClientCredentials = Extract<ShopCredentials, { kind: 'client_credentials' }>;

interface GraphqlRequest {
  document: string;
  variables: Record<string, unknown> | undefined;
  signal: AbortSignal;
  /** See RequestOptions. */
  leaving: (() => void) | undefined;
}

interface Exchange {
  route: Route;
  leaving?: (() => void) | undefined;
  failure?: unknown;
  /** An answer other than 200 of the token endpoint: the library reads pages in HTML as JSON and loses both. */
  refusal?: TokenRefusal;
}

/** What the token endpoint said instead of a token. */
export class TokenRefusal extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`The token endpoint answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

const TOKEN_TIMEOUT_MS = 20_000;

const exchanges = new AsyncLocalStorage<Exchange>();
let loading: Promise<Library> | undefined;

export function loadLibrary(): Promise<Library> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Library> {
  await import('@shopify/shopify-api/adapters/node');
  const { setAbstractFetchFunc } = await import('@shopify/shopify-api/runtime');
  const { ApiVersion, LogSeverity, Session, shopifyApi } = await import('@shopify/shopify-api');

  setAbstractFetchFunc(async (input, init) => {
    const exchange = exchanges.getStore();
    if (!exchange) throw new Error('The Shopify library was used outside of a shop’s client.');
    const { route } = exchange;
    try {
      exchange.leaving?.();
      const response = await route.fetch(routeUrl(String(input), route.shop, route.endpoint), {
        ...init,
        signal: init?.signal ?? AbortSignal.timeout(TOKEN_TIMEOUT_MS),
        // A redirect would carry the token to another host.
        redirect: 'manual',
      });
      if (String(input).endsWith('/oauth/access_token') && !response.ok) {
        exchange.refusal = new TokenRefusal(response.status, await response.clone().text());
      }
      return response;
    } catch (error) {
      exchange.failure = error;
      throw error;
    }
  });

  const configure = (apiKey: string, apiSecretKey: string) =>
    shopifyApi({
      apiKey,
      apiSecretKey,
      apiVersion: ApiVersion.October26,
      // Required by the library for apps with a web page; nothing is served there.
      hostName: 'localhost',
      isEmbeddedApp: false,
      userAgentPrefix: 'Royal Equips Command Center',
      logger: { log: () => {}, level: LogSeverity.Error, httpRequests: false },
      _logDisabledFutureFlags: false,
    });
  // Only client credentials use key and secret; requests carry the session's token.
  const { clients } = configure('unused', 'unused');

  const through = async <T>(exchange: Exchange, work: () => Promise<T>): Promise<T> => {
    try {
      return await exchanges.run(exchange, work);
    } catch (error) {
      throw exchange.refusal ?? exchange.failure ?? error;
    }
  };

  return {
    askToken: (route, { clientId, clientSecret }) =>
      through({ route }, async () => {
        const { session } = await configure(clientId, clientSecret).auth.clientCredentials({
          shop: route.shop,
        });
        return tokenOf(session);
      }),
    post: (route, token, { document, variables, signal, leaving }) =>
      through({ route, leaving }, () => {
        const session = new Session({
          id: `offline_${route.shop}`,
          shop: route.shop,
          state: '',
          isOnline: false,
          accessToken: token,
        });
        const { client } = new clients.Graphql({ session });
        return client.fetch(document, { variables, signal, retries: 0 }) as Promise<Response>;
      }),
  };
}

function tokenOf(session: Session): Token {
  return {
    value: session.accessToken ?? '',
    scopes: (session.scope ?? '').split(/[\s,]+/).filter(Boolean),
    expiresInSeconds: session.expires ? (session.expires.getTime() - Date.now()) / 1000 : null,
  };
}
