/**
 * Policy: who may have what done. Pure: everything it decides by comes in, and the rule that decided goes out.
 * What is not known never passes a limit.
 */
import type { Actor } from '../../shared/action.ts';
import type { Minor } from '../../shared/money.ts';
import type { EpochMs } from '../../shared/time.ts';
import type { Measures } from '../actions/action-type.ts';
import type { PolicyLimits, PolicyMode, PolicyRow } from '../ledger/types.ts';

type Role = 'owner' | 'helper';

export interface Person {
  name: string;
  role: Role;
  /** What a helper may approve per action, minor units of the store's currency; null: nothing that costs money. */
  approvalLimit: Minor | null;
}

/** What was let through already on the store's present local day, by the same agent or person. */
export interface LetThrough {
  today: number;
  /** null where the money of one of them is not known. */
  moneyToday: Minor | null;
  /** Newest action on the same subject. */
  lastOnSubject: EpochMs | null;
}

export interface PolicyQuestion {
  /** `propose`: may the wish be made, and must it wait for a person? `approve`: may this person let it through? */
  question: 'propose' | 'approve';
  actor: Actor;
  /** Who the person is; null where the actor is no person, or one the program does not know. */
  person: Person | null;
  actionType: string;
  /** The most specific row for the agent or person; null where none was set. */
  policy: PolicyRow | null;
  measures: Measures;
  letThrough: LetThrough;
  now: EpochMs;
}

export interface PolicyDecision {
  /** `allow`: without a person. `ask`: a person decides. `refuse`: not at all. */
  verdict: 'allow' | 'ask' | 'refuse';
  /** Machine name: "mode.observe", "limit.largest_change", "role.owner". */
  rule: string;
  /** For the owner. */
  text: string;
}

const HOUR_MS = 3_600_000;

/** Booking what arrived is what helpers are for, whatever it is worth. */
const HELPERS_OWN: ReadonlySet<string> = new Set(['purchase_order.receive', 'purchase_order.incoming']);

export function decide(question: PolicyQuestion): PolicyDecision {
  const { actor } = question;
  if (actor.kind === 'agent') return decideForAgent(question);
  if (actor.kind === 'person') return decideForPerson(question);
  return refuse('actor.none', 'Only an agent or a person may ask for an action.');
}

function decideForAgent({ question, policy, measures, letThrough, now }: PolicyQuestion): PolicyDecision {
  if (question === 'approve') return refuse('agent.never_approves', 'An agent never approves.');
  const mode: PolicyMode = policy?.mode ?? 'propose';
  if (mode === 'observe') return refuse('mode.observe', 'The agent is set to observe.');
  if (mode === 'propose') return ask('mode.propose', 'The agent proposes; a person decides.');
  const exceeded = firstExceeded(policy?.limits ?? {}, measures, letThrough, now);
  return exceeded
    ? ask(exceeded.rule, exceeded.text)
    : allow('mode.act', 'Within the limits set for the agent.');
}

function decideForPerson(asked: PolicyQuestion): PolicyDecision {
  const { question, person, policy, measures, letThrough, now } = asked;
  if (!person) return refuse('person.unknown', `${asked.actor.id} is not among the people of this program.`);
  const acts = person.role === 'owner' || person.approvalLimit !== null || HELPERS_OWN.has(asked.actionType);
  const mode = policy?.mode ?? (acts ? 'act' : 'propose');
  if (mode === 'observe') return refuse('mode.observe', `${person.name} is set to observe.`);
  // A person's own wish waits for an approval like any other; proposing needs no more than this.
  if (question === 'propose') return ask('person.proposes', 'Proposed by a person; it waits for approval.');
  if (mode === 'propose') return refuse('mode.propose', `${person.name} may propose; the owner approves.`);
  const limits: PolicyLimits = { ...policy?.limits };
  // A limit of money says nothing of what costs none: a price, a hold, a count.
  if (
    person.role === 'helper' &&
    measures.ignores.includes('moneyPerAction') &&
    !HELPERS_OWN.has(asked.actionType) &&
    policy?.actionType !== asked.actionType
  )
    return refuse(
      'role.helper_not_named',
      `A limit of money does not cover this, and no policy lets ${person.name} approve it. The owner may.`,
    );
  if (person.role === 'helper')
    limits.moneyPerAction = Math.min(limits.moneyPerAction ?? Infinity, person.approvalLimit ?? 0);
  const exceeded = firstExceeded(limits, measures, letThrough, now);
  if (exceeded) return refuse(exceeded.rule, `${exceeded.text} The owner may approve it.`);
  return allow(
    `role.${person.role}`,
    person.role === 'owner' ? 'The owner decides.' : 'Within the limits set for helpers.',
  );
}

/** The first limit that does not hold, or null. */
function firstExceeded(
  limits: PolicyLimits,
  measures: Measures,
  letThrough: LetThrough,
  now: EpochMs,
): { rule: string; text: string } | null {
  const applies = (limit: keyof PolicyLimits): boolean =>
    limits[limit] !== undefined && !measures.ignores.includes(limit);

  if (applies('perDay') && letThrough.today >= limits.perDay!)
    return {
      rule: 'limit.per_day',
      text: `${letThrough.today} of ${limits.perDay} actions of today are used up.`,
    };
  if (applies('moneyPerAction')) {
    if (measures.money === null) return { rule: 'limit.money_unknown', text: 'What it costs is not known.' };
    if (measures.money > limits.moneyPerAction!)
      return { rule: 'limit.money_per_action', text: 'It costs more than one action may.' };
  }
  if (applies('moneyPerDay')) {
    if (measures.money === null || letThrough.moneyToday === null)
      return { rule: 'limit.money_unknown', text: 'What it costs, or what today cost so far, is not known.' };
    if (measures.money + letThrough.moneyToday > limits.moneyPerDay!)
      return { rule: 'limit.money_per_day', text: 'With it the day would cost more than it may.' };
  }
  if (applies('marginFloor')) {
    if (measures.margin === null) return { rule: 'limit.margin_unknown', text: 'The margin is not known.' };
    if (measures.margin < limits.marginFloor!)
      return { rule: 'limit.margin_floor', text: 'The margin would fall below its floor.' };
  }
  if (applies('largestChange')) {
    if (measures.change === null)
      return { rule: 'limit.change_unknown', text: 'How large the change is, is not known.' };
    if (measures.change > limits.largestChange!)
      return { rule: 'limit.largest_change', text: 'The change is larger than allowed.' };
  }
  if (applies('coolDownHours') && letThrough.lastOnSubject !== null) {
    const since = now - letThrough.lastOnSubject;
    // A negative span is a clock set back: nobody can say that the time has passed.
    if (since < limits.coolDownHours! * HOUR_MS)
      return { rule: 'limit.cool_down', text: 'The last change of the same thing is too recent.' };
  }
  return null;
}

function allow(rule: string, text: string): PolicyDecision {
  return { verdict: 'allow', rule, text };
}

function ask(rule: string, text: string): PolicyDecision {
  return { verdict: 'ask', rule, text };
}

function refuse(rule: string, text: string): PolicyDecision {
  return { verdict: 'refuse', rule, text };
}
