/** One order over two stores, from draft to stock, against real shops: what is sent, received, undone, and survives a crash. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Core, createCore } from '../core/core.ts';
import { idOf } from '../sandbox/model.ts';
import { seedStores } from '../sandbox/seed/seed.ts';
import { type Sandbox, startSandbox } from '../sandbox/server.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import type { PurchaseOrderView } from '../shared/contract/purchasing-schemas.ts';
import { directClient } from './direct-client.ts';

const STORES = ['gbp', 'eur'] as const;
type Quantity = 'available' | 'incoming' | 'on_hand';

describe('purchasing', () => {
  let root: string;
  let sandbox: Sandbox;
  let core: Core;
  let api: RoyalClient;

  const start = async (): Promise<void> => {
    core = await createCore({
      folder: join(root, 'data'),
      agents: [],
      taskWorkerUrl: new URL('../headless/task-worker.ts', import.meta.url),
      env: { ROYAL_SECRETS: 'file' },
      schedule: false,
    });
    api = directClient(core);
  };
  const stop = async (): Promise<void> => {
    core.stopTaking();
    await core.close();
  };
  const sync = async (): Promise<void> => {
    const stream = await api.sync.run({});
    for (;;) if ((await stream.next()).done) return;
  };

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'royal-purchasing-'));
    sandbox = await startSandbox({
      plan: 'enterprise',
      fill: (documents, now) => seedStores(documents, { now, scale: 0.005, stores: [...STORES] }),
    });
    await start();
    for (const { storeId, shop, clientId, clientSecret } of sandbox.shops)
      await api.stores.add({ id: storeId, shop, clientId, clientSecret, endpoint: sandbox.url });
    await sync();
  }, 60_000);
  afterAll(async () => {
    await stop();
    await sandbox.close();
    rmSync(root, { recursive: true, force: true });
  });

  /** What the shop itself holds. */
  const inShop = (
    storeId: string,
    part: { inventoryItemId: number; locationId: number | null },
    name: Quantity,
  ) =>
    sandbox.documents
      .get(sandbox.shops.find((one) => one.storeId === storeId)!.shop, 'InventoryItem', part.inventoryItemId)!
      .inventoryLevels.find((level) => idOf(level.location.id) === part.locationId)!.quantities[name];
  const partOf = (order: PurchaseOrderView, storeId: string) =>
    order.lines[0]!.allocations.find((one) => one.storeId === storeId)!;
  const writes = () =>
    sandbox.journal
      .entries()
      .filter((one) => one.effective)
      .map((one) => one.mutation);
  const stocked = async (storeId: string) =>
    (await api.stock.list({ storeId })).find(
      (row) =>
        row.levels.length > 0 &&
        sandbox.documents.get(
          sandbox.shops.find((one) => one.storeId === storeId)!.shop,
          'InventoryItem',
          row.inventoryItemId,
        )?.tracked,
    )!;
  const draft = async (units: number) => {
    const [gbp, eur] = [await stocked('gbp'), await stocked('eur')];
    return api.purchaseOrders.create({
      supplier: 'Acme',
      currency: 'EUR',
      freight: 1001,
      rates: [{ storeId: 'gbp', rate: '0.8612', on: '2026-11-20' }],
      lines: [
        {
          unitCost: 333,
          allocations: [
            { storeId: 'gbp', variantId: gbp.variantId, quantity: units },
            { storeId: 'eur', variantId: eur.variantId, quantity: units },
          ],
        },
      ],
    });
  };
  /** Over all locations: where units will go is chosen when the order is sent. */
  const incoming = (order: PurchaseOrderView, storeId: string) =>
    sandbox.documents
      .get(
        sandbox.shops.find((one) => one.storeId === storeId)!.shop,
        'InventoryItem',
        partOf(order, storeId).inventoryItemId,
      )!
      .inventoryLevels.reduce((sum, level) => sum + level.quantities.incoming, 0);
  const shown = (order: PurchaseOrderView, storeId: string, before: number, units: number) =>
    expect.poll(() => incoming(order, storeId) - before, { timeout: 20_000 }).toBe(units);
  const settled = (id: number) =>
    expect.poll(async () => (await api.purchaseOrders.show({ id })).pending, { timeout: 30_000 }).toEqual([]);
  const sendAndShow = async (units: number) => {
    const made = await draft(units);
    const before = { gbp: incoming(made, 'gbp'), eur: incoming(made, 'eur') };
    const sent = await api.purchaseOrders.send({ id: made.id, version: made.version, to: 'the portal' });
    for (const storeId of STORES) await shown(sent, storeId, before[storeId], units);
    await settled(sent.id);
    return { sent, before };
  };

  it('spreads freight without losing a cent, in the currency of each store', async () => {
    const order = await draft(7);
    expect(order.total).toEqual({ minor: 14 * 333 + 1001, currency: 'EUR' });
    expect(order.lines[0]!.landed).toEqual(order.total);
    expect(order.lines[0]!.landedUnitCost).toEqual({ minor: 405, currency: 'EUR' });
    expect(partOf(order, 'eur').landedUnitCost?.currency).toBe('EUR');
    // 2,832 or 2,831 cents at 0.8612, over seven.
    expect(partOf(order, 'gbp').landedUnitCost).toEqual({ minor: 348, currency: 'GBP' });
  });

  it('goes from draft to stock in two shops: short, damaged, and taken back', {
    timeout: 60_000,
  }, async () => {
    const { sent, before: base } = await sendAndShow(5);
    const [gbp, eur] = [partOf(sent, 'gbp'), partOf(sent, 'eur')];
    expect(gbp.locationId).not.toBeNull();
    const before = { gbp: inShop('gbp', gbp, 'available'), eur: inShop('eur', eur, 'available') };

    const received = await api.purchaseOrders.receive({
      id: sent.id,
      lines: [
        { allocationId: gbp.id, accepted: 3, damaged: 1 },
        { allocationId: eur.id, accepted: 4, short: 1 },
      ],
    });
    expect(received.actions.map((one) => one.state)).toEqual(['verified', 'verified']);
    expect(received.order.state).toBe('partly_received');
    expect(inShop('gbp', gbp, 'available')).toBe(before.gbp + 3);
    expect(inShop('eur', eur, 'available')).toBe(before.eur + 4);
    // One unit of five is still to come to gbp, none to eur.
    await shown(sent, 'gbp', base.gbp, 1);
    await shown(sent, 'eur', base.eur, 0);

    const [receipt] = received.actions.filter((one) => one.storeId === 'gbp');
    expect(await api.actions.undo({ id: receipt!.id })).toMatchObject({ state: 'verified' });
    expect(inShop('gbp', gbp, 'available')).toBe(before.gbp);
    await shown(sent, 'gbp', base.gbp, 5);
    const after = await api.purchaseOrders.show({ id: sent.id });
    expect(partOf(after, 'gbp')).toMatchObject({ received: 0, damaged: 0 });
    expect(partOf(after, 'eur')).toMatchObject({ received: 4, short: 1 });
    expect(after.receipts.map((one) => one.accepted).sort()).toEqual([-3, 3, 4]);

    const closed = await api.purchaseOrders.close({ id: sent.id, version: after.version });
    expect(closed.state).toBe('closed');
    await shown(sent, 'gbp', base.gbp, 0);
    const [learnt] = await api.suppliers.leadTimes({ storeId: 'eur', supplier: 'Acme' });
    expect(learnt!.observed.n).toBe(1);
  });

  it('more than ordered is asked about first, and a draft has one version at a time', async () => {
    const made = await draft(2);
    const sent = await api.purchaseOrders.send({ id: made.id, version: made.version });
    const { id } = partOf(sent, 'eur');
    const stock = inShop('eur', partOf(sent, 'eur'), 'available');
    const asked = await api.purchaseOrders.receive({
      id: sent.id,
      lines: [{ allocationId: id, accepted: 3 }],
    });
    expect(asked).toMatchObject({ outcome: 'confirm', over: [{ ordered: 2, would: 3 }] });
    expect(inShop('eur', partOf(sent, 'eur'), 'available')).toBe(stock);
    const kept = await api.purchaseOrders.receive({
      id: sent.id,
      confirmOver: true,
      lines: [{ allocationId: id, accepted: 3 }],
    });
    expect(kept.actions).toMatchObject([{ state: 'verified' }]);
    expect(inShop('eur', partOf(sent, 'eur'), 'available')).toBe(stock + 3);
    await expect(api.purchaseOrders.edit({ id: sent.id, version: 1, freight: 1 })).rejects.toMatchObject({
      code: 'stale_value',
    });
    const { version } = await api.purchaseOrders.show({ id: sent.id });
    await expect(api.purchaseOrders.edit({ id: sent.id, version, lines: [] })).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });

  it('a receipt whose answer was lost, and the program with it, is booked once', {
    timeout: 90_000,
  }, async () => {
    const { sent, before: base } = await sendAndShow(4);
    const part = partOf(sent, 'gbp');
    const before = inShop('gbp', part, 'available');
    const done = writes().length;
    sandbox.faults.add({ kind: 'lost_answer', match: 'InventoryAdjust' });
    const received = await api.purchaseOrders.receive({
      id: sent.id,
      lines: [{ allocationId: part.id, accepted: 4 }],
    });
    const action = received.actions[0]!;
    expect(action.state).toBe('unknown');
    expect(received.order.pending).toMatchObject([{ actionId: action.id, state: 'unknown' }]);
    await stop();
    sandbox.faults.clear();
    await start();
    await expect
      .poll(async () => (await api.actions.show({ id: action.id })).state, { timeout: 60_000, interval: 100 })
      .toBe('verified');
    expect(inShop('gbp', part, 'available')).toBe(before + 4);
    await shown(sent, 'gbp', base.gbp, 0);
    await settled(sent.id);
    // The receipt, and that these four are incoming no more.
    expect(writes().length - done).toBe(2);
    expect((await api.purchaseOrders.show({ id: sent.id })).lines[0]!.received).toBe(4);
  });

  it('a count that is handed in again, since no answer came, is booked once', async () => {
    const { sent } = await sendAndShow(6);
    const part = partOf(sent, 'eur');
    const before = inShop('eur', part, 'available');
    const count = (accepted: number) => ({
      id: sent.id,
      idempotencyKey: 'of-the-first-box',
      lines: [{ allocationId: part.id, accepted }],
    });
    const first = await api.purchaseOrders.receive(count(2));
    const again = await api.purchaseOrders.receive(count(2));
    expect(again.actions).toMatchObject([{ id: first.actions[0]!.id, state: 'verified' }]);
    await expect(api.purchaseOrders.receive(count(3))).rejects.toMatchObject({
      code: 'invalid_state',
      details: { actionIds: [first.actions[0]!.id] },
    });
    expect(inShop('eur', part, 'available')).toBe(before + 2);
    const other = await api.purchaseOrders.receive({ ...count(2), idempotencyKey: 'of-the-second-box' });
    expect(other.actions).toMatchObject([{ state: 'verified' }]);
    expect(partOf(other.order, 'eur').received).toBe(4);
    await settled(sent.id);
  });

  it('sets what was counted, keeps what moved since, and takes it back', { timeout: 60_000 }, async () => {
    await sync();
    const item = await stocked('eur');
    const { locationId } = item.levels[0]!;
    const part = { inventoryItemId: item.inventoryItemId, locationId };
    const before = inShop('eur', part, 'on_hand');
    const take = await api.stocktakes.create({ storeId: 'eur', locationId });
    const code = item.sku!;
    const { lines, refused } = await api.stocktakes.count({
      id: take.id,
      counts: [
        { code, quantity: before },
        { code, quantity: 3, add: true },
        { code: 'nobody has this', quantity: 1 },
      ],
    });
    expect(lines.at(-1)).toMatchObject({ expected: before, counted: before + 3, difference: 3 });
    expect(refused).toMatchObject([{ index: 2 }]);
    const done = await api.stocktakes.finish({ id: take.id, version: take.version });
    expect(done).toMatchObject({ state: 'finished', different: 1, unitsOver: 3 });
    expect(inShop('eur', part, 'on_hand')).toBe(before + 3);
    expect(await api.actions.undo({ id: done.actionIds[0]! })).toMatchObject({ state: 'verified' });
    expect(inShop('eur', part, 'on_hand')).toBe(before);
    expect((await api.audit.verify()).ok).toBe(true);
  });

  it('a count that the shop refused is counted on, says why, and is set once', {
    timeout: 60_000,
  }, async () => {
    await sync();
    const item = await stocked('eur');
    const { locationId } = item.levels[0]!;
    const part = { inventoryItemId: item.inventoryItemId, locationId };
    const before = inShop('eur', part, 'on_hand');
    const take = await api.stocktakes.create({ storeId: 'eur', locationId });
    const count = (quantity: number) =>
      api.stocktakes.count({ id: take.id, counts: [{ code: item.sku!, quantity }] });
    await count(before + 3);
    const { shop } = sandbox.shops.find((one) => one.storeId === 'eur')!;
    const level = sandbox.documents.get(shop, 'InventoryItem', item.inventoryItemId)!;
    const { inventoryLevels } = level;
    sandbox.documents.put(shop, 'InventoryItem', { ...level, inventoryLevels: [] });
    const refused = await api.stocktakes.finish({ id: take.id, version: take.version });
    expect(refused).toMatchObject({ state: 'counting', actionIds: [], different: 1 });
    expect(refused.because).toContain('stocked at location');
    const [failed] = await api.actions.list({ storeId: 'eur', states: ['failed'] });
    expect(failed).toMatchObject({ type: 'stock.count' });

    sandbox.documents.put(shop, 'InventoryItem', { ...level, inventoryLevels });
    await count(before + 2);
    // As it was counted then; what is counted now is another number.
    expect(await api.actions.retry({ id: failed!.id })).toMatchObject({ state: 'failed' });
    expect(inShop('eur', part, 'on_hand')).toBe(before);
    const done = await api.stocktakes.finish({ id: take.id, version: refused.version });
    expect(done).toMatchObject({ state: 'finished', because: null, unitsOver: 2 });
    expect(inShop('eur', part, 'on_hand')).toBe(before + 2);
    expect(await api.actions.retry({ id: failed!.id })).toMatchObject({ state: 'failed' });
    expect(inShop('eur', part, 'on_hand')).toBe(before + 2);
  });

  it('a cost that is filled in is the cost of every figure, also after a start, until it is taken back', async () => {
    const { rows } = await api.supplyTerms.list({ storeId: 'gbp', filter: 'all', limit: 200 });
    const ids = rows.filter((row) => row.unitCost.source === 'shop').map((row) => row.variantId);
    const told = async () => {
      const { rows: table } = await api.stockTable.page({ storeId: 'gbp', limit: 200 });
      const { margin } = await api.today.show({ storeId: 'gbp' });
      return { table: table.find((row) => row.variantId === ids[0])?.unitCost, margin: margin.value! };
    };
    const termsOf = (supplier: string | null, unitCost: number | null) =>
      ids.map((variantId) => ({ variantId, supplier, unitCost }));
    const pay = (currency: string | null) =>
      api.suppliers.set({ storeId: 'gbp', supplier: 'Giver', currency });
    const free = { minor: 0, currency: 'GBP' };
    const before = await told();

    await api.supplyTerms.set({ storeId: 'gbp', rows: termsOf('Giver', 0) });
    await expect.poll(told).toMatchObject({ table: free });
    const after = await told();
    expect(after.margin.minor).toBeGreaterThan(before.margin.minor);
    await pay('USD');
    await expect.poll(told).toEqual(before);
    await pay(null);
    await expect.poll(told).toEqual(after);
    await stop();
    await start();
    await expect.poll(told).toEqual(after);

    // The program ended after the ledger had it and before the mirror did.
    core.ledger.supplyTerms.set('gbp', termsOf(null, null), { kind: 'person', id: 'Ada' });
    await stop();
    await start();
    await expect.poll(told).toEqual(before);
  }, 60_000);

  it('matches a code in every store that has it', async () => {
    const { sku } = await stocked('gbp');
    const [match, none] = await api.purchaseOrders.match({ codes: [sku!.toLowerCase(), 'nobody has this'] });
    expect(match!.outcome).toBe('found');
    expect(match!.variants[0]).toMatchObject({ storeId: 'gbp', sku, by: 'sku' });
    expect(none).toMatchObject({ outcome: 'none', variants: [] });
  });

  it('shows what is on its way though a product of the order was deleted in the shop', async () => {
    const { shop } = sandbox.shops.find((one) => one.storeId === 'eur')!;
    const rows = (await api.stock.list({ storeId: 'eur' })).filter(
      ({ inventoryItemId, levels }) =>
        levels.length > 0 && sandbox.documents.get(shop, 'InventoryItem', inventoryItemId)?.tracked,
    );
    const [kept, deleted] = rows.slice(-2) as [(typeof rows)[0], (typeof rows)[0]];
    const made = await api.purchaseOrders.create({
      supplier: 'Acme',
      currency: 'EUR',
      lines: [deleted, kept].map(({ variantId }) => ({
        unitCost: 100,
        allocations: [{ storeId: 'eur', variantId, quantity: 3 }],
      })),
    });
    sandbox.documents.remove(shop, 'InventoryItem', deleted.inventoryItemId);
    const sent = await api.purchaseOrders.send({ id: made.id, version: made.version });
    const part = sent.lines[1]!.allocations[0]!;
    await expect.poll(() => inShop('eur', part, 'incoming'), { timeout: 20_000 }).toBe(3);
    await settled(sent.id);
  });

  it('counts in spite of what is stocked there no more, and of more gone than was there', async () => {
    await sync();
    const { shop } = sandbox.shops.find((one) => one.storeId === 'eur')!;
    const { locationId } = (await stocked('eur')).levels[0]!;
    const rows = await api.stock.list({ storeId: 'eur' });
    const here = rows.filter(({ inventoryItemId, levels }) => {
      const item = sandbox.documents.get(shop, 'InventoryItem', inventoryItemId);
      return item?.tracked && levels.some((level) => level.locationId === locationId && level.onHand > 0);
    });
    const [plain, gone, moved, deleted] = here.map(({ inventoryItemId }) => ({
      inventoryItemId,
      locationId,
    }));
    const take = await api.stocktakes.create({ storeId: 'eur', locationId });
    const { rows: lines } = await api.stocktakes.lines({ id: take.id, filter: 'all', limit: 500, offset: 0 });
    const lineOf = (part: typeof plain) =>
      lines.find(({ inventoryItemId }) => inventoryItemId === part!.inventoryItemId)!;
    const counts = [plain, gone, moved, deleted].map((part) => ({
      lineId: lineOf(part).id,
      quantity: part === moved ? 0 : lineOf(part).expected + 2,
    }));
    await api.stocktakes.count({ id: take.id, counts });
    const itemOf = (part: typeof plain) =>
      sandbox.documents.get(shop, 'InventoryItem', part!.inventoryItemId)!;
    const unstocked = itemOf(gone);
    unstocked.inventoryLevels = unstocked.inventoryLevels.filter(
      (level) => idOf(level.location.id) !== locationId,
    );
    sandbox.documents.put(shop, 'InventoryItem', unstocked);
    const sold = itemOf(moved);
    for (const { quantities } of sold.inventoryLevels) {
      quantities.available -= 1;
      quantities.on_hand -= 1;
    }
    sandbox.documents.put(shop, 'InventoryItem', sold);
    sandbox.documents.remove(shop, 'InventoryItem', deleted!.inventoryItemId);
    const done = await api.stocktakes.finish({ id: take.id, version: take.version });
    const [action] = await Promise.all(done.actionIds.map((id) => api.actions.show({ id })));
    expect(action).toMatchObject({ state: 'verified' });
    expect(done.state).toBe('finished');
    for (const part of [gone, deleted]) expect(action!.outcome!.text).toContain(lineOf(part).title);
    expect(inShop('eur', plain!, 'on_hand')).toBe(lineOf(plain).expected + 2);
    expect(inShop('eur', moved!, 'on_hand')).toBe(0);
  });
});
