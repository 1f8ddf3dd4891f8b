/** A paste matched with the catalogue of one store. */
import type { SupplyPasteView } from '../../shared/contract/supply-schemas.ts';
import type { StoreRuntime } from '../store-runtime.ts';
import type { PurchasingBase } from './order-view.ts';
import { readPaste } from './paste.ts';

/** Codes asked of the catalogue at once. */
const TOGETHER = 2_000;

export function matchPaste({ ledger }: PurchasingBase, store: StoreRuntime, text: string): SupplyPasteView {
  const { info, mirror } = store;
  const codes = new Set<string>();
  readPaste(text, (code) => {
    codes.add(code);
    return '';
  });
  const found = new Map<string, ReturnType<typeof mirror.supply.variantsByCode>>();
  const all = [...codes];
  for (let start = 0; start < all.length; start += TOGETHER)
    for (const row of mirror.supply.variantsByCode(all.slice(start, start + TOGETHER)))
      found.set(row.code, [...(found.get(row.code) ?? []), row]);
  return readPaste(text, (code) => {
    const [first, ...others] = found.get(code) ?? [];
    if (!first) return `No variant of ${info.id} has the SKU or barcode ${JSON.stringify(code)}.`;
    if (others.length > 0)
      return `${others.length + 1} variants have the code ${JSON.stringify(code)}: give each a SKU of its own.`;
    const present = ledger.supplyTerms.get(info.id, first.variantId)?.supplier ?? first.vendor;
    return {
      variantId: first.variantId,
      title: first.title,
      by: first.by,
      currencyOf: (supplier) => ledger.suppliers.get(info.id, supplier ?? present)?.currency ?? info.currency,
    };
  });
}
