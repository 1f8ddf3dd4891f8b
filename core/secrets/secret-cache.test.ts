import { describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';
import { SecretCache } from './secret-cache.ts';

describe('the cache of secrets', () => {
  it('gives back what it holds until it is old, and forgets the old unasked', () => {
    let now = 0;
    const cache = new SecretCache({ ttlMs: 100, now: () => now });
    cache.set('a', new Secret('hush ✓'));
    expect(cache.get('a')?.reveal()).toBe('hush ✓');
    now = 100;
    expect(cache.stats()).toEqual({ hits: 1, misses: 0, size: 0 });
    expect(cache.get('a')).toBeNull();
  });

  it('holds nothing in the clear, and nothing twice alike', () => {
    const cache = new SecretCache({ ttlMs: 100, now: () => 0 });
    const encrypted: Buffer[] = [];
    // The private fields can't be looked into; what the map is given can.
    const set = Map.prototype.set;
    Map.prototype.set = function (this: Map<unknown, unknown>, key, value) {
      if (value?.nonce) encrypted.push(Buffer.concat([value.nonce, value.text, value.tag]));
      return set.call(this, key, value);
    };
    try {
      cache.set('a', new Secret('a long enough secret'));
      cache.set('b', new Secret('a long enough secret'));
    } finally {
      Map.prototype.set = set;
    }
    expect(encrypted).toHaveLength(2);
    expect(encrypted.some((bytes) => bytes.includes('long enough'))).toBe(false);
    expect(encrypted[0]!.equals(encrypted[1]!)).toBe(false);
    cache.clear();
    expect(cache.get('a')).toBeNull();
  });
});
