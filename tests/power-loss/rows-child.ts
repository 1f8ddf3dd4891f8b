/** Commits rows one by one with the given `synchronous`, and prints each number once SQLite has said it is committed. */
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';

const [file, synchronous, count] = process.argv.slice(2);
const db = new Database(file!);
db.pragma('journal_mode = WAL');
db.pragma(`synchronous = ${synchronous}`);
db.exec('CREATE TABLE IF NOT EXISTS row(id INTEGER PRIMARY KEY, text TEXT NOT NULL)');
const insert = db.prepare('INSERT INTO row(text) VALUES (?)');
for (let i = 0; i < Number(count); i++) {
  const { lastInsertRowid } = insert.run('x'.repeat(300));
  writeSync(1, `${lastInsertRowid}\n`);
}
db.close();
