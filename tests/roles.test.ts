/** Roles are kept in the core: whoever calls through the host is held to their role, whatever the call says. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HELPER_MAY } from '../core/access/permissions.ts';
import { COST_FIELDS } from '../core/access/without-costs.ts';
import type { Host } from '../core/host/host.ts';
import { startHeadless } from '../headless/host.ts';
import { idOf } from '../sandbox/model.ts';
import { seedStores } from '../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import { callsOverPort } from '../shared/bridge/port-calls.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { RoyalError } from '../shared/errors.ts';
import { procedures } from './contract/recorder.ts';

const STORE = 'gbp';
const COST = 417;
let folder: string;
let sandbox: Sandbox;
let host: Host;
let owner: RoyalClient;
let helper: RoyalClient;
let order: number;

beforeAll(async () => {
  process.env.ROYAL_SECRETS = 'file';
  folder = mkdtempSync(join(tmpdir(), 'royal-roles-'));
  sandbox = await startSandbox({
    plan: 'enterprise',
    fill: (documents, now) => seedStores(documents, { now, scale: 0.02, stores: [STORE] }),
  });
  host = await startHeadless({ folder: join(folder, 'data'), schedule: false });
  owner = host.client;
  const { shop, clientId, clientSecret } = sandbox.shops[0]!;
  await owner.stores.add({ id: STORE, shop, clientId, clientSecret, endpoint: sandbox.url });
  await drained(owner.sync.run({ storeId: STORE }));
  await drained(owner.agents.run({ storeId: STORE }));
  await owner.people.set({ name: 'Bob Ø', role: 'helper', approvalLimit: 3 * COST });
  helper = host.clientOf('Bob Ø');
  order = (await proposeOrder(3)).id;
}, 60_000);
afterAll(async () => {
  await host?.close();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function drained(stream: Promise<AsyncIterator<unknown>>): Promise<void> {
  const iterator = await stream;
  for (let step = await iterator.next(); !step.done; step = await iterator.next());
}

async function proposeOrder(quantity: number) {
  const [item] = await owner.stock.list({ storeId: STORE });
  const { variantId, inventoryItemId, title } = item!;
  return owner.actions.propose({
    type: 'purchase_order.create',
    storeId: STORE,
    input: {
      supplier: `ACME ${quantity}`,
      lines: [{ variantId, inventoryItemId, title, sku: null, quantity, unitCost: COST }],
    },
  });
}

async function codeOf(call: Promise<unknown>): Promise<string | null> {
  return call.then(
    () => null,
    (error: unknown) => (error instanceof RoyalError ? error.code : `no typed error: ${String(error)}`),
  );
}

/** Fields of costs that have a value, wherever they stand. */
function costsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    (COST_FIELDS.has(name) && field !== null) || name === 'effect' ? [name] : costsIn(field),
  );
}

