/** The yardstick of `ingest`: prepared inserts of lines that are in memory already, into one indexed table. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

export interface BareInput {
  /** Six numbers a line, as packed by `ingest`. */
  linesFile: string;
  folder: string;
}

export interface BareOutput {
  seconds: number;
  lines: number;
}

const ROWS_A_TRANSACTION = 10_000;

const { linesFile, folder } = JSON.parse(process.argv[2]!) as BareInput;
const bytes = readFileSync(linesFile);
const values = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
const db = new SqliteDatabase(join(folder, 'bare.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = NORMAL');
db.exec(`CREATE TABLE lines (id INTEGER PRIMARY KEY, ord, variant, q, price, day);
  CREATE INDEX lines_by_variant ON lines (variant, day)`);
const insert = db.prepare('INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?)');
const start = performance.now();
for (let from = 0; from < values.length; from += ROWS_A_TRANSACTION * 6) {
  const to = Math.min(values.length, from + ROWS_A_TRANSACTION * 6);
  db.exec('BEGIN');
  for (let i = from; i < to; i += 6)
    insert.run(values[i]!, values[i + 1]!, values[i + 2]!, values[i + 3]!, values[i + 4]!, values[i + 5]!);
  db.exec('COMMIT');
}
const output: BareOutput = { seconds: (performance.now() - start) / 1000, lines: values.length / 6 };
db.close();
process.stdout.write(JSON.stringify(output));
