/** The shapes that cross the bridge: zod schemas, and the types inferred from them. Money is minor units with its currency. */
import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

export const money = z.object({ minor: z.int(), currency: z.string().length(3) });
export const storeId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'a store id is lower-case letters, digits and dashes, at most 32');
/** Within what a date can be of. */
export const epochMs = z.number().min(-8.64e15).max(8.64e15);
/** A calendar date of the store's zone: "2026-11-23". */
export const date = z.iso.date();

/** Of this machine; a NUL ends a path for the system, and is in none that anybody means. */
export const path = z
  .string()
  .min(1)
  .refine((text) => !text.includes('\0'), 'a path holds no NUL character');

export const errorData = z.object({
  // Any text, so that the error of a newer program is still understood.
  code: z.string() as unknown as z.ZodType<ErrorCode, ErrorCode>,
  message: z.string(),
  next: z.string(),
  details: z.record(z.string(), z.unknown()).optional(),
});

export const store = z.object({
  id: z.string(),
  name: z.string(),
  shopDomain: z.string(),
  /** null where the store could not be opened; `problem` says why. */
  currency: z.string().nullable(),
  zone: z.string().nullable(),
  problem: errorData.nullable(),
  endpoint: z.string().nullable(),
  /** none: imported from files, not connected. */
  credentials: z.enum(['client_credentials', 'admin_token', 'none']),
  addedAt: epochMs,
  syncedAt: epochMs.nullable(),
});

export const storeInput = z.object({
  id: storeId.optional(),
  name: z.string().min(1).max(100).optional(),
  shop: z.string().min(1),
  /** Both for client credentials, or `token` alone for an admin token. */
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  token: z.string().optional(),
  /** Loopback addresses only: where a sandbox shop is served. */
  endpoint: z.url().optional(),
});

export const shopCheck = z.object({
  storeId: z.string(),
  name: z.string(),
  shopDomain: z.string(),
  currency: z.string(),
  zone: z.string(),
  plan: z.string(),
  scopes: z.array(z.string()),
  /** Scopes that reading everything needs and the app was not granted. */
  missing: z.array(z.string()),
  /** Orders older than 60 days need read_all_orders. */
  historyLimited: z.boolean(),
});

export const counts = z.object({
  products: z.int(),
  variants: z.int(),
  orders: z.int(),
  lines: z.int(),
  customers: z.int(),
});

export const syncProgress = z.object({
  storeId: z.string(),
  phase: z.string(),
  text: z.string(),
  done: z.number(),
  total: z.number().nullable(),
  etaMs: z.number().nullable(),
});

export const syncResult = z.object({ storeId: z.string(), ms: z.number(), counts });

export const syncStatus = z.object({
  storeId: z.string(),
  running: z.boolean(),
  phase: z.string().nullable(),
  syncedAt: epochMs.nullable(),
  historyLimited: z.boolean(),
  error: errorData.nullable(),
});

const evidence = z.object({
  kind: z.string(),
  text: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});

export const effect = z.object({
  low: z.number(),
  mid: z.number(),
  high: z.number(),
  currency: z.string(),
  days: z.number(),
  of: z.string(),
});

export const finding = z.object({
  runId: z.int(),
  storeId: z.string(),
  kind: z.string(),
  severity: z.enum(['info', 'watch', 'act']),
  title: z.string(),
  evidence: z.array(evidence),
  subject: z.object({ kind: z.string(), id: z.union([z.number(), z.string()]) }).nullish(),
});

export const agentRun = z.object({
  id: z.int(),
  agent: z.string(),
  storeId: z.string(),
  state: z.string(),
  trigger: z.string(),
  summary: z.string().nullable(),
  error: errorData.nullable(),
  startedAt: epochMs.nullable(),
  endedAt: epochMs.nullable(),
});

export const agentProgress = z.object({
  runId: z.int(),
  storeId: z.string(),
  agent: z.string(),
  done: z.number(),
  total: z.number(),
  text: z.string(),
});

/** How calls to a shop fare: the state of the one stack that all of them go through. */
export const connection = z.object({
  storeId: z.string(),
  shopDomain: z.string(),
  circuit: z.enum(['closed', 'open', 'half_open']),
  token: z.enum(['none', 'valid', 'refused']),
  calls: z.object({ answered: z.int(), failed: z.int(), retried: z.int(), throttled: z.int() }),
  lastFailure: z.object({ at: epochMs, code: z.string(), message: z.string() }).nullable(),
  /** Points of the shop's cost bucket; null before its first answer. */
  bucket: z.object({ available: z.number(), maximum: z.number(), restorePerSecond: z.number() }).nullable(),
  /** Requests waiting for points. */
  waiting: z.int(),
});

export const agentStatus = z.object({
  id: z.string(),
  title: z.string(),
  proposes: z.array(z.string()),
  everyHours: z.number(),
  runs: z.array(agentRun),
  /** Where it is paused; `storeId` null: in every store. */
  paused: z.array(
    z.object({
      storeId: z.string().nullable(),
      by: z.string(),
      reason: z.string().nullable(),
      at: epochMs,
    }),
  ),
  /** Of the stores that it looks after. */
  connections: z.array(connection),
});

const actor = z.object({ kind: z.enum(['agent', 'person', 'policy', 'system']), id: z.string() });

export const actionState = z.enum([
  'proposed',
  'snoozed',
  'approved',
  'rejected',
  'expired',
  'executing',
  'verified',
  'failed',
  'unknown',
  'undone',
]);

