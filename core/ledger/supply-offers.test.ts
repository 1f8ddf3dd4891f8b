import { describe, expect, it } from 'vitest';
import { openTestLedger } from './testing/test-ledger.ts';

const OWNER = { kind: 'person', id: 'ada' } as const;
const MUG = { variantId: 11, vendor: 'ACME', shopCost: 400 };
const none = { supplierSku: null, leadTimeDays: null, packSize: null, minimumUnits: null, unitCost: null };

function withOffer(offer = {}) {
  const ledger = openTestLedger();
  ledger.supplyOffers.set('gbp', 'ACME', { ...none, variantId: 11, supplier: 'Beta', ...offer }, OWNER);
  return ledger;
}

/** An order of ten mugs that came whole, at 100 each. */
function orderThatCame(
  ledger: ReturnType<typeof openTestLedger>,
  facts: { supplier: string; currency?: string; freight?: number; rate?: string },
): void {
  const { supplier, currency = 'GBP', freight = 0, rate } = facts;
  const allocations = [{ storeId: 'gbp', variantId: 11, inventoryItemId: 21, quantity: 10 }];
  const order = ledger.purchaseOrders.create(
    {
      supplier,
      currency,
      freight,
      lines: [{ title: 'Mug', sku: null, unitCost: 100, allocations }],
      ...(rate === undefined ? {} : { rates: [{ storeId: 'gbp', rate, on: '2026-11-01' }] }),
    },
    OWNER,
  );
  ledger.purchaseOrders.send(order.id, null, {}, OWNER);
  const [line] = order.lines;
  const units = { lineId: line!.id, locationId: 31, accepted: 10, damaged: 0, short: 0 };
  const { id: actionId } = ledger.actions.propose(
    {
      type: 'purchase_order.receive',
      storeId: 'gbp',
      input: {},
      title: 't',
      evidence: [],
      key: String(order.id),
    },
    { actor: OWNER },
  );
  ledger.purchaseOrders.receive(order.id, 'gbp', actionId!, [units], OWNER);
}

describe('further suppliers of a variant', () => {
  it('stand beside the one that it is ordered from, on their own terms', () => {
    const ledger = withOffer({ leadTimeDays: 3, unitCost: 350 });
    ledger.suppliers.set('gbp', 'Beta', { packSize: 12 }, OWNER);
    ledger.supplyTerms.set('gbp', [{ variantId: 11, shelfLifeDays: 60 }], OWNER);
    const [now, further] = ledger.supplyOffers.of('gbp', 'GBP', MUG);
    expect(now).toMatchObject({ terms: { supplier: 'ACME' }, unitCost: 400, landedCost: 400 });
    expect(further).toMatchObject({
      terms: { supplier: 'Beta', leadTimeDays: 3, packSize: 12, shelfLifeDays: 60 },
      landedCost: 350,
      chargeShare: null,
    });
    expect(ledger.supplyOffers.ofStore('gbp', 'GBP')(MUG)).toEqual([now, further]);
    expect(ledger.supplyOffers.of('gbp', 'GBP', { ...MUG, vendor: 'Beta' })).toHaveLength(1);
    expect(ledger.supplyOffers.of('eur', 'EUR', MUG)).toHaveLength(1);
  });

  it('come to what their orders were charged besides, at the newest rate', () => {
    const ledger = withOffer({ unitCost: 500 });
    const further = () => ledger.supplyOffers.of('gbp', 'GBP', MUG)[1]!;
    orderThatCame(ledger, { supplier: 'Beta', freight: 250 });
    expect(further()).toMatchObject({ chargeShare: 0.25, landedCost: 625 });
    ledger.suppliers.set('gbp', 'Beta', { currency: 'USD' }, OWNER);
    expect(further()).toMatchObject({ chargeShare: null, landedCost: null });
    orderThatCame(ledger, { supplier: 'Gamma', currency: 'USD', rate: '0.8' });
    expect(further()).toMatchObject({ chargeShare: null, landedCost: 400 });
    orderThatCame(ledger, { supplier: 'Beta', currency: 'USD', freight: 100, rate: '0.8' });
    expect(further()).toMatchObject({ chargeShare: 0.1, landedCost: expect.closeTo(440) });
  });

  it('change places with the present one, and back, and lose nothing', () => {
    const ledger = withOffer({ leadTimeDays: 3, unitCost: 350, supplierSku: 'B-1' });
    ledger.supplyTerms.set('gbp', [{ variantId: 11, packSize: 6, shelfLifeDays: 30 }], OWNER);
    const before = ledger.supplyOffers.of('gbp', 'GBP', MUG);
    ledger.supplyOffers.choose('gbp', 'GBP', MUG, 'Beta', OWNER);
    const [now, further] = ledger.supplyOffers.of('gbp', 'GBP', MUG);
    expect(now).toMatchObject({
      terms: { supplier: 'Beta', leadTimeDays: 3, packSize: 1, supplierSku: 'B-1', shelfLifeDays: 30 },
      unitCost: 350,
    });
    expect(further).toMatchObject({ terms: { supplier: 'ACME', packSize: 6 }, unitCost: 400 });
    ledger.supplyOffers.choose('gbp', 'GBP', MUG, 'ACME', OWNER);
    expect(ledger.supplyOffers.of('gbp', 'GBP', MUG)).toEqual(before);
    // Both are the shop's word again.
    expect(ledger.supplyTerms.get('gbp', 11)).toMatchObject({ supplier: null, unitCost: null });
    const chosen = ledger.audit.list().filter(({ kind }) => kind === 'supply_offer.chosen');
    expect(chosen.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({
        supplier: 'Beta',
        unitCost: 350,
        insteadOf: expect.objectContaining({ packSize: 6 }),
      }),
    );
  });

  it('are not chosen before their price is known', () => {
    const ledger = withOffer();
    expect(() => ledger.supplyOffers.choose('gbp', 'GBP', MUG, 'Beta', OWNER)).toThrow(/not known/);
    expect(ledger.supplyOffers.of('gbp', 'GBP', MUG)).toMatchObject([
      { terms: { supplier: 'ACME' } },
      { terms: { supplier: 'Beta' }, unitCost: null },
    ]);
  });

  it('are others than the present one, and refuse what is not among them', () => {
    const ledger = withOffer();
    expect(() =>
      ledger.supplyOffers.set('gbp', 'ACME', { ...none, variantId: 11, supplier: 'ACME' }, OWNER),
    ).toThrow(/already/);
    expect(() => ledger.supplyOffers.choose('gbp', 'GBP', MUG, 'Gamma', OWNER)).toThrow(/not among/);
    ledger.supplyOffers.remove('gbp', 11, 'Beta', OWNER);
    expect(() => ledger.supplyOffers.remove('gbp', 11, 'Beta', OWNER)).toThrow(/not among/);
    expect(ledger.supplyOffers.of('gbp', 'GBP', MUG)).toHaveLength(1);
  });
});
