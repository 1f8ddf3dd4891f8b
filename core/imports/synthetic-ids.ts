/**
 * Ids of what an export names without an id. They are negative, so they never meet one of Shopify's, and the same
 * words give the same id in every file: −1 less the first 52 bits of SHA-256 over kind and key. Among a million of
 * one kind, two meet with a chance of about one in ten thousand.
 */
import { createHash } from 'node:crypto';
import type { ShopifyId } from '../../shared/gid.ts';

type SyntheticKind = 'product' | 'variant' | 'inventory item' | 'location' | 'order';

export function syntheticId(kind: SyntheticKind, ...key: string[]): ShopifyId {
  return idOfBytes(
    createHash('sha256')
      .update(JSON.stringify([kind, ...key]))
      .digest(),
  );
}

/** Of a customer without an id: `blind` is the store's keyed digest. */
export function customerIds(records: { blind(text: string): Buffer }): (personal: string) => ShopifyId {
  return (personal) => idOfBytes(records.blind(`customer\0${personal}`));
}

/** Of 7 bytes or more that are as good as random. */
function idOfBytes(bytes: Uint8Array): ShopifyId {
  const view = Buffer.from(bytes);
  return -1 - (view.readUInt32BE(0) * 2 ** 20 + (view.readUIntBE(4, 3) >>> 4));
}

export const productId = (handle: string): ShopifyId => syntheticId('product', handle.toLowerCase());

/** Option values tell variants of a product apart, as they do in the shop. */
export const variantId = (handle: string, options: readonly string[]): ShopifyId =>
  syntheticId('variant', handle.toLowerCase(), ...options);

export const inventoryItemId = (handle: string, options: readonly string[]): ShopifyId =>
  syntheticId('inventory item', handle.toLowerCase(), ...options);

export const locationId = (name: string): ShopifyId => syntheticId('location', name.trim().toLowerCase());
