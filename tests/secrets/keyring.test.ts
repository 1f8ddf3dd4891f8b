/** The keys of a data folder in a real gnome-keyring: kept, found again, and missed in each way that they can be. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../headless/exit-codes.ts';
import type { Check } from '../../shared/contract/schemas.ts';
import type { ErrorData } from '../../shared/errors.ts';
import { type Owned, openOwned } from '../faults/owned-core.ts';
import { royal } from '../royal-process.ts';
import { openSession, type Session, withoutSession } from './session.ts';

const SERVICE = { service: 'Royal Equips' };

let base: string;
let folder: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'royal-keyring-'));
  folder = join(base, 'data');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

interface Told {
  exit: number | null;
  error: ErrorData;
}

/** What a new process says that should have failed. */
async function refused(env: NodeJS.ProcessEnv): Promise<Told> {
  const { code, json } = await royal(['store', 'list', '--json'], { folder, env });
  return { exit: code, error: (json as { error: ErrorData }).error };
}

const identity = (): { id: string; secrets: string } =>
  JSON.parse(readFileSync(join(folder, 'folder.json'), 'utf8'));

const checkOf = (checks: readonly Check[], name: string): Check =>
  checks.find((check) => check.name === name)!;

describe.skipIf(withoutSession)('a data folder whose keys are in gnome-keyring', () => {
  let session: Session;
  /** Of a program that was told nothing of where its secrets go. */
  let env: NodeJS.ProcessEnv;
  let owned: Owned;

  beforeAll(async () => {
    session = await openSession();
    env = { ...session.env, ROYAL_SECRETS: undefined };
  });
  afterAll(() => session?.close());
  beforeEach(async () => {
    owned = await openOwned({ folder, env: session.env });
    await owned.connect();
    await owned.stop();
  });
  afterEach(() => owned?.close());

  const itemsOf = (name: string): Promise<string[]> =>
    session.items({ ...SERVICE, username: `${identity().id}/${name}` });
  const countOf = async (...names: string[]): Promise<number[]> =>
    (await Promise.all(names.map(itemsOf))).map((items) => items.length);

  it('finds them again in another process', async () => {
    expect(identity().secrets).toBe('keychain');
    expect(readdirSync(folder)).not.toContain('secrets.json');
    expect(await countOf('audit.key', 'audit.anchor', 'store.gbp.key', 'store.gbp.credentials')).toEqual([
      1, 1, 1, 1,
    ]);
    const listed = await royal(['store', 'list', '--json'], { folder, env });
    expect(listed).toMatchObject({ code: EXIT.ok, json: [{ id: 'gbp', problem: null }] });
    const { json } = await royal(['doctor', '--offline', '--json'], { folder, env });
    expect(checkOf(json as Check[], 'secrets')).toMatchObject({
      state: 'ok',
      text: 'in the keychain of the system, which answers',
    });
    expect(checkOf(json as Check[], 'audit').state).toBe('ok');
    // Not even what was tried out to see whether the keyring can be written is left.
    expect(await session.items(SERVICE)).toHaveLength(4);
    await owned.start();
    await owned.client.stores.remove({ storeId: 'gbp' });
    expect(await countOf('store.gbp.key', 'store.gbp.credentials')).toEqual([0, 0]);
  });

  it('says that the keyring is locked, changes nothing, and opens once it is not', async () => {
    const before = readFileSync(join(folder, 'ledger.db'));
    await session.lock();
    expect(await refused(env)).toMatchObject({
      exit: EXIT.data,
      error: { code: 'key_locked', next: expect.stringContaining('gnome-keyring-daemon --replace --unlock') },
    });
    expect(readFileSync(join(folder, 'ledger.db')).equals(before)).toBe(true);
    await session.unlock();
    const listed = await royal(['store', 'list', '--json'], { folder, env });
    expect(listed).toMatchObject({ code: EXIT.ok, json: [{ id: 'gbp', problem: null }] });
  });

  it('waits only so long for a prompt, and ends though it still stands open', async () => {
    session.promptsStayOpen(true);
    await session.lock();
    try {
      const told = await refused({ ...env, ROYAL_KEYCHAIN_SECONDS: '1' });
      // Were it the answer of a prompt, nothing would be proven.
      expect(told).toMatchObject({
        exit: EXIT.data,
        error: { code: 'key_locked', details: { reason: 'no answer in 1000 ms' } },
      });
    } finally {
      session.promptsStayOpen(false);
      await session.unlock();
    }
  });

  it('goes on where the keyring is locked under a running core, and says so', async () => {
    await owned.start();
    await session.lock();
    await owned.client.stop.pull({ reason: 'a row whose anchor can not be written' });
    const during = await owned.client.doctor.run({ offline: true });
    expect(checkOf(during, 'secrets')).toMatchObject({
      state: 'fail',
      text: expect.stringMatching(/in the keychain of the system: .* locked/),
    });
    expect(checkOf(during, 'audit')).toMatchObject({
      state: 'fail',
      text: expect.stringContaining('not verified'),
    });
    expect(await owned.client.stores.list()).toMatchObject([{ id: 'gbp', problem: null }]);
    await session.unlock();
    await owned.client.stop.lift({});
    const after = await owned.client.doctor.run({ offline: true });
    expect([checkOf(after, 'secrets').state, checkOf(after, 'audit').state]).toEqual(['ok', 'ok']);
  });

  it('removes no store while the keyring is locked, and all of it once it is not', async () => {
    await owned.start();
    await session.lock();
    try {
      await expect(owned.client.stores.remove({ storeId: 'gbp' })).rejects.toMatchObject({
        code: 'key_locked',
      });
    } finally {
      await session.unlock();
    }
    expect(await owned.client.stores.list()).toMatchObject([{ id: 'gbp', problem: null }]);
    await owned.client.stores.remove({ storeId: 'gbp' });
    expect(await owned.client.stores.list()).toEqual([]);
    expect(await countOf('store.gbp.key', 'store.gbp.credentials')).toEqual([0, 0]);
  });

  it.each([
    [
      'audit.key',
      (told: Told) => expect(told).toMatchObject({ exit: EXIT.data, error: { code: 'key_lost' } }),
    ],
    ['store.gbp.key', null],
    ['store.gbp.credentials', null],
  ] as const)('never makes %s a second time', async (name, whole) => {
    const [item] = await itemsOf(name);
    await session.remove(item!);
    if (whole) whole(await refused(env));
    else
      expect(await royal(['store', 'list', '--json'], { folder, env })).toMatchObject({
        json: [{ id: 'gbp', problem: { code: 'key_lost' } }],
      });
    expect(await countOf(name)).toEqual([0]);
  });

  it('says that nothing answers where there is no session, and opens in the session again', async () => {
    const outside = { ...env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(base, 'nowhere')}` };
    expect(await refused(outside)).toMatchObject({
      exit: EXIT.data,
      error: { code: 'key_lost', details: { state: 'unavailable' } },
    });
    // The kernel's keyring, which the library would fall back to, must not be taken for an empty keychain.
    const { DBUS_SESSION_BUS_ADDRESS: _, XDG_RUNTIME_DIR: __, ...bare } = env;
    expect((await refused(bare)).error).toMatchObject({
      code: 'key_lost',
      details: { state: 'unavailable' },
    });
    expect(await royal(['store', 'list', '--json'], { folder, env })).toMatchObject({ code: EXIT.ok });
  });

  it('makes no new folder that a locked keyring could not open', async () => {
    await session.lock();
    const other = join(base, 'other');
    try {
      const { code, json } = await royal(['store', 'list', '--json'], { folder: other, env });
      expect({ code, json }).toMatchObject({
        code: EXIT.data,
        json: { error: { code: 'key_locked', next: expect.stringContaining('ROYAL_SECRETS=file') } },
      });
      expect(existsSync(join(other, 'folder.json'))).toBe(false);
    } finally {
      await session.unlock();
    }
  });
});

describe.skipIf(withoutSession)('a session', () => {
  let session: Session | null = null;
  afterEach(async () => {
    await session?.close();
    session = null;
  });

  it('that keeps programs away from its keyring is told of as denied', async () => {
    session = await openSession({ denied: true });
    expect(await refused({ ...session.env, ROYAL_SECRETS: 'keychain' })).toMatchObject({
      exit: EXIT.data,
      error: { code: 'key_denied', details: { source: 'keychain', state: 'denied' } },
    });
    expect(existsSync(join(folder, 'folder.json'))).toBe(false);
  });

  it('that ends under a running core leaves it running, and the doctor says so', async () => {
    session = await openSession();
    const owned = await openOwned({ folder, env: { ...session.env, ROYAL_SECRETS: 'keychain' } });
    try {
      await owned.connect();
      await session.close();
      const checks = await owned.client.doctor.run({ offline: true });
      expect(checkOf(checks, 'secrets')).toMatchObject({
        state: 'fail',
        text: expect.stringContaining('can not be reached'),
      });
      expect(await owned.client.stores.list()).toMatchObject([{ id: 'gbp', problem: null }]);
    } finally {
      await owned.close();
    }
  });
});

it.runIf(withoutSession)('a session with a keyring could not be made', ({ skip }) => {
  skip(withoutSession ?? '');
});
