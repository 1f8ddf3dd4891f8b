/** Keys and tokens planted: nothing of them is found in any file, error, answer, address or line of the log. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inventoryForecasting } from '../../agents/inventory-forecasting/agent.ts';
import type { SecretSource } from '../../core/secrets/secret-provider.ts';
import { openSecrets, type SecretResolver } from '../../core/secrets/secret-resolver.ts';
import { type Owned, openOwned } from '../faults/owned-core.ts';
import { type Canary, formsOf, found, foundIn } from './planted.ts';

const DATA_KEY = randomBytes(32);
const AUDIT_KEY = randomBytes(32);
const SERVER: NodeJS.ProcessEnv = {
  ROYAL_DATA_KEY: DATA_KEY.toString('base64'),
  ROYAL_SECRET_AUDIT_KEY: AUDIT_KEY.toString('base64'),
  ROYAL_LOG: 'trace',
};

let owned: Owned | null = null;
let resolver: SecretResolver | null = null;
afterEach(async () => {
  vi.restoreAllMocks();
  resolver?.close();
  await owned?.close();
  owned = resolver = null;
});

/** The folder's secrets as the program resolves them. */
function secretsOf(folder: string, source: SecretSource, env: NodeJS.ProcessEnv): SecretResolver {
  const { id } = JSON.parse(readFileSync(join(folder, 'folder.json'), 'utf8')) as { id: string };
  resolver = openSecrets({ folder, folderId: id, source, env });
  return resolver;
}

async function keyForms(secrets: SecretResolver, name: string): Promise<Canary[]> {
  return formsOf(name, Buffer.from((await secrets.get(name))!.reveal(), 'base64'));
}

