/** The order as CSV for a supplier's system: RFC 4180, and no cell that a spreadsheet would run. */
import type { PurchaseOrderView } from '../../../shared/contract/purchasing-schemas.ts';
import { formatDecimal } from '../../../shared/money.ts';

const HEADER = [
  'Order',
  'Line',
  'Supplier SKU',
  'SKU',
  'Barcode',
  'Product',
  'Quantity',
  'Unit cost',
  'Line total',
  'Currency',
];

export function orderCsv(order: PurchaseOrderView): string {
  const rows = order.lines.map((line, index) => [
    order.number,
    String(index + 1),
    line.supplierSku ?? '',
    line.sku ?? '',
    line.barcode ?? '',
    line.title,
    String(line.quantity),
    line.unitCost ? formatDecimal(line.unitCost.minor, order.currency) : '',
    line.goods ? formatDecimal(line.goods.minor, order.currency) : '',
    order.currency,
  ]);
  return `${[HEADER, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/**
 * A cell that begins with what a spreadsheet takes for a formula gets an apostrophe before it, as OWASP has it; a
 * number of ours never does.
 */
export function csvCell(text: string): string {
  const guarded = /^[\s\u00A0\uFEFF]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/.test(text)
    ? `'${text}`
    : text;
  return /[",\r\n;\t]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
