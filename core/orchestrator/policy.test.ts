import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measures } from '../actions/action-type.ts';
import type { PolicyLimits, PolicyMode, PolicyRow } from '../ledger/types.ts';
import { decide, type LetThrough, type Person, type PolicyQuestion } from './policy.ts';

const HOUR = 3_600_000;
const NOW = 1_000 * HOUR;
const measures: Measures = { subject: 'variant:1', money: 500, change: 0.05, margin: 0.4, ignores: [] };
/** A price: it costs nothing. */
const free: Measures = { ...measures, money: null, ignores: ['moneyPerDay', 'moneyPerAction'] };
const nothing: LetThrough = { today: 0, moneyToday: 0, lastOnSubject: null };
const owner: Person = { name: 'ada', role: 'owner', approvalLimit: null };
const helper: Person = { name: 'bob', role: 'helper', approvalLimit: null };

const policy = (mode: PolicyMode, limits: PolicyLimits = {}): PolicyRow => ({
  subject: { kind: 'agent', id: 'x' },
  actionType: '*',
  storeId: null,
  mode,
  limits,
  updatedAt: 0,
});
const byAgent = (fields: Partial<PolicyQuestion>): PolicyQuestion => ({
  question: 'propose',
  actor: { kind: 'agent', id: 'x' },
  person: null,
  actionType: 'price.change',
  policy: null,
  measures,
  letThrough: nothing,
  now: NOW,
  ...fields,
});
const byPerson = (person: Person | null, fields: Partial<PolicyQuestion> = {}): PolicyQuestion =>
  byAgent({ question: 'approve', actor: { kind: 'person', id: person?.name ?? 'eve' }, person, ...fields });

