import { describe, expect, it } from 'vitest';
import { supplierReader } from './supplier-reader.ts';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;

function withAction(now: () => number = () => 1_000): {
  ledger: ReturnType<typeof openTestLedger>;
  actionId: number;
} {
  const ledger = openTestLedger({ now });
  const made = ledger.actions.propose(
    { type: 'price.change', storeId: 'gbp', input: {}, title: 't', evidence: [], key: 'k' },
    { actor: OWNER },
  );
  return { ledger, actionId: made.id! };
}

describe('suppliers', () => {
  it('names the terms that nobody set, and keeps those that were', () => {
    const ledger = openTestLedger();
    expect(ledger.suppliers.terms('gbp', 'ACME').defaults).toEqual([
      'leadTimeDays',
      'leadTimeSdDays',
      'reviewDays',
      'packSize',
      'minimumUnits',
      'serviceLevel',
    ]);
    ledger.suppliers.set('gbp', 'ACME', { leadTimeDays: 9, minimumUnits: 0 }, OWNER);
    ledger.suppliers.set('gbp', 'ACME', { packSize: 12 }, OWNER);
    expect(ledger.suppliers.terms('gbp', 'ACME')).toMatchObject({
      leadTimeDays: 9,
      packSize: 12,
      minimumUnits: 0,
      serviceLevel: 0.95,
      defaults: ['leadTimeSdDays', 'reviewDays', 'serviceLevel'],
    });
    expect(ledger.suppliers.terms('eur', 'ACME').leadTimeDays).toBe(14);
    expect(ledger.audit.list().map((row) => row.kind)).toEqual(['supplier.changed', 'supplier.changed']);
  });

  it('say how long goods keep, unless a variant keeps otherwise', () => {
    const ledger = openTestLedger();
    const keeps = () =>
      [11, 12].map(
        (variantId) => ledger.supplyTerms.termsOf('gbp', { variantId, vendor: 'ACME' }).shelfLifeDays,
      );
    expect(keeps()).toEqual([undefined, undefined]);
    ledger.suppliers.set('gbp', 'ACME', { shelfLifeDays: 30 }, OWNER);
    ledger.supplyTerms.set('gbp', [{ variantId: 12, shelfLifeDays: 7 }], OWNER);
    expect(keeps()).toEqual([30, 7]);
    ledger.suppliers.set('gbp', 'ACME', { shelfLifeDays: null }, OWNER);
    expect(keeps()).toEqual([undefined, 7]);
  });
});

