/** What the orchestrator needs, and what can be asked of it. */
import type { Actor, Preview, Proposal, StoreId } from '../../shared/action.ts';
import type { Agent, AgentReport, StoreInfo, TaskRunner } from '../../shared/agent.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { ActionType, StoreContext, UndoOffer } from '../actions/action-type.ts';
import type { AppDb, StopState } from '../app-db/app-db.ts';
import type { IntentStore } from '../ledger/attempts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow, ProposeOutcome, RuleRow, RunRow, RunTrigger, WatchGapRow } from '../ledger/types.ts';
import type { Clock } from './clock.ts';
import type { FieldChange } from './edits.ts';
import type { ManyApproved, ManyProgress, ManyRejected } from './many.ts';
import type { ProposalEdit } from './proposals.ts';
import type { RuleFromAction } from './rule-from.ts';

export interface OrchestratorLog {
  info(facts: object, text: string): void;
  warn(facts: object, text: string): void;
  error(facts: object, text: string): void;
}

/** Not kept: the ledger's events are. */
export interface RunProgress {
  runId: number;
  agent: string;
  storeId: StoreId;
  done: number;
  total: number;
  text: string;
}

export interface OrchestratorOptions {
  ledger: Ledger;
  appDb: AppDb;
  agents: readonly Agent[];
  actionTypes: readonly ActionType[];
  /** Throws RoyalError not_found where the store is gone. */
  contextFor(storeId: StoreId): StoreContext;
  /** Stores that the scheduler serves: connected, and synced at least once. */
  stores(): readonly StoreInfo[];
  /** Whether files are being read into it: its agents wait, and look once all of them are in. */
  isImporting?(storeId: StoreId): boolean;
  /**
   * Brings what agents read up to date, where it is old; null where it is not. Resolves whatever came of it, and once
   * `signal` fires, with whether it is up to date now: a run goes on with what is there, and is looked at again.
   */
  freshen?(storeId: StoreId, signal: AbortSignal): Promise<boolean> | null;
  tasks: TaskRunner;
  clock: Clock;
  emit(progress: RunProgress): void;
  log: OrchestratorLog;
  /** Where the executor keeps its intents: the ledger's attempts. Another one is for tests of the tests. */
  intents?: IntentStore;
  /** Keeps what a run knows of each variant, before the run ends; done again where a run is taken up. */
  keepOutlooks?: (run: RunRow, report: AgentReport) => Promise<void>;
  /** How often schedules, expiries and unsettled actions are looked at; 30 seconds. */
  tickMs?: number;
}

interface AgentStatus {
  id: string;
  title: string;
  storeId: StoreId;
  running: boolean;
  last: RunRow | null;
  /** null while the emergency stop is pulled. */
  nextAt: EpochMs | null;
}

interface OrchestratorStatus {
  stop: StopState | null;
  agents: AgentStatus[];
  actions: { proposed: number; approved: number; executing: number; unknown: number; needPerson: number };
  /** Spans that went unwatched, newest first. */
  gaps: WatchGapRow[];
}

export interface RunOptions {
  signal?: AbortSignal;
  onProgress?: (progress: RunProgress) => void;
}

interface DecisionOptions {
  reason?: string;
}

export interface Orchestrator {
  /** Takes up what an earlier epoch left (runs, actions, the outbox of app.db) and starts the scheduler. */
  start(): void;
  /** Resolves when the run has ended; joins one that is under way. Throws `stopped` and `not_found`. */
  runAgent(agentId: string, storeId: StoreId, trigger?: RunTrigger, options?: RunOptions): Promise<RunRow>;
  /** Ends one run at its next step, and resolves once it has. Throws `not_found`, `invalid_state`. */
  cancelRun(runId: number, actor: Actor): Promise<RunRow>;
  /** `title`, `evidence` and `key` may be left out: the action type gives them. Throws `invalid_input`, `policy_refused`. */
  propose(
    proposal: Pick<Proposal, 'type' | 'storeId' | 'input'> & Partial<Proposal>,
    actor: Actor,
  ): { action: ActionRow; outcome: ProposeOutcome['outcome'] };
  preview(id: number): Promise<Preview>;
  /** Returns once approved; `whenDone` waits for the executor. Throws `policy_refused`, `invalid_state`. */
  approve(id: number, actor: Actor, options?: DecisionOptions): ActionRow;
  /** With `rule`, agents don't make such proposals again: an owner's word. Throws `policy_refused`, `invalid_input`. */
  reject(id: number, actor: Actor, reason: string, options?: { rule?: RuleFromAction }): ActionRow;
  /**
   * One after the other, each read back before the next; ends at the first that is not verified, at the emergency
   * stop, and where nobody reads on. Throws `not_found` before anything is approved.
   */
  approveMany(
    ids: readonly number[],
    actor: Actor,
    options?: DecisionOptions & { signal?: AbortSignal },
  ): AsyncGenerator<ManyProgress, ManyApproved>;
  rejectMany(ids: readonly number[], actor: Actor, reason: string): ManyRejected;
  /** Throws `invalid_input`, `invalid_state`, `policy_refused`, and `implausible` unless it is confirmed. */
  edit(id: number, actor: Actor, edit: ProposalEdit): { action: ActionRow; changes: FieldChange[] };
  /** An owner's word. `waiting`: proposals that it would have kept back. Throws `policy_refused`. */
  addRule(
    rule: Pick<RuleRow, 'scope' | 'condition' | 'until' | 'reason'>,
    actor: Actor,
  ): { rule: RuleRow; waiting: number[] };
  removeRule(id: number, actor: Actor): RuleRow;
  /** Asks the shop; changes nothing. Throws what `undo` does before it would act. */
  undoPreview(id: number): Promise<{ offer: UndoOffer; preview: Preview | null }>;
  /** As far as can be said without asking the shop. */
  mayBeUndone(action: Pick<ActionRow, 'type' | 'undoes'>): boolean;
  snooze(id: number, actor: Actor, until: EpochMs, reason?: string): ActionRow;
  /** Expires what is overdue and wakes what was snoozed. */
  expireDue(): ActionRow[];
  /** A new action that takes a verified one back, approved by the asking. Throws `invalid_state` where nothing can. */
  undo(id: number, actor: Actor, options?: DecisionOptions): Promise<ActionRow>;
  /** Approves a failed action anew; only where the shop refused or nothing was sent. */
  retry(id: number, actor: Actor): ActionRow;
  /** A person's word on an `unknown` action that the program can't settle. */
  settle(id: number, actor: Actor, word: 'done' | 'not_done'): ActionRow;
  /** The action once the executor is done with it for now: settled, waiting for the shop, or held by the stop. */
  whenDone(id: number, signal?: AbortSignal): Promise<ActionRow>;
  /** The emergency stop. Durable when it returns. */
  stop(actor: Actor, reason: string): StopState;
  resume(actor: Actor): void;
  status(): OrchestratorStatus;
  /** Ends schedules, interrupts runs at their next step (a later start takes them up) and lets the executor finish what it is at. */
  drain(): Promise<void>;
}
