import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TestShop } from '../test-shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());
afterEach(() => shop.control('faults', {}, 'DELETE'));

const SHOP = 'query Shop { shop { name } }';

describe('faults', () => {
  it.each([
    ['http_429', 429],
    ['http_500', 500],
    ['http_503', 503],
  ])('%s strikes as often as asked for', async (kind, status) => {
    await shop.fault({ kind, times: 2, ms: 1500 });
    const first = await shop.send(SHOP);
    expect(first.status).toBe(status);
    expect(first.headers.get('retry-after')).toBe(status === 429 ? '2' : null);
    expect((await shop.send(SHOP)).status).toBe(status);
    expect((await shop.send(SHOP)).status).toBe(200);
  });

  it('strike only the operation and shop they are for', async () => {
    await shop.fault({ kind: 'http_500', match: 'Order', shop: 'gbp' });
    expect((await shop.send(SHOP)).status).toBe(200);
    expect((await shop.send('query Orders { orders(first: 1) { nodes { id } } }')).status).toBe(500);
  });

  it('throttled answers HTTP 200 with THROTTLED and the status', async () => {
    await shop.fault({ kind: 'throttled' });
    const answer = await shop.ask(SHOP);
    expect(answer.errors?.[0]?.extensions.code).toBe('THROTTLED');
    expect(answer.extensions?.cost).toMatchObject({ requestedQueryCost: 1, actualQueryCost: null });
  });

  it('lost_answer acts and says nothing; connection_reset does not act', async () => {
    const [order] = shop.sandbox.documents.page(shop.domain, 'Order', { limit: 1 }).nodes;
    const tag = (name: string) =>
      shop.send(`mutation Tag { tagsAdd(id: "${order!.id}", tags: ["${name}"]) { userErrors { message } } }`);
    await shop.fault({ kind: 'lost_answer', match: 'Tag' });
    await expect(tag('lost')).rejects.toThrow();
    await shop.fault({ kind: 'connection_reset', match: 'Tag' });
    await expect(tag('reset')).rejects.toThrow();
    const { tags } = shop.sandbox.documents.get(shop.domain, 'Order', order!.id)!;
    expect([tags.includes('lost'), tags.includes('reset')]).toEqual([true, false]);
    expect((await shop.journal()).map(({ effective }) => effective)).toEqual([true]);
  });

  it('down lasts until it is removed', async () => {
    await shop.fault({ kind: 'down' });
    await expect(shop.send(SHOP)).rejects.toThrow();
    await expect(shop.askToken()).rejects.toThrow();
    expect(await shop.control('faults', {}, 'DELETE')).toEqual({ removed: 1 });
    expect((await shop.send(SHOP)).status).toBe(200);
  });

  it('are listed, and refused when not understood', async () => {
    await shop.fault({ kind: 'slow', ms: 5, times: 3 });
    const { faults } = await shop.control<{ faults: unknown[] }>('faults');
    expect(faults).toMatchObject([{ kind: 'slow', ms: 5, times: 3, struck: 0 }]);
    await expect(shop.fault({ kind: 'earthquake' })).rejects.toThrow('kind must be one of');
    await expect(shop.fault({ kind: 'slow', ms: -1 })).rejects.toThrow('ms must be');
  });
});
