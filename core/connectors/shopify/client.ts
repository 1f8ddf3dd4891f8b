/** One shop's Admin API: tokens, pacing, retries and errors in one place; everything else asks through it. */
import { RoyalError } from '../../../shared/errors.ts';
import { CostThrottle, type QueryCost } from '../../resilience/cost-throttle.ts';
import { cancelled, createPolicy, withTimeout } from '../../resilience/policy.ts';
import type { RequestOptions } from '../shop-client.ts';
import {
  type Answer,
  connectionError,
  readAnswer,
  throttledError,
  timedOut,
  tokenRefused,
} from './answer.ts';
import { SHOP } from './documents.ts';
import { openDownload } from './download.ts';
import { HISTORY_SCOPE, READ_SCOPES, withReads } from './scopes.ts';
import { checkEndpoint, normaliseShop } from './shop-domain.ts';
import { TokenSource } from './token.ts';
import { loadLibrary, type Route } from './transport.ts';
import type { ConnectionState, ShopCheck, ShopifyClient, ShopifyClientOptions, ShopNode } from './types.ts';

const TIMEOUT_MS = 30_000;
/** Shopify restores a whole bucket in 20 s; being throttled for longer means that somebody else drains it. */
const THROTTLED_FOR_MS = 120_000;
const SCOPES_FOR_MS = 300_000;

