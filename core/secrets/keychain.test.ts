import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Keychain, keychainInItsOwn, keychainInThisProcess, openKeychain } from './keychain.ts';
import { keychainProvider } from './keychain-provider.ts';
import { refusedError } from './secret-provider.ts';

const get = (account: string) => ({ verb: 'get', account }) as const;

describe('the keychain in a process of its own', () => {
  let folder: string;
  let keychain: Keychain | null = null;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'royal-keychain-'));
  });
  afterEach(() => {
    keychain?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A stand-in for keychain-worker.ts. */
  const withWorker = (code: string, waitMs: number): Keychain => {
    const script = join(folder, 'worker.mjs');
    writeFileSync(script, `process.on('disconnect', () => process.exit());\n${code}`);
    keychain = keychainInItsOwn(waitMs, script, {
      ROYAL_DATA_KEY: 'hush',
      ROYAL_SECRET_A: 'hush',
      LANG: 'C',
    });
    return keychain;
  };

  it('is stopped where it does not answer, and begun anew for the next', async () => {
    const { ask } = withWorker(
      `process.on('message', ({ account }) => {
         if (account !== 'stuck') process.send({ kind: 'value', value: account + process.pid });
       });`,
      2_000,
    );
    const [stuck, one, two] = await Promise.all([ask(get('stuck')), ask(get('a')), ask(get('a'))]);
    expect(stuck).toEqual({ kind: 'timeout', waitedMs: 2_000 });
    expect(one).toMatchObject({ kind: 'value', value: expect.stringMatching(/^a\d+$/) });
    expect(two).toEqual(one);
  });

  it('is told nothing of the keys in our environment', async () => {
    const { ask } = withWorker(
      `process.on('message', () => process.send({ kind: 'value', value: JSON.stringify(process.env) }));`,
      20_000,
    );
    const answer = (await ask(get('a'))) as { value: string };
    expect(JSON.parse(answer.value)).toMatchObject({ LANG: 'C' });
    expect(answer.value).not.toContain('hush');
  });

  it('answers with an error where it ends by itself', async () => {
    const { ask } = withWorker(`process.on('message', () => process.exit(9));`, 20_000);
    expect(await ask(get('a'))).toMatchObject({ kind: 'error', message: expect.stringContaining('9') });
  });
});

describe('the keychain in this process', () => {
  it('drops a late answer, and lets nothing past a prompt that stands open', async () => {
    const prompt = Promise.withResolvers<void>();
    const begun: string[] = [];
    const { ask } = keychainInThisProcess(20, async ({ account }) => {
      begun.push(account);
      if (account === 'stuck') await prompt.promise;
      return account;
    });
    expect(await ask(get('stuck'))).toMatchObject({ kind: 'timeout' });
    expect(await ask(get('a'))).toMatchObject({ kind: 'timeout' });
    expect(begun).toEqual(['stuck']);
    prompt.resolve();
    await expect.poll(() => begun).toEqual(['stuck', 'a']);
    expect(await ask(get('b'))).toEqual({ kind: 'value', value: 'b' });
  });
});

describe('a keychain that refuses', () => {
  const refusing = (message: string): Keychain => ({
    ask: async () => ({ kind: 'error', message }),
    close() {},
  });

  // Each as the library words it; those of macOS are the texts of SecCopyErrorMessageString.
  it.each([
    ["Couldn't access platform storage: Secret Service: unlock prompt was dismissed", 'locked', 'key_locked'],
    ["Couldn't access platform storage: Secret Service: object locked", 'locked', 'key_locked'],
    ['Platform failure: User interaction is not allowed.', 'locked', 'key_locked'],
    ['Platform failure: DBus error: Rejected send message, 2 matched rules', 'denied', 'key_denied'],
    ['Platform failure: The user name or passphrase you entered is not correct.', 'denied', 'key_denied'],
    ['Platform failure: User canceled the operation.', 'denied', 'key_denied'],
    ['Platform failure: DBus error: Failed to connect to socket /gone', 'unavailable', 'key_lost'],
    ['Cannot find native binding.', 'unavailable', 'key_lost'],
  ])('“%s” is %s', async (message, state, code) => {
    const provider = keychainProvider('folder', {}, refusing(message));
    expect(await provider.find('a')).toMatchObject({ state });
    expect(await provider.tryOut()).toMatchObject({ state });
    await expect(provider.set('a', '1')).rejects.toMatchObject({ code, details: { reason: message } });
    await expect(provider.delete('a')).rejects.toMatchObject({ code });
  });

  it('says on each system what to do there', () => {
    for (const state of ['locked', 'denied', 'unavailable'] as const) {
      const next = (['linux', 'darwin', 'win32', 'freebsd'] as const).map(
        (platform) => refusedError({ state }, 'keychain', platform).next,
      );
      expect(new Set(next).size).toBe(3);
      expect(next[3]).toBe(next[0]);
    }
  });

  it('waits no nonsense', () => {
    for (const ROYAL_KEYCHAIN_SECONDS of ['soon', '0', '-1', ''])
      expect(() => openKeychain({ ROYAL_KEYCHAIN_SECONDS })).toThrow(/no number of seconds/);
  });
});
