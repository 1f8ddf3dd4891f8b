/**
 * The one idea: everything that changes the world is an Action. These types are what agents, ledger,
 * executor and interface agree on; core/actions/ holds one file for each action type.
 */
import type { Currency, Minor } from './money.ts';
import type { EpochMs } from './time.ts';

/** A store's short name in the program, chosen by the owner: "gbp", "main". */
export type StoreId = string;

export type ActionState =
  | 'proposed'
  | 'snoozed'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'executing'
  | 'verified'
  | 'failed'
  | 'unknown'
  | 'undone';

/** Who acts. `agent` proposes, `person` may do anything a role allows, `policy` approves within limits. */
export interface Actor {
  kind: 'agent' | 'person' | 'policy' | 'system';
  /** Agent id, person's name, or the rule's id. */
  id: string;
}

/** A reason a person can check: cites ids and numbers, never names or addresses. */
export interface Evidence {
  /** Machine name in snake case: "days_of_cover", "forecast", "default_used". */
  kind: string;
  /** One sentence for the owner. */
  text: string;
  data?: Record<string, unknown>;
}

/** Expected money effect over a stated period; always a range. */
export interface Effect {
  low: Minor;
  mid: Minor;
  high: Minor;
  currency: Currency;
  days: number;
  /** What the range is of: "margin kept by not running out". */
  of: string;
}

/** What an agent or a person asks for. `input` is validated by the action type's schema. */
export interface Proposal {
  type: string;
  storeId: StoreId;
  input: unknown;
  title: string;
  evidence: Evidence[];
  effect?: Effect;
  /** 0 to 1, shown with a label in words. */
  confidence?: number;
  risks?: string[];
  /** Decide by: afterwards the proposal expires. */
  expiresAt?: EpochMs;
  /**
   * Two proposals with one key are the same wish: a newer replaces an undecided older one, and is dropped
   * while one is approved, executing or unknown. Example: "purchase_order:gbp:ACME".
   */
  key: string;
}

export interface ActionView extends Proposal {
  id: number;
  state: ActionState;
  agent: string | null;
  runId: number | null;
  proposedBy: Actor;
  decidedBy: Actor | null;
  reason: string | null;
  createdAt: EpochMs;
  updatedAt: EpochMs;
  /** The action that this one undoes, and the one that undid this. */
  undoes: number | null;
  undoneBy: number | null;
  /** What the executor knows: the answer read back, or the error. */
  outcome: { text: string; data?: Record<string, unknown> } | null;
  /** Where a person changed it before it was decided on; `original` is the input as it was proposed. */
  edited?: { by: Actor; at: EpochMs; original: unknown };
}

/** What will happen, told before it is approved. */
export interface Preview {
  lines: string[];
  undoable: boolean;
  /** What can't be undone or could go wrong, in plain words. */
  warnings: string[];
  /** Shopify scopes that the act needs; asked for at first use. */
  scopes: string[];
}
