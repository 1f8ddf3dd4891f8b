import { expect, it } from 'vitest';
import { fromGid, toGid } from '../../shared/gid.ts';
import type { ShopClient } from '../connectors/shop-client.ts';
import { availableAt, levelsOf } from './stock-levels.ts';

const PAGE = 100;

/** A shop with items at so many locations each, a hundred to a page; how often it was asked. */
function shop(places: Readonly<Record<number, number>>) {
  let asked = 0;
  const request = async (_document: string, { ids, after }: { ids: string[]; after?: string }) => {
    asked += 1;
    const from = Number(after ?? 0);
    return {
      nodes: ids.map((gid) => {
        const all = places[fromGid(gid)];
        if (all === undefined) return null;
        const until = Math.min(all, from + PAGE);
        return {
          id: gid,
          inventoryLevels: {
            nodes: Array.from({ length: until - from }, (_, index) => ({
              location: { id: toGid('Location', from + index + 1) },
              quantities: [{ name: 'available', quantity: from + index + 1 }],
            })),
            pageInfo: { hasNextPage: until < all, endCursor: String(until) },
          },
        };
      }),
    };
  };
  return { client: { request } as unknown as ShopClient, asked: () => asked };
}

it('reads an item at every location, however many there are', async () => {
  const { client, asked } = shop({ 1: 3, 2: 250, 3: 100, 4: 101 });
  const units = await availableAt(client, [1, 2, 3, 4]);
  expect(units.size).toBe(3 + 250 + 100 + 101);
  expect([units.get('2:250'), units.get('4:101'), units.get('3:100')]).toEqual([250, 101, 100]);
  expect(asked()).toBe(2 + 2 + 1);
  expect((await levelsOf(client, 'available', [9, 1])).gone).toEqual(new Set([9]));
});
