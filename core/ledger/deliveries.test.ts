import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../shared/time.ts';
import type { Ledger } from './ledger.ts';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

function shelf() {
  const clock = { now: 1_000 };
  const ledger = openTestLedger({ now: () => clock.now });
  const made = ledger.actions.propose(
    { type: 'price.change', storeId: 'gbp', input: {}, title: 't', evidence: [], key: 'k' },
    { actor: OWNER },
  );
  return { clock, ledger, actionId: made.id! };
}

/** Ordered, sent, and one unit of it received so many days later; returns what takes it back. */
function deliver({ clock, ledger, actionId }: ReturnType<typeof shelf>, days: number, supplier = 'ACME') {
  const part = { storeId: 'gbp', variantId: 11, inventoryItemId: 21, quantity: 10 };
  const lines = [{ title: 'Mug', sku: null, unitCost: 400, allocations: [part] }];
  const order = ledger.purchaseOrders.create({ supplier, currency: 'GBP', lines }, OWNER);
  ledger.purchaseOrders.send(order.id, null, {}, OWNER);
  clock.now += days * DAY_MS;
  const receive = (accepted: number): void => {
    const units = { lineId: order.lines[0]!.id, locationId: 31, accepted, damaged: 0, short: 0 };
    ledger.purchaseOrders.receive(order.id, 'gbp', actionId, [units], OWNER);
  };
  receive(1);
  return { takeBack: () => receive(-1) };
}

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
});
