import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../shared/time.ts';
import type { Ledger } from './ledger.ts';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

function shelf() {
  const clock = { now: 1_000 };
  const ledger = openTestLedger({ now: () => clock.now });
  return { clock, ledger };
}

/** Ordered for some stores and sent. */
function order({ clock, ledger }: ReturnType<typeof shelf>, supplier = 'ACME', stores = ['gbp']) {
  const { actions, purchaseOrders } = ledger;
  const allocations = stores.map((storeId) => ({
    storeId,
    variantId: 11,
    inventoryItemId: 21,
    quantity: 10,
  }));
  const lines = [{ title: 'Mug', sku: null, unitCost: 400, allocations }];
  const { id, lines: made } = purchaseOrders.create({ supplier, currency: 'GBP', lines }, OWNER);
  purchaseOrders.send(id, null, {}, OWNER);
  const book = (storeId: string, accepted: number): number => {
    const receipt = actions.propose(
      { type: 'purchase_order.receive', storeId, input: {}, title: 't', evidence: [], key: `k${clock.now}` },
      { actor: OWNER },
    );
    for (const state of ['approved', 'executing'] as const)
      actions.transition(receipt.id!, state, { actor: OWNER });
    const units = { lineId: made[0]!.id, locationId: 31, accepted, damaged: 0, short: 0 };
    purchaseOrders.receive(id, storeId, receipt.id!, [units], OWNER);
    actions.transition(receipt.id!, 'verified', { actor: OWNER });
    return receipt.id!;
  };
  return {
    /** One unit, so many days after the last that happened; returns what takes it back. */
    receive(days: number, storeId = 'gbp') {
      clock.now += days * DAY_MS;
      const receipt = book(storeId, 1);
      return {
        takeBack() {
          clock.now += 1;
          const undoneBy = book(storeId, -1);
          actions.transition(receipt, 'undone', { actor: OWNER, undoneBy });
        },
      };
    },
  };
}

/** Ordered, sent, and one unit of it received so many days later; returns what takes it back. */
const deliver = (given: ReturnType<typeof shelf>, days: number) => order(given).receive(days);

const termsOf = (ledger: Ledger) => ledger.suppliers.terms('gbp', 'ACME');

describe('lead times learned from deliveries', () => {
  it('stand where nobody set one, and are no defaults any more', () => {
    const given = shelf();
    expect(termsOf(given.ledger)).toMatchObject({ leadTimeDays: 14, learned: [] });
    for (const days of [30, 31, 29, 30]) deliver(given, days);
    const terms = termsOf(given.ledger);
    expect(terms).toMatchObject({
      leadTimeDays: 24.7,
      learned: ['leadTimeDays', 'leadTimeSdDays'],
      defaults: ['reviewDays', 'packSize', 'minimumUnits', 'serviceLevel'],
      deliveries: { deliveries: 4, meanDays: 30 },
    });
    expect(given.ledger.suppliers.terms('gbp', 'Other').learned).toEqual([]);
    expect(given.ledger.suppliers.terms('eur', 'ACME').learned).toEqual([]);
    expect(given.ledger.deliveries.suppliers('gbp')).toEqual(['ACME']);
  });

  it('give way to what was typed, which keeps a learned spread', () => {
    const given = shelf();
    for (const days of [30, 31, 29, 30]) deliver(given, days);
    const { ledger } = given;
    ledger.suppliers.set('gbp', 'ACME', { leadTimeDays: 10 }, OWNER);
    expect(termsOf(ledger)).toMatchObject({ leadTimeDays: 10, learned: ['leadTimeSdDays'] });
    // Two assumed deliveries of ± 4, four of ± 0.8.
    expect(termsOf(ledger).leadTimeSdDays).toBe(2.6);
    ledger.suppliers.set('gbp', 'ACME', { leadTimeDays: null, leadTimeSdDays: 1 }, OWNER);
    expect(termsOf(ledger)).toMatchObject({
      leadTimeDays: 24.7,
      leadTimeSdDays: 1,
      learned: ['leadTimeDays'],
    });
    ledger.supplyTerms.set('gbp', [{ variantId: 11, leadTimeDays: 5 }], OWNER);
    expect(ledger.supplyTerms.termsOf('gbp', { variantId: 11, vendor: 'ACME' })).toMatchObject({
      leadTimeDays: 5,
      own: ['leadTimeDays'],
      learned: [],
    });
  });

  it('forget a receipt that was taken back', () => {
    const given = shelf();
    const { takeBack } = deliver(given, 30);
    expect(termsOf(given.ledger).leadTimeDays).toBe(19.3);
    takeBack();
    expect(termsOf(given.ledger)).toMatchObject({ leadTimeDays: 14, learned: [] });
    expect(termsOf(given.ledger).deliveries).toBeUndefined();
  });

  it('count from the receipt that stands, where one before it was taken back', () => {
    const given = shelf();
    const one = order(given);
    one.receive(2).takeBack();
    one.receive(28);
    expect(termsOf(given.ledger).deliveries).toMatchObject({
      deliveries: 1,
      meanDays: expect.closeTo(30, 3),
    });
    const other = order(given);
    const early = other.receive(3);
    other.receive(27);
    early.takeBack();
    expect(termsOf(given.ledger).deliveries).toMatchObject({
      deliveries: 2,
      meanDays: expect.closeTo(30, 3),
    });
  });

  it('are of each store, where one order goes to several', () => {
    const given = shelf();
    const shared = order(given, 'ACME', ['gbp', 'eur']);
    shared.receive(5, 'gbp');
    expect(given.ledger.suppliers.terms('eur', 'ACME').deliveries).toBeUndefined();
    shared.receive(25, 'eur');
    expect(termsOf(given.ledger).deliveries).toMatchObject({ deliveries: 1, meanDays: 5 });
    expect(given.ledger.suppliers.terms('eur', 'ACME').deliveries).toMatchObject({ meanDays: 30 });
  });
});
