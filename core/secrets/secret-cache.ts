/**
 * Secrets that were just resolved, held for a while and never in the clear: AES-256-GCM under a random key that
 * lives as long as the cache. A dump of memory or swap then shows a value only while it is used.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from './secret.ts';

interface Sealed {
  nonce: Buffer;
  text: Buffer;
  tag: Buffer;
  until: number;
}

export interface CacheStats {
  hits: number;
  misses: number;
  size: number;
}

export class SecretCache {
  readonly #key = randomBytes(32);
  readonly #sealed = new Map<string, Sealed>();
  readonly #ttlMs: number;
  readonly #now: () => number;
  #hits = 0;
  #misses = 0;

  /** `now` in milliseconds, of a clock that does not go back. */
  constructor(options: { ttlMs: number; now: () => number }) {
    this.#ttlMs = options.ttlMs;
    this.#now = options.now;
  }

  get(name: string): Secret | null {
    this.#forgetOld();
    const sealed = this.#sealed.get(name);
    if (!sealed) {
      this.#misses += 1;
      return null;
    }
    this.#hits += 1;
    // The name is additional data: an entry can't be passed off as another's.
    const decipher = createDecipheriv('aes-256-gcm', this.#key, sealed.nonce).setAAD(Buffer.from(name));
    decipher.setAuthTag(sealed.tag);
    return new Secret(Buffer.concat([decipher.update(sealed.text), decipher.final()]).toString('utf8'));
  }

  set(name: string, secret: Secret): void {
    this.#forgetOld();
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(name));
    const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
    this.#sealed.set(name, { nonce, text, tag: cipher.getAuthTag(), until: this.#now() + this.#ttlMs });
  }

  delete(name: string): void {
    this.#sealed.delete(name);
  }

  clear(): void {
    this.#sealed.clear();
  }

  stats(): CacheStats {
    this.#forgetOld();
    return { hits: this.#hits, misses: this.#misses, size: this.#sealed.size };
  }

  #forgetOld(): void {
    const now = this.#now();
    for (const [name, { until }] of this.#sealed) if (until <= now) this.#sealed.delete(name);
  }
}
