/** What Shopify's answers mean: data, what was withheld, the cost, or an error with what to do next. */
import { type ErrorCode, RoyalError } from '../../../shared/errors.ts';
import type { QueryCost } from '../../resilience/cost-throttle.ts';
import type { SendOutcome } from '../shop-client.ts';

interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; requiredAccess?: string };
}

interface Body {
  data?: unknown;
  errors?: GraphqlError[] | string;
  extensions?: { cost?: QueryCost };
}

export type Answer =
  | { kind: 'data'; data: unknown; redacted: string[]; cost: QueryCost | undefined }
  | { kind: 'throttled'; cost: QueryCost | undefined; retryAfterMs: number | null }
  | { kind: 'token_refused' }
  | { kind: 'error'; error: RoyalError; cost: QueryCost | undefined };

const SUPPORT = 'https://status.shopify.com';

/** Reads an answer to a GraphQL request. `text` is the whole body. */
export function readAnswer(shop: string, response: Response, text: string): Answer {
  const body = parseBody(text);
  const errors = errorList(body);
  const cost = body?.extensions?.cost;
  const fail = (error: RoyalError): Answer => ({ kind: 'error', error, cost });

  if (errors.some((error) => error.extensions?.code === 'THROTTLED') || response.status === 429) {
    const header = Number(response.headers.get('retry-after') ?? Number.NaN);
    return { kind: 'throttled', cost, retryAfterMs: Number.isFinite(header) ? header * 1000 : null };
  }
  if (response.status === 401) return { kind: 'token_refused' };
  if (response.status !== 200) return fail(statusError(shop, response.status, text));
  if (!body || (body.data === undefined && errors.length === 0)) {
    return fail(
      royal('answer_lost', 'Shopify’s answer was cut off.', 'Try again; nothing was lost.', 'uncertain'),
    );
  }
  const data = body.data ?? null;
  const hard = errors.filter((error) => !isRedaction(error, data));
  if (hard.length > 0) return fail(graphqlError(hard[0]!));
  return { kind: 'data', data, redacted: errors.map((error) => (error.path ?? []).join('.')), cost };
}

/** An answer of the token endpoint other than 200. */
export function tokenError(shop: string, status: number, text: string): RoyalError {
  if (/shop_not_permitted/.test(text)) return notPermitted(shop);
  if (status >= 300 && status < 400) return moved(shop);
  if (status === 404) return notFound(shop);
  if (status === 429 || status >= 500) return statusError(shop, status, text);
  return royal(
    'credentials_invalid',
    'Shopify does not know this client id and secret.',
    'Copy both again: dev.shopify.com, Dashboard, your app, Settings; a rotated secret replaces the old one.',
  );
}

/** A refused token: one that can be asked for again has been, so the app itself is the trouble. */
export function tokenRefused(kind: 'client_credentials' | 'admin_token'): RoyalError {
  return kind === 'admin_token'
    ? royal(
        'token_expired',
        'Shopify no longer accepts this access token.',
        'Install the app again to get a new token, then give it with `royal store add`.',
      )
    : royal(
        'credentials_invalid',
        'Shopify refused a token it had just issued.',
        'See whether the app is still installed on the store: Shopify admin, Settings, Apps.',
      );
}

/** A request that got no answer at all. */
export function connectionError(shop: string, cause: unknown): RoyalError {
  const code = causeCode(cause);
  const left = !/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(
    code,
  );
  if (code === 'ENOTFOUND') {
    return royal(
      'shop_unavailable',
      `The address of ${shop} can’t be looked up.`,
      'Check the network connection, then the shop’s name.',
      'refused',
      cause,
    );
  }
  if (!left) {
    return royal(
      'shop_unavailable',
      `${shop} can’t be reached (${code}).`,
      `Check the network connection; if it works, look at ${SUPPORT}.`,
      'refused',
      cause,
    );
  }
  return royal(
    'answer_lost',
    `The connection to ${shop} broke before an answer came.`,
    'Check the network connection; reads are taken up again by themselves.',
    'uncertain',
    cause,
  );
}

export function timedOut(shop: string, ms: number): RoyalError {
  return royal(
    'answer_lost',
    `${shop} did not answer within ${Math.round(ms / 1000)} s.`,
    `Try again; if it goes on, look at ${SUPPORT}.`,
    'uncertain',
  );
}

export function throttledError(shop: string): RoyalError {
  return royal(
    'throttled',
    `${shop} is being asked too much, by this program or another app of yours.`,
    'Wait a minute, or pause other programs that use the same app.',
    'refused',
  );
}