/** Throws RoyalError shop_domain_invalid or invalid_input at once; nothing is sent before the first call. */
export function createShopifyClient(options: ShopifyClientOptions): ShopifyClient {
  const { clock, credentials, log = () => {} } = options;
  const route: Route = {
    shop: normaliseShop(options.shop),
    endpoint: options.endpoint === undefined ? undefined : checkEndpoint(options.endpoint),
    fetch: options.fetch ?? fetch,
  };
  const { shop } = route;
  const tokens = new TokenSource(route, credentials);
  const throttle = new CostThrottle();
  const closing = new AbortController();
  const toldRedacted = new Set<string>();
  let refusedToken = false;
  let scopes: { granted: ReadonlySet<string>; at: number } | null = null;

  const state = (): ConnectionState => {
    const left = tokens.msLeft();
    return {
      shop,
      token: refusedToken ? 'refused' : tokens.held() ? 'valid' : 'none',
      tokenExpiresAt: left === null ? null : clock() + Math.round(left),
      ...policy.state(),
      ...throttle.state(),
    };
  };
  const policy = createPolicy({
    name: shop,
    clock,
    backoffMs: options.backoffMs,
    onChange: () => options.onState?.(state()),
  });

  const signalOf = (signal: AbortSignal | undefined): AbortSignal =>
    signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;

  /** One exchange, without any retry: the answer, or the connection's error. */
  const exchange = async (call: Call, token: string): Promise<Answer> => {
    const library = await loadLibrary();
    const { timeoutMs = TIMEOUT_MS } = call.options;
    return withTimeout(
      timeoutMs,
      call.signal,
      async (signal) => {
        try {
          const { leaving } = call.options;
          const request = { document: call.document, variables: call.variables, signal, leaving };
          const response = await library.post(route, token, request);
          return readAnswer(shop, response, await response.text());
        } catch (error) {
          if (error instanceof RoyalError) throw error;
          if (call.signal.aborted) throw cancelled();
          throw connectionError(shop, error);
        }
      },
      () => timedOut(shop, timeoutMs),
    );
  };

  /** Waits for points, sends, and asks again only where Shopify certainly did nothing: throttled, token refused. */
  const send = async (call: Call): Promise<Answer & { kind: 'data' }> => {
    const startedAt = performance.now();
    const lane = call.options.mutation ? 'priority' : 'normal';
    for (let renewed = false; ; ) {
      const token = await tokens.value();
      const slot = await throttle.acquire(call.document, unitsOf(call.variables), lane, call.signal);
      let cost: QueryCost | undefined;
      let answer: Answer;
      try {
        answer = await exchange(call, token);
        if (answer.kind !== 'token_refused') cost = answer.cost;
      } finally {
        slot.settle(cost);
      }
      switch (answer.kind) {
        case 'data':
          refusedToken = false;
          return answer;
        case 'error':
          throw answer.error;
        case 'token_refused':
          if (renewed || !tokens.refused(token)) {
            refusedToken = true;
            throw tokenRefused(credentials.kind);
          }
          log('token_renewed', { shop });
          renewed = true;
          break;
        case 'throttled':
          policy.throttled();
          log('throttled', { shop, operation: operationName(call.document) });
          if (!answer.cost) throttle.block(answer.retryAfterMs ?? 2_000);
          if (call.options.mutation || performance.now() - startedAt > THROTTLED_FOR_MS) {
            throw throttledError(shop);
          }
      }
    }
  };

  /** Once for each operation: every page of a sync would say the same. */
  const tellRedacted = (operation: string, fields: string[]): void => {
    if (toldRedacted.has(operation)) return;
    toldRedacted.add(operation);
    log('redacted', { shop, operation, fields });
  };

  const request = async <Data>(
    document: string,
    variables?: Record<string, unknown>,
    requestOptions: RequestOptions = {},
  ): Promise<Data> => {
    const signal = signalOf(requestOptions.signal);
    if (signal.aborted) throw cancelled();
    const call: Call = { document, variables, options: requestOptions, signal };
    const answer = await (requestOptions.mutation
      ? policy.once(() => send(call), signal)
      : policy.read(() => send(call), signal).catch(silent));
    if (answer.redacted.length > 0) {
      tellRedacted(operationName(document), fieldNames(answer.redacted));
      requestOptions.onRedacted?.(answer.redacted);
    }
    return answer.data as Data;
  };

  const readShop = async (signal?: AbortSignal): Promise<{ node: ShopNode; granted: string[] }> => {
    const data = await request<{
      shop: ShopNode;
      currentAppInstallation: { accessScopes: { handle: string }[] };
    }>(SHOP, undefined, { signal });
    const granted = data.currentAppInstallation.accessScopes.map((scope) => scope.handle).sort();
    scopes = { granted: withReads(granted), at: performance.now() };
    return { node: data.shop, granted };
  };

  return {
    shop,
    request,
    state,
    download: (url, fromByte, signal) => {
      const open = signalOf(signal);
      return policy.read(() => openDownload(route, url, fromByte, open), open);
    },
    async scopes() {
      if (!scopes || performance.now() - scopes.at > SCOPES_FOR_MS) await readShop();
      return scopes!.granted;
    },
    async verify(signal): Promise<ShopCheck> {
      const { node, granted } = await readShop(signal);
      const has = withReads(granted);
      return {
        shop: node.myshopifyDomain,
        name: node.name,
        plan: node.plan.publicDisplayName,
        scopes: granted,
        missing: READ_SCOPES.filter((scope) => !has.has(scope)),
        limitedHistory: !has.has(HISTORY_SCOPE),
        node,
      };
    },
    pageSize: (document, least, most) => throttle.unitsFor(document, least, most),
    close: () => closing.abort(),
  };
}

interface Call {
  document: string;
  variables: Record<string, unknown> | undefined;
  options: RequestOptions;
  signal: AbortSignal;
}

/** A read that is never answered has no outcome to wonder about: the shop can't be reached. */
function silent(error: unknown): never {
  if (!(error instanceof RoyalError) || error.code !== 'answer_lost') throw error;
  throw new RoyalError({ ...error.toData(), code: 'shop_unavailable' }, { cause: error });
}

/** How many objects a request asks for: what its cost grows with. */
function unitsOf(variables: Record<string, unknown> | undefined): number {
  if (typeof variables?.first === 'number') return Math.max(1, variables.first);
  return Array.isArray(variables?.ids) ? Math.max(1, variables.ids.length) : 1;
}

function operationName(document: string): string {
  return /(?:query|mutation)\s+(\w+)/.exec(document)?.[1] ?? 'query';
}

/** The last names of the paths, each once: paths of a page differ by index only. */
function fieldNames(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => path.slice(path.lastIndexOf('.') + 1)))];
}
