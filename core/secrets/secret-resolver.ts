/**
 * Where keys and tokens of a data folder are found: its own place first, then what the environment injects, with
 * an encrypted cache before them. A folder keeps to the place it began with (named in folder.json): a keychain
 * that can't be reached today must not look like a folder without keys.
 */
import { type ErrorData, RoyalError, toErrorData } from '../../shared/errors.ts';
import { environmentProvider, variablesProvider } from './environment-provider.ts';
import { fileProvider } from './file-provider.ts';
import { keychainProvider } from './keychain-provider.ts';
import type { Secret } from './secret.ts';
import { type CacheStats, SecretCache } from './secret-cache.ts';
import {
  type Outcome,
  type Refusal,
  refusedError,
  type SecretKeeper,
  type SecretProvider,
  type SecretSource,
} from './secret-provider.ts';

const TTL_MS = 5 * 60_000;

/** Of one place since the start: how often it had the name, had it not, or gave no answer. */
export interface ProviderStats {
  source: SecretSource;
  hits: number;
  misses: number;
  failures: number;
}

/** Plain numbers, to be shown to anybody: no names, no values. */
export interface SecretStats {
  providers: ProviderStats[];
  /** Looks that the cache did not answer, and what they took. */
  resolves: { count: number; totalMs: number; maxMs: number };
  cache: CacheStats;
}

export interface SecretStatus {
  source: SecretSource;
  /** Of the folder's own place, when it was last asked. */
  state: 'ready' | Refusal['state'];
  stats: SecretStats;
}

export interface ResolverOptions {
  keeper: SecretKeeper;
  /** Asked in this order for what the keeper has not. */
  fallbacks?: readonly SecretProvider[];
  ttlMs?: number;
  /** Milliseconds of a clock that does not go back. */
  now?: () => number;
}

/** Names: "store.<id>.credentials", "store.<id>.key", "audit.key", "audit.anchor". */
export class SecretResolver {
  readonly source: SecretSource;
  readonly #keeper: SecretKeeper;
  readonly #providers: readonly { provider: SecretProvider; stats: ProviderStats }[];
  readonly #cache: SecretCache;
  readonly #now: () => number;
  readonly #resolves = { count: 0, totalMs: 0, maxMs: 0 };
  #state: SecretStatus['state'] = 'ready';
  #writes = 0;

  constructor(options: ResolverOptions) {
    this.#keeper = options.keeper;
    this.source = options.keeper.source;
    this.#providers = [options.keeper, ...(options.fallbacks ?? [])].map((provider) => ({
      provider,
      stats: { source: provider.source, hits: 0, misses: 0, failures: 0 },
    }));
    this.#now = options.now ?? (() => performance.now());
    this.#cache = new SecretCache({ ttlMs: options.ttlMs ?? TTL_MS, now: this.#now });
  }

  /**
   * The first place that has the name. One that gives no answer ends the search: what it holds may differ from
   * what a later place has. `fresh` looks past the cache, for what others may change behind this program's back.
   * Throws RoyalError key_wrong where what is kept can't be read.
   */
  async find(name: string, { fresh = false } = {}): Promise<Outcome> {
    const cached = fresh ? null : this.#cache.get(name);
    if (cached) return { state: 'found', secret: cached };
    const began = this.#now();
    const writes = this.#writes;
    try {
      for (const { provider, stats } of this.#providers) {
        const outcome = await this.#ask(provider, stats, name);
        if (outcome.state === 'absent') continue;
        // Not where it was written meanwhile: this may be the value of before.
        if (outcome.state === 'found' && writes === this.#writes) this.#cache.set(name, outcome.secret);
        return outcome;
      }
      return { state: 'absent' };
    } finally {
      const took = this.#now() - began;
      this.#resolves.count += 1;
      this.#resolves.totalMs += took;
      this.#resolves.maxMs = Math.max(this.#resolves.maxMs, took);
    }
  }

  /** null where it is absent. Throws RoyalError key_locked, key_denied, key_lost (nothing answers), key_wrong. */
  async get(name: string, options?: { fresh?: boolean }): Promise<Secret | null> {
    const outcome = await this.find(name, options);
    if (outcome.state === 'found') return outcome.secret;
    if (outcome.state === 'absent') return null;
    throw refusedError(outcome, this.source);
  }

  /** Kept in the folder's own place. Throws as `get`. */
  async set(name: string, value: string): Promise<void> {
    await this.#write(name, () => this.#keeper.set(name, value));
  }

  /** From the folder's own place; no error where it is absent. Throws as `get`. */
  async delete(name: string): Promise<void> {
    await this.#write(name, () => this.#keeper.delete(name));
  }

  /** Asks the folder's own place now: null where it answers, else what a `get` would throw. */
  async check(): Promise<ErrorData | null> {
    try {
      await this.get('audit.key', { fresh: true });
      return null;
    } catch (error) {
      return toErrorData(error);
    }
  }

  status(): SecretStatus {
    return { source: this.source, state: this.#state, stats: this.stats() };
  }

  stats(): SecretStats {
    return {
      providers: this.#providers.map(({ stats }) => ({ ...stats })),
      resolves: { ...this.#resolves },
      cache: this.#cache.stats(),
    };
  }

  close(): void {
    this.#cache.clear();
    for (const { provider } of this.#providers) provider.close();
  }

  async #ask(provider: SecretProvider, stats: ProviderStats, name: string): Promise<Outcome> {
    let state: Outcome['state'] = 'unavailable';
    try {
      const outcome = await provider.find(name);
      state = outcome.state;
      return outcome;
    } finally {
      stats[state === 'found' ? 'hits' : state === 'absent' ? 'misses' : 'failures'] += 1;
      if (provider === this.#keeper) this.#state = state === 'found' || state === 'absent' ? 'ready' : state;
    }
  }

  async #write(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#state = 'ready';
    } catch (error) {
      this.#providers[0]!.stats.failures += 1;
      this.#state = stateOf(error);
      throw error;
    } finally {
      this.#writes += 1;
      this.#cache.delete(name);
    }
  }
}

function stateOf(error: unknown): Refusal['state'] {
  const code = error instanceof RoyalError ? error.code : null;
  return code === 'key_locked' ? 'locked' : code === 'key_denied' ? 'denied' : 'unavailable';
}

/** Opens the folder's own place. Throws RoyalError key_lost, key_wrong where ROYAL_DATA_KEY is not its key. */
export function openSecrets(options: {
  folder: string;
  folderId: string;
  source: SecretSource;
  env: NodeJS.ProcessEnv;
}): SecretResolver {
  const { folder, folderId, source, env } = options;
  if (source === 'environment') return new SecretResolver({ keeper: environmentProvider(folder, env) });
  return new SecretResolver({
    keeper: source === 'keychain' ? keychainProvider(folderId, env) : fileProvider(folder),
    fallbacks: [variablesProvider(env)],
  });
}
