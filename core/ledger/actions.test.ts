import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActionState, Actor, Proposal } from '../../shared/action.ts';
import { mayBecome } from './action-states.ts';
import { openTestLedger } from './testing/test-ledger.ts';

const AGENT: Actor = { kind: 'agent', id: 'inventory-forecasting' };
const OWNER: Actor = { kind: 'person', id: 'ada' };

const proposal = (fields: Partial<Proposal> = {}): Proposal => ({
  type: 'order.tag',
  storeId: 'gbp',
  input: { orderId: 1, tags: ['late'] },
  title: 'Tag it',
  evidence: [{ kind: 'days_of_cover', text: 'Three days.', data: { days: 3 } }],
  key: 'order.tag:gbp:1',
  ...fields,
});

const STATES: ActionState[] = [
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
];

describe('the states of an action', () => {
  it('are exactly these ways', () => {
    const ways = STATES.flatMap((from) =>
      STATES.filter((to) => mayBecome(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(ways).toEqual([
      'proposed → snoozed',
      'proposed → approved',
      'proposed → rejected',
      'proposed → expired',
      'snoozed → proposed',
      'approved → executing',
      'executing → verified',
      'executing → failed',
      'executing → unknown',
      'verified → undone',
      'failed → approved',
      'unknown → executing',
    ]);
  });

  it('hold under any sequence of wishes, each legal one with its audit row and event', () => {
    const ledger = openTestLedger();
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATES), { maxLength: 12 }), fc.uuid(), (wishes, key) => {
        const made = ledger.actions.propose(proposal({ key }), { actor: AGENT });
        const id = made.id!;
        let state: ActionState = 'proposed';
        let legal = 0;
        for (const wish of wishes) {
          const move = (): unknown => ledger.actions.transition(id, wish, { actor: OWNER });
          if (mayBecome(state, wish)) {
            move();
            state = wish;
            legal += 1;
          } else expect(move).toThrow(/can't become/);
          expect(ledger.actions.require(id).state).toBe(state);
        }
        const rows = ledger.audit.list({ subject: `action:${id}` });
        expect(rows).toHaveLength(legal + 1);
        expect(rows.slice(0, legal).every((row) => row.actor.id === 'ada')).toBe(true);
      }),
      { numRuns: 40 },
    );
    expect(ledger.audit.verify().state).toBe('ok');
  });

  it('names who decided, when and why', () => {
    const ledger = openTestLedger({ now: () => 77 });
    const { id } = ledger.actions.propose(proposal(), { actor: AGENT, agent: AGENT.id });
    const action = ledger.actions.transition(id!, 'rejected', { actor: OWNER, reason: 'Not now' });
    expect(action).toMatchObject({ decidedBy: OWNER, decidedAt: 77, reason: 'Not now', agent: AGENT.id });
    expect(() => ledger.actions.require(99)).toThrow(/no action 99/);
  });
});

describe('two proposals with one key', () => {
  it('the newer takes the place of an undecided older one', () => {
    const ledger = openTestLedger();
    const older = ledger.actions.propose(proposal(), { actor: AGENT });
    const newer = ledger.actions.propose(proposal({ input: { orderId: 1, tags: ['very late'] } }), {
      actor: AGENT,
    });
    expect(newer).toMatchObject({ outcome: 'replaced', replaced: older.id });
    expect(ledger.actions.require(older.id!)).toMatchObject({
      state: 'expired',
      reason: 'A newer proposal took its place.',
    });
    expect(ledger.actions.list({ states: ['proposed'] }).map((action) => action.id)).toEqual([newer.id]);
  });

  it('the same wish again keeps its id and takes the newer evidence', () => {
    const ledger = openTestLedger();
    const older = ledger.actions.propose(proposal(), { actor: AGENT });
    const again = ledger.actions.propose(
      proposal({ input: { tags: ['late'], orderId: 1 }, evidence: [], expiresAt: 5 }),
      { actor: AGENT },
    );
    expect(again).toEqual({ outcome: 'refreshed', id: older.id, replaced: null });
    expect(ledger.actions.require(older.id!)).toMatchObject({
      evidence: [],
      expiresAt: 5,
      state: 'proposed',
    });
  });

  it('inherits the snooze of the one it replaces', () => {
    const ledger = openTestLedger();
    const older = ledger.actions.propose(proposal(), { actor: AGENT });
    ledger.actions.transition(older.id!, 'snoozed', { actor: OWNER, snoozedUntil: 9_000 });
    const newer = ledger.actions.propose(proposal({ input: 2 }), { actor: AGENT });
    expect(ledger.actions.require(newer.id!)).toMatchObject({ state: 'snoozed', snoozedUntil: 9_000 });
    expect(ledger.actions.require(older.id!).state).toBe('expired');
  });

  it.each(['approved', 'executing', 'unknown'] as const)('is dropped while one is %s', (state) => {
    const ledger = openTestLedger();
    const { id } = ledger.actions.propose(proposal(), { actor: AGENT });
    for (const step of ['approved', 'executing', 'unknown'] as const) {
      ledger.actions.transition(id!, step, { actor: OWNER });
      if (step === state) break;
    }
    const newer = ledger.actions.propose(proposal({ input: 2 }), { actor: AGENT });
    expect(newer).toEqual({
      outcome: 'dropped',
      id,
      because: `Action ${id} with the same aim is ${state}.`,
    });
    expect(ledger.actions.list()).toHaveLength(1);
  });

  it('is free again once the first is settled, and keys of other stores do not meet', () => {
    const ledger = openTestLedger();
    const { id } = ledger.actions.propose(proposal(), { actor: AGENT });
    expect(ledger.actions.propose(proposal({ storeId: 'eur' }), { actor: AGENT }).outcome).toBe('proposed');
    ledger.actions.transition(id!, 'rejected', { actor: OWNER });
    expect(ledger.actions.propose(proposal(), { actor: AGENT }).outcome).toBe('proposed');
  });
});

describe('attempts', () => {
  it('key an intent by ledger, action and number, and open another only after a refusal', () => {
    const ledger = openTestLedger();
    const { id } = ledger.actions.propose(proposal(), { actor: AGENT });
    const first = ledger.attempts.open(id!, { price: 1 });
    expect(first).toMatchObject({ number: 1, state: 'intended', sends: 0, request: { price: 1 } });
    expect(first.key).toBe(`royal-${ledger.id.slice(0, 13)}-${id}-1`);
    expect(() => ledger.attempts.open(id!, {})).toThrow(/no other may be opened/);
    ledger.attempts.markSent(first.id);
    ledger.attempts.settle(first.id, 'uncertain', {});
    expect(() => ledger.attempts.open(id!, {})).toThrow(/uncertain/);
    expect(ledger.attempts.markSent(first.id)).toMatchObject({ state: 'sent', sends: 2, key: first.key });
    ledger.attempts.settle(first.id, 'refused', { error: { code: 'shop_refused', message: 'no', next: '' } });
    expect(() => ledger.attempts.markSent(first.id)).toThrow(/may not be sent again/);
    const second = ledger.attempts.open(id!, { price: 2 });
    expect(second.number).toBe(2);
    expect(second.key).not.toBe(first.key);
    ledger.attempts.markSent(second.id);
    ledger.attempts.settle(second.id, 'answered', { answer: { ok: 1 } });
    expect(() => ledger.attempts.settle(second.id, 'refused', {})).toThrow(/settled already/);
    expect(ledger.attempts.latest(id!)).toMatchObject({ answer: { ok: 1 }, state: 'answered' });
    expect(ledger.attempts.list(id!)).toHaveLength(2);
  });
});
