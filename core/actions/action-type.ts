/** What an action type is: how a wish becomes one exact request, how it is sent, read back and undone. */
import type { z } from 'zod';
import type { ActionView, Preview, Proposal } from '../../shared/action.ts';
import type { MirrorReader, StoreInfo, SupplierReader } from '../../shared/agent.ts';
import type { Minor } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { ShopClient } from '../connectors/shop-client.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PolicyLimits } from '../ledger/types.ts';

/** What a store offers to actions and agents. */
export interface StoreContext {
  store: StoreInfo;
  mirror: MirrorReader;
  suppliers: SupplierReader;
  client: ShopClient;
}

export interface ActionContext extends StoreContext {
  ledger: Ledger;
  now: EpochMs;
  /** The action at hand; absent while a proposal is only measured or previewed. */
  action?: ActionView;
}

/** A stored intent as an action type sees it. */
export interface Intent<Request = unknown> {
  key: string;
  request: Request;
  /** The shop's answer where one came. */
  answer: unknown;
}

type ReadBackState = 'done' | 'not_done' | 'differs';

/** `differs`: neither what was before nor what was asked for. `text` is for the owner. */
export interface ReadBack {
  state: ReadBackState;
  text: string;
  data?: Record<string, unknown>;
}

/** What limits are measured by; null is "not known", which no limit lets through. */
export interface Measures {
  /** What the action has a cooldown on: "variant:12". */
  subject: string;
  money: Minor | null;
  /** Share of the old value, always positive: 0.1 is 10%. */
  change: number | null;
  /** Share of the price kept after unit cost. */
  margin: number | null;
  /** Limits that mean nothing for this type (a tag has no margin). */
  ignores: readonly (keyof PolicyLimits)[];
}

export type UndoOffer = { proposal: Omit<Proposal, 'key'> } | { refused: string; next: string };

interface ActionTypeBase<Input, Request> {
  /** "price.change". */
  type: string;
  schema: z.ZodType<Input>;
  /** Scopes of the shop that sending needs. */
  scopes: readonly string[];
  /** A title where the proposer gave none. */
  title(context: ActionContext, input: Input): string;
  /** Two wishes with one key are the same wish. */
  key(context: ActionContext, input: Input): string;
  measure(context: ActionContext, input: Input): Measures;
  preview(context: ActionContext, input: Input): Promise<Preview>;
  /** Where nothing of its kind can be undone once done; absent where it depends on what is found then. */
  undoable?: false;
  /**
   * Reads the present state, compares it with what the input expects, and states the exact request.
   * Throws RoyalError (stale_value, invalid_input, not_found): then nothing was sent.
   */
  prepare(context: ActionContext, input: Input): Promise<Request>;
  /**
   * Runs in the transaction that marks the action verified: what the ledger keeps of it.
   * `intent` is null where a person said that it was done and nothing was sent from this ledger.
   */
  recordVerified?(context: ActionContext, input: Input, intent: Intent<Request> | null): void;
  /** What would undo a verified action, or why nothing can. */
  undo(context: ActionContext, action: ActionView, intent: Intent<Request>): Promise<UndoOffer>;
}

/**
 * absolute: sets a value, so the value can be read and sent again. delta: adds to a value under an idempotency
 * key, so only the same request under the same key may go again, while the shop keeps the key.
 */
export interface RemoteActionType<Input = unknown, Request = unknown> extends ActionTypeBase<Input, Request> {
  kind: 'absolute' | 'delta';
  /** Sends once. Throws RoyalError; `sendOutcome` tells whether the shop may have acted. */
  send(context: ActionContext, intent: Intent<Request>): Promise<unknown>;
  readBack(context: ActionContext, input: Input, intent: Intent<Request>): Promise<ReadBack>;
}

/** Changes rows of the ledger only: done in one transaction with its intent. */
export interface LocalActionType<Input = unknown, Request = unknown> extends ActionTypeBase<Input, Request> {
  kind: 'local';
  apply(context: ActionContext, intent: Intent<Request>): { text: string; data?: Record<string, unknown> };
}

export type ActionType<Input = unknown, Request = unknown> =
  | RemoteActionType<Input, Request>
  | LocalActionType<Input, Request>;
