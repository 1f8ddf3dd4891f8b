/** Proposals and decisions: what is asked for is checked by its type, held against rules and policy, then kept. */
import type { Actor, Preview, Proposal } from '../../shared/action.ts';
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import { dayOf, startOfDay } from '../../shared/time.ts';
import type { ActionContext, ActionType, Measures, StoreContext } from '../actions/action-type.ts';
import type { AppDb } from '../app-db/app-db.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow, PolicyRow, ProposeOutcome, RuleRow } from '../ledger/types.ts';
import type { Clock } from './clock.ts';
import { changesBetween, type FieldChange, implausibleChanges } from './edits.ts';
import { decide, type LetThrough, type Person, type PolicyDecision } from './policy.ts';
import { heldByRules, passRules } from './rule-gate.ts';

export interface Proposals {
  /** Joins the transaction at hand. Throws `invalid_input`, `not_found`, `policy_refused`. */
  propose(proposal: WishedProposal, actor: Actor, by?: ProposedIn): ProposeOutcome;
  preview(action: ActionRow): Promise<Preview>;
  /** Throws `invalid_input`, `invalid_state`, `policy_refused`, and `implausible` unless it is confirmed. */
  edit(id: number, actor: Actor, edit: ProposalEdit): { action: ActionRow; changes: FieldChange[] };
  /** Proposals of agents that wait and that a rule would have kept back, or lines of. */
  heldBy(rule: RuleRow): number[];
  /** Throws `policy_refused`; returns the rule that allows it. */
  assertMayApprove(action: ActionRow, actor: Actor): PolicyDecision;
  /** Throws `policy_refused` where the actor is no person of this program. */
  assertPerson(actor: Actor): void;
  /** Throws `policy_refused` where the actor is no owner. */
  assertOwner(actor: Actor): void;
}

type WishedProposal = Pick<Proposal, 'type' | 'storeId' | 'input'> & Partial<Proposal>;

interface ProposedIn {
  agent?: string;
  runId?: number;
  undoes?: number;
}

export interface ProposalEdit {
  input: unknown;
  confirm: boolean;
  reason: string | null;
}

const HOUR_MS = 3_600_000;

