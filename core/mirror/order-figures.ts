/** What an order's lines come to, as docs/numbers.md defines it. Pure. */
import type { ShopifyId } from '../../shared/gid.ts';
import { type Minor, mulDiv } from '../../shared/money.ts';

export interface StatedLine {
  quantity: number;
  unitPrice: Minor;
  /** With tax where taxes are included, as Shopify states it. */
  discount: Minor;
  tax: Minor;
}

export interface LineFigures {
  /** Units as ordered, before edits. */
  ordered: number;
  /** Net of tax, both. */
  gross: Minor;
  discount: Minor;
  tax: Minor;
}

/** A line's gross sales and discount net of tax. */
export function lineFigures(line: StatedLine, taxesIncluded: boolean): LineFigures {
  const { quantity: ordered, unitPrice, discount, tax } = line;
  const stated = unitPrice * ordered;
  if (!taxesIncluded || tax === 0) return { ordered, gross: stated, discount, tax };
  const net = stated - discount - tax;
  const gross = stated === discount ? stated : stated - mulDiv(tax, stated, stated - discount);
  return { ordered, gross, discount: gross - net, tax };
}

export interface LineEdit {
  lineId: ShopifyId;
  tax: Minor;
  discount: Minor;
}

/**
 * The same line as it was ordered, where the order was edited since: its original quantity, less the discounts
 * and taxes of its edits.
 */
export function originalLine(
  line: StatedLine & { id: ShopifyId },
  originals: ReadonlyMap<ShopifyId, number>,
  edits: readonly LineEdit[],
): StatedLine {
  let { discount, tax } = line;
  for (const edit of edits)
    if (edit.lineId === line.id) {
      discount -= edit.discount;
      tax -= edit.tax;
    }
  return { quantity: originals.get(line.id) ?? 0, unitPrice: line.unitPrice, discount, tax };
}
