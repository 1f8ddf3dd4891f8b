/** Proposals and decisions: what is asked for is checked by its type, held against rules and policy, then kept. */
import type { Actor, Preview, Proposal } from '../../shared/action.ts';
import { RoyalError, toErrorData } from '../../shared/errors.ts';
import { dayOf, startOfDay } from '../../shared/time.ts';
import type { ActionContext, ActionType, Measures, StoreContext } from '../actions/action-type.ts';
import type { AppDb } from '../app-db/app-db.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ActionRow, PolicyRow, ProposeOutcome } from '../ledger/types.ts';
import type { Clock } from './clock.ts';
import { decide, type LetThrough, type Person, type PolicyDecision } from './policy.ts';

export interface Proposals {
  /** Joins the transaction at hand. Throws `invalid_input`, `not_found`, `policy_refused`. */
  propose(proposal: WishedProposal, actor: Actor, by?: ProposedIn): ProposeOutcome;
  preview(action: ActionRow): Promise<Preview>;
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
        if (actor.kind === 'agent') {
          const rule = ledger.rules.against(proposal.storeId, type.type, proposal.key);
          if (rule)
            return {
              outcome: 'dropped',
              id: rule.fromAction,
              because: `${rule.by.id} does not want it: ${rule.reason}`,
            };
        }
        const decision = ask('propose', actor, context, type, input);
        if (decision.verdict === 'refuse') throw refused(decision);
        const outcome = ledger.actions.propose(proposal, {
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

function invalid(message: string, details: Record<string, unknown>): RoyalError {
  return new RoyalError({
    code: 'invalid_input',
    message,
    next: 'Correct the input and try again.',
    details,
  });
}
