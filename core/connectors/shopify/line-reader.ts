/** A line of an order, its taxes, discounts and duties, straight from the bytes of a bulk file; means what mapLine does. */
import type { ShopifyId } from '../../../shared/gid.ts';
import type { Minor } from '../../../shared/money.ts';
import type { LineRecord } from '../../mirror/records.ts';
import { type JsonCursor, keysOf } from './json-cursor.ts';

export interface ReadLine {
  orderId: ShopifyId;
  line: LineRecord;
}

const LINE = keysOf(
  'id',
  'title',
  'variantTitle',
  'sku',
  'vendor',
  'quantity',
  'currentQuantity',
  'isGiftCard',
  'taxable',
  'requiresShipping',
  'product',
  'variant',
  'originalUnitPriceSet',
  'discountAllocations',
  'taxLines',
  'duties',
  '__parentId',
);
const TAX_LINE = keysOf('title', 'rate', 'priceSet');
const ALLOCATION = keysOf('allocatedAmountSet');
const DUTY = keysOf('id', 'price');

/** An order's line with the id of its order. */
export function readLine(json: JsonCursor): ReadLine {
  const line: LineRecord = {
    id: 0,
    productId: null,
    variantId: null,
    title: '',
    variantTitle: null,
    sku: null,
    vendor: null,
    quantity: 0,
    currentQuantity: 0,
    isGiftCard: false,
    unitPrice: 0,
    discount: 0,
    tax: 0,
    duties: 0,
    taxLines: [],
  };
  let orderId = 0;
  json.object(LINE, (key) => {
    switch (key) {
      case 0:
        line.id = json.gid();
        break;
      case 1:
        line.title = json.text();
        break;
      case 2:
        line.variantTitle = json.textOrNull();
        break;
      case 3:
        line.sku = json.textOrNull();
        break;
      case 4:
        line.vendor = json.textOrNull();
        break;
      case 5:
        line.quantity = json.integer();
        break;
      case 6:
        line.currentQuantity = json.integer();
        break;
      case 7:
        line.isGiftCard = json.boolean();
        break;
      case 8:
      case 9:
        json.boolean();
        break;
      case 10:
        line.productId = json.reference();
        break;
      case 11:
        line.variantId = json.reference();
        break;
      case 12:
        line.unitPrice = json.bag();
        break;
      case 13:
        json.list(() => json.object(ALLOCATION, () => (line.discount += json.bag())));
        break;
      case 14:
        line.tax = readTaxLines(json, line.taxLines);
        break;
      case 15:
        json.list(() =>
          json.object(DUTY, (part) => {
            if (part === 0) json.text();
            else line.duties += json.bag();
          }),
        );
        break;
      default:
        orderId = json.gid();
    }
  });
  return { orderId, line };
}

/** The sum of a list of tax lines; the lines themselves are added to `lines`. */
export function readTaxLines(json: JsonCursor, lines: LineRecord['taxLines'] | null): Minor {
  let sum = 0;
  json.list(() => {
    const tax = { title: '', rate: 0, amount: 0 };
    json.object(TAX_LINE, (key) => {
      if (key === 0) tax.title = json.text();
      else if (key === 1) tax.rate = json.rate();
      else tax.amount = json.bag();
    });
    sum += tax.amount;
    lines?.push(tax);
  });
  return sum;
}
