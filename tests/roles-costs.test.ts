/** What a helper is answered, looked through for costs: a store whose every cost can be recognised in any format. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HELPER_MAY } from '../core/access/permissions.ts';
import type { Host } from '../core/host/host.ts';
import { startHeadless } from '../headless/host.ts';
import { seedStores } from '../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { isStream } from '../shared/contract/streams.ts';
import { RoyalError } from '../shared/errors.ts';
import { recording } from './contract/recorder.ts';

const STORE = 'gbp';
/** Each cost is this or a multiple of it, in minor units: 7,777.77. */
const COST = 777_777;
const WRITTEN = /7[.,'’\s]?777[.,]77|777777/;

let folder: string;
let sandbox: Sandbox;
let host: Host;
let owner: RoyalClient;
let helper: RoyalClient;
/** What was planted, to ask for. */
let at: {
  variantId: number;
  productId: number;
  code: string;
  supplier: string;
  proposal: number;
  price: number;
  orderId: number;
  purchase: number;
  allocationId: number;
  stocktakeId: number;
  lineId: number;
  locationId: number;
};

beforeAll(async () => {
  process.env.ROYAL_SECRETS = 'file';
  folder = mkdtempSync(join(tmpdir(), 'royal-costs-'));
  sandbox = await startSandbox({
    plan: 'enterprise',
    fill(documents, now) {
      seedStores(documents, { now, scale: 0.02, stores: [STORE] });
      const domain = documents.shops()[0]!.domain;
      for (const item of [...documents.iterate(domain, 'InventoryItem')])
        documents.put(domain, 'InventoryItem', {
          ...item,
          unitCost: { amount: '7777.77', currencyCode: 'GBP' },
        });
    },
  });
  host = await startHeadless({ folder: join(folder, 'data'), schedule: false });
  owner = host.client;
  const { shop, clientId, clientSecret } = sandbox.shops[0]!;
  await owner.stores.add({ id: STORE, shop, clientId, clientSecret, endpoint: sandbox.url });
  await drained(await owner.sync.run({ storeId: STORE }));
  await plant();
  await drained(await owner.agents.run({ storeId: STORE }));
  await owner.people.set({ name: 'Bob', role: 'helper', approvalLimit: 10 * COST + 1 });
  // Each answer is held to the contract's schema: what is withheld is null where it may be.
  helper = recording(host.clientOf('Bob'), new Set());
}, 60_000);
afterAll(async () => {
  await host?.close();
  await sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function drained(stream: AsyncIterator<unknown>): Promise<unknown[]> {
  const told: unknown[] = [];
  for (let step = await stream.next(); ; step = await stream.next()) {
    told.push(step.value);
    if (step.done) return told;
  }
}

/** Orders, proposals, terms and counts that all hang on the cost. */
async function plant(): Promise<void> {
  const [term] = (await owner.supplyTerms.list({ storeId: STORE, filter: 'all', limit: 1 })).rows;
  const { variantId, inventoryItemId, title, sku } = term!;
  const supplier = term!.supplier.value!;
  await owner.suppliers.set({
    storeId: STORE,
    supplier,
    minimumOrder: 3 * COST,
    freeFreightFrom: 9 * COST,
    notes: 'Agreed on 7,777.77 a piece',
  });
  await owner.supplyTerms.set({ storeId: STORE, rows: [{ variantId, unitCost: COST }] });
  const proposal = await owner.actions.propose({
    type: 'purchase_order.create',
    storeId: STORE,
    title: `Order 3 at £7,777.77`,
    reason: '£7,777.77 is what it costs',
    input: { supplier, lines: [{ variantId, inventoryItemId, title, sku, quantity: 3, unitCost: COST }] },
  });
  const price = await owner.actions.propose({
    type: 'price.change',
    storeId: STORE,
    input: { variantId, price: 900 },
  });
  const draft = await owner.purchaseOrders.create({
    supplier,
    freight: COST,
    duty: COST,
    other: COST,
    note: 'They ask 7777.77',
    lines: [{ unitCost: COST, allocations: [{ storeId: STORE, variantId, quantity: 3 }] }],
  });
  const sent = await owner.purchaseOrders.send({ id: draft.id, version: draft.version });
  const [place] = await owner.purchaseOrders.locations({ storeId: STORE });
  const taken = await owner.stocktakes.create({ storeId: STORE, locationId: place!.locationId });
  const [line] = (await owner.stocktakes.lines({ id: taken.id, limit: 1 })).rows;
  await owner.stocktakes.count({
    id: taken.id,
    counts: [{ lineId: line!.id, quantity: line!.expected + 2 }],
  });
  const [stock] = (await owner.stock.list({ storeId: STORE })).filter((one) => one.variantId === variantId);
  const [order] = (await owner.orders.page({ storeId: STORE })).rows;
  at = {
    variantId,
    productId: stock!.productId,
    code: sku!,
    supplier,
    proposal: proposal.id,
    price: price.id,
    orderId: order!.orderId,
    purchase: draft.id,
    allocationId: sent.lines[0]!.allocations[0]!.id,
    stocktakeId: taken.id,
    lineId: line!.id,
    locationId: place!.locationId,
  };
}

/** Every procedure that a helper may call, asked for something that has costs in it where there is such a thing. */
const CALLS: Readonly<Record<string, (api: RoyalClient) => Promise<unknown>>> = {
  counts: (api) => api.counts({}),
  'actions.approve': (api) => api.actions.approve({ id: at.proposal }),
  'actions.history': (api) => api.actions.history({}),
  'actions.list': (api) => api.actions.list({}),
  'actions.page': (api) => api.actions.page({}),
  'actions.preview': (api) => api.actions.preview({ id: at.proposal }),
  'actions.propose': (api) =>
    api.actions.propose({
      type: 'price.change',
      storeId: STORE,
      input: { variantId: at.variantId, price: 950 },
    }),
  'actions.reject': (api) => api.actions.reject({ id: at.price, reason: '£7,777.77' }),
  'actions.show': (api) => api.actions.show({ id: at.proposal }),
  'actions.snooze': (api) => api.actions.snooze({ id: at.proposal, until: Date.now() + 3_600_000 }),
  'actions.snoozed': (api) => api.actions.snoozed({}),
  'actions.undo': (api) => api.actions.undo({ id: at.proposal }),
  'actions.undoPreview': (api) => api.actions.undoPreview({ id: at.proposal }),
  'actions.undoable': (api) => api.actions.undoable({}),
  'activity.list': (api) => api.activity.list({ limit: 200 }),
  'agents.findings': (api) => api.agents.findings({}),
  'agents.runs': (api) => api.agents.runs({}),
  'agents.status': (api) => api.agents.status({}),
  'events.live': async (api) => {
    const live = await api.events.live({ since: 0 });
    const first = await live.next();
    await live.return?.();
    return first.value;
  },
  'events.since': (api) => api.events.since({ seq: 0, limit: 10_000 }),
  'forecasts.summary': (api) => api.forecasts.summary({}),
  'morning.list': (api) => api.morning.list({ limit: 200 }),
  'notifications.list': (api) => api.notifications.list({}),
  'notifications.preferences': (api) => api.notifications.preferences(),
  'notifications.read': (api) => api.notifications.read({}),
  'notifications.setPreferences': (api) => api.notifications.setPreferences({}),
  'orders.page': (api) => api.orders.page({ storeId: STORE }),
  'orders.show': (api) => api.orders.show({ storeId: STORE, orderId: at.orderId }),
  'people.me': (api) => api.people.me(),
  'products.demand': (api) => api.products.demand({ storeId: STORE, variantId: at.variantId }),
  'products.show': (api) => api.products.show({ storeId: STORE, productId: at.productId }),
  'purchaseOrders.list': (api) => api.purchaseOrders.list({}),
  'purchaseOrders.locations': (api) => api.purchaseOrders.locations({}),
  'purchaseOrders.match': (api) => api.purchaseOrders.match({ codes: [at.code] }),
  'purchaseOrders.receive': (api) =>
    api.purchaseOrders.receive({ id: at.purchase, lines: [{ allocationId: at.allocationId, accepted: 1 }] }),
  'purchaseOrders.scan': (api) => api.purchaseOrders.scan({ id: at.purchase, code: at.code }),
  'purchaseOrders.show': (api) => api.purchaseOrders.show({ id: at.purchase }),
  'search.find': (api) => api.search.find({ text: at.supplier }),
  'stock.list': (api) => api.stock.list({ storeId: STORE }),
  'stockHorizon.list': (api) => api.stockHorizon.list({ storeId: STORE, limit: 100 }),
  'stockTable.page': (api) => api.stockTable.page({ storeId: STORE, limit: 200 }),
  'stocktakes.count': (api) =>
    api.stocktakes.count({ id: at.stocktakeId, counts: [{ lineId: at.lineId, quantity: 1 }] }),
  'stocktakes.create': (api) =>
    api.stocktakes.create({ storeId: STORE, locationId: at.locationId, search: at.code }),
  'stocktakes.lines': (api) => api.stocktakes.lines({ id: at.stocktakeId }),
  'stocktakes.list': (api) => api.stocktakes.list({}),
  'stocktakes.show': (api) => api.stocktakes.show({ id: at.stocktakeId }),
  'stop.pull': (api) => api.stop.pull({ reason: 'fire' }),
  'stop.status': (api) => api.stop.status(),
  'stores.list': (api) => api.stores.list(),
  'suppliers.list': (api) => api.suppliers.list({}),
  'sync.run': (api) => api.sync.run({ storeId: STORE }),
  'sync.status': (api) => api.sync.status({}),
  'system.status': (api) => api.system.status(),
  'today.show': (api) => api.today.show({ storeId: STORE }),
  'unwatched.list': (api) => api.unwatched.list({}),
};

/** Changes come last: what they change would hide what the reads must be looked through for. */
const LAST: readonly string[] = [
  'actions.snooze',
  'actions.snoozed',
  'actions.approve',
  'actions.history',
  'actions.undoable',
  'actions.undo',
  'stop.pull',
];
const IN_ORDER = [...[...HELPER_MAY].filter((name) => !LAST.includes(name)), ...LAST];

/** Errors are answers, too. */
async function answerOf(name: string, api: RoyalClient): Promise<unknown> {
  const answer = await CALLS[name]!(api).catch((error: unknown) => {
    if (error instanceof RoyalError) return error.toData();
    throw error;
  });
  return isStream(answer) ? drained(answer as AsyncIterator<unknown>) : answer;
}

/** Where a cost stands: as a number, or in words. */
function costsIn(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return value !== 0 && value % COST === 0 ? [`${path}: ${value}`] : [];
  if (typeof value === 'string') return WRITTEN.test(value) ? [`${path}: ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => costsIn(field, `${path}.${name}`));
}

describe('the costs of a store', () => {
  it('are there to be found: an owner is told them', async () => {
    for (const name of [
      'actions.show',
      'actions.preview',
      'agents.findings',
      'purchaseOrders.show',
      'purchaseOrders.list',
      'products.show',
      'stock.list',
      'stockTable.page',
      'stocktakes.lines',
      'stocktakes.show',
      'suppliers.list',
    ])
      expect([name, costsIn(await answerOf(name, owner)).length > 0]).toEqual([name, true]);
  });

  it('every procedure of a helper is looked through', () => {
    expect(Object.keys(CALLS).sort()).toEqual([...HELPER_MAY].sort());
  });

  it.each(IN_ORDER)('%s tells a helper none of them', async (name) => {
    const answer = await answerOf(name, helper);
    expect(costsIn(answer)).toEqual([]);
    // What is answered is what was asked for, in the shape that the contract states.
    const code = (answer as { code?: unknown } | null)?.code;
    expect(['internal', 'invalid_input', 'not_allowed']).not.toContain(code);
  });

  it('today says that its margin is not for a helper', async () => {
    const { margin, netSales } = await helper.today.show({ storeId: STORE });
    expect(margin).toMatchObject({ value: null, rate: null, reason: expect.stringContaining('owners') });
    expect(netSales.value).not.toBeNull();
  });

  it('are not told by an order either', async () => {
    await expect(helper.stockTable.page({ storeId: STORE, sort: 'value' })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    expect((await owner.stockTable.page({ storeId: STORE, sort: 'value' })).rows).not.toEqual([]);
  });

  it('documents and tables as files are refused', async () => {
    for (const format of ['pdf', 'csv', 'mail'] as const)
      await expect(helper.purchaseOrders.document({ id: at.purchase, format })).rejects.toMatchObject({
        code: 'not_allowed',
      });
    await expect(helper.stockTable.csv({ storeId: STORE })).rejects.toMatchObject({ code: 'not_allowed' });
  });
});
