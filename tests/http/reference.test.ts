/** What the API says of itself: a valid document that names every procedure, each of which is there. */
import { isContractProcedure } from '@orpc/contract';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../shared/contract/contract.ts';
import { JSON_TYPE, openWebHost, type WebHost } from './web-host.ts';

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  responses: Record<string, unknown>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

let web: WebHost;
let authorization: string;
let document: Document;
beforeAll(async () => {
  web = await openWebHost();
  ({ authorization } = await web.bearer());
  document = JSON.parse(
    (await web.ask('/api/openapi.json', { headers: { authorization } })).body,
  ) as Document;
});
afterAll(() => web.close());

function procedures(node: unknown = contract, path: string[] = []): string[] {
  if (isContractProcedure(node)) return [path.join('.')];
  return Object.entries(node as object).flatMap(([name, child]) => procedures(child, [...path, name]));
}

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

describe('the OpenAPI document', () => {
  it('is valid, of version 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  it('has every procedure once, with a summary, a tag, the shape of its errors and how to be let in', () => {
    expect(
      operations()
        .map(({ operation }) => operation.operationId)
        .sort(),
    ).toEqual(procedures().sort());
    for (const { operation } of operations()) {
      expect([operation.operationId, operation.summary]).toEqual([operation.operationId, expect.any(String)]);
      expect(operation.tags).toEqual([operation.operationId.split('.')[0]]);
      for (const status of ['401', '422'])
        expect(JSON.stringify(operation.responses[status])).toContain('#/components/schemas/Error');
    }
    expect(Object.keys(document.components.securitySchemes)).toEqual(['token', 'session']);
    // A shape that could not be told would read so.
    expect(JSON.stringify(document)).not.toContain('"not":{}');
  });
});

describe('each procedure of the document', () => {
  it('is reached at its path, and answers in JSON or as a stream', { timeout: 120_000 }, async () => {
    for (const { path, method, operation } of operations()) {
      const breakOff = new AbortController();
      const response = await fetch(`http://${web.address}/api${path}`, {
        method,
        headers: { authorization, ...JSON_TYPE },
        body: method === 'POST' ? '{}' : undefined,
        signal: breakOff.signal,
      });
      const stream = response.headers.get('content-type')?.startsWith('text/event-stream');
      const told = stream ? null : ((await response.json()) as { code?: string });
      breakOff.abort();
      const reached = response.status === 200 || (response.status === 422 && told?.code === 'invalid_input');
      expect([operation.operationId, reached, told?.code]).toEqual([operation.operationId, true, told?.code]);
    }
  });

  it('takes numbers, truths and lists from a query', async () => {
    const ask = (path: string) => web.ask(path, { headers: { authorization } });
    expect((await ask('/api/events/since?seq=0&limit=2')).json).toMatchObject({ complete: true });
    expect((await ask('/api/actions/list?states[]=proposed&states[]=approved&limit=5')).body).toBe('[]');
    expect((await ask('/api/actions/show?id=seven')).json.code).toBe('invalid_input');
    expect(await ask('/api/agents/status')).toMatchObject({ status: 200 });
  });

  it('is refused with the other method: what changes something is no GET', async () => {
    for (const prefix of ['/api', '/rpc'])
      expect((await web.ask(`${prefix}/stop/pull`, { headers: { authorization } })).status).toBeGreaterThan(
        400,
      );
    expect(await web.host.client.audit.verify()).toMatchObject({ ok: true });
  });
});
