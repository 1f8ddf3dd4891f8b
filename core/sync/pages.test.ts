import { describe, expect, it } from 'vitest';
import { RoyalError } from '../../shared/errors.ts';
import type { ShopifyClient } from '../connectors/shopify/types.ts';
import type { Node } from './complete.ts';
import { kindSpec } from './kinds.ts';
import { type Page, type Position, pagesSince } from './pages.ts';

const { signal } = new AbortController();
const START = Date.parse('2026-11-01T00:00:00Z');
const STOP = 25_000;

interface Thing extends Node {
  at: number;
  number: number;
}

/** Numbered things; `second(n)` says in which second the n-th was changed. */
function things(count: number, type: string, second: (n: number) => number): Thing[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `gid://shopify/${type}/${index + 1}`,
    updatedAt: new Date(START + second(index) * 1000).toISOString(),
    at: START + second(index) * 1000,
    number: index + 1,
  }));
}

interface Asked {
  first: number;
  after: string | null;
  query: string | null;
}

/** A list as Shopify serves it: filtered, sorted, cut into pages, stopped at 25,000 objects. */
function shopOf(all: Thing[], root: string, sorted: boolean, most = 250) {
  const asked: Asked[] = [];
  const results = new Map<string, Thing[]>();
  const searched = (query: string): Thing[] => {
    const known = results.get(query);
    if (known) return known;
    const since = Date.parse(/updated_at:>='([^']+)'/.exec(query)?.[1] ?? '1970-01-01');
    const behind = Number(/id:>(\d+)/.exec(query)?.[1] ?? 0);
    const found = all.filter((one) => one.at >= since && one.number > behind);
    if (sorted) found.sort((a, b) => a.at - b.at || a.number - b.number);
    results.set(query, found);
    return found;
  };
  const client = {
    pageSize: (_document: string, _least: number, atMost: number) => Math.min(atMost, 250),
    request: async (_document: string, variables: unknown) => {
      const { first, after, query } = variables as Asked;
      asked.push({ first, after, query });
      if (first > most) {
        throw new RoyalError({
          code: 'shop_refused',
          message: 'too dear',
          next: 'Ask for less.',
          details: { code: 'MAX_COST_EXCEEDED' },
        });
      }
      const found = searched(query ?? '');
      const from = Number(after ?? 0);
      if (from + first > STOP) throw new Error('Shopify stops at 25,000 objects');
      const nodes = found.slice(from, from + first);
      const to = from + nodes.length;
      return { [root]: { nodes, pageInfo: { hasNextPage: to < found.length, endCursor: String(to) } } };
    },
  };
  return { client: client as unknown as ShopifyClient, asked };
}

async function walk(
  client: ShopifyClient,
  kind: 'orders' | 'inventory',
  since: number | null,
  from: Position | null = null,
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<{ ids: Set<string>; pages: Page[] }> {
  const ids = new Set<string>();
  const pages: Page[] = [];
  const spec = { ...kindSpec(kind), complete: undefined };
  for await (const page of pagesSince(client, spec, since, from, signal)) {
    pages.push(page);
    for (const node of page.nodes) ids.add(node.id);
    if (pages.length >= stopAfter) break;
  }
  return { ids, pages };
}

describe('pagesSince', () => {
  it.each([
    ['orders', 'Order', true],
    ['inventory', 'InventoryItem', false],
  ] as const)('reads 60,000 %s although a list stops at 25,000', async (kind, type, sorted) => {
    const all = things(60_000, type, (n) => Math.floor(n / 3));
    const { client, asked } = shopOf(all, kindSpec(kind).root, sorted);
    const { ids, pages } = await walk(client, kind, null);
    expect(ids.size).toBe(60_000);
    expect(pages.at(-1)!.position.newest).toBe(all.at(-1)!.at);
    expect(asked[0]!.query).toBeNull();
    expect(asked.filter(({ after }) => after === null)).toHaveLength(sorted ? 4 : 3);
  });

  it('gives up where more than that changed in one instant, which only a bulk operation can carry', async () => {
    const { client } = shopOf(
      things(26_000, 'Order', () => 5),
      'orders',
      true,
    );
    await expect(walk(client, 'orders', START)).rejects.toMatchObject({ code: 'data_cut_off' });
  });

  it('asks only for what changed since, with a quoted UTC instant', async () => {
    const all = things(100, 'Order', (n) => n);
    const { client, asked } = shopOf(all, 'orders', true);
    const { ids } = await walk(client, 'orders', START + 90_000);
    expect(ids.size).toBe(10);
    expect(asked[0]!.query).toBe("updated_at:>='2026-11-01T00:01:30.000Z'");
  });

  it.each([
    ['orders', 'Order', true],
    ['inventory', 'InventoryItem', false],
  ] as const)('goes on behind any page of %s', async (kind, type, sorted) => {
    const all = things(1_000, type, (n) => (sorted ? n : (n * 7919) % 1_000));
    const { client } = shopOf(all, kindSpec(kind).root, sorted);
    const before = await walk(client, kind, START, null, 2);
    const saved = JSON.parse(JSON.stringify(before.pages.at(-1)!.position)) as Position;
    const after = await walk(client, kind, START, saved);
    expect(new Set([...before.ids, ...after.ids]).size).toBe(1_000);
    expect(after.ids.size).toBeLessThan(550);
  });

  it('asks for less where Shopify finds a page too dear', async () => {
    const { client, asked } = shopOf(
      things(200, 'Order', (n) => n),
      'orders',
      true,
      70,
    );
    const { ids } = await walk(client, 'orders', null);
    expect(ids.size).toBe(200);
    expect(asked.map(({ first }) => first).slice(0, 3)).toEqual([250, 125, 62]);
  });
});
