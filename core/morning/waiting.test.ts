import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../shared/action.ts';
import { DAY_MS } from '../../shared/time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openTestLedger } from '../ledger/testing/test-ledger.ts';
import { waitingPage } from './waiting.ts';

/** 2026-11-23T12:00:00Z. */
const NOON = Date.UTC(2026, 10, 23, 12);
const AGENT = { kind: 'agent', id: 'inventory-forecasting' } as const;

/** `mid` of the effect in pence; it expires in so many days. */
function proposal(supplier: string, mid: number, days: number, type = 'purchase_order.create'): Proposal {
  return {
    type,
    storeId: 'gbp',
    key: `${type}:${supplier}:${mid}`,
    title: `Order from ${supplier}`,
    input: { supplier, lines: [] },
    evidence: [],
    effect: { low: 0, mid, high: 2 * mid, currency: 'GBP', days: 28, of: 'margin kept' },
    expiresAt: NOON + days * DAY_MS,
  };
}

function page(
  ledger: Ledger,
  filter: { search?: string; types?: string[]; limit?: number; cursor?: string } = {},
) {
  return waitingPage({ ledger, zoneOf: () => 'UTC', now: NOON }, { limit: 50, ...filter });
}
const ids = ({ rows }: { rows: readonly { id: number }[] }): number[] => rows.map(({ id }) => id);

describe('a page of what waits', () => {
  it('has the most pressing first, and keeps its order where it is narrowed', () => {
    const ledger = openTestLedger({ now: () => NOON });
    const propose = (one: Proposal) => ledger.actions.propose(one, { actor: AGENT, agent: AGENT.id });
    propose(proposal('Cairn', 100, 14));
    propose(proposal('Acme', 1_000, 1));
    propose(proposal('Loom', 1_000, 7));
    propose(proposal('Acme', 50, 14));
    propose(proposal('Overdue', 9_000, -1));
    // Of one supplier together, as in the morning list.
    expect(ids(page(ledger))).toEqual([2, 4, 3, 1]);
    expect(page(ledger).total).toBe(4);
    expect(ids(page(ledger, { search: 'a' }))).toEqual([2, 4, 1]);
    expect(page(ledger, { types: ['price.change'] })).toEqual({ rows: [], total: 0, next: null });
  });

  it('goes on where it was left, also where what was shown last is decided meanwhile', () => {
    const ledger = openTestLedger({ now: () => NOON });
    for (const mid of [400, 300, 200, 100])
      ledger.actions.propose(proposal(`Supplier ${mid}`, mid, 7), { actor: AGENT, agent: AGENT.id });
    const first = page(ledger, { limit: 2 });
    expect(ids(first)).toEqual([1, 2]);
    const cursor = first.next ?? undefined;
    expect(ids(page(ledger, { limit: 2, cursor }))).toEqual([3, 4]);
    expect(page(ledger, { limit: 2, cursor }).next).toBeNull();
    ledger.actions.transition(2, 'rejected', { actor: { kind: 'person', id: 'ada' } });
    expect(ids(page(ledger, { limit: 2, cursor }))).toEqual([3, 4]);
    expect(() => page(ledger, { cursor: 'elsewhere' })).toThrow(RangeError);
  });
});
