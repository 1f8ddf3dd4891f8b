/** The order as CSV for a supplier's system: RFC 4180, and no cell that a spreadsheet would run. */
import type { PurchaseOrderView } from '../../../shared/contract/purchasing-schemas.ts';
import { csvLine } from '../../../shared/csv-line.ts';
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
  return [HEADER, ...rows].map(csvLine).join('');
}
