import { describe, expect, it } from 'vitest';
import type { PageFilter } from './action-pages.ts';
import type { Ledger } from './ledger.ts';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

function withActions(count: number): { ledger: Ledger; tick: () => void } {
  let time = 1000;
  const tick = (): void => {
    time += 1;
  };
  const ledger = openTestLedger({ now: () => time });
  for (let n = 1; n <= count; n++)
    ledger.actions.propose(
      {
        type: n % 2 ? 'price.change' : 'order.tag',
        storeId: n % 3 ? 'gbp' : 'eur',
        input: {},
        title: `Title ${n} 100% Çiçek`,
        evidence: [],
        key: `k${n}`,
      },
      { actor: OWNER, agent: n % 5 ? null : 'stock' },
    );
  return { ledger, tick };
}

function walk(ledger: Ledger, filter: Omit<PageFilter, 'cursor'>, order: 'changed' | 'newest'): number[] {
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = ledger.actions.page({ ...filter, cursor }, order);
    ids.push(...page.rows.map((row) => row.id));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

describe('pages of actions', () => {
  it('give each once, newest first, however small they are', () => {
    const { ledger } = withActions(23);
    const all = Array.from({ length: 23 }, (_, n) => 23 - n);
    for (const limit of [1, 7, 23, 100]) expect(walk(ledger, { limit }, 'newest')).toEqual(all);
  });

  it('by change give what was decided last first, also where several changed at once', () => {
    const { ledger, tick } = withActions(6);
    for (const id of [2, 5]) ledger.actions.transition(id, 'rejected', { actor: OWNER });
    tick();
    ledger.actions.transition(1, 'rejected', { actor: OWNER });
    expect(walk(ledger, { limit: 1, states: ['rejected'] }, 'changed')).toEqual([1, 5, 2]);
  });

  it('are narrowed by store, type, agent, state and words, and count all that match', () => {
    const { ledger } = withActions(30);
    const total = (filter: Omit<PageFilter, 'limit'>): number =>
      ledger.actions.page({ limit: 1, ...filter }, 'newest').total;
    expect(total({ storeId: 'eur' })).toBe(10);
    expect(total({ types: ['order.tag'] })).toBe(15);
    expect(total({ types: ['order.tag', 'price.change'] })).toBe(30);
    expect(total({ agent: 'stock' })).toBe(6);
    expect(total({ states: ['verified'] })).toBe(0);
    expect(total({ search: 'title 3' })).toBe(2);
    expect(total({ search: '100%' })).toBe(30);
    expect(total({ search: '%3' })).toBe(0);
    for (const search of ['çiçek', 'Çiçek', 'CICEK']) expect(total({ search })).toBe(30);
  });

  it('refuse a place that is none', () => {
    const { ledger } = withActions(1);
    expect(() => ledger.actions.page({ limit: 1, cursor: "1' OR 1" }, 'newest')).toThrow(RangeError);
  });
});
