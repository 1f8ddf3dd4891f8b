import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Documents } from './documents.ts';
import { gid, type Location } from './model.ts';
import { iso } from './seed/clock.ts';
import { STORES, shopOf } from './seed/shops.ts';

const shop = shopOf(STORES.gbp);
const START = Date.parse('2026-11-01T00:00:00Z');

function location(id: number, updated: number): Location {
  return {
    id: gid('Location', id),
    name: `Place ${id}`,
    isActive: id % 2 === 0,
    fulfillsOnlineOrders: true,
    shipsInventory: true,
    createdAt: iso(START),
    updatedAt: iso(updated),
    address: { countryCode: 'GB', provinceCode: null },
  };
}

function filled(count: number): Documents {
  const documents = new Documents();
  documents.putShop(shop);
  // Two share each second, so that ties are there to be broken.
  const list = Array.from({ length: count }, (_, i) => location(i + 1, START + Math.floor(i / 2) * 1000));
  documents.putMany(shop.domain, 'Location', list);
  return documents;
}

describe('documents', () => {
  it('gives back what was put, newest version only, and forgets what is removed', () => {
    const documents = filled(3);
    documents.put(shop.domain, 'Location', { ...location(2, START), name: 'Renamed' });
    expect(documents.get(shop.domain, 'Location', 2)?.name).toBe('Renamed');
    expect(documents.get(shop.domain, 'Location', gid('Location', 3))?.name).toBe('Place 3');
    expect(documents.remove(shop.domain, 'Location', 3)).toBe(true);
    expect(documents.remove(shop.domain, 'Location', 3)).toBe(false);
    expect(documents.get(shop.domain, 'Location', 3)).toBeNull();
    expect(documents.count(shop.domain, 'Location')).toBe(2);
  });

  it.each([false, true])('pages through ties without loss or repeat (reverse: %s)', (reverse) => {
    const documents = filled(25);
    const order = { by: 'updatedAt' as const, reverse };
    const seen: string[] = [];
    let after: { key: number; id: number } | undefined;
    for (;;) {
      const page = documents.page(shop.domain, 'Location', { order, limit: 4, ...(after ? { after } : {}) });
      seen.push(...page.nodes.map(({ id }) => id));
      after = page.cursors.at(-1);
      if (!page.hasNextPage) break;
    }
    const ids = Array.from({ length: 25 }, (_, i) => gid('Location', i + 1));
    expect(seen).toEqual(reverse ? ids.reverse() : ids);
  });

  it('filters by half-open ranges and by a condition, in pages, counts and iteration alike', () => {
    const documents = filled(1000);
    const filter = {
      updatedAt: { from: START + 100_000, to: START + 400_000 },
      where: ({ isActive }: Location) => isActive,
    };
    expect(documents.count(shop.domain, 'Location', filter)).toBe(300);
    expect([...documents.iterate(shop.domain, 'Location', filter)]).toHaveLength(300);
    const page = documents.page(shop.domain, 'Location', { filter, limit: 300 });
    expect([page.nodes.length, page.hasNextPage]).toEqual([300, false]);
    expect(documents.page(shop.domain, 'Location', { filter, limit: 299 }).hasNextPage).toBe(true);
  });

  it('lets documents be written while they are iterated', () => {
    const documents = filled(600);
    for (const place of documents.iterate(shop.domain, 'Location'))
      documents.put(shop.domain, 'Location', { ...place, name: 'Seen' });
    expect(documents.count(shop.domain, 'Location', { where: ({ name }) => name === 'Seen' })).toBe(600);
  });

  it('rolls back a transaction that throws', () => {
    const documents = filled(1);
    expect(() =>
      documents.transaction(() => {
        documents.put(shop.domain, 'Location', location(9, START));
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(documents.count(shop.domain, 'Location')).toBe(1);
  });

  it('goes on after a restart, without giving an id twice', () => {
    const folder = mkdtempSync(join(tmpdir(), 'royal-documents-'));
    const given = new Set<number>();
    for (let run = 0; run < 3; run++) {
      const documents = new Documents(folder);
      if (run === 0) documents.putShop(shop);
      expect(documents.shop(shop.domain)?.clientId).toBe(shop.clientId);
      for (let i = 0; i < 1500; i++) given.add(documents.nextId(shop.domain, 'Order'));
      documents.putNote('run', run);
      documents.close();
    }
    expect(given.size).toBe(4500);
    const documents = new Documents(folder);
    expect(documents.note('run')).toBe(2);
    documents.close();
    rmSync(folder, { recursive: true });
  });

  it('refuses a shop that it does not have', () => {
    expect(() => new Documents().count('nobody.myshopify.com', 'Order')).toThrow(RangeError);
  });
});