export function createProposals(options: {
  ledger: Ledger;
  appDb: AppDb;
  types: ReadonlyMap<string, ActionType>;
  contextFor: (storeId: string) => StoreContext;
  clock: Clock;
}): Proposals {
  const { ledger, appDb, types, clock } = options;
  const contextOf = (storeId: string): ActionContext => ({
    ...options.contextFor(storeId),
    ledger,
    now: clock.now(),
  });

  /** Where nobody was entered, whoever opens the data folder is its owner. */
  const personOf = (actor: Actor): Person | null => {
    if (actor.kind !== 'person') return null;
    const known = appDb.people.get(actor.id);
    if (known) return known;
    return appDb.people.list().length === 0 ? { name: actor.id, role: 'owner', approvalLimit: null } : null;
  };

  const letThrough = (
    context: ActionContext,
    actor: Actor,
    policy: PolicyRow | null,
    measures: Measures,
  ): LetThrough => {
    const { store, now } = context;
    const coolDown = (policy?.limits.coolDownHours ?? 0) * HOUR_MS;
    const measured = (action: ActionRow): Measures | null => {
      const type = types.get(action.type);
      const input = type?.schema.safeParse(action.input);
      return type && input?.success ? type.measure(context, input.data) : null;
    };
    const dayStart = startOfDay(dayOf(now, store.zone), store.zone);
    const who = actor.kind === 'agent' ? { agent: actor.id } : { person: actor.id };
    const today = ledger.actions
      .letThroughSince(dayStart, { storeId: store.id, ...who })
      .filter((action) => !policy || policy.actionType === '*' || policy.actionType === action.type);
    let moneyToday: number | null = 0;
    for (const action of today) {
      const own = measured(action);
      const money = own?.ignores.includes('moneyPerDay') ? 0 : (own?.money ?? null);
      moneyToday = moneyToday === null || money === null ? null : moneyToday + money;
    }
    const before = ledger.actions
      .letThroughSince(now - coolDown, { storeId: store.id })
      .filter((action) => measured(action)?.subject === measures.subject);
    const lastOnSubject = before.reduce<number | null>(
      (latest, action) => Math.max(latest ?? 0, action.decidedAt ?? 0),
      null,
    );
    return { today: today.length, moneyToday, lastOnSubject };
  };

  const ask = (
    question: 'propose' | 'approve',
    actor: Actor,
    context: ActionContext,
    type: ActionType,
    input: unknown,
  ): PolicyDecision => {
    const policy =
      actor.kind === 'agent' || actor.kind === 'person'
        ? ledger.policies.forSubject(actor.kind, actor.id, type.type, context.store.id)
        : null;
    const measures = type.measure(context, input);
    return decide({
      question,
      actor,
      person: personOf(actor),
      actionType: type.type,
      policy,
      measures,
      letThrough: letThrough(context, actor, policy, measures),
      now: context.now,
    });
  };

  /** The tightest of what is set for the agent that proposed it and for the person who edits it. */
  const largestChangeOf = (action: ActionRow, actor: Actor): number | null => {
    const set = [
      action.agent === null
        ? null
        : ledger.policies.forSubject('agent', action.agent, action.type, action.storeId),
      ledger.policies.forSubject('person', actor.id, action.type, action.storeId),
    ].flatMap((policy) => policy?.limits.largestChange ?? []);
    return set.length === 0 ? null : Math.min(...set);
  };

  const refused = (decision: PolicyDecision): RoyalError =>
    new RoyalError({
      code: 'policy_refused',
      message: decision.text,
      next: 'Ask the owner, or have the policy changed.',
      details: { rule: decision.rule },
    });

  return {
    propose(wished, actor, by = {}) {
      const { type, input } = checked(types, wished);
      return ledger.transaction(() => {
        const context = contextOf(wished.storeId);
        const proposal: Proposal = {
          ...wished,
          input,
          title: wished.title || type.title(context, input),
          evidence: wished.evidence ?? [],
          key: wished.key || type.key(context, input),
        };
        if (proposal.expiresAt !== undefined && proposal.expiresAt <= context.now)
          throw invalid('The proposal has expired before it was made.', { expiresAt: proposal.expiresAt });
        let allowed = proposal;
        if (actor.kind === 'agent') {
          const passed = passRules(ledger, context, type, proposal, actor.id);
          if (passed.keptBy)
            return {
              outcome: 'dropped',
              id: passed.keptBy.fromAction,
              because: `Rule ${passed.keptBy.id} of ${passed.keptBy.by.id} keeps it back: ${passed.keptBy.reason}`,
            };
          allowed = passed.proposal;
        }
        const decision = ask('propose', actor, context, type, allowed.input);
        if (decision.verdict === 'refuse') throw refused(decision);
        const outcome = ledger.actions.propose(allowed, {
          actor,
          agent: by.agent ?? null,
          runId: by.runId ?? null,
          undoes: by.undoes ?? null,
        });
        const kept = outcome.outcome === 'dropped' ? null : ledger.actions.require(outcome.id);
        // A snoozed wish stays with the person who put it off.
        if (decision.verdict === 'allow' && kept?.state === 'proposed')
          ledger.actions.transition(kept.id, 'approved', {
            actor: { kind: 'policy', id: decision.rule },
            rule: decision.rule,
            reason: decision.text,
          });
        return outcome;
      });
    },
    async preview(action) {
      const { type, input } = checked(types, action);
      return type.preview({ ...contextOf(action.storeId), action }, input);
    },
    edit(id, actor, { input: wished, confirm, reason }) {
      return ledger.transaction(() => {
        const action = ledger.actions.require(id);
        const { type, input } = checked(types, { type: action.type, input: wished });
        const context = contextOf(action.storeId);
        const decision = ask('propose', actor, context, type, input);
        if (decision.verdict === 'refuse') throw refused(decision);
        const original = action.edited?.original ?? action.input;
        // An edit that makes it another wish would slip past rules and stand beside its own successor.
        if (
          type.key(context, input) !== type.key(context, checked(types, { ...action, input: original }).input)
        )
          throw invalid('An edit may not make it about something else.', { id });
        const slips = implausibleChanges(original, input);
        const limit = largestChangeOf(action, actor);
        const measures = type.measure(context, input);
        if (limit !== null && !measures.ignores.includes('largestChange'))
          if (measures.change === null || measures.change > limit)
            slips.push({ field: 'change', of: null, was: limit, is: measures.change });
        if (slips.length > 0 && !confirm) throw implausible(id, slips);
        const edited = ledger.actions.edit(id, {
          actor,
          input,
          title: type.title(context, input),
          reason,
          confirmed: slips.map((slip) => slip.field),
        });
        return { action: edited, changes: changesBetween(original, edited.input) };
      });
    },
    heldBy(rule) {
      const { storeId, actionType, agent } = rule.scope;
      return ledger.actions.waiting(storeId).flatMap(({ id, type: typeName }) => {
        const action = ledger.actions.require(id);
        const own =
          action.proposedBy.kind === 'agent' && (agent ?? action.proposedBy.id) === action.proposedBy.id;
        if (!own || (actionType ?? typeName) !== typeName) return [];
        try {
          const { type } = checked(types, action);
          const held = heldByRules([rule], contextOf(action.storeId), type, action, action.proposedBy.id);
          return held.whole || held.lines.length > 0 ? [id] : [];
        } catch (error) {
          // A store that is shut, or an input of another version: nobody can say, and it waits for a person anyway.
          if (error instanceof RoyalError) return [];
          throw error;
        }
      });
    },
    assertMayApprove(action, actor) {
      const { type, input } = checked(types, action);
      const decision = ask('approve', actor, contextOf(action.storeId), type, input);
      if (decision.verdict !== 'allow') throw refused(decision);
      return decision;
    },
    assertPerson(actor) {
      if (personOf(actor)) return;
      throw refused({
        verdict: 'refuse',
        rule: 'person.unknown',
        text: `${actor.id} is not among the people of this program.`,
      });
    },
    assertOwner(actor) {
      if (personOf(actor)?.role === 'owner') return;
      throw refused({ verdict: 'refuse', rule: 'role.owner', text: 'Only an owner may do this.' });
    },
  };
}

