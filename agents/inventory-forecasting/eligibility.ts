/** Which variants may be reordered at all; whoever is left out gets a reason that the owner can check. */
import type { VariantFact } from '../../shared/agent.ts';

export type NotReordered =
  | 'gift_card'
  | 'discontinued'
  | 'bundle'
  | 'dropshipped'
  | 'made_to_order'
  | 'pre_order'
  | 'untracked'
  | 'stock_unknown'
  | 'no_supplier';

export const REASONS: Record<NotReordered, string> = {
  gift_card: 'gift cards have no stock',
  discontinued: 'archived, draft or tagged as discontinued',
  bundle: 'bundles: their components are reordered instead',
  dropshipped: 'shipped by the supplier (tag, or a vendor that prints or ships on demand)',
  made_to_order: 'tagged as made to order',
  pre_order: 'sold beyond stock (“continue selling”, or tagged as pre-order)',
  untracked: 'Shopify does not track their stock',
  stock_unknown: 'nothing states how much of them is in stock',
  no_supplier: 'their product names no vendor to order from',
};

/** Tags as compared: lower case, with one hyphen between words. */
const TAGS: Partial<Record<NotReordered, ReadonlySet<string>>> = {
  discontinued: new Set(['discontinued', 'end-of-life', 'do-not-reorder', 'no-reorder', 'last-chance']),
  dropshipped: new Set(['dropship', 'dropshipped', 'dropshipping', 'drop-ship', 'print-on-demand', 'pod']),
  made_to_order: new Set(['made-to-order', 'mto', 'custom-made', 'personalised', 'personalized', 'bespoke']),
  pre_order: new Set(['pre-order', 'preorder']),
};

const ON_DEMAND_VENDORS: ReadonlySet<string> = new Set([
  'printful',
  'printify',
  'gelato',
  'gooten',
  'autods',
  'spocket',
  'cj-dropshipping',
  'cjdropshipping',
]);

/** What the owner can do about it, where there is something. */
export const REMEDIES: Partial<Record<NotReordered, string>> = {
  untracked:
    'Switch on “Inventory tracked” for them in Shopify, then sync, or export and import the products again',
  stock_unknown:
    'Sync the store, or import its inventory file: of several locations Shopify’s products file states no quantities',
  no_supplier: 'Name the vendor in Shopify, or fill in a supplier with the suppliers',
};

/**
 * null: may be reordered. The first reason that holds, in the order that says most. `supplier` tells where the product
 * names no vendor.
 */
export function whyNotReordered(variant: VariantFact, supplier = variant.vendor): NotReordered | null {
  const tags = variant.tags.map(normal);
  const tagged = (reason: NotReordered): boolean => tags.some((tag) => TAGS[reason]?.has(tag));
  if (variant.isGiftCard) return 'gift_card';
  if (variant.productStatus === 'ARCHIVED' || variant.productStatus === 'DRAFT') return 'discontinued';
  if (tagged('discontinued')) return 'discontinued';
  if (variant.requiresComponents || variant.components.length > 0) return 'bundle';
  if (tagged('dropshipped') || ON_DEMAND_VENDORS.has(normal(variant.vendor))) return 'dropshipped';
  if (tagged('made_to_order')) return 'made_to_order';
  if (tagged('pre_order')) return 'pre_order';
  if (!variant.tracked) return 'untracked';
  if (variant.inventoryPolicy === 'CONTINUE') return 'pre_order';
  if (!variant.stockKnown) return 'stock_unknown';
  if (variant.vendor.trim() !== '') return null;
  return supplier.trim() === '' ? 'no_supplier' : null;
}

function normal(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
}
