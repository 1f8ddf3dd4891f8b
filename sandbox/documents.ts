/** Keeps the sandbox's stores in SQLite: one table for each store and kind, so that a million orders stay on disk. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { idOf, type Kind, type Kinds, type Shop } from './model.ts';

/** `updatedAt`, `createdAt`, `processedAt` (orders only; elsewhere equal to createdAt) in epoch milliseconds. */
export type TimeKey = 'updatedAt' | 'createdAt' | 'processedAt';

export interface Filter<T> {
  /** Half-open ranges in epoch milliseconds: `from` is within, `to` is not. */
  updatedAt?: { from?: number; to?: number };
  createdAt?: { from?: number; to?: number };
  processedAt?: { from?: number; to?: number };
  where?: (document: T) => boolean;
}

/** Ties of a time key are broken by id, in the same direction. */
export interface Sorting {
  by: 'id' | TimeKey;
  reverse?: boolean;
}

/** A position in an order: the row's key and its id. */
export interface Cursor {
  key: number;
  id: number;
}

export interface Page<T> {
  nodes: T[];
  /** One for each node. */
  cursors: Cursor[];
  hasNextPage: boolean;
}

const COLUMN = { id: 'id', updatedAt: 'updated_at', createdAt: 'created_at', processedAt: 'processed_at' };
const BATCH = 256;
/** Ids are handed out from blocks, so that a counter is written once in a thousand. */
const ID_BLOCK = 1000;

interface Row {
  id: number;
  key: number;
  json: string;
}

export class Documents {
  /** For tables of the server's own (journal, bulk operations); names beginning with `docs_` are taken. */
  readonly database: Database.Database;
  readonly #tables = new Map<string, string>();
  readonly #statements = new Map<string, Database.Statement>();
  readonly #counters = new Map<string, { next: number; end: number }>();
  readonly #shops = new Map<string, { ordinal: number; shop: Shop }>();

  /** Without a folder: a temporary database on disk that is gone once closed. */
  constructor(folder?: string) {
    if (folder) mkdirSync(folder, { recursive: true });
    this.database = new Database(folder ? join(folder, 'sandbox.db') : '');
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = OFF');
    this.database.pragma('cache_size = -32000');
    this.database.exec(`
      CREATE TABLE IF NOT EXISTS shops (domain TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, json TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, next INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, json TEXT NOT NULL);
    `);
    for (const row of this.database.prepare('SELECT * FROM shops ORDER BY ordinal').all() as {
      domain: string;
      ordinal: number;
      json: string;
    }[])
      this.#shops.set(row.domain, { ordinal: row.ordinal, shop: JSON.parse(row.json) as Shop });
  }

  close(): void {
    this.database.close();
  }

  shops(): Shop[] {
    return [...this.#shops.values()].map(({ shop }) => shop);
  }

  shop(domain: string): Shop | null {
    return this.#shops.get(domain)?.shop ?? null;
  }

  putShop(shop: Shop): void {
    const ordinal = this.#shops.get(shop.domain)?.ordinal ?? this.#shops.size + 1;
    this.#shops.set(shop.domain, { ordinal, shop });
    this.#statement('INSERT OR REPLACE INTO shops VALUES (?, ?, ?)').run(
      shop.domain,
      ordinal,
      JSON.stringify(shop),
    );
  }

  /** A named JSON value beside the stores: the replay's report, seed settings. */
  note<T>(name: string): T | null {
    const row = this.#statement('SELECT json FROM notes WHERE name = ?').get(name) as
      | { json: string }
      | undefined;
    return row ? (JSON.parse(row.json) as T) : null;
  }

  putNote(name: string, value: unknown): void {
    this.#statement('INSERT OR REPLACE INTO notes VALUES (?, ?)').run(name, JSON.stringify(value));
  }

  /** A fresh integer for a gid's type, any type. Ids of different shops never meet. */
  nextId(domain: string, type: string): number {
    const name = `${domain} ${type}`;
    let counter = this.#counters.get(name);
    if (!counter || counter.next === counter.end) {
      const row = this.#statement('SELECT next FROM counters WHERE name = ?').get(name) as
        | { next: number }
        | undefined;
      const next = counter?.end ?? row?.next ?? this.#ordinal(domain) * 1_000_000_000_000 + 1;
      counter = { next, end: next + ID_BLOCK };
      this.#counters.set(name, counter);
      this.#statement('INSERT OR REPLACE INTO counters VALUES (?, ?)').run(name, counter.end);
    }
    return counter.next++;
  }

  /** Runs `work` in one transaction (nests). What it throws rolls everything back, ids given out excepted. */
  transaction<T>(work: () => T): T {
    return this.database.transaction(work)();
  }

