/** Tries to connect a shop step by step and keeps nothing: each step says what was found, and which field to look at. */

import type { StoreInput } from '../shared/contract/schemas.ts';
import type { StoreCheck } from '../shared/contract/store-check-schemas.ts';
import { type ErrorCode, type ErrorData, toErrorData } from '../shared/errors.ts';
import type { EpochMs } from '../shared/time.ts';
import type { StoreRow } from './app-db/app-db.ts';
import { createShopifyClient } from './connectors/shopify/client.ts';
import { scopeViews } from './connectors/shopify/scopes.ts';
import { checkEndpoint, normaliseShop } from './connectors/shopify/shop-domain.ts';
import type { ConnectorLog, ShopCheck, ShopCredentials } from './connectors/shopify/types.ts';
import { credentialsOf } from './store-input.ts';

type Step = StoreCheck['steps'][number];
type Name = Step['step'];
type Field = Step['field'];

const ORDER: readonly Name[] = ['address', 'credentials', 'connection', 'shop', 'scopes'];
/** A person waits: a shop that can't be reached is told of soon. */
const BACKOFF_MS = 150;

export async function checkStore(
  input: StoreInput,
  options: {
    connected: readonly StoreRow[];
    /** Scopes that the action types need. */
    acting: readonly string[];
    clock: () => EpochMs;
    log: ConnectorLog;
  },
): Promise<StoreCheck> {
  const steps: Step[] = [];
  const passed = (step: Name, text: string): void => {
    steps.push({ step, state: 'ok', text, field: null, error: null });
  };
  const ended = (step: Name, field: Field, error: unknown): StoreCheck => {
    const data = toErrorData(error);
    steps.push({ step, state: 'failed', text: data.message, field, error: data });
    for (const rest of ORDER.slice(ORDER.indexOf(step) + 1))
      steps.push({ step: rest, state: 'skipped', text: 'Not looked at yet.', field: null, error: null });
    return { ok: false, steps, shop: null, scopes: scopeViews(options.acting, null), historyLimited: null };
  };

  let shop: string;
  try {
    shop = normaliseShop(input.shop);
  } catch (error) {
    return ended('address', 'shop', error);
  }
  try {
    if (input.endpoint !== undefined) checkEndpoint(input.endpoint);
  } catch (error) {
    return ended('address', 'endpoint', error);
  }
  passed('address', shop);

  let credentials: ShopCredentials;
  try {
    credentials = credentialsOf(input);
  } catch (error) {
    return ended('credentials', missingField(input), error);
  }
  passed(
    'credentials',
    credentials.kind === 'admin_token' ? 'An admin token.' : 'A client id with its secret.',
  );

  let found: ShopCheck;
  const client = createShopifyClient({
    shop,
    endpoint: input.endpoint,
    credentials,
    clock: options.clock,
    log: options.log,
    backoffMs: BACKOFF_MS,
  });
  try {
    found = await client.verify();
  } catch (error) {
    const data = toErrorData(error);
    return ended('connection', fieldOf(data, credentials.kind), error);
  } finally {
    client.close();
  }
  passed('connection', `${found.shop} lets the program in.`);

  const already = options.connected.find(({ shopDomain }) => shopDomain === found.shop) ?? null;
  const { node } = found;
  steps.push({
    step: 'shop',
    state: already ? 'warn' : 'ok',
    text: already
      ? `${found.name} is connected already, as ${already.name}.`
      : `${found.name}, ${found.plan}, in ${node.currencyCode} and the time of ${node.ianaTimezone}.`,
    field: already ? 'shop' : null,
    error: null,
  });
  steps.push({
    step: 'scopes',
    state: found.missing.length > 0 ? 'warn' : 'ok',
    text:
      found.missing.length > 0
        ? `Not granted: ${found.missing.join(', ')}. Add them to the app in the Dev Dashboard under Versions, release it, and check again.`
        : 'Everything that reading needs is granted.',
    field: null,
    error: null,
  });
  return {
    ok: found.missing.length === 0 && already === null,
    steps,
    shop: {
      shopDomain: found.shop,
      name: found.name,
      plan: found.plan,
      currency: node.currencyCode,
      zone: node.ianaTimezone,
      connectedAs: already?.id ?? null,
    },
    scopes: scopeViews(options.acting, found.scopes),
    historyLimited: found.limitedHistory,
  };
}

function missingField({ clientId, clientSecret }: StoreInput): Field {
  if (clientId && !clientSecret) return 'clientSecret';
  return clientSecret ? 'clientId' : 'token';
}

const SHOP_FIELD: ReadonlySet<ErrorCode> = new Set([
  'shop_not_found',
  'shop_not_permitted',
  'shop_domain_invalid',
]);

function fieldOf({ code }: ErrorData, kind: ShopCredentials['kind']): Field {
  if (SHOP_FIELD.has(code)) return 'shop';
  if (code === 'credentials_invalid' || code === 'token_expired')
    return kind === 'admin_token' ? 'token' : 'clientSecret';
  return null;
}
