/** Sales by whole days, weeks or months, what came before, what is expected, and what happened on the way. */
import { z } from 'zod';
import { date, epochMs, money } from './schemas.ts';

export const salesSeriesInput = z.object({
  storeId: z.string(),
  period: z.enum(['4w', '6w', '13w', '52w']).default('6w'),
  bucket: z.enum(['day', 'week', 'month']).default('day'),
});

const figures = z.object({ from: date, to: date, netSales: money, orders: z.int(), units: z.int() });

const mark = z.object({
  /** Stable: "action:12", "receipt:3", "closed:2026-11-01". */
  id: z.string(),
  kind: z.enum(['price_change', 'campaign', 'stock_receipt', 'closed', 'other']),
  date,
  at: epochMs,
  title: z.string(),
  /** The action to open; null where none stands behind it. */
  actionId: z.int().nullable(),
});

export const salesSeries = z.object({
  storeId: z.string(),
  currency: z.string(),
  asOf: epochMs.nullable(),
  bucket: z.enum(['day', 'week', 'month']),
  /** Whole ones only, oldest first: days before today, weeks that ended on a Sunday, months that are over. */
  buckets: z.array(
    figures.extend({
      /** The comparable bucket of the period before; null where the store's history does not reach so far. */
      before: figures.nullable(),
      /** Days of it on which the store was closed: without orders, and not by chance (docs/numbers.md). */
      closedDays: z.int(),
    }),
  ),
  forecast: z.object({
    /** Share of what comes that should lie between `low` and `high`. */
    level: z.number(),
    /** Of net sales by coming bucket, the running one first; empty where there is a reason. */
    points: z.array(z.object({ from: date, to: date, mean: money, low: money, high: money })),
    /** What the engine chose and why, for people. */
    explain: z.string().nullable(),
    mase: z.number().nullable(),
    naiveMase: z.number().nullable(),
    reason: z.string().nullable(),
  }),
  /** The most telling first by date, at most twelve. */
  marks: z.array(mark),
  /** Why there are no buckets, for people. */
  reason: z.string().nullable(),
});

export type SalesSeriesInput = z.infer<typeof salesSeriesInput>;
export type SalesSeries = z.infer<typeof salesSeries>;
export type SalesMark = z.infer<typeof mark>;