/** The action type and its parsed input. Throws `invalid_input`. */
export function checked(
  types: ReadonlyMap<string, ActionType>,
  wish: { type: string; input: unknown },
): { type: ActionType; input: unknown } {
  const type = types.get(wish.type);
  if (!type) throw invalid(`There is no action type ${wish.type}.`, { known: [...types.keys()] });
  const parsed = type.schema.safeParse(wish.input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`,
    );
    throw invalid(`The input of ${wish.type} is not right: ${problems.join('; ')}.`, { problems });
  }
  return { type, input: parsed.data };
}

/** For proposals of agents: why one was not made, as one sentence. */
export function whyNot(error: unknown): string {
  return toErrorData(error).message;
}

function implausible(id: number, slips: readonly FieldChange[]): RoyalError {
  const [{ field, of, was, is }] = slips as [FieldChange];
  const text =
    field === 'change'
      ? `It changes the price by more than the ${Math.round(Number(was) * 100)}% that are allowed at once.`
      : `${of ? `${of}: ` : ''}${field.split('.').at(-1)} was ${String(was)} and would be ${String(is)}.`;
  return new RoyalError({
    code: 'implausible',
    message: `That looks like a slip. ${text}`,
    next: 'Look at the value once more, and confirm it if it is meant.',
    details: { id, field, was, is, fields: slips.map((slip) => ({ ...slip })) },
  });
}

function invalid(message: string, details: Record<string, unknown>): RoyalError {
  return new RoyalError({
    code: 'invalid_input',
    message,
    next: 'Correct the input and try again.',
    details,
  });
}
