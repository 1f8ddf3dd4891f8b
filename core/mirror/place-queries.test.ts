import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../shared/time.ts';
import { aLine, anOrder, aProduct, aVariant, memoryMirror, NOON } from './test-records.ts';
import type { Mirror } from './types.ts';

const SHOP = 1;
const WAREHOUSE = 2;
const CLOSED = 3;

function withPlaces(work: (mirror: Mirror) => void): void {
  const mirror = memoryMirror();
  try {
    mirror.upsertLocations(
      [SHOP, WAREHOUSE, CLOSED].map((id) => ({
        id,
        name: `Place ${id}`,
        isActive: id !== CLOSED,
        fulfillsOnlineOrders: true,
        countryCode: 'GB',
        updatedAt: 1,
      })),
    );
    mirror.upsertProducts([
      aProduct(10, {
        variants: [aVariant(100, { inventoryItemId: 1100 }), aVariant(101, { inventoryItemId: 1101 })],
      }),
    ]);
    const item = (id: number, places: number[]) => ({
      id,
      tracked: true,
      unitCost: null,
      updatedAt: 1,
      levels: places.map((locationId) => ({
        locationId,
        available: locationId * 10 - 15,
        onHand: 20,
        committed: 0,
        incoming: locationId,
        updatedAt: 1,
      })),
    });
    mirror.upsertInventory([item(1100, [SHOP, WAREHOUSE, CLOSED]), item(1101, [SHOP, CLOSED])]);
    work(mirror);
  } finally {
    mirror.close();
  }
}

describe('places', () => {
  it('have shelves where a variant lies in several that are in use', () => {
    withPlaces((mirror) =>
      expect(mirror.reader().shelves()).toEqual([
        { variantId: 100, locationId: SHOP, location: 'Place 1', available: -5, incoming: 1 },
        { variantId: 100, locationId: WAREHOUSE, location: 'Place 2', available: 5, incoming: 2 },
      ]),
    );
  });

  it('are told from orders that went out from one of them as a whole', () => {
    withPlaces((mirror) => {
      const lines = [aLine(10, { variantId: 100, quantity: 2 }), aLine(11, { variantId: 101, quantity: 3 })];
      mirror.upsertOrders([
        anOrder(1, { lines }),
        anOrder(2, { lines }),
        anOrder(3, { lines }),
        anOrder(4, { lines, test: true }),
        anOrder(5, { lines, cancelledAt: NOON }),
        anOrder(6, { lines, processedAt: NOON - DAY_MS }),
        anOrder(7, { lines }),
        anOrder(8, { lines }),
      ]);
      const sent = (orderId: number, locationId: number | null, id = orderId, status = 'CLOSED') => ({
        id,
        orderId,
        status,
        requestStatus: 'UNSUBMITTED',
        createdAt: NOON,
        updatedAt: NOON,
        fulfillAt: null,
        fulfillBy: null,
        locationId,
      });
      mirror.upsertFulfillmentOrders([
        sent(1, SHOP),
        // In two parcels from one place.
        sent(2, SHOP),
        sent(2, SHOP, 20),
        // First meant to go from elsewhere.
        sent(1, WAREHOUSE, 10, 'CANCELLED'),
        // From two.
        sent(3, SHOP),
        sent(3, WAREHOUSE, 30),
        sent(4, SHOP),
        sent(5, SHOP),
        sent(6, WAREHOUSE),
        // Whose place is gone, wholly and in part.
        sent(7, null),
        sent(8, WAREHOUSE),
        sent(8, null, 80),
      ]);
      expect(mirror.reader().sentUnits(NOON, NOON + 1)).toEqual([
        { variantId: 100, locationId: SHOP, units: 4 },
        { variantId: 101, locationId: SHOP, units: 6 },
      ]);
      expect(mirror.reader().sentUnits(NOON - DAY_MS, NOON)).toEqual([
        { variantId: 100, locationId: WAREHOUSE, units: 2 },
        { variantId: 101, locationId: WAREHOUSE, units: 3 },
      ]);
    });
  });
});