function statusError(shop: string, status: number, text: string): RoyalError {
  if (status >= 300 && status < 400) return moved(shop);
  if (status === 404) return notFound(shop);
  if (status === 403 && /shop_not_permitted/.test(text)) return notPermitted(shop);
  if (status === 403) {
    return royal(
      'shop_refused',
      `Shopify refuses the app access to ${shop} (403).`,
      'See whether the app is installed on the store: Shopify admin, Settings, Apps.',
      'refused',
    );
  }
  if (status === 402 || status === 423) {
    return new RoyalError({
      code: 'shop_unavailable',
      message: `${shop} is ${status === 402 ? 'frozen for an unpaid bill' : 'locked'} (${status}).`,
      next: 'Sign in to the shop’s admin and follow the notice there.',
      details: { status, retry: false, outcome: 'refused' satisfies SendOutcome },
    });
  }
  if (status >= 500 || status === 408 || status === 429) {
    return new RoyalError({
      code: 'shop_unavailable',
      message: `${shop} answered ${status}.`,
      next: `Wait a few minutes; if it goes on, look at ${SUPPORT}.`,
      details: { status, outcome: 'uncertain' satisfies SendOutcome },
    });
  }
  return new RoyalError({
    code: 'shop_refused',
    message: `${shop} refused the request (${status}).`,
    next: 'Run `royal doctor`; if it finds nothing, report this message.',
    details: { status, outcome: 'refused' satisfies SendOutcome },
  });
}

function graphqlError(error: GraphqlError): RoyalError {
  const code = error.extensions?.code;
  if (code === 'ACCESS_DENIED') {
    const told = error.extensions?.requiredAccess ?? error.message;
    const scopes = [...new Set(told.match(/\b(?:read|write)_[a-z_]+\b/g) ?? [])];
    return new RoyalError({
      code: 'scope_missing',
      message: `The app may not do this: ${scopes.length > 0 ? `it lacks ${scopes.join(' or ')}` : 'access denied'}.`,
      next: `Add ${scopes[0] ?? 'the scope'} in dev.shopify.com: your app, Versions, new version, Scopes; release it and approve it in the store.`,
      details: { scopes, path: (error.path ?? []).join('.'), outcome: 'refused' satisfies SendOutcome },
    });
  }
  if (code === 'SHOP_INACTIVE') {
    return new RoyalError({
      code: 'shop_unavailable',
      message: 'The shop is not active.',
      next: 'Sign in to the shop’s admin and choose a plan.',
      details: { retry: false, outcome: 'refused' satisfies SendOutcome },
    });
  }
  if (code === 'INTERNAL_SERVER_ERROR' || code === 'TIMEOUT') {
    return royal(
      'shop_unavailable',
      'Shopify had an internal error.',
      `Try again; if it goes on, look at ${SUPPORT}.`,
      'uncertain',
    );
  }
  return new RoyalError({
    code: 'shop_refused',
    message: `Shopify refused the request: ${error.message.slice(0, 300)}`,
    next: 'Run `royal doctor`; if it finds nothing, report this message.',
    details: { code: code ?? null, outcome: 'refused' satisfies SendOutcome },
  });
}

/**
 * Fields withheld (protected customer data, a field's own scope) come as null inside an object that is there;
 * a denied root field is a missing scope.
 */
function isRedaction(error: GraphqlError, data: unknown): boolean {
  if (error.extensions?.code !== 'ACCESS_DENIED' || !error.path || error.path.length < 2) return false;
  let at: unknown = data;
  for (const key of error.path.slice(0, -1)) {
    if (typeof at !== 'object' || at === null) return false;
    at = (at as Record<string | number, unknown>)[key];
  }
  return typeof at === 'object' && at !== null;
}

function parseBody(text: string): Body | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Body) : null;
  } catch {
    return null;
  }
}

function errorList(body: Body | null): GraphqlError[] {
  if (typeof body?.errors === 'string') return [{ message: body.errors }];
  return Array.isArray(body?.errors) ? body.errors : [];
}

function notFound(shop: string): RoyalError {
  return royal(
    'shop_not_found',
    `Shopify has no shop named ${shop}.`,
    'Check the name that ends in .myshopify.com: Shopify admin, Settings, Domains.',
  );
}

function moved(shop: string): RoyalError {
  return royal(
    'shop_not_found',
    `${shop} has moved to another name.`,
    'Add the store again under the name that ends in .myshopify.com now: Shopify admin, Settings, Domains.',
  );
}

function notPermitted(shop: string): RoyalError {
  return royal(
    'shop_not_permitted',
    `The app may not open ${shop}: client credentials work only where app and store belong to the same organisation.`,
    'Open dev.shopify.com with the account that owns the store, choose the store’s organisation at the top left, create the app there and install it on the store.',
  );
}

function causeCode(cause: unknown): string {
  for (let at: unknown = cause; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return 'unknown';
}

function royal(
  code: ErrorCode,
  message: string,
  next: string,
  outcome: SendOutcome = 'refused',
  cause?: unknown,
): RoyalError {
  return new RoyalError({ code, message, next, details: { outcome } }, { cause });
}
