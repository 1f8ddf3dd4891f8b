/** What a line of an exported order was of: the export names no id, only SKU and name. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Imported } from '../mirror/imported.ts';
import { ONLY_VARIANT } from './products.ts';

export interface FoundVariant {
  productId: ShopifyId;
  variantId: ShopifyId;
  isGiftCard: boolean;
}

export interface VariantFinder {
  /** By the SKU where one variant alone has it, or else by the name, "T-Shirt - Green / S". */
  find(sku: string | null, name: string): FoundVariant | null;
}

const TOGETHER = 2_000;

export async function findVariants(records: Imported): Promise<VariantFinder> {
  /** null where several have it. */
  const bySku = new Map<string, FoundVariant | null>();
  const byName = new Map<string, FoundVariant | null>();
  const add = (map: Map<string, FoundVariant | null>, key: string, found: FoundVariant): void => {
    map.set(key, map.has(key) ? null : found);
  };
  for (let after: ShopifyId | null = null; ; await nextTurn()) {
    const rows: ReturnType<Imported['variantNames']> = records.variantNames(after, TOGETHER);
    for (const { productId, variantId, sku, productTitle, title, isGiftCard } of rows) {
      const found = { productId, variantId, isGiftCard: isGiftCard === 1 };
      if (sku) add(bySku, sku, found);
      add(
        byName,
        title === ONLY_VARIANT || title === '' ? productTitle : `${productTitle} - ${title}`,
        found,
      );
    }
    if (rows.length < TOGETHER) break;
    after = rows.at(-1)!.variantId;
  }
  return {
    find: (sku, name) => (sku === null ? undefined : bySku.get(sku)) ?? byName.get(name) ?? null,
  };
}