  get<K extends Kind>(domain: string, kind: K, id: number | string): Kinds[K] | null {
    const row = this.#statement(`SELECT json FROM ${this.#table(domain, kind)} WHERE id = ?`).get(
      typeof id === 'number' ? id : idOf(id),
    ) as { json: string } | undefined;
    return row ? (JSON.parse(row.json) as Kinds[K]) : null;
  }

  put<K extends Kind>(domain: string, kind: K, document: Kinds[K]): void {
    const created = Date.parse(document.createdAt);
    const processed = 'processedAt' in document ? Date.parse(document.processedAt) : created;
    this.#statement(
      `INSERT OR REPLACE INTO ${this.#table(domain, kind)}
       (id, updated_at, created_at, processed_at, json) VALUES (?, ?, ?, ?, ?)`,
    ).run(idOf(document.id), Date.parse(document.updatedAt), created, processed, JSON.stringify(document));
  }

  putMany<K extends Kind>(domain: string, kind: K, documents: Iterable<Kinds[K]>): void {
    this.transaction(() => {
      for (const document of documents) this.put(domain, kind, document);
    });
  }

  /** True where there was something to remove. */
  remove(domain: string, kind: Kind, id: number | string): boolean {
    return (
      this.#statement(`DELETE FROM ${this.#table(domain, kind)} WHERE id = ?`).run(
        typeof id === 'number' ? id : idOf(id),
      ).changes > 0
    );
  }

  count<K extends Kind>(domain: string, kind: K, filter: Filter<Kinds[K]> = {}): number {
    if (filter.where) {
      let count = 0;
      for (const _ of this.iterate(domain, kind, filter)) count += 1;
      return count;
    }
    const { sql, values } = conditions(filter);
    const row = this.#statement(
      `SELECT count(*) AS n FROM ${this.#table(domain, kind)} WHERE ${sql.join(' AND ') || '1'}`,
    ).get(...values) as { n: number };
    return row.n;
  }

  /** Reads in batches, so memory is flat and documents may be written meanwhile. By id where nothing is said. */
  *iterate<K extends Kind>(
    domain: string,
    kind: K,
    filter: Filter<Kinds[K]> = {},
    order: Sorting = { by: 'id' },
  ): Generator<Kinds[K]> {
    let after: Cursor | undefined;
    for (;;) {
      const rows = this.#rows(domain, kind, filter, order, after, BATCH);
      for (const row of rows) {
        const document = JSON.parse(row.json) as Kinds[K];
        if (!filter.where || filter.where(document)) yield document;
      }
      if (rows.length < BATCH) return;
      after = rows.at(-1);
    }
  }

  /** Up to `limit` documents after a cursor (keyset paging: rows that move are met once or at their new place). */
  page<K extends Kind>(
    domain: string,
    kind: K,
    options: { filter?: Filter<Kinds[K]>; order?: Sorting; after?: Cursor; limit: number },
  ): Page<Kinds[K]> {
    const { filter = {}, order = { by: 'id' }, limit } = options;
    const page: Page<Kinds[K]> = { nodes: [], cursors: [], hasNextPage: false };
    let after = options.after;
    for (;;) {
      const rows = this.#rows(domain, kind, filter, order, after, limit + 1);
      for (const row of rows) {
        const document = JSON.parse(row.json) as Kinds[K];
        if (filter.where && !filter.where(document)) continue;
        if (page.nodes.length === limit) {
          page.hasNextPage = true;
          return page;
        }
        page.nodes.push(document);
        page.cursors.push({ key: row.key, id: row.id });
      }
      if (rows.length <= limit) return page;
      after = rows.at(-1);
    }
  }

  #rows<T>(
    domain: string,
    kind: Kind,
    filter: Filter<T>,
    order: Sorting,
    after: Cursor | undefined,
    limit: number,
  ): Row[] {
    const table = this.#table(domain, kind);
    const { sql, values } = conditions(filter);
    for (const key of ['updatedAt', 'createdAt', 'processedAt'] as const)
      if (filter[key] || order.by === key) this.#ensureIndex(table, COLUMN[key]);
    const key = COLUMN[order.by];
    const direction = order.reverse ? 'DESC' : 'ASC';
    if (after) {
      sql.push(`(${key}, id) ${order.reverse ? '<' : '>'} (?, ?)`);
      values.push(order.by === 'id' ? after.id : after.key, after.id);
    }
    return this.#statement(
      `SELECT id, ${key} AS key, json FROM ${table} WHERE ${sql.join(' AND ') || '1'}
       ORDER BY ${key} ${direction}${order.by === 'id' ? '' : `, id ${direction}`} LIMIT ?`,
    ).all(...values, limit) as Row[];
  }

  #ordinal(domain: string): number {
    const entry = this.#shops.get(domain);
    if (!entry) throw new RangeError(`The sandbox has no shop ${domain}`);
    return entry.ordinal;
  }

  #table(domain: string, kind: Kind): string {
    const name = `${domain} ${kind}`;
    let table = this.#tables.get(name);
    if (!table) {
      table = `docs_${this.#ordinal(domain)}_${kind}`;
      this.database.exec(`CREATE TABLE IF NOT EXISTS ${table} (id INTEGER PRIMARY KEY, updated_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL, processed_at INTEGER NOT NULL, json TEXT NOT NULL)`);
      this.#tables.set(name, table);
    }
    return table;
  }

  /** Made at first use: a store is seeded faster without. */
  #ensureIndex(table: string, column: string): void {
    const name = `${table}_${column}`;
    if (this.#tables.has(name)) return;
    this.database.exec(`CREATE INDEX IF NOT EXISTS ${name} ON ${table} (${column})`);
    this.#tables.set(name, name);
  }

  #statement(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function conditions<T>(filter: Filter<T>): { sql: string[]; values: number[] } {
  const sql: string[] = [];
  const values: number[] = [];
  for (const key of ['updatedAt', 'createdAt', 'processedAt'] as const) {
    const range = filter[key];
    if (range?.from !== undefined) {
      sql.push(`${COLUMN[key]} >= ?`);
      values.push(range.from);
    }
    if (range?.to !== undefined) {
      sql.push(`${COLUMN[key]} < ?`);
      values.push(range.to);
    }
  }
  return { sql, values };
}
