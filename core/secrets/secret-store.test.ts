import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';
import { chooseSource, keyFor, openSecrets, type SecretStore } from './secret-store.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('secrets', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'royal-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (source: 'file' | 'environment' | 'keychain', env: NodeJS.ProcessEnv): Promise<SecretStore> =>
    openSecrets({ folder, folderId: 'test', source, env });

  it('show nowhere but where they are revealed', () => {
    const secret = new Secret('hush');
    expect([`${secret}`, JSON.stringify({ secret }), inspect({ secret })].join()).not.toContain('hush');
    expect(secret.reveal()).toBe('hush');
  });

  it('in a file: only the owner reads it, also where it was laid open', async () => {
    const store = await open('file', {});
    await store.set('a', '1');
    await store.set('b', '2');
    await store.delete('a');
    const path = join(folder, 'secrets.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await store.get('a')).toBeNull();
    expect((await store.get('b'))?.reveal()).toBe('2');
    writeFileSync(path, '{"b":');
    await expect(store.get('b')).rejects.toMatchObject({ code: 'key_wrong' });
    await expect(store.set('c', '3')).rejects.toMatchObject({ code: 'key_wrong' });
    expect(readFileSync(path, 'utf8')).toBe('{"b":');
  });

  it('from the environment: encrypted at rest, bound to their names, overridden one by one', async () => {
    const store = await open('environment', { ROYAL_DATA_KEY: KEY });
    await store.set('store.gbp.credentials', 'hush');
    const path = join(folder, 'secrets.json');
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('hush');
    expect((await store.get('store.gbp.credentials'))?.reveal()).toBe('hush');
    writeFileSync(path, text.replace('store.gbp.credentials', 'store.eur.credentials'));
    await expect(store.get('store.eur.credentials')).rejects.toMatchObject({ code: 'key_wrong' });
    const injected = await open('environment', {
      ROYAL_DATA_KEY: KEY,
      ROYAL_SECRET_STORE_EUR_CREDENTIALS: 'given',
    });
    expect((await injected.get('store.eur.credentials'))?.reveal()).toBe('given');
  });

  it('say what to do where the key is missing, malformed or another', async () => {
    await expect(open('environment', {})).rejects.toMatchObject({ code: 'key_lost' });
    await expect(open('environment', { ROYAL_DATA_KEY: 'short' })).rejects.toMatchObject({
      code: 'key_wrong',
    });
    await (await open('environment', { ROYAL_DATA_KEY: KEY })).set('a', '1');
    const other = await open('environment', { ROYAL_DATA_KEY: Buffer.alloc(32, 8).toString('base64') });
    await expect(other.get('a')).rejects.toMatchObject({ code: 'key_wrong' });
  });

  it('of a keychain that can not be reached are lost for now, never made anew', async () => {
    await expect(open('keychain', {})).rejects.toMatchObject({ code: 'key_lost' });
  });

  it('choose their place once', async () => {
    expect(await chooseSource({ ROYAL_SECRETS: 'file', ROYAL_DATA_KEY: KEY })).toBe('file');
    expect(await chooseSource({ ROYAL_DATA_KEY: KEY })).toBe('environment');
    expect(await chooseSource({})).toBe(process.platform === 'linux' ? 'file' : 'keychain');
    await expect(chooseSource({ ROYAL_SECRETS: 'paper' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('make a key once, and never again where something is encrypted with it', async () => {
    const store = await open('file', {});
    const key = await keyFor(store, 'store.gbp.key', true, 'next');
    expect(key).toHaveLength(32);
    expect(await keyFor(store, 'store.gbp.key', false, 'next')).toEqual(key);
    await store.delete('store.gbp.key');
    await expect(keyFor(store, 'store.gbp.key', false, 'next')).rejects.toMatchObject({ code: 'key_lost' });
    expect(await store.get('store.gbp.key')).toBeNull();
    await store.set('store.gbp.key', 'c2hvcnQ=');
    await expect(keyFor(store, 'store.gbp.key', true, 'next')).rejects.toMatchObject({ code: 'key_wrong' });
  });
});
