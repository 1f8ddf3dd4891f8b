/** What a person gives and a shop tells of a store, as it is kept. */
import type { StoreId } from '../shared/action.ts';
import type { StoreInput } from '../shared/contract/schemas.ts';
import { RoyalError } from '../shared/errors.ts';
import { fromGid } from '../shared/gid.ts';
import type { Currency } from '../shared/money.ts';
import type { ShopCredentials, ShopNode } from './connectors/shopify/types.ts';
import { NO_SHOP, type ShopRecord } from './mirror/records.ts';

/** Reserved by RFC 2606: no shop is ever called so. */
const importedDomain = (storeId: StoreId): string => `${storeId}.invalid`;

export function credentialsOf(input: StoreInput): ShopCredentials {
  if (input.token) return { kind: 'admin_token', token: input.token };
  if (input.clientId && input.clientSecret)
    return { kind: 'client_credentials', clientId: input.clientId, clientSecret: input.clientSecret };
  throw new RoyalError({
    code: 'invalid_input',
    message: 'A store needs a client id with its secret, or an admin token.',
    next: 'Take them from your app in the Dev Dashboard: Settings, Credentials.',
  });
}

export function shopRecord(node: ShopNode): ShopRecord {
  return {
    id: fromGid(node.id),
    name: node.name,
    shopDomain: node.myshopifyDomain,
    currency: node.currencyCode,
    zone: node.ianaTimezone,
    taxesIncluded: node.taxesIncluded,
    plan: node.plan.publicDisplayName,
  };
}

/** A store of imported files: its id is no shop's. */
export function importedShop(id: StoreId, currency: Currency, zone: string): ShopRecord {
  return {
    id: NO_SHOP,
    name: id,
    shopDomain: importedDomain(id),
    currency,
    zone,
    taxesIncluded: false,
    plan: 'imported',
  };
}
