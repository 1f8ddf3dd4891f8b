import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../core/host/host.ts';
import { type SandboxProcess, startSandboxProcess } from '../headless/demo/sandbox-process.ts';
import { addStores, runAgents, syncAll } from '../headless/demo/script.ts';
import { startHeadless } from '../headless/host.ts';
import { connectToOwner, type SocketClient } from '../headless/socket-client.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';
import { RoyalError } from '../shared/errors.ts';

/** Everything that reads, by the same names on every transport. */
const READS: Record<string, (client: RoyalClient) => Promise<unknown>> = {
  'stores.list': (client) => client.stores.list(),
  'sync.status': (client) => client.sync.status({}),
  'agents.status': (client) => client.agents.status({}),
  'agents.findings': (client) => client.agents.findings({}),
  'actions.list': (client) => client.actions.list({}),
  'purchaseOrders.list': (client) => client.purchaseOrders.list({}),
  'suppliers.list': (client) => client.suppliers.list({}),
  'stop.status': (client) => client.stop.status(),
  'audit.verify': (client) => client.audit.verify(),
  'audit.list': (client) => client.audit.list({}),
  'sales.days': (client) => client.sales.days({ storeId: 'jpy' }),
  'stock.list': (client) => client.stock.list({ storeId: 'jpy' }),
  counts: (client) => client.counts({}),
  figures: (client) => client.figures({ storeId: 'jpy' }),
  'forecasts.summary': (client) => client.forecasts.summary({}),
  'events.since': (client) => client.events.since({ seq: 0 }),
};

