import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestShop } from '../test-shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await TestShop.open();
});
afterAll(() => shop.close());
beforeEach(() => shop.control('faults', {}, 'DELETE'));

const ORDERS = '{ orders { edges { node { id name lineItems { edges { node { id title } } } } } } }';

interface Line {
  id: string;
  __parentId?: string;
}

async function text(url: string, from = 0): Promise<{ status: number; body: string }> {
  const response = await fetch(url, { headers: from > 0 ? { range: `bytes=${from}-` } : {} });
  return { status: response.status, body: await response.text() };
}

function lines(body: string): Line[] {
  expect(body.endsWith('\n')).toBe(true);
  return body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe('bulkOperationRunQuery', () => {
  it('writes every object once, children naming their parent, gids escaped', async () => {
    const done = await shop.bulk(ORDERS);
    expect(done.status).toBe('COMPLETED');
    const { body } = await text(done.url!);
    expect(body).toContain('"id":"gid:\\/\\/shopify\\/Order\\/');
    const found = lines(body);
    const orders = [...shop.sandbox.documents.iterate(shop.domain, 'Order')];
    const expected = orders.flatMap(({ id, lineItems }) => [
      id,
      ...lineItems.map((line) => `${line.id} ${id}`),
    ]);
    expect(found.map(({ id, __parentId }) => (__parentId ? `${id} ${__parentId}` : id)).sort()).toEqual(
      expected.sort(),
    );
    expect(done).toMatchObject({
      objectCount: String(found.length),
      rootObjectCount: String(orders.length),
      fileSize: String(Buffer.byteLength(body)),
    });
  });

  it('lets children come before their parents, unless they are grouped', async () => {
    const early = (found: Line[]): number => {
      const seen = new Set<string>();
      return found.filter(({ id, __parentId }) => {
        seen.add(id);
        return __parentId !== undefined && !seen.has(__parentId);
      }).length;
    };
    const mixed = lines((await text((await shop.bulk(ORDERS)).url!)).body);
    const grouped = lines((await text((await shop.bulk(ORDERS, true)).url!)).body);
    expect(early(mixed)).toBeGreaterThan(10);
    expect(early(grouped)).toBe(0);
  });

  it('carries two levels of connections, and filters', async () => {
    const done = await shop.bulk(`{ products(query: "status:ACTIVE") { edges { node { id status variants {
      edges { node { id productVariantComponents { edges { node { id quantity } } } } } } } } } }`);
    const found = lines((await text(done.url!)).body);
    const parents = new Set(found.map(({ id }) => id));
    expect(found.filter(({ __parentId }) => __parentId && !parents.has(__parentId))).toEqual([]);
    const components = found.filter(({ id }) => id.includes('/ProductVariantComponent/'));
    expect(components.length).toBeGreaterThan(0);
    expect(components.every(({ __parentId }) => __parentId?.includes('/ProductVariant/'))).toBe(true);
  });

  it.each([
    ['no connection', '{ shop { name } }', 'at least one connection'],
    [
      'a connection in a list',
      '{ orders { edges { node { id refunds { id refundLineItems { edges { node { id } } } } } } } }',
      'within a list field',
    ],
    [
      'three levels',
      `{ products { edges { node { id variants { edges { node { id productVariantComponents { edges { node { id
        productVariant { id product { id variants { edges { node { id } } } } } } } } } } } } } } }`,
      'nesting depth',
    ],
    [
      'six connections',
      `{ orders { edges { node { id a: lineItems { edges { node { id } } } b: lineItems { edges { node { id } } }
        c: lineItems { edges { node { id } } } d: returns { edges { node { id } } }
        e: agreements { edges { node { id } } } } } } }`,
      'more than 5 connections',
    ],
    [
      'a parent without id',
      '{ orders { edges { node { name lineItems { edges { node { id } } } } } } }',
      "select the 'id'",
    ],
    [
      'two roots',
      '{ orders { edges { node { id } } } products { edges { node { id } } } }',
      'more than one top-level',
    ],
    ['an unknown field', '{ orders { edges { node { colour } } } }', 'Invalid bulk query'],
  ])('refuses %s', async (_, query, reason) => {
    await expect(shop.bulk(query)).rejects.toThrow(reason);
  });

  it('runs five at a time and refuses the sixth', async () => {
    const run = `mutation Run($q: String!) { bulkOperationRunQuery(query: $q) {
      bulkOperation { id status } userErrors { code } } }`;
    type Run = {
      bulkOperationRunQuery: { bulkOperation: { id: string } | null; userErrors: { code: string }[] };
    };
    // Six in one document are started before any of them can end.
    const six = await shop.data<Record<string, Run['bulkOperationRunQuery']>>(
      `mutation { ${[1, 2, 3, 4, 5, 6]
        .map(
          (n) =>
            `r${n}: bulkOperationRunQuery(query: ${JSON.stringify(ORDERS)}) { bulkOperation { id } userErrors { code } }`,
        )
        .join(' ')} }`,
    );
    expect(six.r6).toEqual({ bulkOperation: null, userErrors: [{ code: 'OPERATION_IN_PROGRESS' }] });
    for (const n of [1, 2, 3, 4, 5])
      expect((await shop.bulkEnd(six[`r${n}`]!.bulkOperation!.id)).status).toBe('COMPLETED');
    const next = await shop.data<Run>(run, { q: ORDERS });
    expect(next.bulkOperationRunQuery.userErrors).toEqual([]);
    await shop.bulkEnd(next.bulkOperationRunQuery.bulkOperation!.id);
  });

  it('cancels, and lists operations by status', async () => {
    const before = await shop.bulk(ORDERS);
    // Ids count up, so one document can cancel what it has just started.
    const next = before.id.replace(/\d+$/, (number) => String(Number(number) + 1));
    const { stop } = await shop.data<{ stop: unknown }>(
      `mutation { run: bulkOperationRunQuery(query: ${JSON.stringify(ORDERS)}) { bulkOperation { id } }
        stop: bulkOperationCancel(id: "${next}") { bulkOperation { id status } userErrors { message } } }`,
    );
    expect(stop).toEqual({ bulkOperation: { id: next, status: 'CANCELING' }, userErrors: [] });
    expect(await shop.bulkEnd(next)).toMatchObject({ status: 'CANCELED', url: null });
    const { bulkOperations } = await shop.data<{
      bulkOperations: { nodes: { id: string; status: string }[] };
    }>('{ bulkOperations(first: 50, query: "status:CANCELED") { nodes { id status } } }');
    expect(bulkOperations.nodes).toEqual([{ id: next, status: 'CANCELED' }]);
    const unknown = await shop.data<{ bulkOperationCancel: unknown }>(
      'mutation { bulkOperationCancel(id: "gid://shopify/BulkOperation/5") { userErrors { message } } }',
    );
    expect(unknown.bulkOperationCancel).toEqual({
      userErrors: [{ message: 'Bulk operation does not exist' }],
    });
  });

  it('ends as FAILED with ACCESS_DENIED where a scope is missing', async () => {
    await shop.fault({ kind: 'missing_scope', scope: 'read_customers', match: 'Run', times: 1 });
    const done = await shop.bulk('{ orders { edges { node { id customer { id } } } } }');
    expect(done).toMatchObject({
      status: 'FAILED',
      errorCode: 'ACCESS_DENIED',
      url: null,
      partialDataUrl: null,
    });
  });
});

describe('bulk faults and downloads', () => {
  it('resume at a byte, and refuse a byte beyond the end', async () => {
    const { url, fileSize } = await shop.bulk(ORDERS);
    const whole = await text(url!);
    const rest = await text(url!, 1000);
    expect(rest.status).toBe(206);
    expect(rest.body).toBe(Buffer.from(whole.body).subarray(1000).toString());
    expect((await text(url!, Number(fileSize))).status).toBe(416);
  });

  it('bulk_failed leaves half of the data at partialDataUrl', async () => {
    await shop.fault({ kind: 'bulk_failed' });
    const done = await shop.bulk(ORDERS);
    expect(done).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', url: null });
    const found = lines((await text(done.partialDataUrl!)).body);
    const total = shop.sandbox.documents.count(shop.domain, 'Order');
    const roots = found.filter(({ __parentId }) => __parentId === undefined).length;
    expect(roots).toBeGreaterThan(0);
    expect(roots).toBeLessThan(total);
  });

  it('cut_bulk breaks the download off in mid-line', async () => {
    const { url } = await shop.bulk(ORDERS);
    const { body: whole } = await text(url!);
    await shop.fault({ kind: 'cut_bulk', after: 1234 });
    const response = await fetch(url!);
    const parts: Buffer[] = [];
    const read = (async () => {
      for await (const part of response.body!) parts.push(Buffer.from(part));
    })();
    await expect(read).rejects.toThrow();
    expect(Buffer.concat(parts).toString()).toBe(whole.slice(0, 1234));
    expect((await text(url!)).body).toBe(whole);
  });

  it('cut_bulk, silent, looks complete but is shorter than fileSize', async () => {
    const done = await shop.bulk(ORDERS);
    await shop.fault({ kind: 'cut_bulk', after: 1234, silent: true });
    const { status, body } = await text(done.url!);
    expect([status, body.length]).toEqual([200, 1234]);
    expect(Number(done.fileSize)).toBeGreaterThan(1234);
  });
});
