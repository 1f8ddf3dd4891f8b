/** What a run would order, whatever the store: held against what every order must be. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PurchasingBudget, StoreInfo } from '../../shared/agent.ts';
import type { VariantTerms } from '../../shared/supplier-terms.ts';
import { type Assessment, dailyOutlook } from './assessment.ts';
import { cutToBudget } from './budget-cut.ts';
import type { SpreadOutlook } from './outlook.ts';
import { type PurchaseOrderInput, proposePurchaseOrders } from './proposals.ts';
import { adviseStock, MOST_UNITS } from './stock-policy.ts';
import { contextOf, NOW, TERMS, TODAY, variant } from './testing/sample-store.ts';

const STORE: StoreInfo = contextOf({ variants: [], sales: [] }).store;

const product = fc.record({
  supplier: fc.constantFrom('Acme', 'Beta'),
  perDay: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 60, noNaN: true })),
  dispersion: fc.double({ min: 1, max: 30, noNaN: true }),
  available: fc.integer({ min: -50, max: 800 }),
  incoming: fc.integer({ min: 0, max: 400 }),
  packSize: fc.integer({ min: 1, max: 48 }),
  minimumUnits: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 300 })),
  shelfLifeDays: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
  unitCost: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: null }),
  leadTimeDays: fc.integer({ min: 0, max: 90 }),
  dead: fc.boolean(),
});
type Product = typeof product extends fc.Arbitrary<infer One> ? One : never;

const terms = fc.record({
  minimumOrder: fc.option(fc.integer({ min: 1, max: 2_000_000 }), { nil: undefined }),
  freeFreightFrom: fc.option(fc.integer({ min: 1, max: 2_000_000 }), { nil: undefined }),
});

function assessed(one: Product, id: number, more: Partial<VariantTerms>): Assessment {
  const { perDay, dispersion, available, incoming, supplier, unitCost, dead, ...own } = one;
  const days = new Array<number>(120).fill(perDay);
  const outlook = {
    variantId: id,
    fan: { mean: days, q10: days, q25: days, q50: days, q75: days, q90: days },
    spread: { dispersion, longRunPerDay: perDay, longRunShare: 0 },
    method: 'level',
    explain: '',
    mase: null,
    naiveMase: null,
    coverage: null,
    fellBack: false,
    tests: [],
    passed: 0,
    input: '',
  } as unknown as SpreadOutlook;
  const demand = {
    variantId: id,
    start: TODAY - 100,
    y: new Array<number>(100).fill(0),
    units: 0,
    bulkUnits: 0,
    fromBundles: 0,
    restockRate: 0,
    daysOut: 0,
    lastSale: null,
  };
  const under: VariantTerms = {
    ...TERMS,
    ...own,
    ...more,
    supplier,
    supplierSku: null,
    unitCost: null,
    currency: null,
    own: [],
  };
  const fact = variant(id, { available, vendor: supplier, unitCost, shopCost: unitCost });
  const advice = adviseStock({ available, incoming }, dailyOutlook({ outlook, demand, dead }), under, TODAY);
  return {
    variant: fact,
    soldSince: 0,
    demand,
    dead,
    outlook,
    advice,
    terms: under,
    incoming,
    netPerUnit: 1_000,
    salesClass: 'B',
  };
}

const budgets = fc.option(fc.integer({ min: 0, max: 3_000_000 }), { nil: null });

function ordered(lines: readonly Assessment[], left: number | null) {
  const budget: PurchasingBudget | null =
    left === null ? null : { monthly: left, ordered: 0, left, unknownOrders: 0 };
  const { assessments, cut } = cutToBudget(STORE, lines, budget);
  return proposePurchaseOrders(STORE, NOW, assessments, cut, false);
}

it('is of whole packs, at least the minimum, no more than keeps or the budget has, each product once', () => {
  fc.assert(
    fc.property(
      fc.array(product, { minLength: 1, maxLength: 12 }),
      terms,
      budgets,
      (products, more, left) => {
        const lines = products.map((one, at) => assessed(one, at + 1, more));
        const proposals = ordered(lines, left);
        let spent = 0;
        const seen = new Set<number>();
        for (const proposal of proposals) {
          const input = proposal.input as PurchaseOrderInput;
          for (const { variantId, quantity, unitCost } of input.lines) {
            const { terms: of, advice, dead, variant: fact, incoming } = lines[variantId - 1]!;
            expect(of.supplier).toBe(input.supplier);
            expect(seen.has(variantId)).toBe(false);
            seen.add(variantId);
            expect(Number.isSafeInteger(quantity)).toBe(true);
            expect(quantity).toBeGreaterThan(0);
            expect(quantity).toBeLessThanOrEqual(MOST_UNITS);
            expect(quantity % of.packSize).toBe(0);
            expect(quantity).toBeGreaterThanOrEqual(of.minimumUnits);
            if (advice.sellable !== undefined) expect(quantity).toBeLessThanOrEqual(advice.sellable);
            expect(fact.available + incoming).toBeLessThan(advice.reorderPoint);
            expect(dead && fact.available > 0).toBe(false);
            spent += quantity * (unitCost ?? 0);
          }
          expect(JSON.stringify(proposal)).not.toMatch(/NaN|Infinity|null units|∞/);
          expect(proposal.confidence).toBeGreaterThan(0);
          expect(proposal.confidence).toBeLessThanOrEqual(1);
        }
        if (left !== null) expect(spent).toBeLessThanOrEqual(left);
      },
    ),
    { numRuns: 500 },
  );
});

it('is the same in whatever order the products are looked at', () => {
  fc.assert(
    fc.property(
      fc.array(product, { minLength: 2, maxLength: 8 }),
      terms,
      budgets,
      fc.array(fc.nat(1_000), { minLength: 8, maxLength: 8 }),
      (products, more, left, keys) => {
        const lines = products.map((one, at) => assessed(one, at + 1, more));
        const mixed = lines
          .map((line, at) => ({ line, key: keys[at]! }))
          .sort((a, b) => a.key - b.key)
          .map(({ line }) => line);
        expect(ordered(mixed, left).map(({ input }) => input)).toEqual(
          ordered(lines, left).map(({ input }) => input),
        );
      },
    ),
    { numRuns: 300 },
  );
});
