/** The shapes of autonomy.*: how far an agent may go with one type of action in a store, and what that would have meant. */
import { z } from 'zod';
import { epochMs } from './schemas.ts';

const autonomyLevel = z.enum(['observe', 'propose', 'act']);

/** An absent limit does not limit. */
const autonomyLimits = z.strictObject({
  /** Actions let through per local day of the store. */
  perDay: z.int().nonnegative().optional(),
  /** Minor units of the store's currency. */
  moneyPerDay: z.int().nonnegative().optional(),
  moneyPerAction: z.int().nonnegative().optional(),
  /** Lowest share of the price that must stay after unit cost, 0 to 1. */
  marginFloor: z.number().min(0).max(1).optional(),
  /** Largest change as a share of the old value: 0.1 is 10%. */
  largestChange: z.number().nonnegative().optional(),
  /** Hours between two actions on one thing. */
  coolDownHours: z.number().nonnegative().optional(),
});

export const autonomyEntry = z.object({
  agent: z.string(),
  type: z.string(),
  /** null: every store that has no entry of its own. */
  storeId: z.string().nullable(),
  level: autonomyLevel,
  limits: autonomyLimits,
  /** own: set for just this; inherited: of all stores, types or agents; default: nobody has set it. */
  from: z.enum(['own', 'inherited', 'default']),
  updatedAt: epochMs.nullable(),
});

export const autonomyInput = z.object({
  agent: z.string(),
  type: z.string(),
  storeId: z.string().nullish(),
  level: autonomyLevel,
  limits: autonomyLimits.default({}),
});

export const autonomyPreview = z.object({
  days: z.int(),
  /** Proposals of the agent and type in that time, the newest 1,000 of them. */
  proposals: z.int(),
  letThrough: z.int(),
  /** Of what would have been let through, one sum a currency. */
  money: z.array(z.object({ minor: z.int(), currency: z.string() })),
  /** How many of those let through cost an amount that is not known or that does not apply. */
  withoutMoney: z.int(),
  /** Newest first, at most 500. */
  list: z.array(
    z.object({
      id: z.int(),
      storeId: z.string(),
      title: z.string(),
      at: epochMs,
      verdict: z.enum(['yes', 'no']),
      rule: z.string(),
      text: z.string(),
      money: z.object({ minor: z.int(), currency: z.string() }).nullable(),
      /** What really became of it. */
      state: z.string(),
    }),
  ),
});

export type AutonomyEntry = z.infer<typeof autonomyEntry>;
export type AutonomyInput = z.infer<typeof autonomyInput>;
export type AutonomyPreview = z.infer<typeof autonomyPreview>;