describe('the core as a unit', () => {
  let base: string;
  let folder: string;
  let host: Host | null = null;
  let other: SocketClient | null = null;
  let sandbox: SandboxProcess | null = null;

  beforeEach(() => {
    process.env.ROYAL_SECRETS = 'file';
    base = mkdtempSync(join(tmpdir(), 'royal-core-'));
    folder = join(base, 'data');
  });
  afterEach(async () => {
    await other?.close();
    await host?.close();
    await sandbox?.stop();
    other = host = sandbox = null;
    rmSync(base, { recursive: true, force: true });
  });

  async function open(): Promise<{ direct: RoyalClient; remote: RoyalClient }> {
    host = await startHeadless({ folder, schedule: false });
    other = connectToOwner(folder);
    return { direct: host.client, remote: other.client };
  }

  it('says the same over the message port and over the socket, results and errors alike', async () => {
    sandbox = await startSandboxProcess(['--plan', 'enterprise']);
    const { direct, remote } = await open();
    const jpy = sandbox.shops.find((shop) => shop.storeId === 'jpy');
    await addStores(direct, { ...sandbox, shops: jpy ? [jpy] : [] });
    const progress: unknown[] = [];
    const [result] = await syncAll(remote, (step) => progress.push(step));
    expect(progress.length).toBeGreaterThan(1);
    expect(result).toMatchObject({ storeId: 'jpy' });
    expect(result!.counts.orders).toBeGreaterThan(0);
    expect(await runAgents(direct)).toMatchObject([{ storeId: 'jpy', state: 'completed' }]);

    for (const [name, read] of Object.entries(READS))
      expect([name, await read(remote)]).toEqual([name, await read(direct)]);

    const thrown = async (call: Promise<unknown>): Promise<unknown> => {
      const error = await call.then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(RoyalError);
      return (error as RoyalError).toData();
    };
    const wrong: ((client: RoyalClient) => Promise<unknown>)[] = [
      (client) => client.actions.show({ id: 999 }),
      (client) => client.actions.show({ id: -1 }),
      (client) => client.stock.list({ storeId: 'none' }),
      (client) => client.actions.propose({ type: 'price.change', storeId: 'jpy', input: { price: 'x' } }),
      (client) => client.actions.propose({ type: 'no.such', storeId: 'jpy', input: {} }),
      async (client) => (await client.sync.run({ storeId: 'none' })).next(),
    ];
    for (const call of wrong) expect(await thrown(call(remote))).toEqual(await thrown(call(direct)));
    expect(await thrown(direct.actions.show({ id: -1 }))).toMatchObject({ code: 'invalid_input' });
  });

  it('never shows a secret: not in answers, not in the log, not in any database', async () => {
    sandbox = await startSandboxProcess([]);
    const { direct } = await open();
    await addStores(direct, { ...sandbox, shops: sandbox.shops.slice(0, 1) });
    const { clientSecret, storeId } = sandbox.shops[0]!;
    expect(JSON.stringify(await direct.stores.list())).not.toContain(clientSecret);
    await host!.close();
    host = null;
    for (const file of ['royal.log', 'app.db', 'ledger.db', join('stores', storeId, 'mirror.db')])
      expect(readFileSync(join(folder, file)).includes(clientSecret), file).toBe(false);
  });

  it('keeps nothing of a store that did not connect', async () => {
    sandbox = await startSandboxProcess([]);
    const { direct } = await open();
    const { shop, clientId } = sandbox.shops[0]!;
    const adding = direct.stores.add({
      id: 'x',
      shop,
      clientId,
      clientSecret: 'wrong',
      endpoint: sandbox.url,
    });
    await expect(adding).rejects.toMatchObject({ code: 'credentials_invalid' });
    expect(await direct.stores.list()).toEqual([]);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain('wrong');
  });

  it('tells events as they happen, on both sides', async () => {
    const { direct, remote } = await open();
    const abort = new AbortController();
    const live = await remote.events.live({ since: 0 }, { signal: abort.signal });
    await direct.stop.pull({ reason: 'look' });
    const kinds: string[] = [];
    for await (const { events } of live) {
      kinds.push(...events.map((event) => event.kind));
      if (kinds.includes('stop.pulled')) break;
    }
    expect(kinds.at(-1)).toBe('stop.pulled');
    abort.abort();
  });

  it('ends though somebody listens, and whoever asks then is told', async () => {
    const { remote } = await open();
    const live = await remote.events.live({});
    await live.next();
    const listening = live.next().then(
      (step) => step.done,
      () => true,
    );
    await host!.close();
    host = null;
    expect(await listening).toBe(true);
    await expect(remote.stop.status()).rejects.toMatchObject({ code: 'owner_gone' });
  });

  it('refuses another token', async () => {
    const { remote } = await open();
    writeFileSync(join(folder, 'socket.token'), 'guessed\n');
    await expect(remote.stop.status()).rejects.toMatchObject({ code: 'owner_gone' });
  });

  it('has one owner, in one process as in two', async () => {
    await open();
    await expect(startHeadless({ folder, schedule: false })).rejects.toMatchObject({ code: 'folder_locked' });
  });

  it('opens the other stores where the key of one is lost, and says what to do for that one', async () => {
    sandbox = await startSandboxProcess(['--seed', 'three']);
    const { direct } = await open();
    await addStores(direct, { ...sandbox, shops: sandbox.shops.slice(0, 2) });
    const [first, second] = sandbox.shops.map((shop) => shop.storeId) as [string, string];
    await other!.close();
    await host!.close();
    const secrets = join(folder, 'secrets.json');
    const { [`store.${first}.key`]: gone, ...rest } = JSON.parse(readFileSync(secrets, 'utf8'));
    expect(gone).toBeDefined();
    writeFileSync(secrets, JSON.stringify(rest));
    const again = (await open()).direct;
    expect(await again.stores.list()).toMatchObject([
      { id: first, problem: { code: 'key_lost' } },
      { id: second, problem: null },
    ]);
    await expect(again.stock.list({ storeId: first })).rejects.toMatchObject({ code: 'key_lost' });
    expect(JSON.parse(readFileSync(secrets, 'utf8'))[`store.${first}.key`]).toBeUndefined();
    expect(await again.stores.remove({ storeId: first })).toMatchObject({ id: first });
    expect(await again.stores.list()).toMatchObject([{ id: second }]);
  });
});
