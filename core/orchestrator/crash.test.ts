import { describe, expect, it } from 'vitest';
import type { IntentStore } from '../ledger/attempts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { AttemptRow } from '../ledger/types.ts';
import { settle } from './testing/fake-clock.ts';
import { createHarness, type Harness, OWNER } from './testing/harness.ts';

/** Each: what must be there before, what is asked for, and how many writes the shop may see for it. */
const ACTS: { name: string; type: string; input: (harness: Harness) => Promise<unknown>; writes: number }[] =
  [
    {
      name: 'price.change',
      type: 'price.change',
      input: async () => ({ variantId: 11, price: 900 }),
      writes: 1,
    },
    {
      name: 'order.tag',
      type: 'order.tag',
      input: async () => ({ orderId: 41, tags: ['late', 'big'] }),
      writes: 1,
    },
    {
      name: 'purchase_order.receive',
      type: 'purchase_order.receive',
      input: async (harness) => {
        const { orderId, lineId } = await openOrder(harness);
        return { purchaseOrderId: orderId, lines: [{ lineId, locationId: 31, quantity: 6 }] };
      },
      writes: 1,
    },
    { name: 'purchase_order.create', type: 'purchase_order.create', input: async () => ORDER, writes: 0 },
  ];

const ORDER = {
  supplier: 'ACME',
  lines: [{ variantId: 11, inventoryItemId: 21, title: 'Mug', sku: 'MUG', quantity: 10, unitCost: 400 }],
};

async function openOrder({ life }: Harness): Promise<{ orderId: number; lineId: number }> {
  const { action } = life.orchestrator.propose(
    { type: 'purchase_order.create', storeId: 'gbp', input: ORDER },
    OWNER,
  );
  life.orchestrator.approve(action.id, OWNER);
  await life.orchestrator.whenDone(action.id);
  const order = life.ledger.purchaseOrders.ofAction(action.id)!;
  return { orderId: order.id, lineId: order.lines[0]!.id };
}

interface Outcome {
  /** The fault point the process died at; null where the n-th was never reached. */
  died: string | null;
  state: string;
  writes: number;
  orders: number;
  audit: string;
}

/** Approves one action, dies at the n-th fault point, starts again (dying again where told) and lets it settle. */
async function dieAt(
  act: (typeof ACTS)[number],
  deaths: readonly number[],
  options: { intents?: (ledger: Ledger) => IntentStore; lostAnswer?: boolean } = {},
): Promise<Outcome> {
  const harness = createHarness({ intents: options.intents });
  const input = await act.input(harness);
  const { id } = harness.life.orchestrator.propose({ type: act.type, storeId: 'gbp', input }, OWNER).action;
  const before = harness.shop.effectiveWrites.length;
  if (options.lostAnswer) harness.shop.faults = ['answer_lost'];
  let died: string | null = null;
  for (const [life, n] of deaths.entries()) {
    const crash = harness.crashAt(n);
    if (life === 0) harness.life.orchestrator.approve(id, OWNER);
    else harness.life.orchestrator.start();
    await settle();
    died = crash.name() ?? died;
    harness.reopen();
  }
  harness.life.orchestrator.start();
  await harness.clock.advance(300_000);
  return {
    died,
    state: harness.life.ledger.actions.require(id).state,
    writes: harness.shop.effectiveWrites.length - before,
    orders: harness.life.ledger.purchaseOrders.page({ limit: 100 }).total,
    audit: harness.life.ledger.audit.verify().state,
  };
}

/** More than any act has. */
const MOST_POINTS = 20;

describe.each(ACTS)('killed at every step boundary of $name', (act) => {
  it('the shop sees one effective write, and the action ends verified', { timeout: 60_000 }, async () => {
    const died: string[] = [];
    for (let n = 1; n <= MOST_POINTS; n++) {
      const outcome = await dieAt(act, [n]);
      expect(outcome, `died at ${outcome.died}`).toMatchObject({
        state: 'verified',
        writes: act.writes,
        audit: 'ok',
      });
      if (act.type.startsWith('purchase_order')) expect(outcome.orders).toBe(1);
      if (outcome.died === null) break;
      died.push(outcome.died);
    }
    expect(died.length).toBeLessThan(MOST_POINTS);
    const remote = [
      'before_intent',
      'after_intent',
      'before_send',
      'after_send',
      'after_answer',
      'before_read_back',
      'after_read_back',
    ];
    const local = ['before_local'];
    for (const point of [
      'before_executing',
      'after_executing',
      ...(act.writes ? remote : local),
      'after_verified',
    ])
      expect(died).toContain(`executor.${point}`);
  });
});

describe('killed more than once', () => {
  it('twice anywhere, with the first answer lost: still one write', { timeout: 60_000 }, async () => {
    const act = ACTS.find(({ type }) => type === 'purchase_order.receive')!;
    for (let first = 1; first <= 9; first++)
      for (const second of [2, 5]) {
        const outcome = await dieAt(act, [first, second], { lostAnswer: true });
        expect(outcome, `at ${first}, then ${second}`).toMatchObject({ state: 'verified', writes: 1 });
      }
  });
});

/** Intents that are forgotten with the process: what the executor would be without its record. */
function forgetful(ledger: Ledger): IntentStore {
  const kept = new Map<number, AttemptRow>();
  const own = (id: number, fields: Partial<AttemptRow>): AttemptRow => {
    const attempt = { ...kept.get(id)!, ...fields };
    kept.set(id, attempt);
    return attempt;
  };
  return {
    open(actionId, request) {
      const id = kept.size + 1;
      return own(id, {
        id,
        actionId,
        number: 1,
        key: `life-${ledger.epochs.current.id}-${id}`,
        request: structuredClone(request),
        state: 'intended',
        sends: 0,
        answer: null,
        error: null,
        createdAt: 0,
        firstSentAt: null,
        settledAt: null,
        epoch: ledger.epochs.current.id,
      });
    },
    markSent: (id) => own(id, { state: 'sent', sends: kept.get(id)!.sends + 1 }),
    settle: (id, state, { answer, error }) =>
      own(id, { state, answer: answer ?? null, error: error ?? null }),
    latest: (actionId) => [...kept.values()].findLast((attempt) => attempt.actionId === actionId) ?? null,
  };
}

describe('the test of the test', () => {
  it('without the record of intents the same kills make a second write', { timeout: 60_000 }, async () => {
    const act = ACTS.find(({ type }) => type === 'purchase_order.receive')!;
    const writes: number[] = [];
    for (let n = 1; n <= MOST_POINTS; n++) {
      const outcome = await dieAt(act, [n], { intents: forgetful });
      if (outcome.died === null) break;
      writes.push(outcome.writes);
    }
    expect(writes.length).toBeGreaterThan(5);
    expect(Math.max(...writes)).toBe(2);
  });
});
