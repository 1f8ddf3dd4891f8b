/** The shape of agents.backtest: what following an agent over a store's own past would have changed. */
import { z } from 'zod';

/** `mid` is what the replay gave, `low` to `high` what it would be in nine of ten draws of such products. */
const range = z.object({ low: z.number(), mid: z.number(), high: z.number() });

/** Over all days and products replayed. */
const side = z.object({
  /** Units wanted and not there. */
  lostUnits: z.number(),
  /** Share of the units wanted that was there; null where nothing was wanted. */
  fillRate: z.number().nullable(),
  /** Days on which a product was wanted or watched and had no stock, over all products. */
  daysOut: z.int(),
  /** Units on the shelf, a day on average, over all products; their worth at cost in minor units, where it is known. */
  averageStock: z.number(),
  averageStockValue: z.int(),
});

export const agentBacktest = z.object({
  storeId: z.string(),
  agent: z.string(),
  currency: z.string().length(3),
  /** First and last day replayed; null where there was too little to replay. */
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
  weeks: z.int(),
  products: z.int(),
  /**
   * Money over those weeks, in minor units: margin of units no longer lost, less what more stock costs to hold. null
   * with a reason where nothing can be said.
   */
  gain: range.nullable(),
  reason: z.string().nullable(),
  /** Against it: what the store did where its stock was watched, else a fixed reorder point. */
  baseline: side.extend({ text: z.string(), watched: z.int(), byRule: z.int() }),
  followed: side,
  /** Followed less baseline. */
  change: z.object({ lostUnits: range, daysOut: range, averageStock: range }).nullable(),
  /** Products by what following would have brought them in money. */
  better: z.int(),
  worse: z.int(),
  leftOut: z.array(z.object({ reason: z.string(), products: z.int() })),
  /** What the figures rest on, one sentence each. */
  assumptions: z.array(z.string()),
});

export const backtestProgress = z.object({ done: z.int(), total: z.int(), text: z.string() });

export type AgentBacktest = z.infer<typeof agentBacktest>;
export type BacktestProgress = z.infer<typeof backtestProgress>;
