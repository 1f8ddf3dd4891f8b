import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asRoyalError, isOlder, type Migration, openDatabase } from './open.ts';

const first: Migration = { version: 1, name: 'a table', up: (db) => void db.exec('CREATE TABLE t (a)') };
const second: Migration = { version: 2, name: 'a column', up: (db) => void db.exec('ALTER TABLE t ADD b') };
const options = { label: 'the example', synchronous: 'NORMAL', migrations: [first] } as const;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'royal-sqlite-'));
  file = join(folder, 'example.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openDatabase', () => {
  it('sets what durability and privacy need', () => {
    const db = openDatabase(file, { ...options, synchronous: 'FULL', secureDelete: true });
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('secure_delete', { simple: true })).toBe(1);
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    db.close();
  });

  it('copies an existing file before it migrates it, and migrates each step whole or not at all', () => {
    openDatabase(file, options).close();
    const failing: Migration = {
      version: 2,
      name: 'fails half way',
      up: (db) => {
        db.exec('ALTER TABLE t ADD b');
        throw new Error('half way');
      },
    };
    expect(() => openDatabase(file, { ...options, migrations: [first, failing] })).toThrow('half way');
    const copy = openDatabase(`${file}.v1.bak`, options);
    expect(copy.pragma('user_version', { simple: true })).toBe(1);
    copy.close();

    const db = openDatabase(file, { ...options, migrations: [first, second] });
    expect(db.pragma('user_version', { simple: true })).toBe(2);
    expect(db.prepare('SELECT a, b FROM t').all()).toEqual([]);
    db.close();
  });

  it('refuses a file of a newer version and leaves it alone', () => {
    openDatabase(file, { ...options, migrations: [first, second] }).close();
    expect(() => openDatabase(file, options)).toThrow(
      expect.objectContaining({ code: 'database_newer', next: expect.stringMatching(/update/i) }),
    );
    expect(existsSync(`${file}.v2.bak`)).toBe(false);
    openDatabase(file, { ...options, migrations: [first, second] }).close();
  });

  it('says so when a file is no database', () => {
    writeFileSync(file, 'a shopping list '.repeat(500));
    expect(() => openDatabase(file, { ...options, whenDamaged: 'Fetch it again.' })).toThrow(
      expect.objectContaining({ code: 'database_damaged', next: 'Fetch it again.' }),
    );
  });

  it('says so when the folder can’t be written', () => {
    expect(() => openDatabase('/proc/royal/example.db', options)).toThrow(
      expect.objectContaining({ code: 'folder_read_only', next: expect.stringContaining('/proc/royal') }),
    );
  });
});

describe('asRoyalError', () => {
  it('tells a full disk, and the transaction left nothing', () => {
    const db = openDatabase(file, options);
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    const fill = db.transaction(() => {
      for (let i = 0; i < 100; i++) db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(1000));
    });
    let told: unknown;
    try {
      fill();
    } catch (error) {
      told = asRoyalError(error, file, options);
    }
    expect(told).toMatchObject({ code: 'disk_full', details: { sqlite: 'SQLITE_FULL' } });
    expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(0);
    db.close();
  });

  it('tells a second writer', () => {
    const db = openDatabase(file, options);
    const other = openDatabase(file, options);
    other.pragma('busy_timeout = 0');
    db.exec('BEGIN IMMEDIATE');
    let told: unknown;
    try {
      other.exec('BEGIN IMMEDIATE');
    } catch (error) {
      told = asRoyalError(error, file, options);
    }
    expect(told).toMatchObject({ code: 'folder_locked' });
    db.close();
    other.close();
  });

  it('leaves what it does not know', () => {
    const error = new TypeError('x');
    expect(asRoyalError(error, file, options)).toBe(error);
    expect(asRoyalError('x', file, options)).toBe('x');
  });
});

describe('isOlder', () => {
  it('compares number by number', () => {
    expect(isOlder('3.51.2', [3, 51, 3])).toBe(true);
    expect(isOlder('3.9.9', [3, 51, 3])).toBe(true);
    expect(isOlder('3.51.3', [3, 51, 3])).toBe(false);
    expect(isOlder('3.54.0', [3, 51, 3])).toBe(false);
    expect(isOlder('4.0', [3, 51, 3])).toBe(false);
  });
});
