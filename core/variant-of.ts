/** A variant that a caller names by its id. */
import { RoyalError } from '../shared/errors.ts';
import type { ShopifyId } from '../shared/gid.ts';
import type { VariantHead } from './mirror/product-queries.ts';
import type { StoreRuntime } from './store-runtime.ts';

/** Throws not_found. */
export function variantOf({ info, mirror }: StoreRuntime, variantId: ShopifyId): VariantHead {
  const head = mirror.variantHead(variantId);
  if (head) return head;
  throw new RoyalError({
    code: 'not_found',
    message: `${info.name} has no variant with the id ${variantId}.`,
    next: 'Open it from the list of stock; it may have been deleted in the shop.',
  });
}
