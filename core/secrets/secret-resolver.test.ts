import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyFor } from './keys.ts';
import { Secret } from './secret.ts';
import { type Outcome, refusedError, type SecretKeeper, type SecretSource } from './secret-provider.ts';
import { openSecrets, SecretResolver } from './secret-resolver.ts';
import { chooseSource } from './secret-source.ts';

/** On Linux there is no Secret Service without a session bus; elsewhere the keychain is always there. */
const NO_SESSION = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('secrets', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'royal-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (source: SecretSource, env: NodeJS.ProcessEnv): SecretResolver =>
    openSecrets({ folder, folderId: 'test', source, env });

  it('show nowhere but where they are revealed', () => {
    const secret = new Secret('hush');
    expect([`${secret}`, JSON.stringify({ secret }), inspect({ secret })].join()).not.toContain('hush');
    expect(secret.reveal()).toBe('hush');
  });

  it('in a file: only the owner reads it, also where it was laid open', async () => {
    const store = open('file', {});
    await store.set('a', '1');
    await store.set('b', '2');
    await store.delete('a');
    const path = join(folder, 'secrets.json');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await store.get('a')).toBeNull();
    expect((await store.get('b'))?.reveal()).toBe('2');
    writeFileSync(path, '{"b":');
    await expect(store.get('b', { fresh: true })).rejects.toMatchObject({ code: 'key_wrong' });
    await expect(store.set('c', '3')).rejects.toMatchObject({ code: 'key_wrong' });
    expect(readFileSync(path, 'utf8')).toBe('{"b":');
  });

  it('from the environment: encrypted at rest, bound to their names, overridden one by one', async () => {
    const store = open('environment', { ROYAL_DATA_KEY: KEY });
    await store.set('store.gbp.credentials', 'hush');
    const path = join(folder, 'secrets.json');
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('hush');
    expect((await store.get('store.gbp.credentials'))?.reveal()).toBe('hush');
    writeFileSync(path, text.replace('store.gbp.credentials', 'store.eur.credentials'));
    await expect(store.get('store.eur.credentials')).rejects.toMatchObject({ code: 'key_wrong' });
    const injected = open('environment', {
      ROYAL_DATA_KEY: KEY,
      ROYAL_SECRET_STORE_EUR_CREDENTIALS: 'given',
    });
    expect((await injected.get('store.eur.credentials'))?.reveal()).toBe('given');
  });

  it('say what to do where the key is missing, malformed or another', async () => {
    expect(() => open('environment', {})).toThrow(expect.objectContaining({ code: 'key_lost' }));
    expect(() => open('environment', { ROYAL_DATA_KEY: 'short' })).toThrow(
      expect.objectContaining({ code: 'key_wrong' }),
    );
    await open('environment', { ROYAL_DATA_KEY: KEY }).set('a', '1');
    const other = open('environment', { ROYAL_DATA_KEY: Buffer.alloc(32, 8).toString('base64') });
    await expect(other.get('a')).rejects.toMatchObject({ code: 'key_wrong' });
  });

  it.runIf(process.platform === 'linux')('choose their place once', async () => {
    expect(await chooseSource({ ROYAL_SECRETS: 'file', ROYAL_DATA_KEY: KEY })).toBe('file');
    expect(await chooseSource({ ROYAL_DATA_KEY: KEY })).toBe('environment');
    expect(await chooseSource(NO_SESSION)).toBe('file');
    // What was wished for is not passed over, and the folder can still be given another place.
    await expect(chooseSource({ ...NO_SESSION, ROYAL_SECRETS: 'keychain' })).rejects.toMatchObject({
      code: 'key_lost',
      next: expect.stringContaining('ROYAL_SECRETS=file'),
    });
    await expect(chooseSource({ ROYAL_SECRETS: 'paper' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('make a key once, and never again where something is encrypted with it', async () => {
    const store = open('file', {});
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

/** A place in memory that can be shut, and counts how often it is asked. */
class Place implements SecretKeeper {
  readonly source: SecretSource;
  readonly kept = new Map<string, string>();
  shut: Exclude<Outcome['state'], 'found' | 'absent'> | null = null;
  asked = 0;

  constructor(source: SecretSource, kept: Record<string, string> = {}) {
    this.source = source;
    for (const [name, value] of Object.entries(kept)) this.kept.set(name, value);
  }

  async find(name: string): Promise<Outcome> {
    this.asked += 1;
    if (this.shut) return { state: this.shut };
    const value = this.kept.get(name);
    return value === undefined ? { state: 'absent' } : { state: 'found', secret: new Secret(value) };
  }

  async set(name: string, value: string): Promise<void> {
    if (this.shut) throw refusedError({ state: this.shut }, this.source);
    this.kept.set(name, value);
  }

  async delete(name: string): Promise<void> {
    this.kept.delete(name);
  }

  close(): void {}
}

describe('the resolver', () => {
  let now = 0;
  const resolverOf = (keeper: Place, ...fallbacks: Place[]): SecretResolver => {
    now = 0;
    return new SecretResolver({ keeper, fallbacks, ttlMs: 1_000, now: () => now });
  };
  const textOf = async (resolver: SecretResolver, name: string): Promise<string | undefined> =>
    (await resolver.get(name))?.reveal();

  it('looks in the folder’s own place first, then in what the environment injects', async () => {
    const keychain = new Place('keychain', { a: 'kept' });
    const resolver = resolverOf(keychain, new Place('environment', { a: 'injected', b: 'injected' }));
    expect([await textOf(resolver, 'a'), await textOf(resolver, 'b')]).toEqual(['kept', 'injected']);
    expect(await resolver.find('c')).toEqual({ state: 'absent' });
    expect(resolver.stats().providers).toEqual([
      { source: 'keychain', hits: 1, misses: 2, failures: 0 },
      { source: 'environment', hits: 1, misses: 1, failures: 0 },
    ]);
  });

  it.each([
    ['locked', 'key_locked'],
    ['denied', 'key_denied'],
    ['unavailable', 'key_lost'],
  ] as const)('never takes a %s place for an empty one', async (state, code) => {
    const keychain = new Place('keychain', { 'audit.key': 'k' });
    const resolver = resolverOf(keychain, new Place('environment', { 'audit.key': 'other' }));
    keychain.shut = state;
    expect(await resolver.find('audit.key')).toMatchObject({ state });
    await expect(resolver.get('audit.key')).rejects.toMatchObject({ code });
    await expect(keyFor(resolver, 'audit.key', true, 'next')).rejects.toMatchObject({ code });
    await expect(resolver.set('audit.key', 'new')).rejects.toMatchObject({ code });
    expect(keychain.kept.get('audit.key')).toBe('k');
    expect(resolver.status()).toMatchObject({ source: 'keychain', state });
    expect(await resolver.check()).toMatchObject({ code, details: { source: 'keychain', state } });
    keychain.shut = null;
    expect(await resolver.check()).toBeNull();
    expect(resolver.status().state).toBe('ready');
  });

  it('asks again once an entry of its cache is old, was written, deleted, or must be fresh', async () => {
    const place = new Place('file', { a: '1' });
    const resolver = resolverOf(place);
    await resolver.get('a');
    now = 999;
    await resolver.get('a');
    expect(place.asked).toBe(1);
    place.kept.set('a', '2');
    now = 1_000;
    expect(await textOf(resolver, 'a')).toBe('2');
    place.kept.set('a', '3');
    expect(await textOf(resolver, 'a')).toBe('2');
    expect((await resolver.get('a', { fresh: true }))?.reveal()).toBe('3');
    await resolver.set('a', '4');
    expect(await textOf(resolver, 'a')).toBe('4');
    await resolver.delete('a');
    expect(await resolver.get('a')).toBeNull();
    expect(resolver.stats().cache).toEqual({ hits: 2, misses: 4, size: 0 });
  });

  it('does not keep what was read while it was being written', async () => {
    const place = new Place('file', { a: 'old' });
    const resolver = resolverOf(place);
    const reading = resolver.get('a');
    await resolver.set('a', 'new');
    await reading;
    expect(await textOf(resolver, 'a')).toBe('new');
  });

  it('tells figures without names and values', async () => {
    const resolver = resolverOf(new Place('file', { 'store.gbp.key': 'hush' }));
    await resolver.get('store.gbp.key');
    expect(resolver.stats().resolves).toMatchObject({ count: 1 });
    expect(inspect([resolver, resolver.status()], { depth: 9 })).not.toMatch(/gbp|hush/);
  });
});
