import { describe, expect, it } from 'vitest';
import type { Proposal } from '../shared/action.ts';
import { DAY_MS, dayOf } from '../shared/time.ts';
import { openTestLedger } from './ledger/testing/test-ledger.ts';
import type { StoreRuntime } from './store-runtime.ts';
import { createTrackRecord } from './track-record.ts';

const START = Date.UTC(2026, 9, 1, 9);
const AGENT = { kind: 'agent', id: 'stock' } as const;
const ADA = { kind: 'person', id: 'ada' } as const;

function open() {
  let now = START;
  let made = 0;
  const asked: { id: number; days: number }[] = [];
  /** Sold on the first day that is asked for, of each variant. */
  const mirrorOf = {
    sold: { units: 0, bulkUnits: 0, returnedRestocked: 0, returnedLost: 0 },
    syncedAt: START,
  };
  const ledger = openTestLedger({ now: () => now });
  const store = {
    info: { id: 'gbp', zone: 'UTC', currency: 'GBP' },
    mirror: {
      reader: () => ({ salesUntil: () => mirrorOf.syncedAt, settle: () => {} }),
      variantHead: (id: number) => ({ inventoryItemId: id * 10 }),
      daysOfVariant(id: number, from: number, to: number) {
        asked.push({ id, days: to - from + 1 });
        return [{ day: from, ...mirrorOf.sold }];
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
  const at = (time: number, units: number, more: Partial<typeof mirrorOf.sold> = {}): void => {
    now = time;
    mirrorOf.sold = { units, bulkUnits: 0, returnedRestocked: 0, returnedLost: 0, ...more };
    mirrorOf.syncedAt = time;
  };
  return { carryOut, at, asked, ledger, mirrorOf, record: () => record({ agent: 'stock', limit: 20 }) };
}
const line = (variantId: number, more: object = { needVariance: 50 }) => ({
  kind: 'reorder_line',
  text: 'Mug',
  data: { variantId, leadTimeDays: 14, reviewDays: 7, need: 42, safetyStock: 19, ...more },
});
const ORDER = { evidence: [line(11), line(12)] };
const AFTERWARDS = START + 40 * DAY_MS;

describe('the record of an order', () => {
  it('is too early until its time is over, and says what was sold so far', () => {
    const { carryOut, at, record } = open();
    carryOut(ORDER);
    at(START + 10 * DAY_MS, 9);
    expect(record()).toMatchObject({
      rows: [
        {
          verdict: 'too_early',
          until: START + 21 * DAY_MS,
          figures: [{ predicted: { low: 71.2, mid: 84, high: 96.8 }, happened: 18, within: null }],
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

  it('says afterwards whether what was sold lies in what was predicted, of each line in its own days', () => {
    const { carryOut, at, asked, record } = open();
    carryOut({ evidence: [line(11), line(12, { leadTimeDays: 7.5, needVariance: 50 })] });
    at(AFTERWARDS, 40);
    expect(record()).toMatchObject({
      rows: [{ verdict: 'measured', why: null, figures: [{ happened: 80, within: true }] }],
      totals: { measured: 1, within: 1 },
    });
    expect(asked).toEqual([
      { id: 11, days: 21 },
      { id: 12, days: 15 },
    ]);
    for (const units of [35, 49]) {
      at(AFTERWARDS, units);
      expect(record()).toMatchObject({
        rows: [{ why: null, figures: [{ within: false }] }],
        totals: { measured: 1, within: 0 },
      });
    }
  });

  it('has a range of the sum, narrower than all reserves together, that shows too much as well as too little', () => {
    const { carryOut, at, record } = open();
    // Ordered up to 61.4 each, 1.645 of 11.8 above need.
    carryOut({ evidence: Array.from({ length: 20 }, (_, id) => line(id + 1, { needVariance: 11.8 ** 2 })) });
    at(AFTERWARDS, 30);
    expect(record().rows[0]!.figures[0]).toMatchObject({
      predicted: { low: 772.4, mid: 840, high: 907.6 },
      happened: 600,
      within: false,
    });
  });

  it('counts what was needed, not what was rung up: no bulk purchase, no unit that came back', () => {
    const { carryOut, at, record } = open();
    carryOut(ORDER);
    const happened = (): unknown => record().rows[0]!.figures[0]!.happened;
    at(AFTERWARDS, 100, { bulkUnits: 60, returnedLost: 3 });
    expect(happened()).toBe(80);
    at(AFTERWARDS, 40, { returnedRestocked: 4 });
    expect(happened()).toBe(72);
    at(AFTERWARDS, 100, { bulkUnits: 60, returnedRestocked: 10 });
    expect(happened()).toBe(72);
    at(AFTERWARDS, 0, { returnedRestocked: 4 });
    expect(happened()).toBe(0);
  });

  it('holds no short sales against a forecast where nothing was left to sell', () => {
    const { carryOut, at, ledger, record } = open();
    carryOut(ORDER);
    const first = dayOf(START, 'UTC');
    for (const day of [first + 3, first + 4, first + 30])
      ledger.stock.observe('gbp', day, [{ inventoryItemId: 110, locationId: 1, available: 0 }]);
    at(AFTERWARDS, 20);
    expect(record()).toMatchObject({
      rows: [{ verdict: 'measured', why: expect.stringContaining('2 days'), figures: [{ within: null }] }],
      totals: { measured: 0, within: 0 },
    });
    at(AFTERWARDS, 49);
    expect(record().rows[0]!.figures[0]!.within).toBe(false);
  });

  it('of a version that stated no spread tells both figures, and judges nothing', () => {
    const { carryOut, at, record } = open();
    carryOut({ evidence: [line(11), line(12, {})] });
    carryOut({ evidence: [line(11, { need: undefined, reorderPoint: 30, safetyStock: 9 })] });
    at(AFTERWARDS, 40);
    const predicted = (mid: number) => ({ low: null, mid, high: null });
    expect(record()).toMatchObject({
      rows: [
        { verdict: 'measured', figures: [{ predicted: predicted(21), happened: 40, within: null }] },
        {
          verdict: 'measured',
          why: expect.stringContaining('range'),
          figures: [{ predicted: predicted(84), happened: 80, within: null }],
        },
      ],
      totals: { measured: 0, within: 0, tooEarly: 0 },
    });
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
