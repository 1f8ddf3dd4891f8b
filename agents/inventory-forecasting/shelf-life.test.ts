import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sellableBeforeExpiry } from './shelf-life.ts';
import { adviseStock } from './stock-policy.ts';
import { TERMS as ANY_TERMS, TODAY } from './testing/sample-store.ts';

const TWO_A_DAY = new Array<number>(60).fill(2);
const TERMS = { leadTimeDays: 14, shelfLifeDays: 10, packSize: 1, minimumUnits: 0 };

describe('goods that spoil', () => {
  it('are ordered for as long as they keep', () => {
    expect(sellableBeforeExpiry(0, TWO_A_DAY, TERMS)).toBe(20);
  });

  it('wait behind what is there when they arrive', () => {
    expect(sellableBeforeExpiry(40, TWO_A_DAY, TERMS)).toBe(8);
    expect(sellableBeforeExpiry(500, TWO_A_DAY, TERMS)).toBe(0);
  });

  it('go to those first who bought them already', () => {
    expect(sellableBeforeExpiry(-6, TWO_A_DAY, TERMS)).toBe(26);
    expect(sellableBeforeExpiry(-6, [0], TERMS)).toBe(6);
  });

  it('come in whole packs that sell to the last', () => {
    expect(sellableBeforeExpiry(0, TWO_A_DAY, { ...TERMS, packSize: 12 })).toBe(12);
  });

  it('are not ordered where the supplier takes no order as small', () => {
    expect(sellableBeforeExpiry(0, TWO_A_DAY, { ...TERMS, minimumUnits: 21 })).toBe(0);
    expect(sellableBeforeExpiry(0, TWO_A_DAY, { ...TERMS, minimumUnits: 20 })).toBe(20);
  });

  it('may be many where they keep', () => {
    expect(sellableBeforeExpiry(0, TWO_A_DAY, { ...TERMS, shelfLifeDays: undefined })).toBeNull();
  });

  it('bound every order, and change none of goods that keep longer than it lasts', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 50 }),
        (available, perDay, shelfLifeDays, packSize) => {
          const mean = new Array<number>(60).fill(perDay);
          const outlook = { mean, low: mean, high: mean, restockRate: 0 };
          const terms = { ...ANY_TERMS, packSize, minimumUnits: 0 };
          const position = { available, incoming: 0 };
          const keeps = adviseStock(position, outlook, terms, TODAY);
          const spoils = adviseStock(position, outlook, { ...terms, shelfLifeDays }, TODAY);
          expect(spoils.quantity).toBe(Math.min(keeps.quantity, spoils.sellable!));
          expect(spoils.quantity % packSize).toBe(0);
          if (keeps.quantity <= Math.max(0, (shelfLifeDays - 1) * perDay - available))
            expect(spoils.quantity).toBe(keeps.quantity);
        },
      ),
    );
  });
});
