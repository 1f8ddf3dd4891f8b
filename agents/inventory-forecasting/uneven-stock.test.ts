import { describe, expect, it } from 'vitest';
import type { Finding, SentUnits, Shelf } from '../../shared/agent.ts';
import { DAY_MS } from '../../shared/time.ts';
import { inventoryForecasting } from './agent.ts';
import { contextOf, NOW, type SampleStore, steady, variant } from './testing/sample-store.ts';

const SHOP = 1;
const WAREHOUSE = 2;
const NAMES: Record<number, string> = { [SHOP]: 'Shop', [WAREHOUSE]: 'Warehouse' };

const shelf = (locationId: number, available: number, incoming = 0): Shelf => ({
  variantId: 1,
  locationId,
  location: NAMES[locationId]!,
  available,
  incoming,
});
const went = (locationId: number, units: number, daysAgo = 10): SentUnits & { at: number } => ({
  variantId: 1,
  locationId,
  units,
  at: NOW - daysAgo * DAY_MS,
});

/** Four a day are sold; a review every 7 days and a lead time of 14. */
async function uneven(store: Partial<SampleStore>): Promise<Finding[]> {
  const available = (store.shelves ?? []).reduce((sum, one) => sum + one.available, 0);
  const { findings } = await inventoryForecasting.run(
    contextOf({ variants: [variant(1, { available, onHand: available })], sales: steady(1, 4), ...store }),
  );
  return findings.filter(({ kind }) => kind.startsWith('uneven_stock'));
}

describe('stock in the wrong place', () => {
  it('says what to move from where to where, and what that rests on', async () => {
    const [found, ...others] = await uneven({
      shelves: [shelf(SHOP, 2), shelf(WAREHOUSE, 200)],
      sent: [went(SHOP, 90), went(SHOP, 90, 80), went(WAREHOUSE, 180, 40)],
    });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: 'watch', subject: { kind: 'variant', id: 1 } });
    const units = Number(/^Product 1: move (\d+) from Warehouse to Shop$/.exec(found!.title)![1]);
    const { keeps } = found!.evidence[0]!.data as { keeps: number };
    expect(units).toBe(Math.ceil(keeps - 2));
    expect(found!.evidence.map(({ text }) => text)).toEqual([
      'Shop: 2 available, enough for 1 day; 50% of the last 90 days went out from there, 2 a day expected.',
      `Warehouse: 200 available; 50% of the last 90 days went out from there, 2 a day expected; ${Math.ceil(keeps)} of them last until the next order’s goods are in.`,
    ]);
  });

  it('counts what is promised beyond the shelf, and what is on its way there', async () => {
    const sent = [went(SHOP, 180), went(WAREHOUSE, 180)];
    const moved = async (shop: Shelf): Promise<number> => {
      const [found] = await uneven({ shelves: [shop, shelf(WAREHOUSE, 300)], sent });
      return Number(/move (\d+)/.exec(found!.title)![1]);
    };
    const bare = await moved(shelf(SHOP, 0));
    expect(await moved(shelf(SHOP, -5))).toBe(bare + 5);
    expect(await moved(shelf(SHOP, 0, 20))).toBe(bare - 20);
  });

  it.each<[string, Partial<SampleStore>]>([
    [
      'no place is out before the next review',
      { shelves: [shelf(SHOP, 40), shelf(WAREHOUSE, 200)], sent: [went(SHOP, 180), went(WAREHOUSE, 180)] },
    ],
    [
      'no place has more than it needs',
      { shelves: [shelf(SHOP, 2), shelf(WAREHOUSE, 20)], sent: [went(SHOP, 180), went(WAREHOUSE, 180)] },
    ],
    [
      'the place that is out sends nothing',
      { shelves: [shelf(SHOP, 0), shelf(WAREHOUSE, 200)], sent: [went(WAREHOUSE, 360)] },
    ],
    [
      'hardly anything tells what goes out from where',
      { shelves: [shelf(SHOP, 0), shelf(WAREHOUSE, 200)], sent: [went(SHOP, 9)] },
    ],
    [
      'that was long ago',
      {
        shelves: [shelf(SHOP, 0), shelf(WAREHOUSE, 200)],
        sent: [went(SHOP, 180, 91), went(WAREHOUSE, 180, 91)],
      },
    ],
    ['all lies in one place', { shelves: [], sent: [went(SHOP, 360)] }],
    [
      'the one that has more to come has nothing on its shelf',
      { shelves: [shelf(SHOP, 0), shelf(WAREHOUSE, 0, 500)], sent: [went(SHOP, 180), went(WAREHOUSE, 180)] },
    ],
    [
      'what is oversold is sold nowhere near there',
      { shelves: [shelf(SHOP, -5), shelf(WAREHOUSE, 200)], sent: [went(WAREHOUSE, 360)] },
    ],
  ])('says nothing where %s', async (_, store) => expect(await uneven(store)).toEqual([]));
});
