/** The ledger's rows as the rest of the core sees them, and what each part of the ledger offers. */
import type { ActionState, ActionView, Actor, StoreId } from '../../shared/action.ts';
import type { Finding } from '../../shared/agent.ts';
import type { ErrorData } from '../../shared/errors.ts';
import type { ShopifyId } from '../../shared/gid.ts';
import type { Currency, Minor } from '../../shared/money.ts';
import type { Day, EpochMs } from '../../shared/time.ts';

/** One life of the host process on this data folder. */
export interface EpochRow {
  id: number;
  name: string;
  startedAt: EpochMs;
  /** Last sign of life; what lies between it and the next epoch's start went unwatched. */
  seenAt: EpochMs;
  endedAt: EpochMs | null;
}

/** `stopped` was ended by the emergency stop or a person; `running` of an earlier epoch is taken up again. */
export type RunState = 'running' | 'completed' | 'failed' | 'stopped';

export type RunTrigger = 'schedule' | 'person' | 'catch_up' | 'event';

export interface RunRow {
  id: number;
  agent: string;
  storeId: StoreId;
  trigger: RunTrigger;
  /** The schedule's slot it stands for, where it was scheduled. */
  slot: EpochMs | null;
  /** 1 for the first try; one more each time a later epoch takes it up. */
  attempt: number;
  epoch: number;
  state: RunState;
  startedAt: EpochMs;
  endedAt: EpochMs | null;
  summary: string | null;
  error: ErrorData | null;
}

export interface FindingRow extends Omit<Finding, 'subject'> {
  id: number;
  runId: number;
  agent: string;
  storeId: StoreId;
  at: EpochMs;
  subject: Finding['subject'] | null;
}

/** `ActionView` and what only the executor and the scheduler need. */
export interface ActionRow extends ActionView {
  snoozedUntil: EpochMs | null;
  /** An `unknown` that the program can't settle: a person must look. */
  needsPerson: boolean;
  /** Epoch that last set it executing. */
  epoch: number | null;
  decidedAt: EpochMs | null;
}

export type AttemptState = 'intended' | 'sent' | 'answered' | 'refused' | 'uncertain';

/** One intent: the exact request and its key, stored before anything is sent. */
export interface AttemptRow {
  id: number;
  actionId: number;
  /** Intent number within the action, from 1. */
  number: number;
  /** Idempotency key: ledger, action and intent number. */
  key: string;
  request: unknown;
  state: AttemptState;
  /** How often the request left; a resend uses the same key and request. */
  sends: number;
  answer: unknown;
  error: ErrorData | null;
  createdAt: EpochMs;
  firstSentAt: EpochMs | null;
  settledAt: EpochMs | null;
  epoch: number;
}

export interface AuditRow {
  number: number;
  at: EpochMs;
  actor: Actor;
  /** Past tense: "action.approved", "stop.pulled", "policy.changed", "store.added". */
  kind: string;
  storeId: StoreId | null;
  /** What it is about: "action:12", "run:3", "store:gbp"; null where the kind says it all. */
  subject: string | null;
  data: Record<string, unknown>;
  /** Hex HMAC-SHA256 over the row and the hash of the row before. */
  hash: string;
}

export interface AuditEntry {
  actor: Actor;
  kind: string;
  storeId?: StoreId | null;
  subject?: string | null;
  data?: Record<string, unknown>;
  /** An origin outside the ledger ("app:17"): a second row of the same source is not written. */
  source?: string;
  /** When it happened, where that was earlier than now. */
  at?: EpochMs;
}

export interface LedgerEvent {
  /** Position among the events of all stores. */
  id: number;
  /** null: of the whole program. */
  storeId: StoreId | null;
  /** Position among the events of its store, from 1. */
  seq: number;
  at: EpochMs;
  kind: string;
  data: Record<string, unknown>;
}

export type PurchaseOrderState = 'draft' | 'sent' | 'partly_received' | 'received' | 'closed' | 'cancelled';

/** Units of one line for one variant of one store. */
export interface PurchaseOrderAllocation {
  id: number;
  lineId: number;
  storeId: StoreId;
  variantId: ShopifyId;
  inventoryItemId: ShopifyId;
  /** null: not chosen yet. */
  locationId: ShopifyId | null;
  quantity: number;
  received: number;
  damaged: number;
  short: number;
  /** Incoming units that the shop was told of. */
  told: number;
}

/** Quantities are sums over the allocations. */
export interface PurchaseOrderLine {
  id: number;
  title: string;
  sku: string | null;
  barcode: string | null;
  supplierSku: string | null;
  /** Minor units of the order's currency. */
  unitCost: Minor | null;
  quantity: number;
  received: number;
  damaged: number;
  short: number;
  allocations: PurchaseOrderAllocation[];
}

export interface PurchaseOrderRow {
  id: number;
  /** From 1, without gaps. */
  number: number;
  supplier: string;
  state: PurchaseOrderState;
  /** One more with every change of the order itself. */
  version: number;
  currency: Currency;
  spread: 'value' | 'units';
  freight: Minor;
  duty: Minor;
  other: Minor;
  /** "2026-11-30". */
  expectedOn: string | null;
  note: string | null;
  /** The action that made it, where one did. */
  actionId: number | null;
  createdBy: Actor;
  createdAt: EpochMs;
  updatedAt: EpochMs;
  sentAt: EpochMs | null;
  sentTo: string | null;
  sentBy: string | null;
  closedAt: EpochMs | null;
  storeIds: StoreId[];
  /** Of the store's currency for one of the order's, as a decimal. */
  rates: { storeId: StoreId; rate: string; on: string }[];
  lines: PurchaseOrderLine[];
  /** Without charges; null where a line's cost is unknown. */
  goods: Minor | null;
}

