/** What happened lately, in the owner's words, without personal data. */
import { z } from 'zod';
import { epochMs, money } from './schemas.ts';

export const activityInput = z.object({
  /** All stores where absent. */
  storeId: z.string().optional(),
  /** `next` of an earlier page. */
  before: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(30),
});

const activity = z.object({
  /** Stable: "event:123", "order:main:456". */
  id: z.string(),
  at: epochMs,
  storeId: z.string().nullable(),
  kind: z.enum(['order', 'agent', 'action', 'stock', 'sync', 'connection', 'system']),
  tone: z.enum(['neutral', 'good', 'attention']),
  text: z.string(),
  /** What it was worth, to be shown beside the text; null where that is not known or means nothing. */
  amount: money.nullable(),
  /** What to open; empty where there is nothing. */
  open: z.object({
    orderId: z.int().optional(),
    actionId: z.int().optional(),
    runId: z.int().optional(),
    purchaseOrderId: z.int().optional(),
  }),
});

export const activityPage = z.object({
  items: z.array(activity),
  /** null at the end of what is kept. */
  next: z.string().nullable(),
});

export type ActivityInput = z.infer<typeof activityInput>;
export type Activity = z.infer<typeof activity>;
export type ActivityPage = z.infer<typeof activityPage>;
