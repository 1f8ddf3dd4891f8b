/** The cards of the Command page: today so far, margin, what runs out. Every figure is a fact, or null with a reason. */
import { z } from 'zod';
import { date, epochMs, money } from './schemas.ts';

/** Which way a figure went; `same` where both round to the same. Agrees with the last point of the card's spark. */
const direction = z.enum(['up', 'down', 'same']);

/** A figure of today so far beside what is usual by this time on this weekday. */
const comparison = <Value extends z.ZodType>(value: Value) =>
  z.object({
    value: value.nullable(),
    /** Median of the earlier days of this weekday, each until the same local time; null below three of them. */
    usual: value.nullable(),
    /** How many earlier days the usual rests on, at most eight. */
    days: z.int(),
    /** value / usual − 1; null without a usual, or where it is zero. */
    change: z.number().nullable(),
    direction: direction.nullable(),
    /** Why `value`, `usual` or `change` is null, for people. */
    reason: z.string().nullable(),
    /** Running sums at the end of each local hour; the last point is now, and is `value` and `usual`. */
    spark: z.array(z.object({ hour: z.int(), value: z.number(), usual: z.number().nullable() })),
  });

export const todayCards = z.object({
  storeId: z.string(),
  currency: z.string(),
  zone: z.string(),
  /** When the mirror was last complete; null before the first sync. */
  asOf: epochMs.nullable(),
  date,
  /** The moment until which today and its earlier weekdays are counted. */
  until: epochMs,
  /** Days whose sums are still being settled after a load: figures may yet move. */
  pendingDays: z.int(),
  netSales: comparison(money),
  orders: comparison(z.int()),
  margin: z.object({
    /** The 28 whole days before today. */
    from: date,
    to: date,
    /** Net sales less cost, of the sales whose cost is known. */
    value: money.nullable(),
    /** value / net sales whose cost is known, 0 to 1 (below 0 at a loss). */
    rate: z.number().nullable(),
    /** Share of net sales whose cost is known, 0 to 1. */
    knownShare: z.number().nullable(),
    /** Of the 28 days before those. */
    rateBefore: z.number().nullable(),
    /** (rate − rateBefore) × 100. */
    changePoints: z.number().nullable(),
    direction: direction.nullable(),
    reason: z.string().nullable(),
    /** The rate of the 28 days that end on each date, a week apart: the first is `rateBefore`, the last `rate`. */
    spark: z.array(z.object({ date, rate: z.number().nullable() })),
  }),
  runningOut: z.object({
    /** Variants that sell and whose stock, with what is on its way, is gone before an order of today could come. */
    count: z.int().nullable(),
    /** Of how many variants with an outlook. */
    of: z.int(),
    /** Margin lost if nothing is ordered now, as the agent states it; only variants whose cost is known. */
    atRisk: z.object({ low: money, mid: money, high: money }).nullable(),
    /** Variants to order whose cost is unknown: they are not in `atRisk`. */
    uncosted: z.int(),
    weekAgo: z.object({ date, count: z.int() }).nullable(),
    change: z.int().nullable(),
    direction: direction.nullable(),
    reason: z.string().nullable(),
    /** When the agent last looked at all of them. */
    asOf: epochMs.nullable(),
    /** By day on which the agent looked, oldest first, at most the last 14; the last is `count`. */
    spark: z.array(z.object({ date, count: z.int() })),
  }),
});

export type TodayCards = z.infer<typeof todayCards>;
