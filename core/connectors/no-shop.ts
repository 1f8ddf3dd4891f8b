/** What stands in a shop's place where a store is made of imported files alone: every call says so, nothing leaves. */
import type { StoreId } from '../../shared/action.ts';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyClient } from './shopify/types.ts';

export function noShop(storeId: StoreId, shop: string): ShopifyClient {
  const refuse = async (): Promise<never> => {
    throw notConnected(storeId);
  };
  return {
    shop,
    request: refuse,
    download: refuse,
    scopes: refuse,
    verify: refuse,
    state: () => ({
      shop,
      circuit: 'closed',
      calls: { answered: 0, failed: 0, retried: 0, throttled: 0 },
      lastFailure: null,
      bucket: null,
      waiting: 0,
      token: 'none',
      tokenExpiresAt: null,
    }),
    pageSize: (_document, least) => least,
    close() {},
  };
}

export function notConnected(storeId: StoreId): RoyalError {
  return new RoyalError({
    code: 'invalid_state',
    message: `${storeId} was imported from files and is not connected to a shop.`,
    next: 'Connect the shop under another id with `royal store add`, then import its files into that store.',
    details: { storeId },
  });
}
