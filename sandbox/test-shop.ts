/** For the sandbox's own tests: one small seeded store, and the calls an app makes to it. */

import { seedStores } from './seed/seed.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './server.ts';

export const NOW = '2026-11-23T12:00:00Z';

export interface Answer {
  data: Record<string, never> | null;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
  extensions?: {
    cost: {
      requestedQueryCost: number;
      actualQueryCost: number | null;
      throttleStatus: { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
    };
  };
}

export class TestShop {
  readonly sandbox: Sandbox;
  readonly domain: string;
  /** Address of the shop. */
  readonly url: string;
  token = '';

  constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
    this.domain = sandbox.shops[0]!.shop;
    this.url = `${sandbox.url}/${this.domain}`;
  }

  /** The GBP store with some 120 orders and a fixed clock, and a token of its app. */
  static async open(options: SandboxOptions = {}): Promise<TestShop> {
    const shop = new TestShop(
      await startSandbox({
        now: NOW,
        plan: 'enterprise',
        fill: (documents, now) => seedStores(documents, { now, scale: 0.02, stores: ['gbp'] }),
        ...options,
      }),
    );
    shop.token = ((await (await shop.askToken()).json()) as { access_token: string }).access_token;
    return shop;
  }

  askToken(change: Record<string, string> = {}): Promise<Response> {
    const { clientId, clientSecret } = this.sandbox.shops[0]!;
    return fetch(`${this.url}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        ...change,
      }),
    });
  }

  send(query: string, variables: Record<string, unknown> = {}, token = this.token): Promise<Response> {
    return fetch(`${this.url}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
      body: JSON.stringify({ query, variables }),
    });
  }

  async ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const response = await this.send(query, variables);
    if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  /** The data of an answer without errors. */
  async data<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const answer = await this.ask(query, variables);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data as Data;
  }

  /** `/sandbox/…`: GET without a body, else POST or the method given. */
  async control<Data>(
    path: string,
    body?: unknown,
    method = body === undefined ? 'GET' : 'POST',
  ): Promise<Data> {
    const response = await fetch(`${this.sandbox.url}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Data;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  fault(body: Record<string, unknown>): Promise<unknown> {
    return this.control('faults', body);
  }

  async journal(since = 0): Promise<
    {
      sequence: number;
      mutation: string;
      effective: boolean;
      replayed: boolean;
      key: string | null;
      changes: { id: string; field: string; before: unknown; after: unknown }[];
    }[]
  > {
    return (await this.control<{ entries: never[] }>(`journal?shop=${this.domain}&since=${since}`)).entries;
  }

  /** Runs a bulk query to its end. */
  async bulk(query: string, groupObjects = false): Promise<BulkNode> {
    const { bulkOperationRunQuery: started } = await this.data<{
      bulkOperationRunQuery: { bulkOperation: { id: string } | null; userErrors: { message: string }[] };
    }>(
      `mutation Run($q: String!, $g: Boolean!) { bulkOperationRunQuery(query: $q, groupObjects: $g) {
        bulkOperation { id } userErrors { message } } }`,
      { q: query, g: groupObjects },
    );
    if (!started.bulkOperation) throw new Error(started.userErrors.map(({ message }) => message).join());
    return this.bulkEnd(started.bulkOperation.id);
  }

  /** Asks until the operation is over. */
  async bulkEnd(id: string): Promise<BulkNode> {
    for (;;) {
      const { bulkOperation } = await this.data<{ bulkOperation: BulkNode }>(
        `query Bulk($id: ID!) { bulkOperation(id: $id) {
          id status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt } }`,
        { id },
      );
      if (['COMPLETED', 'FAILED', 'CANCELED'].includes(bulkOperation.status)) return bulkOperation;
    }
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}

export interface BulkNode {
  id: string;
  status: string;
  errorCode: string | null;
  objectCount: string;
  rootObjectCount: string;
  fileSize: string | null;
  url: string | null;
  partialDataUrl: string | null;
  completedAt: string | null;
}
