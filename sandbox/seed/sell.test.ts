import { describe, expect, it } from 'vitest';
import { Documents } from '../documents.ts';
import { truthOf } from '../truth.ts';
import { seedEmpty, seedStores } from './seed.ts';
import { sellOrders } from './sell.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const LATER = NOW + 60_000;
const DOMAIN = 'royal-gbp.myshopify.com';

function available(documents: Documents): number {
  return truthOf(documents, DOMAIN).stock.reduce((sum, level) => sum + level.available, 0);
}

describe('selling on', () => {
  it('stores the orders, takes the stock down and leaves traces for an increment', () => {
    const documents = new Documents();
    seedStores(documents, { now: NOW, scale: 0.02, stores: ['gbp'] });
    const before = { orders: documents.count(DOMAIN, 'Order'), available: available(documents) };
    const sold = sellOrders(documents, documents.shop(DOMAIN)!, 12, LATER);
    expect(sold).toHaveLength(12);
    expect(documents.count(DOMAIN, 'Order')).toBe(before.orders + 12);
    expect(available(documents)).toBeLessThan(before.available);
    const changed = { updatedAt: { from: LATER } };
    expect(documents.count(DOMAIN, 'Order', changed)).toBe(12);
    expect(documents.count(DOMAIN, 'FulfillmentOrder', changed)).toBe(12);
    const items = [...documents.iterate(DOMAIN, 'InventoryItem', changed)];
    expect(items.length).toBeGreaterThan(0);
    for (const { inventoryLevels } of items)
      for (const { quantities } of inventoryLevels)
        expect(quantities.on_hand).toBe(quantities.available + quantities.committed);
  });

  it('sells nothing in an empty store', () => {
    const documents = new Documents();
    seedEmpty(documents, { now: NOW });
    expect(sellOrders(documents, documents.shop(DOMAIN)!, 3, LATER)).toEqual([]);
  });
});
