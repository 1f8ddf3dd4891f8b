/** What the palette finds: products, orders, actions, suppliers, purchase orders; modules are the page's own. */
import { z } from 'zod';

export const searchInput = z.object({
  text: z.string().trim().min(1).max(200),
  /** All stores where absent. */
  storeIds: z.array(z.string()).max(100).optional(),
  /** Of each group. */
  limit: z.int().min(1).max(50).default(8),
});

const kind = z.enum(['product', 'order', 'action', 'supplier', 'purchase_order']);

const hit = z.object({
  kind,
  /** Stable: "product:main:12". */
  id: z.string(),
  storeId: z.string(),
  title: z.string(),
  /** SKU, state, supplier: what tells it from others; null where there is nothing to add. */
  detail: z.string().nullable(),
  /** What to open: `productId` and `variantId`, `orderId`, `actionId`, `supplier`, or `purchaseOrderId`. */
  open: z.object({
    productId: z.int().optional(),
    variantId: z.int().optional(),
    orderId: z.int().optional(),
    actionId: z.int().optional(),
    supplier: z.string().optional(),
    purchaseOrderId: z.int().optional(),
  }),
});

export const searchResult = z.object({
  text: z.string(),
  /** In the order to show; groups without a hit are left out. */
  groups: z.array(z.object({ kind, hits: z.array(hit) })),
});

export type SearchResult = z.infer<typeof searchResult>;
export type SearchHit = z.infer<typeof hit>;
export type SearchKind = z.infer<typeof kind>;
