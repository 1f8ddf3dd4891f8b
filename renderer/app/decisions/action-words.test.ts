import { describe, expect, it } from 'vitest';
import type { ActionRow } from '../../../shared/contract/schemas.ts';
import { words } from '../../ui/words.ts';
import {
  datesInWords,
  deadlineWords,
  decisionWords,
  effectTone,
  effectWords,
  kindOf,
  nextStep,
  stateSign,
} from './action-words.ts';

const withEffect = (low: number, high: number): ActionRow =>
  ({ effect: { low, mid: (low + high) / 2, high, currency: 'GBP', days: 28, of: 'margin' } }) as ActionRow;

describe("an effect's colour", () => {
  it('is good only where the whole range is', () => {
    expect(effectTone(withEffect(0, 200))).toBe('tone-good');
    expect(effectTone(withEffect(-100, 200))).toBe('tone-wait');
    expect(effectTone(withEffect(-300, -100))).toBe('tone-risk');
  });
});

describe("an effect's words", () => {
  it('are a range in its own currency, and one amount where both ends read the same', () => {
    expect(effectWords(withEffect(120_000, 260_000))).toBe('£1,200 to £2,600 in 28 days');
    expect(effectWords(withEffect(500, 500))).toBe('£5.00 in 28 days');
    expect(effectWords({ effect: null })).toBeNull();
  });
});

describe('a sentence of the core', () => {
  it('has its dates as a person reads them', () => {
    expect(datesInWords('Order 48 by 2026-11-27.')).toBe(`Order 48 by ${words.date('2026-11-27')}.`);
    expect(datesInWords('SKU 22423, 12 left')).toBe('SKU 22423, 12 left');
  });
});

describe('a deadline', () => {
  it('is told by how near it is, with a tone that agrees', () => {
    const told = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-27', '2026-12-20'].map((date) =>
      deadlineWords(date, '2026-11-23'),
    );
    expect(told.map(({ tone }) => tone)).toEqual(['risk', 'risk', 'wait', 'wait', 'quiet']);
    expect(told.map(({ text }) => text).slice(0, 3)).toEqual([
      `was due ${words.date('2026-11-20')}`,
      'by today',
      'by tomorrow',
    ]);
  });
});

describe('what is approved', () => {
  it('is not said to be about to go out while all is stopped', () => {
    expect(stateSign('approved', false).word).toBe('Approved, about to go out');
    expect(stateSign('approved', true).word).toBe('Approved, goes out once you resume');
  });
});

describe('a kind of action', () => {
  it('has a name of the trade, also where the page does not know it yet', () => {
    expect(kindOf('price.change').word).toBe('Change a price');
    expect(kindOf('discount.end_early').word).toBe('Discount: end early');
  });
});

describe('what became of an action', () => {
  it('names who decided and why, and of what expired why nobody can decide any more', () => {
    const decided = { decidedBy: null, reason: null, outcome: null };
    const by = { kind: 'person', id: 'ann' } as const;
    expect(decisionWords({ ...decided, state: 'rejected', decidedBy: by, reason: 'cash is short' })).toBe(
      'ann: cash is short',
    );
    const reason = 'A newer proposal took its place.';
    expect(decisionWords({ ...decided, state: 'expired', reason })).toBe(reason);
  });
});

describe('what went wrong', () => {
  it('comes with what to do, and asks a person only where the program can not settle it', () => {
    expect(nextStep({ state: 'verified', needsPerson: false })).toBeNull();
    expect(nextStep({ state: 'failed', needsPerson: false })).toContain('try it again');
    expect(nextStep({ state: 'unknown', needsPerson: true })).toContain('say what you see');
    expect(nextStep({ state: 'unknown', needsPerson: false })).toContain('nothing to do');
  });
});
