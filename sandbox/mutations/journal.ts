/** The mutation journal: every mutation that reached the shop, and whether it changed anything. */
import type Database from 'better-sqlite3';

/** One stored value before and after. */
export interface Change {
  id: string;
  field: string;
  before: unknown;
  after: unknown;
}

export interface JournalEntry {
  sequence: number;
  /** Epoch milliseconds of the sandbox's clock. */
  at: number;
  shop: string;
  mutation: string;
  /** The idempotency key, where the mutation carried one. */
  key: string | null;
  /** Did it change the store's data? A replayed or refused one did not. */
  effective: boolean;
  /** True where an earlier answer was given again. */
  replayed: boolean;
  changes: Change[];
  /** Messages of its user errors. */
  errors: string[];
}

export class Journal {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
    database.exec(`CREATE TABLE IF NOT EXISTS journal (sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      shop TEXT NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL)`);
  }

  record(entry: Omit<JournalEntry, 'sequence'>): void {
    this.#database
      .prepare('INSERT INTO journal (shop, at, json) VALUES (?, ?, ?)')
      .run(entry.shop, entry.at, JSON.stringify(entry));
  }

  /** Ascending; `since` is the last sequence already known. */
  entries(filter: { shop?: string; since?: number } = {}): JournalEntry[] {
    const rows = this.#database
      .prepare(
        'SELECT sequence, json FROM journal WHERE sequence > ? AND (? IS NULL OR shop = ?) ORDER BY sequence',
      )
      .all(filter.since ?? 0, filter.shop ?? null, filter.shop ?? null) as {
      sequence: number;
      json: string;
    }[];
    return rows.map(({ sequence, json }) => ({
      sequence,
      ...(JSON.parse(json) as Omit<JournalEntry, 'sequence'>),
    }));
  }
}
