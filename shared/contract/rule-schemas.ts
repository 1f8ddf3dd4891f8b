/** The shapes of rules.*: what agents shall not propose, who said so, and what it has kept back. */
import { z } from 'zod';
import { epochMs } from './schemas.ts';

/** Every part that is given must fit; a rule needs at least one besides the store. */
const ruleScope = z.object({
  /** Absent: every store. */
  storeId: z.string().optional(),
  actionType: z.string().optional(),
  agent: z.string().optional(),
  variantId: z.int().optional(),
  productId: z.int().optional(),
  supplier: z.string().min(1).optional(),
  /** One exact wish: an action's `key`. */
  key: z.string().min(1).optional(),
});

/**
 * Keeps back only what is on the wrong side: units ordered, money spent (minor units of the store), change of a
 * price (0.1 is 10%), confidence (0 to 1). Where the value is not known the rule does not hold, and a person decides.
 */
const ruleCondition = z.object({
  of: z.enum(['units', 'money', 'change', 'confidence']),
  is: z.enum(['below', 'above']),
  value: z.number().nonnegative(),
});

export const ruleInput = z.object({
  scope: ruleScope,
  condition: ruleCondition.optional(),
  /** Absent: until it is removed. */
  until: epochMs.optional(),
  reason: z.string().trim().min(1).max(500),
  by: z.string().max(100).optional(),
});

/** With a rejection: what it leaves out comes from the action that is rejected. */
export const rejectRule = z.object({
  /**
   * `wish`: this very proposal; `supplier`, `variant`: everything of that kind of action for it;
   * `type`: every such action of the store.
   */
  of: z.enum(['wish', 'supplier', 'variant', 'type']).default('wish'),
  /** Which one, where the action is about several. */
  variantId: z.int().optional(),
  /** Only what this agent proposes, instead of every agent. */
  sameAgent: z.boolean().default(false),
  condition: ruleCondition.optional(),
  until: epochMs.optional(),
});

export const rule = z.object({
  id: z.int(),
  scope: ruleScope,
  condition: ruleCondition.nullable(),
  until: epochMs.nullable(),
  /** The whole rule as one sentence. */
  text: z.string(),
  reason: z.string(),
  by: z.string(),
  fromAction: z.int().nullable(),
  createdAt: epochMs,
  state: z.enum(['in_force', 'over', 'removed']),
  removedAt: epochMs.nullable(),
  removedBy: z.string().nullable(),
  /** Different wishes that it has kept back, and how often in all. */
  kept: z.int(),
  times: z.int(),
  lastKeptAt: epochMs.nullable(),
});

export const ruleMade = z.object({
  rule,
  /** Proposals that wait and that it would have kept back; they stay until someone decides. */
  waiting: z.array(z.int()),
});

export const keptBack = z.object({
  id: z.int(),
  ruleId: z.int(),
  storeId: z.string(),
  actionType: z.string(),
  agent: z.string(),
  title: z.string(),
  /** null: the whole proposal; else the line of this variant was taken off it. */
  variantId: z.int().nullable(),
  firstAt: epochMs,
  lastAt: epochMs,
  times: z.int(),
});

export type RuleView = z.infer<typeof rule>;
