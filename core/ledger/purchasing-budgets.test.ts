import { describe, expect, it } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;
const MONTH = { since: 1_000, currency: 'GBP' };

function withOrders() {
  const clock = { now: 1_000 };
  const ledger = openTestLedger({ now: () => clock.now });
  const order = (
    quantity: number,
    unitCost: number | null,
    more: { currency?: string; rate?: string } = {},
  ) =>
    ledger.purchaseOrders.create(
      {
        supplier: 'ACME',
        currency: more.currency ?? 'GBP',
        rates: more.rate ? [{ storeId: 'gbp', rate: more.rate, on: '2026-11-01' }] : [],
        lines: [
          {
            title: 'Mug',
            sku: null,
            unitCost,
            allocations: [
              { storeId: 'gbp', variantId: 11, inventoryItemId: 21, quantity },
              { storeId: 'eur', variantId: 12, inventoryItemId: 22, quantity: 50 },
            ],
          },
        ],
      },
      OWNER,
    );
  return { clock, ledger, order };
}

describe('a purchasing budget', () => {
  it('is none until somebody sets one, and none again once it is taken back', () => {
    const { ledger } = withOrders();
    expect(ledger.budgets.of('gbp', MONTH)).toBeNull();
    ledger.budgets.set('gbp', 200_000, OWNER);
    expect(ledger.budgets.of('gbp', MONTH)).toEqual({
      monthly: 200_000,
      ordered: 0,
      left: 200_000,
      unknownOrders: 0,
    });
    expect(ledger.budgets.of('eur', MONTH)).toBeNull();
    ledger.budgets.set('gbp', null, OWNER);
    expect(ledger.budgets.of('gbp', MONTH)).toBeNull();
    expect(ledger.audit.list().map(({ kind }) => kind)).toEqual([
      'purchasing_budget.changed',
      'purchasing_budget.changed',
    ]);
  });

  it('counts what the store ordered in the month, at the rate of the order, and not what was called off', () => {
    const { clock, ledger, order } = withOrders();
    ledger.budgets.set('gbp', 200_000, OWNER);
    clock.now = 999;
    order(1, 1);
    clock.now = 1_000;
    order(10, 400);
    order(10, 100, { currency: 'EUR', rate: '0.85' });
    const off = order(10, 900);
    ledger.purchaseOrders.cancel(off.id, null, OWNER);
    order(10, null);
    order(10, 100, { currency: 'USD' });
    expect(ledger.budgets.of('gbp', MONTH)).toEqual({
      monthly: 200_000,
      ordered: 4_000 + 850,
      left: 200_000 - 4_850,
      unknownOrders: 2,
    });
  });

  it('never leaves less than nothing', () => {
    const { ledger, order } = withOrders();
    ledger.budgets.set('gbp', 3_000, OWNER);
    order(10, 400);
    expect(ledger.budgets.of('gbp', MONTH)).toMatchObject({ ordered: 4_000, left: 0 });
  });

  it('counts of a closed order what came, and of an open one what may still come', () => {
    const { ledger, order } = withOrders();
    ledger.budgets.set('gbp', 200_000, OWNER);
    const action = ledger.actions.propose(
      { type: 'price.change', storeId: 'gbp', input: {}, title: 't', evidence: [], key: 'k' },
      { actor: OWNER },
    );
    const made = order(10, 400);
    const units = { lineId: made.lines[0]!.id, locationId: 31, accepted: 6, damaged: 1, short: 1 };
    ledger.purchaseOrders.send(made.id, null, {}, OWNER);
    ledger.purchaseOrders.receive(made.id, 'gbp', action.id!, [units], OWNER);
    expect(ledger.budgets.of('gbp', MONTH)!.ordered).toBe(9 * 400);
    ledger.purchaseOrders.close(made.id, ledger.purchaseOrders.require(made.id).version, OWNER);
    expect(ledger.budgets.of('gbp', MONTH)!.ordered).toBe(7 * 400);
  });
});