/** A token as an owner would paste it. */
async function adminToken({ sandbox }: Owned): Promise<string> {
  const { shop, clientId, clientSecret } = sandbox.shops[0]!;
  const answer = await fetch(`${sandbox.url}/${shop}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Much of what the program can say, and what it says where it fails. */
async function saidBy({ client, sandbox, folder, sync }: Owned): Promise<unknown[]> {
  const { shop, storeId, clientId } = sandbox.shops[0]!;
  const said: unknown[] = [];
  const hear = async (call: Promise<unknown>): Promise<void> => {
    said.push(await call.catch((error: unknown) => error));
  };
  await hear(sync());
  for await (const step of await client.agents.run({})) said.push(step);
  sandbox.faults.add({ kind: 'expired_token' });
  sandbox.faults.add({ kind: 'http_500' });
  await hear(client.stores.verify({ storeId }));
  await hear(
    client.stores.add({ id: 'x', shop, clientId, clientSecret: 'wrong-Kanarie-1', endpoint: sandbox.url }),
  );
  await hear(client.stores.add({ id: 'y', shop, token: 'shpat_wrongKanarie2', endpoint: sandbox.url }));
  await hear(client.webhooks.accept({ storeId, headers: {}, body: '{}' }));
  await hear(client.doctor.run({}));
  await hear(client.stores.list({}));
  await hear(client.audit.list({}));
  await hear(client.audit.verify());
  await hear(client.events.since({ seq: 0 }));
  await hear(client.backup.create({ path: join(folder, '..', 'backup') }));
  return said;
}

const WRONG = ['wrong-Kanarie-1', 'shpat_wrongKanarie2', 'wrongKanarie2'];

describe('secrets', () => {
  it('of a server are nowhere in the clear, not even in its file of secrets', async () => {
    owned = await openOwned({ env: SERVER, agents: [inventoryForecasting] });
    const { folder, sandbox } = owned;
    const { clientSecret, storeId } = sandbox.shops[0]!;
    const asked = vi.spyOn(globalThis, 'fetch');
    await owned.connect();
    const said = await saidBy(owned);
    const secrets = secretsOf(folder, 'environment', SERVER);
    const planted = [
      clientSecret,
      ...WRONG,
      ...formsOf('ROYAL_DATA_KEY', DATA_KEY),
      ...formsOf('audit.key', AUDIT_KEY),
      ...(await keyForms(secrets, `store.${storeId}.key`)),
    ];
    expect(foundIn(said, planted)).toEqual([]);
    // With the core still open: write-ahead logs and all.
    expect(found(folder, planted)).toEqual([]);
    expect(found(join(folder, '..', 'backup'), planted)).toEqual([]);
    const addresses = asked.mock.calls.map(([to]) => (to instanceof Request ? to.url : String(to)));
    expect(addresses.some((address) => address.includes('access_token'))).toBe(true);
    expect(foundIn(addresses, planted)).toEqual([]);
    expect(foundIn([secrets, secrets.status()], [...planted, storeId])).toEqual([]);
    await owned.stop();
    expect(found(folder, planted)).toEqual([]);
  });

  it('of a machine without a keychain are in the file of secrets alone', async () => {
    owned = await openOwned({
      env: { ROYAL_SECRETS: 'file', ROYAL_LOG: 'trace' },
      agents: [inventoryForecasting],
    });
    const { folder, sandbox, client } = owned;
    const { shop, storeId } = sandbox.shops[0]!;
    const token = await adminToken(owned);
    await client.stores.add({ id: storeId, shop, token, endpoint: sandbox.url });
    const said = await saidBy(owned);
    const secrets = secretsOf(folder, 'file', {});
    const keys = [
      ...(await keyForms(secrets, 'audit.key')),
      ...(await keyForms(secrets, `store.${storeId}.key`)),
    ];
    const planted = [token, ...keys];
    expect(foundIn(said, [...planted, ...WRONG])).toEqual([]);
    expect(found(folder, [...planted, ...WRONG], ['secrets.json'])).toEqual([]);
    expect(found(join(folder, '..', 'backup'), [...planted, ...WRONG])).toEqual([]);
    // The search can find what is there, and what did not connect is not kept.
    expect(found(folder, [...planted, ...WRONG])).toEqual([
      `secrets.json: ${token}`,
      'secrets.json: audit.key in base64',
      `secrets.json: store.${storeId}.key in base64`,
    ]);
  });

  it('that can not be read are not quoted in what is said of them', async () => {
    owned = await openOwned({ env: SERVER });
    const { folder, sandbox } = owned;
    const { storeId } = sandbox.shops[0]!;
    await owned.connect();
    await owned.stop();
    const planted = ['Kanarie', 'Kana', ...formsOf('another key', AUDIT_KEY)];
    const damaged = [
      [{ ROYAL_DATA_KEY: 'Kanarie-short' }, 'key_wrong'],
      [{ ROYAL_DATA_KEY: AUDIT_KEY.toString('base64') }, 'key_wrong'],
      [{ ROYAL_DATA_KEY: AUDIT_KEY.toString('hex') }, 'key_wrong'],
      [{ ROYAL_SECRET_AUDIT_KEY: 'Kanarie' }, 'key_wrong'],
      [{ ROYAL_SECRET_AUDIT_ANCHOR: 'Kanarie {' }, 'key_wrong'],
    ] as const;
    for (const [change, code] of damaged) {
      const error = await owned.start({ env: { ...SERVER, ...change } }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code });
      expect(foundIn(error, planted)).toEqual([]);
    }
    for (const credentials of ['Kanarie', '{"kind":"admin_token","Kanarie":1}', '{"kind":"Kanarie"}']) {
      const name = `ROYAL_SECRET_STORE_${storeId.toUpperCase()}_CREDENTIALS`;
      await owned.start({ env: { ...SERVER, [name]: credentials } });
      const said = [await owned.client.stores.list({}), await owned.client.doctor.run({ offline: true })];
      expect(said[0]).toMatchObject([{ id: storeId, problem: { code: 'key_wrong' } }]);
      expect(foundIn(said, planted)).toEqual([]);
      await owned.stop();
    }
    expect(found(folder, planted)).toEqual([]);
  });

  it('are not quoted where their file is damaged', async () => {
    owned = await openOwned();
    await owned.stop();
    writeFileSync(join(owned.folder, 'secrets.json'), 'Kanarie "Kanarie');
    const error = await owned.start().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'key_wrong' });
    expect(foundIn(error, ['Kanarie', 'Kana'])).toEqual([]);
    expect(found(owned.folder, ['Kanarie'], ['secrets.json'])).toEqual([]);
  });
});
