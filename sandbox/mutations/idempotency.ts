/** Idempotency keys as Shopify keeps them: 24 hours, bound to their parameters. */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { Stored } from '../graphql/values.ts';

const LIFE_MS = 24 * 3_600_000;

export type KeyState =
  | { kind: 'new' }
  | { kind: 'replay'; answer: Stored }
  | { kind: 'mismatch' }
  | { kind: 'failed' };

export class Idempotency {
  readonly #database: Database.Database;
  /** Keys of requests under way. */
  readonly #running = new Set<string>();

  constructor(database: Database.Database) {
    this.#database = database;
    database.exec(`CREATE TABLE IF NOT EXISTS idempotency_keys (shop TEXT NOT NULL, key TEXT NOT NULL,
      at INTEGER NOT NULL, parameters TEXT NOT NULL, answer TEXT, PRIMARY KEY (shop, key))`);
  }

  /**
   * Marks the keys of a request as under way until `release`. `taken` are those that an earlier request still
   * holds: this one is answered with IDEMPOTENCY_CONCURRENT_REQUEST for them.
   */
  hold(shop: string, keys: string[]): { taken: ReadonlySet<string>; release(): void } {
    const taken = new Set(keys.filter((key) => this.#running.has(`${shop} ${key}`)));
    const held = keys.filter((key) => !taken.has(key)).map((key) => `${shop} ${key}`);
    for (const name of held) this.#running.add(name);
    return {
      taken,
      release: () => {
        for (const name of held) this.#running.delete(name);
      },
    };
  }

  look(shop: string, key: string, parameters: unknown, now: number): KeyState {
    const row = this.#database
      .prepare('SELECT at, parameters, answer FROM idempotency_keys WHERE shop = ? AND key = ?')
      .get(shop, key) as { at: number; parameters: string; answer: string | null } | undefined;
    if (row && now - row.at < LIFE_MS) {
      if (row.parameters !== digest(parameters)) return { kind: 'mismatch' };
      if (row.answer === null) return { kind: 'failed' };
      return { kind: 'replay', answer: JSON.parse(row.answer) as Stored };
    }
    return { kind: 'new' };
  }

  /** Keeps the answer to give again; null where the request was refused. */
  keep(shop: string, key: string, parameters: unknown, answer: Stored | null, now: number): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO idempotency_keys VALUES (?, ?, ?, ?, ?)')
      .run(shop, key, now, digest(parameters), answer && JSON.stringify(answer));
  }
}

function digest(parameters: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(parameters)))
    .digest('base64url');
}

/** The same value with the keys of every object in order, so that equal parameters have one text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}
