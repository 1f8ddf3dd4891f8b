/** One product: what it is, its stock and history, its demand and forecast, and what other terms would do. */
import { z } from 'zod';
import { date, epochMs, money } from './schemas.ts';
import { stockLine } from './stock-table-schemas.ts';
import { observedLeadTime } from './supply-schemas.ts';

const terms = z.object({
  supplier: z.string(),
  leadTimeDays: z.number(),
  leadTimeSdDays: z.number(),
  reviewDays: z.number(),
  packSize: z.number(),
  minimumUnits: z.number(),
  serviceLevel: z.number(),
  shelfLifeDays: z.number().optional(),
  /** Fields that nobody has set and nothing taught. */
  defaults: z.array(z.string()),
  /** Fields that nobody has set and deliveries taught. */
  learned: z.array(z.string()),
  deliveries: observedLeadTime.optional(),
  /** That the service level is for, where no one has set one. */
  salesClass: z.enum(['A', 'B', 'C']).optional(),
});

const productVariant = stockLine.extend({
  barcode: z.string().nullable(),
  price: money,
  compareAtPrice: money.nullable(),
  onHand: z.int(),
  tracked: z.boolean(),
  levels: z.array(
    z.object({
      locationId: z.int(),
      location: z.string(),
      available: z.int(),
      onHand: z.int(),
      committed: z.int(),
      incoming: z.int(),
    }),
  ),
});

export const productView = z.object({
  storeId: z.string(),
  asOf: epochMs.nullable(),
  productId: z.int(),
  title: z.string(),
  vendor: z.string(),
  productType: z.string(),
  status: z.string(),
  tags: z.array(z.string()),
  isGiftCard: z.boolean(),
  createdAt: epochMs,
  publishedAt: epochMs.nullable(),
  terms,
  variants: z.array(productVariant),
  /** Actions on the product or one of its variants, newest first, at most fifty. */
  actions: z.array(
    z.object({
      id: z.int(),
      type: z.string(),
      state: z.string(),
      title: z.string(),
      at: epochMs,
      outcome: z.string().nullable(),
    }),
  ),
});

export const productDemandInput = z.object({
  storeId: z.string(),
  variantId: z.int(),
  days: z.int().min(7).max(730).default(180),
});

const quantileDay = z.object({
  date,
  mean: z.number(),
  q10: z.number(),
  q25: z.number(),
  q50: z.number(),
  q75: z.number(),
  q90: z.number(),
});

export const productDemand = z.object({
  storeId: z.string(),
  variantId: z.int(),
  asOf: epochMs.nullable(),
  /** Whole days until yesterday, oldest first; none before the variant was first sold or offered. */
  days: z.array(
    z.object({
      date,
      /** Units sold that day, one-off bulk purchases apart; those in bundles included. */
      units: z.int(),
      bulkUnits: z.int(),
      /** Whether it was out of stock at some time of the day; null where nobody watched its stock then. */
      out: z.boolean().nullable(),
    }),
  ),
  /** First day of which stock was watched; null where none was. */
  stockKnownSince: date.nullable(),
  /** Of the agent's newest outlook; empty where there is a reason. */
  forecast: z.array(quantileDay),
  /** When the forecast was made. */
  forecastAt: epochMs.nullable(),
  honesty: z.object({
    method: z.string().nullable(),
    /** What was chosen and why, in plain words. */
    explain: z.string().nullable(),
    mase: z.number().nullable(),
    naiveMase: z.number().nullable(),
    /** Share of tested days that fell between the 10% and the 90% quantile, 0 to 1; it should be about 0.8. */
    coverage: z.number().nullable(),
    /** Why the models were set aside for last week repeated; null where they were not. */
    fallback: z.string().nullable(),
    /** One sentence: how far to trust it. */
    verdict: z.string(),
  }),
  /** Why there is no forecast, for people. */
  reason: z.string().nullable(),
});

export const whatIfInput = z.object({
  storeId: z.string(),
  variantId: z.int(),
  /** Absent ones are as the supplier's terms have them. */
  serviceLevel: z.number().min(0.5).max(0.9999).optional(),
  leadTimeDays: z.number().min(0).max(365).optional(),
  leadTimeSdDays: z.number().min(0).max(180).optional(),
  reviewDays: z.number().min(0.5).max(180).optional(),
  packSize: z.int().min(1).max(100_000).optional(),
  minimumUnits: z.int().min(0).max(1_000_000).optional(),
});

const stockPlan = z.object({
  terms,
  reorderPoint: z.number(),
  safetyStock: z.number(),
  orderUpTo: z.number(),
  quantity: z.int(),
  /** null where nobody buys it, or what there is and comes outlasts ten years. */
  orderBy: date.nullable(),
  /** Chance, 0 to 1, that what there is and comes is gone before an order of today arrives. */
  riskBeforeDelivery: z.number(),
  /** Chance of running out in an order cycle under these terms, 0 to 1. */
  riskPerCycle: z.number(),
  /** Units on the shelf on average, once the terms have settled. */
  averageStock: z.number(),
  /** averageStock at cost; null where the cost is unknown. */
  moneyBound: money.nullable(),
  daysLeft: z.number().nullable(),
});

export const whatIfResult = z.object({
  storeId: z.string(),
  variantId: z.int(),
  asOf: epochMs,
  available: z.int(),
  incoming: z.int(),
  perDay: z.number(),
  /** Under the terms as they are, and as asked. */
  now: stockPlan,
  asked: stockPlan,
});

export type ProductView = z.infer<typeof productView>;
export type ProductDemand = z.infer<typeof productDemand>;
export type WhatIfInput = z.infer<typeof whatIfInput>;
export type WhatIfResult = z.infer<typeof whatIfResult>;
export type StockPlanView = z.infer<typeof stockPlan>;