export const action = z.object({
  id: z.int(),
  type: z.string(),
  storeId: z.string(),
  state: actionState,
  title: z.string(),
  input: z.unknown(),
  evidence: z.array(evidence),
  effect: effect.optional(),
  confidence: z.number().optional(),
  risks: z.array(z.string()).optional(),
  expiresAt: epochMs.optional(),
  key: z.string(),
  agent: z.string().nullable(),
  runId: z.int().nullable(),
  proposedBy: actor,
  decidedBy: actor.nullable(),
  reason: z.string().nullable(),
  createdAt: epochMs,
  updatedAt: epochMs,
  undoes: z.int().nullable(),
  undoneBy: z.int().nullable(),
  /** Of a snoozed one: when it is back. */
  snoozedUntil: epochMs.nullable(),
  /** Of an unknown one: only a person can settle it. */
  needsPerson: z.boolean(),
  outcome: z.object({ text: z.string(), data: z.record(z.string(), z.unknown()).optional() }).nullable(),
  /** Where a person changed it before it was decided on; `original` is the input as it was proposed. */
  edited: z.object({ by: actor, at: epochMs, original: z.unknown() }).optional(),
});

export const preview = z.object({
  lines: z.array(z.string()),
  undoable: z.boolean(),
  warnings: z.array(z.string()),
  scopes: z.array(z.string()),
});

export const proposalInput = z.object({
  type: z.string(),
  storeId: z.string(),
  input: z.unknown(),
  title: z.string().min(1).max(200).optional(),
  reason: z.string().max(500).optional(),
  by: z.string().max(100).optional(),
});

export const stopStatus = z.object({
  stopped: z.boolean(),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  at: epochMs.nullable(),
});

export const auditVerdict = z.object({
  ok: z.boolean(),
  /** "ok", "empty", or what is wrong: "row 12 was changed". */
  text: z.string(),
  rows: z.int(),
});

export const auditRow = z.object({
  seq: z.int(),
  at: epochMs,
  actor: z.string(),
  kind: z.string(),
  storeId: z.string().nullable(),
  subject: z.string().nullable(),
  text: z.string(),
});

export const backupResult = z.object({
  path: z.string(),
  files: z.int(),
  bytes: z.number(),
  stores: z.array(z.string()),
});

export const check = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warn', 'fail']),
  text: z.string(),
  next: z.string().nullable(),
});

/** One day of a store, as docs/numbers.md defines each figure. */
export const salesDay = z.object({
  date,
  orders: z.int(),
  grossSales: money,
  discounts: money,
  returns: money,
  netSales: money,
  taxes: money,
  shipping: money,
  tips: money,
  duties: money,
  unitsSold: z.int(),
  unitsReturned: z.int(),
});

export const stockRow = z.object({
  variantId: z.int(),
  productId: z.int(),
  inventoryItemId: z.int(),
  title: z.string(),
  sku: z.string().nullable(),
  vendor: z.string(),
  price: money,
  unitCost: money.nullable(),
  available: z.int(),
  onHand: z.int(),
  incoming: z.int(),
  levels: z.array(z.object({ locationId: z.int(), available: z.int(), onHand: z.int() })),
});

/** Everything that a mirror adds up to, for comparison with another source of truth. Minor units, ids as integers. */
export const figures = z.object({
  currency: z.string(),
  zone: z.string(),
  counts,
  days: z.array(salesDay),
  variantDays: z.array(
    z.object({
      variantId: z.number(),
      date: z.string(),
      units: z.number(),
      returnedRestocked: z.number(),
      returnedLost: z.number(),
      net: z.number(),
    }),
  ),
  stock: z.array(
    z.object({
      inventoryItemId: z.number(),
      locationId: z.number(),
      available: z.number(),
      onHand: z.number(),
    }),
  ),
  prices: z.array(z.object({ variantId: z.number(), price: z.number() })),
});

const event = z.object({
  /** Over all stores, without gaps, in the order in which things happened. */
  seq: z.int(),
  at: epochMs,
  storeId: z.string().nullable(),
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
});

export const eventBatch = z.object({
  events: z.array(event),
  /** Where to go on from; events are kept for a while only. */
  seq: z.int(),
  /** false where some after the asked position are no longer kept: whoever asks fetches anew what it shows. */
  complete: z.boolean(),
});

export type StoreView = z.infer<typeof store>;
export type StoreInput = z.infer<typeof storeInput>;
export type Counts = z.infer<typeof counts>;
export type SyncProgressView = z.infer<typeof syncProgress>;
export type SyncResultView = z.infer<typeof syncResult>;
export type ConnectionView = z.infer<typeof connection>;
export type FindingView = z.infer<typeof finding>;
export type AgentRunView = z.infer<typeof agentRun>;
export type AgentProgressView = z.infer<typeof agentProgress>;
export type ActionRow = z.infer<typeof action>;
export type StopStatus = z.infer<typeof stopStatus>;
export type AuditVerdict = z.infer<typeof auditVerdict>;
export type Check = z.infer<typeof check>;
export type SalesDayView = z.infer<typeof salesDay>;
export type StockRow = z.infer<typeof stockRow>;
export type FiguresView = z.infer<typeof figures>;
export type EventView = z.infer<typeof event>;
export type EventBatch = z.infer<typeof eventBatch>;
