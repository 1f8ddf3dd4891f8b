/** Stock by variant with its outlook: pages, the whole as CSV, and the most urgent. */
import { z } from 'zod';
import { date, epochMs, money } from './schemas.ts';

/**
 * out: nothing available. order_now: below its reorder point. out_first: enough is on its way, but it runs out before that
 * is sure to come. soon: below its reorder point by the next review. fine. overstock: lasts more than 180 days, and than
 * lead time, two reviews and the reserve. dead: no sale on 90 days in stock. unknown: no outlook, and `reason` says why.
 */
const stockState = z.enum(['out', 'order_now', 'out_first', 'soon', 'fine', 'overstock', 'dead', 'unknown']);

const stockSort = z.enum([
  'days_left',
  'order_by',
  'title',
  'sku',
  'vendor',
  'available',
  'incoming',
  'per_day',
  'value',
]);

export const stockFilter = z.object({
  storeId: z.string(),
  /** Beginnings of words of titles, SKU, barcode; case and accents don't matter. */
  search: z.string().max(200).optional(),
  states: z.array(stockState).max(8).optional(),
  vendor: z.string().max(255).optional(),
  /** Only variants stocked there. */
  locationId: z.int().optional(),
  sort: stockSort.default('days_left'),
  descending: z.boolean().default(false),
});

export const stockPageInput = stockFilter.extend({
  limit: z.int().min(1).max(200).default(50),
  offset: z.int().nonnegative().default(0),
});

export const stockLine = z.object({
  variantId: z.int(),
  productId: z.int(),
  inventoryItemId: z.int(),
  /** The product's title, and the variant's where it has one. */
  title: z.string(),
  product: z.string(),
  variant: z.string().nullable(),
  sku: z.string().nullable(),
  vendor: z.string(),
  available: z.int(),
  /** On its way: transfers in Shopify and open purchase orders of the program. */
  incoming: z.int(),
  /** Until what is available is gone; `days` null where nobody buys it or it outlasts ten years; null without an outlook. */
  daysLeft: z
    .object({
      days: z.number().nullable(),
      /** Four futures of five lie between them, reckoned as the reserve is; `high` null beyond ten years. */
      low: z.number().nullable(),
      high: z.number().nullable(),
    })
    .nullable(),
  /** Day to order by so that goods come in time; in the past never. null where there is none, or none is known. */
  orderBy: date.nullable(),
  state: stockState,
  /** Units to order now, whole packs. */
  quantity: z.int(),
  /** What is available lasts so many times the lead time; null where either is unknown. */
  coverOfLeadTime: z.number().nullable(),
  leadTimeDays: z.number().nullable(),
  /** Units expected a day over lead time and review. */
  perDay: z.number().nullable(),
  unitCost: money.nullable(),
  /** available × unit cost; null where the cost is unknown. */
  value: money.nullable(),
  /** Why there is no outlook, for people. */
  reason: z.string().nullable(),
  /** When days left and what follows from them were worked out; null without an outlook. */
  asOf: epochMs.nullable(),
});

export const stockPage = z.object({
  storeId: z.string(),
  asOf: epochMs.nullable(),
  /** Newest run of the inventory agent; null before its first. */
  outlookAt: epochMs.nullable(),
  /** Rows that match, on all pages. */
  total: z.int(),
  /** Variants by state over the whole store, whatever is filtered. */
  states: z.record(stockState, z.int()),
  rows: z.array(stockLine),
  /** Rows that are still being worked out after a load: figures may yet move. */
  pending: z.int(),
});

/** A piece of the file; the first begins with the header. */
export const csvPiece = z.object({ text: z.string(), rows: z.int(), total: z.int() });
export const csvResult = z.object({ rows: z.int(), fileName: z.string() });

export const stockHorizonInput = z.object({
  storeId: z.string(),
  limit: z.int().min(1).max(100).default(12),
});

export const stockHorizon = z.object({
  storeId: z.string(),
  asOf: epochMs.nullable(),
  outlookAt: epochMs.nullable(),
  /** Out of stock or to order, the soonest gone first. */
  rows: z.array(stockLine),
  /** How many such there are in all. */
  total: z.int(),
  /** Why there are no rows, for people. */
  reason: z.string().nullable(),
});

export type StockState = z.infer<typeof stockState>;
export type StockFilter = z.infer<typeof stockFilter>;
export type StockLine = z.infer<typeof stockLine>;
export type StockPage = z.infer<typeof stockPage>;
export type StockHorizon = z.infer<typeof stockHorizon>;
