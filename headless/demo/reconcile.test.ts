import { describe, expect, it } from 'vitest';
import type { FiguresView } from '../../shared/contract/schemas.ts';
import { differences } from './reconcile.ts';
import type { Truth } from './sandbox-process.ts';

const money = (minor: number) => ({ minor, currency: 'GBP' });
const figures = (netSales = 1000): FiguresView => ({
  currency: 'GBP',
  zone: 'Europe/London',
  counts: { products: 1, variants: 1, orders: 1, lines: 1, customers: 1 },
  days: [
    {
      date: '2026-11-20',
      orders: 1,
      grossSales: money(1000),
      discounts: money(0),
      returns: money(0),
      netSales: money(netSales),
      taxes: money(0),
      shipping: money(0),
      tips: money(0),
      duties: money(0),
      unitsSold: 1,
      unitsReturned: 0,
    },
  ],
  variantDays: [
    { variantId: 1, date: '2026-11-20', units: 1, returnedRestocked: 0, returnedLost: 0, net: 1000 },
  ],
  stock: [{ inventoryItemId: 2, locationId: 3, available: 4, onHand: 4 }],
  prices: [{ variantId: 1, price: 1000 }],
});
const truth = (): Truth => ({
  watermark: null,
  counts: { products: 1, variants: 1, orders: 1, lines: 1, customers: 1 },
  days: [
    {
      day: '2026-11-20',
      orders: 1,
      grossSales: 1000,
      discounts: 0,
      returns: 0,
      netSales: 1000,
      taxes: 0,
      shipping: 0,
      tips: 0,
      duties: 0,
      unitsSold: 1,
      unitsReturned: 0,
    },
  ],
  variantDays: [
    { variantId: 1, day: '2026-11-20', units: 1, returnedRestocked: 0, returnedLost: 0, net: 1000 },
  ],
  stock: [{ inventoryItemId: 2, locationId: 3, available: 4, onHand: 4 }],
  prices: [{ variantId: 1, price: 1000 }],
});

describe('the comparison of the mirror with the shop', () => {
  it('finds nothing where both say the same', () => {
    expect(differences(figures(), truth())).toEqual([]);
  });

  it('sees a penny, a unit, a price and a missing row', () => {
    expect(differences(figures(999), truth())).toEqual(['day 2026-11-20: netSales is 999 here, 1000 there']);
    const units = truth();
    units.variantDays[0]!.units = 2;
    expect(differences(figures(), units)).toHaveLength(1);
    const stock = truth();
    stock.stock.push({ inventoryItemId: 9, locationId: 3, available: 1, onHand: 1 });
    expect(differences(figures(), stock)).toHaveLength(2);
    expect(differences({ ...figures(), prices: [] }, truth())).toEqual([
      'price 1: price is 0 here, 1000 there',
    ]);
    const counts = truth();
    counts.counts.orders = 2;
    expect(differences(figures(), counts)).toHaveLength(1);
  });
});
