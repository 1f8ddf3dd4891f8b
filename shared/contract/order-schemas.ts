/** Orders as a list and one by one; of who bought, only the country is told. */
import { z } from 'zod';
import { epochMs, money } from './schemas.ts';

export const ordersInput = z.object({
  storeId: z.string(),
  /** The beginning of an order's name: "#1001" or "1001". */
  search: z.string().trim().max(100).optional(),
  sort: z.enum(['newest', 'oldest', 'highest', 'lowest']).default('newest'),
  limit: z.int().min(1).max(200).default(50),
  /** `next` of an earlier page, with the same search and sort. */
  cursor: z.string().max(100).optional(),
});

const order = z.object({
  orderId: z.int(),
  name: z.string(),
  placedAt: epochMs,
  total: money,
  /** Units of the order as placed. */
  items: z.int(),
  /** As Shopify names it: PAID, PENDING, PARTIALLY_REFUNDED …; null where it does not say. */
  financialState: z.string().nullable(),
  /** FULFILLED, UNFULFILLED, PARTIALLY_FULFILLED … */
  fulfillmentState: z.string(),
  cancelled: z.boolean(),
  country: z.string().nullable(),
});

export const ordersPage = z.object({
  storeId: z.string(),
  asOf: epochMs.nullable(),
  rows: z.array(order),
  next: z.string().nullable(),
});

export const orderView = order.extend({
  storeId: z.string(),
  asOf: epochMs.nullable(),
  discounts: money,
  shipping: money,
  tax: money,
  refunded: money,
  cancelReason: z.string().nullable(),
  lines: z.array(
    z.object({
      lineId: z.int(),
      productId: z.int().nullable(),
      variantId: z.int().nullable(),
      title: z.string(),
      sku: z.string().nullable(),
      quantity: z.int(),
      currentQuantity: z.int(),
      unitPrice: money,
      discount: money,
    }),
  ),
});

export type OrdersPage = z.infer<typeof ordersPage>;
export type OrderView = z.infer<typeof orderView>;
