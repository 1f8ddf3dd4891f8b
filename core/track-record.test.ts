import { describe, expect, it } from 'vitest';
import type { Proposal } from '../shared/action.ts';
import { DAY_MS } from '../shared/time.ts';
import { openTestLedger } from './ledger/testing/test-ledger.ts';
import type { StoreRuntime } from './stores.ts';
import { createTrackRecord } from './track-record.ts';

const START = Date.UTC(2026, 9, 1, 9);
const AGENT = { kind: 'agent', id: 'stock' } as const;
const ADA = { kind: 'person', id: 'ada' } as const;

function open() {
  let now = START;
  let made = 0;
  const sold: { ids: readonly number[]; days: number }[] = [];
  const mirrorOf = { units: 0, syncedAt: START };
  const ledger = openTestLedger({ now: () => now });
  const store = {
    info: { id: 'gbp', zone: 'UTC', currency: 'GBP' },
    mirror: {
      reader: () => ({ syncedAt: () => mirrorOf.syncedAt }),
      unitsSold(ids: readonly number[], from: number, to: number) {
        sold.push({ ids, days: to - from + 1 });
        return mirrorOf.units;
      },
    },
  } as unknown as StoreRuntime;
  const record = createTrackRecord({
    ledger,
    storeOf: (id) => {
      if (id === 'gbp') return store;
      throw new Error('No store is called so.');
    },
    clock: () => now,
  });
  const carryOut = (proposal: Partial<Proposal>): number => {
    made += 1;
    const { id } = ledger.actions.propose(
      {
        type: 'purchase_order.create',
        storeId: 'gbp',
        input: {},
        title: 'Order',
        evidence: [],
        key: `order:${made}`,
        ...proposal,
      },
      { actor: AGENT, agent: 'stock' },
    ) as { id: number };
    for (const state of ['approved', 'executing', 'verified'] as const)
      ledger.actions.transition(id, state, { actor: ADA });
    return id;
  };
  const at = (time: number, units: number): void => {
    now = time;
    mirrorOf.units = units;
    mirrorOf.syncedAt = time;
  };
  return { carryOut, at, sold, mirrorOf, record: () => record({ agent: 'stock', limit: 20 }) };
}
const line = (variantId: number) => ({
  kind: 'reorder_line',
  text: 'Mug',
  data: { variantId, leadTimeDays: 14, reviewDays: 7, reorderPoint: 30, safetyStock: 9 },
});
const ORDER = { evidence: [line(11), line(12)] };

describe('the record of an order', () => {
  it('is too early until its time is over, and says what was sold so far', () => {
    const { carryOut, at, record } = open();
    carryOut(ORDER);
    at(START + 10 * DAY_MS, 17);
    expect(record()).toMatchObject({
      rows: [
        {
          verdict: 'too_early',
          until: START + 21 * DAY_MS,
          figures: [{ predicted: { low: null, mid: 42, high: 60 }, happened: 17, within: null }],
        },
      ],
      totals: { measured: 0, tooEarly: 1 },
    });
  });

  it('is too early where the store was not synced up to its end', () => {
    const { carryOut, at, mirrorOf, record } = open();
    carryOut(ORDER);
    at(START + 30 * DAY_MS, 40);
    mirrorOf.syncedAt = START + 20 * DAY_MS;
    expect(record().rows).toMatchObject([{ verdict: 'too_early' }]);
  });

  it('says afterwards whether what was sold lies in what was predicted, counting its own days only', () => {
    const { carryOut, at, sold, record } = open();
    carryOut(ORDER);
    at(START + 40 * DAY_MS, 55);
    expect(record()).toMatchObject({
      rows: [{ verdict: 'measured', why: null, figures: [{ happened: 55, within: true }] }],
      totals: { measured: 1, within: 1 },
    });
    expect(sold).toEqual([{ ids: [11, 12], days: 21 }]);
    at(START + 40 * DAY_MS, 61);
    expect(record()).toMatchObject({ rows: [{ figures: [{ within: false }] }], totals: { within: 0 } });
  });

  it('never says what an action was worth, which nobody can see', () => {
    const { carryOut, at, record } = open();
    const effect = { low: 1, mid: 2, high: 3, currency: 'GBP', days: 28, of: 'margin kept' };
    carryOut({ type: 'price.change', effect });
    carryOut({ ...ORDER, storeId: 'gone' });
    at(START + 90 * DAY_MS, 0);
    expect(record().rows).toMatchObject([
      { verdict: 'not_measurable', storeId: 'gone', why: expect.stringContaining('No store is called so') },
      { verdict: 'not_measurable', figures: [{ of: 'margin kept', predicted: { mid: 2 }, happened: null }] },
    ]);
  });
});
