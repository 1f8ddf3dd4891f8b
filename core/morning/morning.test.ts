import { describe, expect, it } from 'vitest';
import type { Evidence, Proposal } from '../../shared/action.ts';
import { DAY_MS } from '../../shared/time.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { openTestLedger } from '../ledger/testing/test-ledger.ts';
import { morningList } from './morning.ts';

/** 2026-11-23T12:00:00Z. */
const NOON = Date.UTC(2026, 10, 23, 12);
const AGENT = { kind: 'agent', id: 'inventory-forecasting' } as const;

function list(ledger: Ledger, limit = 50, now = NOON, syncedAt: number | null = now) {
  return morningList(
    {
      ledger,
      zoneOf: () => 'Europe/London',
      syncedAt: () => syncedAt,
      mayBeUndone: () => true,
      now,
    },
    { limit },
  );
}

function line(variantId: number, title: string, data: Record<string, unknown> = {}): Evidence {
  return {
    kind: 'reorder_line',
    text: `${title}: 4 in stock last 3 days. Much more is said here.`,
    data: {
      variantId,
      available: 4,
      incoming: 0,
      daysOfCover: 3.4,
      daysOfPosition: 3.4,
      leadTimeDays: 14,
      orderBy: '2026-11-25',
      ...data,
    },
  };
}

function order(supplier: string, lines: readonly { id: number; title: string }[]): Proposal {
  return {
    type: 'purchase_order.create',
    storeId: 'gbp',
    key: `purchase_order:gbp:${supplier}`,
    title: `Order 10 units from ${supplier}`,
    input: { supplier, lines: lines.map(({ id, title }) => ({ variantId: id, title, quantity: 1 })) },
    evidence: lines.map(({ id, title }) => line(id, title)),
    effect: { low: 100, mid: 200, high: 300, currency: 'GBP', days: 28, of: 'margin kept' },
    confidence: 0.7,
    expiresAt: NOON + 7 * DAY_MS,
  };
}

function withProposals(proposals: readonly Proposal[]): Ledger {
  const ledger = openTestLedger({ now: () => NOON });
  for (const proposal of proposals) ledger.actions.propose(proposal, { actor: AGENT, agent: AGENT.id });
  return ledger;
}

describe('the morning list', () => {
  it('says why, what happens if it is ignored and by when, from the proposal’s own evidence', () => {
    const ledger = withProposals([
      order('ACME', [
        { id: 11, title: 'Mug' },
        { id: 12, title: 'Cup' },
      ]),
    ]);
    const { groups, counts, minutes } = list(ledger);
    expect(groups).toMatchObject([
      {
        key: 'gbp:purchase_order.create:ACME',
        supplier: 'ACME',
        title: 'ACME',
        deadline: '2026-11-25',
        effect: null,
        items: [
          {
            why: 'Mug: 4 in stock last 3 days, and 1 more',
            ifIgnored: {
              text: 'Mug runs out, before 1 more, and an order of today takes 14 days',
              by: '2026-11-26',
            },
            deadline: '2026-11-25',
            effect: { mid: 200, currency: 'GBP' },
            confidence: { value: 0.7, label: 'fair' },
            evidence: [{ kind: 'reorder_line', count: 2 }],
            undoable: true,
            stale: null,
          },
        ],
      },
    ]);
    expect(counts).toMatchObject({ waiting: 1, listed: 1, inTenMinutes: 1, snoozed: 0, failed: 0 });
    expect(minutes).toBe(1);
  });

  it('does not say what is not known', () => {
    const ledger = withProposals([
      { ...order('ACME', []), evidence: [{ kind: 'reason', text: 'I want it. Really.' }], effect: undefined },
      {
        ...order('Bolt', [{ id: 11, title: 'Mug' }]),
        evidence: [line(11, 'Mug', { daysOfPosition: undefined, incoming: 40 })],
      },
    ]);
    const items = list(ledger).groups.flatMap((group) => group.items);
    expect(items).toMatchObject([
      { why: 'Mug: 4 in stock last 3 days', ifIgnored: null },
      { why: 'I want it.', ifIgnored: null, deadline: null, effect: null },
    ]);
  });

  it('counts all that wait, and lists no more than asked for or than is still open', () => {
    const proposals = Array.from({ length: 12 }, (_, n) => order(`S${n}`, [{ id: n + 1, title: 'Mug' }]));
    const ledger = withProposals(proposals);
    expect(list(ledger, 5).counts).toMatchObject({ waiting: 12, listed: 5 });
    expect(list(ledger, 50, NOON + 8 * DAY_MS).groups).toEqual([]);
    const [first] = ledger.actions.list();
    ledger.actions.transition(first!.id, 'snoozed', { actor: AGENT, snoozedUntil: NOON + DAY_MS });
    expect(list(ledger).counts).toMatchObject({ waiting: 11, snoozed: 1 });
  });

  it('knows how many of them ten minutes are enough for', () => {
    const ledger = withProposals(
      Array.from({ length: 30 }, (_, n) => order(`S${n}`, [{ id: n + 1, title: 'Mug' }])),
    );
    const { counts, minutes } = list(ledger);
    expect(counts.inTenMinutes).toBe(20);
    expect(minutes).toBe(15);
  });

  it('says where figures may be out of date', () => {
    const ledger = openTestLedger({ now: () => NOON });
    const run = ledger.runs.start({ agent: AGENT.id, storeId: 'gbp', trigger: 'schedule' });
    ledger.actions.propose(order('ACME', [{ id: 11, title: 'Mug' }]), {
      actor: AGENT,
      agent: AGENT.id,
      runId: run.id,
    });
    ledger.runs.end(run.id, 'completed', {});
    const stale = (syncedAt = NOON) => list(ledger, 50, NOON, syncedAt).groups[0]!.items[0]!.stale;
    expect(stale()).toBeNull();
    expect(stale(NOON - 2 * DAY_MS)).toMatch(/more than a day ago/);
    const next = ledger.runs.start({ agent: AGENT.id, storeId: 'gbp', trigger: 'schedule' });
    ledger.runs.end(next.id, 'completed', {});
    expect(stale()).toMatch(/looked again, and did not ask for it/);
  });

  it.each([
    ['plain', 'Mug ', 1000],
    ['Turkish', 'İğneli şişe ', 20],
    ['right to left', 'كوب القهوة ', 20],
    ['of wide characters', '珈琲カップ', 20],
    ['of emoji', '☕🫖', 20],
  ])('of fifty proposals with titles %s, each with many lines, fits 40 kB', (_name, word, count) => {
    const title = word.repeat(60).slice(0, 300);
    const lines = Array.from({ length: count }, (_, n) => ({ id: n + 1, title }));
    const ledger = withProposals(
      Array.from({ length: 50 }, (_, n) => ({
        ...order(`${title.slice(0, 200)}${n}`, lines),
        title,
      })),
    );
    const started = performance.now();
    const made = list(ledger);
    const ms = performance.now() - started;
    expect(made.counts.listed).toBe(50);
    expect(Buffer.byteLength(JSON.stringify(made))).toBeLessThan(40_000);
    expect(JSON.stringify(made)).not.toMatch(/\\ud[89a-f]/i);
    // Fifty megabytes of evidence lie beside it and must not be read: that alone takes over a second.
    expect(ms).toBeLessThan(500);
  });
});