export interface ReceiptRow {
  id: number;
  purchaseOrderId: number;
  lineId: number;
  allocationId: number;
  storeId: StoreId;
  actionId: number;
  locationId: ShopifyId;
  /** Negative where a receipt was undone; so are the next two. */
  accepted: number;
  damaged: number;
  short: number;
  at: EpochMs;
  by: Actor;
}

/** Terms as set by a person; an absent field is not set and a default stands for it. */
export interface SupplierTermsSet {
  leadTimeDays?: number;
  leadTimeSdDays?: number;
  reviewDays?: number;
  packSize?: number;
  minimumUnits?: number;
  serviceLevel?: number;
  /** That goods keep from their arrival; absent where they don't spoil. */
  shelfLifeDays?: number;
  currency?: Currency;
  email?: string;
  /** Minor units of `currency`. */
  minimumOrder?: Minor;
  freeFreightFrom?: Minor;
  notes?: string;
}

export interface SupplierRow extends SupplierTermsSet {
  storeId: StoreId;
  supplier: string;
  updatedAt: EpochMs;
}

/** Available units of one inventory item on one local day. */
export interface StockDayRow {
  inventoryItemId: ShopifyId;
  day: Day;
  /** As last seen on that day, over all locations. */
  available: number;
  /** Lowest total seen on that day. */
  lowest: number;
}

/** Absent is any; every part that is given must fit. */
export interface RuleScope {
  storeId?: StoreId;
  actionType?: string;
  agent?: string;
  variantId?: ShopifyId;
  productId?: ShopifyId;
  supplier?: string;
  /** One exact wish: the rejected proposal's key. */
  key?: string;
}

/** Units ordered, money in minor units of the store, change as a share of the old value, confidence from 0 to 1. */
export interface RuleCondition {
  of: 'units' | 'money' | 'change' | 'confidence';
  is: 'below' | 'above';
  value: number;
}

/** A rejection that holds for the future: proposals of agents that match are not made. */
export interface RuleRow {
  id: number;
  scope: RuleScope;
  condition: RuleCondition | null;
  until: EpochMs | null;
  reason: string;
  by: Actor;
  fromAction: number | null;
  createdAt: EpochMs;
  retiredAt: EpochMs | null;
  retiredBy: Actor | null;
  /** Different wishes that it kept back, and how often. */
  kept: number;
  times: number;
  lastKeptAt: EpochMs | null;
}

export interface KeptBackRow {
  id: number;
  ruleId: number;
  storeId: StoreId;
  actionType: string;
  agent: string;
  key: string;
  /** null: the whole proposal; else the line of this variant. */
  variantId: ShopifyId | null;
  title: string;
  firstAt: EpochMs;
  lastAt: EpochMs;
  times: number;
}

/** Who last wrote a field: this program (by an action), or someone else. */
export interface FieldOwnerRow {
  storeId: StoreId;
  /** "variant:123". */
  subject: string;
  field: string;
  writer: 'program' | 'other';
  actionId: number | null;
  /** The value we wrote, and the one that was found where another wrote since. */
  value: string;
  found: string | null;
  at: EpochMs;
}

/** A span in which nothing was watched: the machine slept or the program did not run. */
export interface WatchGapRow {
  id: number;
  from: EpochMs;
  /** null: it goes on. */
  to: EpochMs | null;
  cause: 'asleep' | 'not_running' | 'clock_set_back' | 'offline';
  /** null: all of them. */
  storeId: StoreId | null;
}

export type PolicyMode = 'observe' | 'propose' | 'act';

/** What policy.ts decides by. `agent` and `actionType` may be '*'; the most specific row counts. */
export interface PolicyRow {
  subject: { kind: 'agent' | 'person'; id: string };
  actionType: string;
  /** null: every store. */
  storeId: StoreId | null;
  mode: PolicyMode;
  limits: PolicyLimits;
  updatedAt: EpochMs;
}

export interface PolicyLimits {
  /** Actions let through per local day. */
  perDay?: number;
  /** Money per local day and per action, minor units of the store's currency. */
  moneyPerDay?: Minor;
  moneyPerAction?: Minor;
  /** Lowest share of the price that must stay after unit cost, 0 to 1. */
  marginFloor?: number;
  /** Largest change of a value, as a share of the old one: 0.1 is 10%. */
  largestChange?: number;
  /** Hours that must pass between two actions on one subject. */
  coolDownHours?: number;
}

/** What a transition of an action carries with it. */
export interface TransitionNote {
  actor: Actor;
  reason?: string | null;
  /** The policy's rule that let it through: for the audit row. */
  rule?: string;
  outcome?: ActionView['outcome'];
  snoozedUntil?: EpochMs | null;
  needsPerson?: boolean;
  undoneBy?: number;
}

export interface ActionFilter {
  storeId?: StoreId;
  states?: readonly ActionState[];
  key?: string;
  limit?: number;
}

/** What proposing did: a dropped wish leaves no row and names the action that stands in its way. */
export type ProposeOutcome =
  | { outcome: 'proposed' | 'replaced' | 'refreshed'; id: number; replaced: number | null }
  | { outcome: 'dropped'; id: number | null; because: string };