describe('a helper', () => {
  it.each(procedures())('%s', async (name) => {
    const call = name
      .split('.')
      .reduce<Record<string, unknown>>((at, part) => at[part] as Record<string, unknown>, helper as never);
    const abort = new AbortController();
    // What is wrong with this input is told to those alone who may call at all.
    const asked = (call as unknown as (input: unknown, options: object) => Promise<unknown>)(
      { limit: 'none', storeId: 5, id: 'none', since: 'none', by: 5 },
      { signal: abort.signal },
    );
    const code = await codeOf(asked);
    abort.abort();
    if (HELPER_MAY.has(name)) expect(code).not.toBe('not_allowed');
    else expect(code).toBe('not_allowed');
  });

  it('is told whom to ask', async () => {
    const { name } = await owner.people.me();
    const refused = await helper.secrets.status().catch((error: RoyalError) => error.toData());
    expect(refused).toMatchObject({ code: 'not_allowed', next: expect.stringContaining(name) });
  });

  it('sees stock, orders and proposals, and no costs in any of them', async () => {
    const [known] = (await owner.stock.list({ storeId: STORE })).filter(({ unitCost }) => unitCost !== null);
    expect(known).toBeDefined();
    await owner.actions.approve({ id: (await proposeOrder(2)).id });
    const [made] = (await owner.purchaseOrders.list({})).rows;
    expect(costsIn(await owner.purchaseOrders.show({ id: made!.id }))).not.toEqual([]);
    const seen: Record<string, unknown> = {
      stock: await helper.stock.list({ storeId: STORE }),
      orders: await helper.purchaseOrders.list({}),
      purchase: await helper.purchaseOrders.show({ id: made!.id }),
      actions: await helper.actions.list({}),
      action: await helper.actions.show({ id: order }),
      preview: await helper.actions.preview({ id: order }),
      findings: await helper.agents.findings({}),
      events: await helper.events.since({ seq: 0 }),
      notifications: await helper.notifications.list({}),
    };
    for (const [name, answer] of Object.entries(seen)) expect([name, costsIn(answer)]).toEqual([name, []]);
    expect(JSON.stringify((await owner.actions.preview({ id: order })).lines)).toContain('£12.51');
    expect(JSON.stringify(seen)).not.toMatch(/£12\.51|£4\.17/);
  });

  it('sees no costs in what streams to them either', async () => {
    const live = await helper.events.live({ since: 0 });
    expect(costsIn((await live.next()).value)).toEqual([]);
    await live.return?.();
  });

  it('approves up to their limit, in their own name', async () => {
    const dear = await proposeOrder(4);
    expect(await codeOf(helper.actions.approve({ id: dear.id, by: (await owner.people.me()).name }))).toBe(
      'policy_refused',
    );
    expect(await helper.actions.approve({ id: order, by: 'somebody else' })).toMatchObject({
      state: 'verified',
      decidedBy: { kind: 'person', id: 'Bob Ø' },
    });
    expect(await helper.people.me()).toMatchObject({ name: 'Bob Ø', role: 'helper' });
  });

  it('may stop everything, and not lift it', async () => {
    expect(await helper.stop.pull({ reason: 'smoke' })).toMatchObject({ stopped: true, by: 'Bob Ø' });
    expect(await codeOf(helper.stop.lift({}))).toBe('not_allowed');
    await owner.stop.lift({});
  });

  it('who is made an owner or removed is so at the next call, and within a stream', async () => {
    await owner.people.set({ name: 'Eve', role: 'owner' });
    const eve = host.clientOf('Eve');
    expect(await codeOf(eve.secrets.status())).toBeNull();
    const live = await eve.events.live({});
    await live.next();
    await owner.people.set({ name: 'Eve', role: 'helper' });
    expect(await codeOf(eve.secrets.status())).toBe('not_allowed');
    expect((await live.next()).done).toBe(false);
    await owner.people.remove({ name: 'Eve' });
    expect(await codeOf(live.next())).toBe('not_allowed');
    expect(await codeOf(eve.stop.status())).toBe('not_allowed');
  });
});

describe('the record', () => {
  it('names who was let in, also where a call can not say who it is', async () => {
    await owner.people.set({ name: 'Ada', role: 'owner' });
    const ada = host.clientOf('Ada');
    await ada.suppliers.set({ storeId: STORE, supplier: 'ACME', leadTimeDays: 4, by: 'Eve' });
    await ada.backup.create({ path: join(folder, 'backup') });
    const customerId = idOf([...sandbox.documents.iterate(sandbox.shops[0]!.shop, 'Customer')][0]!.id);
    await ada.customers.remove({ storeId: STORE, customerId });
    await ada.stores.settings({ storeId: STORE, name: 'Flagship' });
    const kinds = ['supplier.changed', 'backup.made', 'customer.removed', 'store.renamed'];
    const rows = await owner.audit.list({ limit: 20 });
    expect(kinds.map((kind) => rows.find((row) => row.kind === kind)?.actor)).toEqual(
      kinds.map(() => 'person Ada'),
    );
  });
});

describe('the port for those who were let in', () => {
  it('lets nobody in who is not named', async () => {
    expect(await codeOf(host.clientOf('').stop.status())).toBe('not_allowed');
    expect(await codeOf(host.clientOf('nobody').stop.status())).toBe('not_allowed');
  });

  it('is not the one of a window, where a name counts for nothing', async () => {
    const port = await host.connect();
    port.start();
    const named = { path: '/stop/status', body: '{}', person: 'nobody' };
    expect(await callsOverPort(port)(named, undefined)).toMatchObject({ status: 200 });
    // Nor is one taken in oRPC's own protocol.
    const link = new RPCLink({ port, headers: { 'royal-person': 'nobody' } });
    await expect(createORPCClient<RoyalClient>(link).stop.status()).rejects.toThrow('closed');
  });
});
