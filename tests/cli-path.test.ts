import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxProcess, startSandboxProcess } from '../headless/demo/sandbox-process.ts';
import { EXIT } from '../headless/exit-codes.ts';
import { connectToOwner } from '../headless/socket-client.ts';
import type { PurchaseOrderEntry, PurchaseOrderView } from '../shared/contract/purchasing-schemas.ts';
import type { ActionRow, StockRow, SyncResultView } from '../shared/contract/schemas.ts';
import { royal, spawnRoyal } from './royal-process.ts';

/** Each command is a process of its own, as in somebody's terminal; no program stays in between. */
describe('the whole path, command by command', () => {
  let base: string;
  let folder: string;
  let sandbox: SandboxProcess;
  beforeEach(async () => {
    base = mkdtempSync(join(tmpdir(), 'royal-path-'));
    folder = join(base, 'data');
    sandbox = await startSandboxProcess(['--plan', 'enterprise']);
  });
  afterEach(async () => {
    await sandbox.stop();
    rmSync(base, { recursive: true, force: true });
  });

  const run = async <T>(...args: string[]): Promise<{ code: number | null; json: T }> => {
    const { code, json, stdout, stderr } = await royal([...args, '--json'], { folder });
    expect(json, `${args.join(' ')}: ${stdout}${stderr}`).toBeDefined();
    return { code, json: json as T };
  };
  const addStore = (): ReturnType<typeof royal> => {
    const shop = sandbox.shops.find((one) => one.storeId === 'jpy')!;
    return royal(
      [
        ...['store', 'add', shop.shop, '--id', 'jpy', '--client-id', shop.clientId],
        ...['--client-secret-env', 'SHOP_SECRET', '--endpoint', sandbox.url, '--json'],
      ],
      { folder, env: { SHOP_SECRET: shop.clientSecret } },
    );
  };
  const effective = async () => (await sandbox.journal()).filter((entry) => entry.effective);

  it('mirrors, proposes, approves, receives, refuses, undoes', async () => {
    expect(await addStore()).toMatchObject({ code: 0, json: { id: 'jpy', currency: 'JPY' } });
    const { code, json } = await addStore();
    expect({ code, json }).toMatchObject({ code: EXIT.usage, json: { error: { code: 'invalid_input' } } });
    expect(await run('store', 'check', 'jpy')).toMatchObject({ code: 0, json: { missing: [] } });
    expect(await run('sync', 'jpy')).toMatchObject({ code: 0, json: [{ storeId: 'jpy' }] });
    expect(await run('agents', 'run')).toMatchObject({ code: 0, json: [{ state: 'completed' }] });

    const waiting = (await run<ActionRow[]>('actions', 'list')).json;
    const wanted = waiting.find((action) => action.type === 'purchase_order.create')!;
    expect(wanted).toMatchObject({ agent: 'inventory-forecasting', state: 'proposed' });
    expect(
      (await run<ActionRow & { preview: unknown }>('actions', 'show', `${wanted.id}`)).json.preview,
    ).not.toBeNull();
    expect(await run('actions', 'approve', `${wanted.id}`)).toMatchObject({
      code: 0,
      json: { state: 'verified' },
    });
    expect(await run('actions', 'approve', `${wanted.id}`)).toMatchObject({
      code: EXIT.refused,
      json: { error: { code: 'invalid_state' } },
    });
    expect(await effective()).toHaveLength(0);

    const [entry] = (await run<PurchaseOrderEntry[]>('orders', 'list')).json;
    const order = (await run<PurchaseOrderView>('orders', 'show', `${entry!.id}`)).json;
    const rejected = waiting.find((action) => action.id !== wanted.id)!;
    expect(await run('actions', 'reject', `${rejected.id}`, '--reason', 'not now')).toMatchObject({
      code: 0,
      json: { state: 'rejected', reason: 'not now' },
    });

    // The stop holds for commands that come later, too: an approved action waits for it to be lifted.
    const truth = await sandbox.truth('jpy');
    const { variantId, price } = truth.prices.find((one) => one.price > 100)!;
    const input = JSON.stringify({ variantId, price: price + 50, from: price });
    const proposed = await run<ActionRow>(
      'actions',
      'propose',
      'price.change',
      '--store',
      'jpy',
      '--input',
      input,
    );
    expect(proposed).toMatchObject({ code: 0, json: { state: 'proposed', agent: null } });
    await run('stop', '--reason', 'look first');
    const held = await run<ActionRow>('actions', 'approve', `${proposed.json.id}`);
    expect(held.code).not.toBe(1);
    expect(await effective()).toHaveLength(0);
    await run('resume');
    if (held.code !== 0) await run('actions', 'approve', `${proposed.json.id}`);
    await expect
      .poll(async () => (await run<ActionRow>('actions', 'show', `${proposed.json.id}`)).json.state, {
        timeout: 30_000,
      })
      .toBe('verified');
    expect((await sandbox.truth('jpy')).prices).toContainEqual({ variantId, price: price + 50 });
    expect(await run('actions', 'undo', `${proposed.json.id}`)).toMatchObject({
      code: 0,
      json: { state: 'verified' },
    });
    expect((await sandbox.truth('jpy')).prices).toContainEqual({ variantId, price });
    expect(await effective()).toHaveLength(2);

    const line = order.lines[0]!;
    const at = truth.stock.find((row) => row.inventoryItemId === line.allocations[0]!.inventoryItemId)!;
    const receipt = JSON.stringify({
      purchaseOrderId: order.id,
      lines: [{ lineId: line.id, locationId: at.locationId, quantity: 1 }],
    });
    const receiving = await run<ActionRow>(
      ...['actions', 'propose', 'purchase_order.receive', '--store', 'jpy', '--input', receipt],
    );
    expect(await run('actions', 'approve', `${receiving.json.id}`)).toMatchObject({
      code: 0,
      json: { state: 'verified' },
    });
    expect((await run<PurchaseOrderView>('orders', 'show', `${order.id}`)).json.lines[0]).toMatchObject({
      received: 1,
    });
    const after = (await sandbox.truth('jpy')).stock.find(
      (row) => row.inventoryItemId === at.inventoryItemId && row.locationId === at.locationId,
    )!;
    expect(after.available).toBe(at.available + 1);
    expect(await run('audit', 'verify')).toMatchObject({ code: 0, json: { ok: true } });
    const doctor = await run<{ name: string; state: string }[]>('doctor');
    expect(doctor.json.filter((check) => check.state === 'fail')).toEqual([]);
    expect(doctor.json.map((check) => check.name)).toEqual(
      expect.arrayContaining(['mirror jpy', 'shop jpy']),
    );
  });

  it('breaks a first load off at Ctrl-C and goes on from there', async () => {
    await addStore();
    const child = spawnRoyal(['sync', 'jpy', '--json'], { folder });
    const exit = once(child, 'exit') as Promise<[number | null]>;
    const owner = connectToOwner(folder);
    await expect
      .poll(() => owner.client.sync.status({ storeId: 'jpy' }).catch(() => []), {
        interval: 20,
        timeout: 20_000,
      })
      .toMatchObject([{ running: true, syncedAt: null }]);
    await owner.close();
    child.kill('SIGINT');
    expect((await exit)[0]).toBe(130);
    const { code, json } = await run<SyncResultView[]>('sync', 'jpy');
    expect(code).toBe(0);
    expect(json[0]!.counts).toEqual((await sandbox.truth('jpy')).counts);
    expect(existsSync(join(folder, 'owner.json'))).toBe(false);
  });

  it('forgets a store: mirror, key and credentials', async () => {
    await addStore();
    expect(await run('store', 'remove', 'jpy')).toMatchObject({ code: EXIT.usage });
    expect(await run('store', 'remove', 'jpy', '--yes')).toMatchObject({ code: 0, json: { id: 'jpy' } });
    expect(existsSync(join(folder, 'stores', 'jpy'))).toBe(false);
    expect((await run<StockRow[]>('store', 'list')).json).toEqual([]);
    expect((await addStore()).code).toBe(0);
  });
});
