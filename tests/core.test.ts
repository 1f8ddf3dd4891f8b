import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../core/host/host.ts';
import { type SandboxProcess, startSandboxProcess } from '../headless/demo/sandbox-process.ts';
import { addStores } from '../headless/demo/script.ts';
import { startHeadless } from '../headless/host.ts';
import { connectToOwner, type SocketClient } from '../headless/socket-client.ts';
import type { RoyalClient } from '../shared/contract/contract.ts';

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