describe('purchase orders', () => {
  it('are received line by line, never beyond what was ordered or below zero', () => {
    const { ledger, actionId } = withAction();
    const part = (variantId: number, inventoryItemId: number, quantity: number) => [
      { storeId: 'gbp', variantId, inventoryItemId, quantity },
    ];
    const order = ledger.purchaseOrders.create(
      {
        supplier: 'ACME',
        currency: 'GBP',
        lines: [
          { title: 'Mug', sku: null, unitCost: 400, allocations: part(11, 21, 10) },
          { title: 'Cup', sku: null, unitCost: 100, allocations: part(12, 22, 4) },
        ],
      },
      OWNER,
      actionId,
    );
    expect(order).toMatchObject({ state: 'draft', goods: 4400 });
    expect(supplierReader(ledger, 'gbp', () => null).incoming()).toEqual(
      new Map([
        [11, 10],
        [12, 4],
      ]),
    );
    const [mug, cup] = order.lines;
    const toCome = () => supplierReader(ledger, 'gbp', () => null).unitsToCome();
    expect(toCome()).toMatchObject([
      { order: 'PO-0001', supplier: 'ACME', state: 'draft', expectedOn: null, variantId: 11, units: 10 },
      { variantId: 12, units: 4 },
    ]);
    expect(supplierReader(ledger, 'eur', () => null).unitsToCome()).toEqual([]);
    const receive = (lineId: number, accepted: number, locationId = 31): void => {
      const units = { lineId, locationId, accepted, damaged: 0, short: 0 };
      ledger.purchaseOrders.receive(order.id, 'gbp', actionId, [units], OWNER);
    };
    receive(mug!.id, 6);
    expect(toCome()[0]).toMatchObject({ state: 'partly_received', units: 4 });
    expect(ledger.purchaseOrders.require(order.id).state).toBe('partly_received');
    expect(() => receive(mug!.id, 5, 32)).toThrow(/more than the 10 ordered/);
    expect(() => ledger.purchaseOrders.cancel(order.id, null, OWNER)).toThrow(/can't be cancelled/);
    receive(mug!.id, 4, 32);
    receive(cup!.id, 4);
    expect(ledger.purchaseOrders.require(order.id).state).toBe('received');
    expect(ledger.purchaseOrders.incoming('gbp').size).toBe(0);
    expect(toCome()).toEqual([]);
    expect(ledger.purchaseOrders.receipts(order.id).map((row) => row.accepted)).toEqual([6, 4, 4]);
    expect(() => ledger.purchaseOrders.require(order.id, 'eur')).toThrow(/no purchase order/);
  });
});

describe('stock', () => {
  it('keeps the last and the lowest level of a day, per location and in total', () => {
    const ledger = openTestLedger();
    const see = (day: number, a: number, b: number): void =>
      ledger.stock.observe('gbp', day, [
        { inventoryItemId: 21, locationId: 31, available: a },
        { inventoryItemId: 21, locationId: 32, available: b },
      ]);
    see(100, 5, 0);
    see(100, 0, 3);
    see(100, 4, 4);
    see(101, 9, 9);
    expect(ledger.stock.daysOf('gbp', 21, 100, 100)).toEqual([
      { inventoryItemId: 21, day: 100, available: 8, lowest: 3 },
    ]);
    expect(ledger.stock.lowest('gbp', 0, 200, [21])).toEqual([
      { inventoryItemId: 21, day: 100, available: 3 },
      { inventoryItemId: 21, day: 101, available: 18 },
    ]);
    expect(ledger.stock.lowest('gbp', 0, 200, [])).toEqual([]);
    see(102, 0, 0);
    expect(ledger.stock.lowest('gbp', 0, 200, [])).toEqual([{ inventoryItemId: 21, day: 102, available: 0 }]);
    expect(ledger.stock.locationsOf('gbp', 100, 21)).toEqual([
      { locationId: 31, available: 4, lowest: 0 },
      { locationId: 32, available: 4, lowest: 0 },
    ]);
  });
});

describe('rules, field owners and policies', () => {
  it('a rule stands until it is retired', () => {
    const { ledger, actionId } = withAction();
    const rule = {
      scope: { storeId: 'gbp', actionType: 'price.change', key: 'k' },
      condition: null,
      until: null,
      reason: 'Never',
      by: OWNER,
      fromAction: actionId,
    };
    const made = ledger.rules.add(rule);
    expect(ledger.rules.add(rule).id).toBe(made.id);
    expect(ledger.rules.inForce('gbp', 'price.change', 'any')).toMatchObject([{ reason: 'Never' }]);
    expect(ledger.rules.inForce('eur', 'price.change', 'any')).toEqual([]);
    ledger.rules.retire(made.id, OWNER);
    expect(ledger.rules.inForce('gbp', 'price.change', 'any')).toEqual([]);
    expect(() => ledger.rules.retire(made.id, OWNER)).toThrow(/removed before/);
    expect(ledger.rules.add(rule).id).not.toBe(made.id);
  });

  it('a field is ours until another value is found in it, and ours again once we write', () => {
    const { ledger, actionId } = withAction();
    const field = { storeId: 'gbp', subject: 'variant:11', field: 'price' };
    expect(ledger.fieldOwners.found({ ...field, value: '5' })).toBeNull();
    ledger.fieldOwners.wrote({ ...field, value: '9', actionId });
    expect(ledger.fieldOwners.found({ ...field, value: '9' })?.writer).toBe('program');
    expect(ledger.fieldOwners.found({ ...field, value: '7' })).toMatchObject({
      writer: 'other',
      found: '7',
      value: '9',
    });
    expect(ledger.fieldOwners.found({ ...field, value: '9' })?.writer).toBe('other');
    expect(ledger.fieldOwners.lost('gbp')).toHaveLength(1);
    ledger.fieldOwners.wrote({ ...field, value: '8', actionId });
    expect(ledger.fieldOwners.lost('gbp')).toEqual([]);
  });

  it('the most specific policy counts', () => {
    const ledger = openTestLedger();
    const set = (id: string, actionType: string, perDay: number, storeId: string | null = null): void =>
      void ledger.policies.set(
        { subject: { kind: 'agent', id }, actionType, storeId, mode: 'act', limits: { perDay } },
        OWNER,
      );
    const perDay = (id: string, type: string, storeId = 'gbp'): number | undefined =>
      ledger.policies.forSubject('agent', id, type, storeId)?.limits.perDay;
    expect(perDay('x', 't')).toBeUndefined();
    set('*', '*', 1);
    expect(perDay('x', 't')).toBe(1);
    set('*', 't', 2);
    expect(perDay('x', 't')).toBe(2);
    set('x', '*', 3);
    expect(perDay('x', 't')).toBe(3);
    set('x', 't', 4);
    expect(perDay('x', 't')).toBe(4);
    set('x', 't', 5, 'gbp');
    expect(perDay('x', 't')).toBe(5);
    expect(perDay('x', 't', 'other')).toBe(4);
    expect(ledger.policies.forSubject('person', 'x', 't', 'gbp')).toBeNull();
    expect(ledger.audit.list().every((row) => row.kind === 'policy.changed')).toBe(true);
    expect(ledger.policies.list()).toHaveLength(5);
  });
});