describe('policy', () => {
  it.each<[string, PolicyQuestion, string, string]>([
    ['an agent proposes by default', byAgent({}), 'ask', 'mode.propose'],
    ['an observing agent proposes nothing', byAgent({ policy: policy('observe') }), 'refuse', 'mode.observe'],
    ['a proposing agent waits', byAgent({ policy: policy('propose') }), 'ask', 'mode.propose'],
    ['an acting agent acts', byAgent({ policy: policy('act') }), 'allow', 'mode.act'],
    [
      'an agent never approves',
      byAgent({ question: 'approve', policy: policy('act') }),
      'refuse',
      'agent.never_approves',
    ],
    ['the system asks for nothing', byAgent({ actor: { kind: 'system', id: 's' } }), 'refuse', 'actor.none'],
    [
      'a day has its number of actions',
      byAgent({ policy: policy('act', { perDay: 2 }), letThrough: { ...nothing, today: 2 } }),
      'ask',
      'limit.per_day',
    ],
    [
      'one below the number of a day passes',
      byAgent({ policy: policy('act', { perDay: 2 }), letThrough: { ...nothing, today: 1 } }),
      'allow',
      'mode.act',
    ],
    [
      'an action may cost so much',
      byAgent({ policy: policy('act', { moneyPerAction: 499 }) }),
      'ask',
      'limit.money_per_action',
    ],
    [
      'exactly the limit passes',
      byAgent({ policy: policy('act', { moneyPerAction: 500 }) }),
      'allow',
      'mode.act',
    ],
    [
      'a day may cost so much',
      byAgent({ policy: policy('act', { moneyPerDay: 900 }), letThrough: { ...nothing, moneyToday: 401 } }),
      'ask',
      'limit.money_per_day',
    ],
    [
      'what today cost must be known',
      byAgent({ policy: policy('act', { moneyPerDay: 900 }), letThrough: { ...nothing, moneyToday: null } }),
      'ask',
      'limit.money_unknown',
    ],
    [
      'what it costs must be known',
      byAgent({ policy: policy('act', { moneyPerAction: 900 }), measures: { ...measures, money: null } }),
      'ask',
      'limit.money_unknown',
    ],
    [
      'the margin has a floor',
      byAgent({ policy: policy('act', { marginFloor: 0.41 }) }),
      'ask',
      'limit.margin_floor',
    ],
    [
      'a margin not known passes no floor',
      byAgent({ policy: policy('act', { marginFloor: 0 }), measures: { ...measures, margin: null } }),
      'ask',
      'limit.margin_unknown',
    ],
    [
      'a limit that means nothing for the type is not asked',
      byAgent({
        policy: policy('act', { marginFloor: 0.9, moneyPerAction: 0 }),
        measures: { ...measures, margin: null, money: null, ignores: ['marginFloor', 'moneyPerAction'] },
      }),
      'allow',
      'mode.act',
    ],
    [
      'a change has its size',
      byAgent({ policy: policy('act', { largestChange: 0.04 }) }),
      'ask',
      'limit.largest_change',
    ],
    [
      'a change not known passes no limit',
      byAgent({ policy: policy('act', { largestChange: 1 }), measures: { ...measures, change: null } }),
      'ask',
      'limit.change_unknown',
    ],
    [
      'one thing cools down',
      byAgent({
        policy: policy('act', { coolDownHours: 24 }),
        letThrough: { ...nothing, lastOnSubject: NOW - 23 * HOUR },
      }),
      'ask',
      'limit.cool_down',
    ],
    [
      'and is cool after that',
      byAgent({
        policy: policy('act', { coolDownHours: 24 }),
        letThrough: { ...nothing, lastOnSubject: NOW - 24 * HOUR },
      }),
      'allow',
      'mode.act',
    ],
    [
      'a clock set back does not cool',
      byAgent({
        policy: policy('act', { coolDownHours: 1 }),
        letThrough: { ...nothing, lastOnSubject: NOW + 9 * HOUR },
      }),
      'ask',
      'limit.cool_down',
    ],
    ['the owner approves', byPerson(owner), 'allow', 'role.owner'],
    ['an unknown person does not', byPerson(null), 'refuse', 'person.unknown'],
    ['a helper without a limit proposes only', byPerson(helper), 'refuse', 'mode.propose'],
    ['a helper may propose', byPerson(helper, { question: 'propose' }), 'ask', 'person.proposes'],
    [
      'a helper approves up to the limit',
      byPerson({ ...helper, approvalLimit: 500 }),
      'allow',
      'role.helper',
    ],
    ['and not beyond', byPerson({ ...helper, approvalLimit: 499 }), 'refuse', 'limit.money_per_action'],
    [
      'nor where the cost is not known',
      byPerson({ ...helper, approvalLimit: 499 }, { measures: { ...measures, money: null } }),
      'refuse',
      'limit.money_unknown',
    ],
    [
      'a policy for the person binds the owner too',
      byPerson(owner, { policy: policy('act', { largestChange: 0.01 }) }),
      'refuse',
      'limit.largest_change',
    ],
    [
      'a person set to observe does not even propose',
      byPerson(owner, { question: 'propose', policy: policy('observe') }),
      'refuse',
      'mode.observe',
    ],
    [
      'the smaller of two limits of a helper counts',
      byPerson({ ...helper, approvalLimit: 900 }, { policy: policy('act', { moneyPerAction: 100 }) }),
      'refuse',
      'limit.money_per_action',
    ],
    [
      'a limit of money lets a helper approve nothing that costs none, such as a price',
      byPerson({ ...helper, approvalLimit: 900 }, { measures: free }),
      'refuse',
      'role.helper_not_named',
    ],
    [
      'nor does a policy for whatever there is',
      byPerson({ ...helper, approvalLimit: 900 }, { measures: free, policy: policy('act') }),
      'refuse',
      'role.helper_not_named',
    ],
    [
      'a policy that names it does, within its limits',
      byPerson(
        { ...helper, approvalLimit: 900 },
        { measures: free, policy: { ...policy('act', { largestChange: 0.1 }), actionType: 'price.change' } },
      ),
      'allow',
      'role.helper',
    ],
    [
      'and not beyond them',
      byPerson(helper, {
        measures: free,
        policy: { ...policy('act', { largestChange: 0.01 }), actionType: 'price.change' },
      }),
      'refuse',
      'limit.largest_change',
    ],
    [
      'receiving is what a helper is for, with a limit or without',
      byPerson(helper, { measures: free, actionType: 'purchase_order.receive' }),
      'allow',
      'role.helper',
    ],
  ])('%s', (_what, question, verdict, rule) => {
    expect(decide(question)).toMatchObject({ verdict, rule });
  });

  it('never lets an agent through with a tighter limit that a looser one stops', () => {
    const limit = fc.record(
      {
        perDay: fc.nat(5),
        moneyPerDay: fc.nat(2_000),
        moneyPerAction: fc.nat(2_000),
        marginFloor: fc.double({ min: 0, max: 1, noNaN: true }),
        largestChange: fc.double({ min: 0, max: 1, noNaN: true }),
        coolDownHours: fc.nat(48),
      },
      { requiredKeys: [] },
    );
    const measured = fc.record({
      subject: fc.constant('s'),
      money: fc.option(fc.nat(2_000)),
      change: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      margin: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      ignores: fc.constant([]),
    });
    const before = fc.record({
      today: fc.nat(5),
      moneyToday: fc.option(fc.nat(2_000)),
      lastOnSubject: fc.option(fc.nat(1_000).map((hours) => hours * HOUR)),
    });
    fc.assert(
      fc.property(limit, measured, before, (limits, measures, letThrough) => {
        const verdict = (given: PolicyLimits): string =>
          decide(byAgent({ policy: policy('act', given), measures, letThrough })).verdict;
        if (verdict(limits) === 'allow') {
          // Taking any one limit away can only help, and no limit at all always passes.
          for (const name of Object.keys(limits))
            expect(verdict({ ...limits, [name]: undefined })).toBe('allow');
          expect(verdict({})).toBe('allow');
        }
      }),
    );
  });
});
