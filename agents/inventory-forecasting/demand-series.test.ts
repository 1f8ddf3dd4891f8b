import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StockDay, VariantDay, VariantFact } from '../../shared/agent.ts';
import { DAY_MS } from '../../shared/time.ts';
import { DemandBook } from './demand-series.ts';
import { FIRST_DAY, sale, variant } from './testing/sample-store.ts';

const FROM = FIRST_DAY;
const TO = FROM + 9;

function demandOf(
  facts: VariantFact,
  sales: VariantDay[],
  others: { stock?: StockDay[]; closed?: number[]; variants?: VariantFact[] } = {},
) {
  const book = new DemandBook({
    variants: [facts, ...(others.variants ?? [])],
    from: FROM,
    to: TO,
    zone: 'UTC',
    closedDays: others.closed ?? [],
  });
  book.addSales(sales);
  book.addStock(others.stock ?? []);
  return { ...book.demandOf(facts), ...book.pricesOf(facts.variantId) };
}

describe('demand by variant and day', () => {
  it('fills days without a sale with zero, to the last complete day', () => {
    const { y, start, units, lastSale } = demandOf(variant(1), [
      sale(1, FROM, 2),
      sale(1, FROM + 8, 3),
      sale(1, TO + 1, 9),
    ]);
    expect(start).toBe(FROM);
    expect(y).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 3, 0]);
    expect(units).toBe(5);
    expect(lastSale).toBe(FROM + 8);
  });

  it('sets one-off bulk purchases apart', () => {
    const { y, bulkUnits } = demandOf(variant(1), [sale(1, FROM, 203, { bulkUnits: 200 })]);
    expect(y[0]).toBe(3);
    expect(bulkUnits).toBe(200);
  });

  it('takes what an edit took off an order off the days before it, the newest first', () => {
    const sales = [sale(1, FROM, 4), sale(1, FROM + 2, 10), sale(1, FROM + 3, -10), sale(1, FROM + 6, 1)];
    expect(demandOf(variant(1), sales)).toMatchObject({ y: [4, 0, 0, 0, 0, 0, 1, 0, 0, 0], units: 5 });
    const more = [...sales, sale(1, FROM + 7, -3)];
    expect(demandOf(variant(1), more)).toMatchObject({ units: 2, lastSale: FROM });
    const none = [sale(1, FROM, -2), sale(1, FROM + 1, 10), sale(1, FROM + 3, -12)];
    expect(demandOf(variant(1), none)).toMatchObject({ units: 0, lastSale: null, start: FROM });
  });

  it('loses by edits as many units as they took off, to nothing at least, and has no day above its orders', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 10, maxLength: 10 }),
        (ordered) => {
          let [sum, lowest] = [0, 0];
          for (const units of ordered) {
            sum += units;
            lowest = Math.min(lowest, sum);
          }
          const { y, units } = demandOf(
            variant(1),
            ordered.map((count, index) => sale(1, FROM + index, count)),
          );
          expect(units).toBe(sum - lowest);
          ordered.forEach((count, index) => {
            expect(y[index]).toBeGreaterThanOrEqual(0);
            expect(y[index]).toBeLessThanOrEqual(Math.max(0, count));
          });
        },
      ),
    );
  });

  it('takes it off a bulk purchase first, which was set apart', () => {
    const bulk = sale(1, FROM + 1, 203, { bulkUnits: 200 });
    const { y } = demandOf(variant(1), [sale(1, FROM, 2), bulk, sale(1, FROM + 2, -200)]);
    expect(y.slice(0, 3)).toEqual([2, 3, 0]);
    expect(demandOf(variant(1), [bulk, sale(1, FROM + 2, -202)]).units).toBe(1);
  });

  it('credits the units of a bundle to its components', () => {
    const bundle = variant(9, { requiresComponents: true, components: [{ variantId: 1, quantity: 3 }] });
    const sales = [
      sale(9, FROM, 2),
      sale(1, FROM, 1),
      sale(9, FROM + 1, 14, { bulkUnits: 12, returnedRestocked: 1 }),
    ];
    const { y, fromBundles, bulkUnits, restockRate } = demandOf(variant(1), sales, { variants: [bundle] });
    expect(y.slice(0, 2)).toEqual([7, 6]);
    expect(fromBundles).toBe(12);
    expect(bulkUnits).toBe(36);
    // Beside its own 3 of 49, the store's 1 of 17 as ordered.
    expect(restockRate).toBeCloseTo((3 + 16 / 17) / (49 + 16), 9);
  });

  it('keeps demand whole where goods come back, and knows how many go back on the shelf', () => {
    const { y, restockRate } = demandOf(variant(1), [
      sale(1, FROM, 10),
      sale(1, FROM + 1, 0, { returnedRestocked: 2, returnedLost: 1, net: -4500 }),
    ]);
    expect(y.slice(0, 2)).toEqual([10, 0]);
    expect(restockRate).toBe(0.2);
    const { restockRate: capped } = demandOf(variant(1), [sale(1, FROM, 1, { returnedRestocked: 1 })]);
    expect(capped).toBe(0.5);
  });

  it('takes one return of a slow seller for chance: the store says what is usual, the more a product sold the less', () => {
    const store = [
      sale(2, FROM, 100),
      sale(2, FROM + 1, 0, { returnedRestocked: 4 }),
      sale(1, FROM, 2),
      sale(1, FROM + 1, 0, { returnedRestocked: 1 }),
    ];
    expect(demandOf(variant(1), store).restockRate).toBeCloseTo(0.1, 2);
    expect(demandOf(variant(2), store).restockRate).toBeCloseTo(0.04, 2);
    expect(demandOf(variant(3), store).restockRate).toBeCloseTo(5 / 102, 9);
    const often = [
      ...store,
      sale(1, FROM + 2, 998),
      sale(1, FROM + 3, 0, { returnedRestocked: 399, returnedLost: 9 }),
    ];
    expect(demandOf(variant(1), often).restockRate).toBeCloseTo(0.4, 2);
  });

  it('takes days without stock and without a sale as unknown', () => {
    const stock = [0, 1, 2, 3].map((index) => ({
      inventoryItemId: 100,
      day: FROM + index,
      available: index === 3 ? 5 : 0,
    }));
    const { y, daysOut } = demandOf(variant(1), [sale(1, FROM + 1, 1)], { stock });
    expect(y.slice(0, 4)).toEqual([null, 1, null, 0]);
    expect(daysOut).toBe(2);
  });

  it('takes stock that is gone now as gone since the last sale, unless it was seen since', () => {
    const gone = variant(1, { available: 0 });
    expect(demandOf(gone, [sale(1, FROM + 5, 1)]).y).toEqual([0, 0, 0, 0, 0, 1, null, null, null, null]);
    const seen = [{ inventoryItemId: 100, day: FROM + 7, available: 2 }];
    expect(demandOf(gone, [sale(1, FROM + 5, 1)], { stock: seen }).y.slice(6)).toEqual([0, 0, null, null]);
  });

  it('never takes a product that sells beyond stock, or is not tracked, as out', () => {
    for (const facts of [{ inventoryPolicy: 'CONTINUE' as const }, { tracked: false }]) {
      const { y } = demandOf(variant(1, { available: -3, ...facts }), [sale(1, FROM, 1)]);
      expect(y).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
  });

  it('takes closed days as unknown but for what sold', () => {
    const { y } = demandOf(variant(1), [sale(1, FROM + 1, 4)], { closed: [FROM, FROM + 1] });
    expect(y.slice(0, 3)).toEqual([null, 4, 0]);
  });

  it('begins with the launch, or with the first sale where that is earlier', () => {
    const launched = variant(1, { publishedAt: (FROM + 4) * DAY_MS });
    expect(demandOf(launched, []).start).toBe(FROM + 4);
    expect(demandOf(launched, [sale(1, FROM + 2, 1)]).start).toBe(FROM + 2);
    expect(demandOf(variant(1, { createdAt: (TO + 5) * DAY_MS }), []).y).toEqual([]);
  });

  it('marks promotions and price changes, and keeps what was sold on them', () => {
    const brought = [1500, 1500, 1500, 1000, 1500, 1500, 2000, 2000, 2000, 2000];
    const sales = brought.map((net, index) => sale(1, FROM + index, 1, { net }));
    const { y, promotionDays, priceSince } = demandOf(variant(1), sales);
    expect({ promotionDays, priceSince }).toEqual({ promotionDays: [FROM + 3], priceSince: FROM + 6 });
    expect(y).toEqual(new Array(10).fill(1));
    const returned = sales.map((one) => (one.day === FROM + 3 ? { ...one, returnedLost: 1 } : one));
    expect(demandOf(variant(1), returned).promotionDays).toEqual([]);
  });

  it('is the same however the facts are cut and ordered', () => {
    const row = fc.record({
      variantId: fc.constantFrom(1, 9),
      day: fc.integer({ min: FROM - 2, max: TO + 2 }),
      units: fc.integer({ min: -3, max: 30 }),
      returnedRestocked: fc.integer({ min: 0, max: 3 }),
    });
    const bundle = variant(9, { components: [{ variantId: 1, quantity: 2 }] });
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 0, max: 10 }), (rows, cut) => {
        const sales = rows.map(({ variantId, day, units, ...rest }) => sale(variantId, day, units, rest));
        const book = new DemandBook({ variants: [bundle], from: FROM, to: TO, zone: 'UTC', closedDays: [] });
        const reversed = [...sales].reverse();
        book.addSales(reversed.slice(0, cut));
        book.addSales(reversed.slice(cut));
        const whole = demandOf(variant(1), sales, { variants: [bundle] });
        expect({ ...book.demandOf(variant(1)), ...book.pricesOf(1) }).toEqual(whole);
        expect(whole.y.every((units) => units === null || units >= 0)).toBe(true);
        expect(whole.restockRate).toBeGreaterThanOrEqual(0);
        expect(whole.restockRate).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});
