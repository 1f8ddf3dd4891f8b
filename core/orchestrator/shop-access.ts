/** What stands between an action and its shop: the emergency stop, and the scopes that the app was granted. */
import { RoyalError } from '../../shared/errors.ts';
import type { ActionContext, RemoteActionType } from '../actions/action-type.ts';
import type { ShopClient } from '../connectors/shop-client.ts';

/** A check as the last thing that a mutation meets before it leaves: what it waited for may have taken hours. */
export function heldBy(client: ShopClient, mayLeave: () => void): ShopClient {
  return {
    request: (document, variables, options) =>
      client.request(document, variables, options?.mutation ? { ...options, leaving: mayLeave } : options),
    download: (url, fromByte, signal) => client.download(url, fromByte, signal),
    scopes: () => client.scopes(),
  };
}

/** Throws scope_missing with what to grant. */
export async function assertScopes(context: ActionContext, type: RemoteActionType): Promise<void> {
  if (type.scopes.length === 0) return;
  const granted = await context.client.scopes();
  const missing = type.scopes.filter((scope) => !granted.has(scope));
  if (missing.length > 0)
    throw new RoyalError({
      code: 'scope_missing',
      message: `The app may not do this yet: it lacks ${missing.join(' and ')}.`,
      next: `Grant ${missing.join(' and ')} to the app in dev.shopify.com, release the version, approve it in the store, then retry the action.`,
      details: { missing },
    });
}
